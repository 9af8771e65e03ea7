import type {
  CausesQuestion,
  CoverageQuestion,
  HealthQuestion,
  JobSearch,
  Lead,
  Question,
  TabsQuestion,
} from '../domain/question.ts';
import type { EpochMs } from '../domain/time.ts';
import { type AuditPress, packAuditPress, unpackAuditPress } from '../features/audit/buttons.ts';
import { type ChangePress, packChangePress, unpackChangePress } from '../features/changes/buttons.ts';
import {
  type IncidentPress,
  packWish,
  unpackIncidentPress,
  unpackWatchPress,
  type WatchPress,
} from '../features/incidents/buttons.ts';
import {
  packSubscriptionsPress,
  type SubscriptionsPress,
  unpackSubscriptionsPress,
} from '../features/subscriptions/buttons.ts';
import type { PagePointer } from '../jobs/answers.ts';
import {
  packCausesQuestion,
  packCoverageQuestion,
  packHealthQuestion,
  packLead,
  packPointer,
  packQuestion,
  packSearch,
  packTabsQuestion,
  schemas,
  unpackCausesQuestion,
  unpackHealthQuestion,
  unpackLead,
  unpackPointer,
  unpackQuestion,
  unpackSearch,
  unpackTabsQuestion,
  version,
} from './button-fields.ts';
import type { PackedPress } from './button-link.ts';

export { isPackableJobId, isPackableSentence, pressLimits } from './button-fields.ts';
export type { PackedPress } from './button-link.ts';

/** What a button asks for when it is pressed. */
export type Press =
  /** Show this page. */
  | { readonly verb: 'jobs.page'; readonly page: PagePointer }
  /** Show one job of this page, with a way back to it. */
  | { readonly verb: 'jobs.job'; readonly page: PagePointer; readonly jobId: string }
  /** Say one job of this page in plain text. */
  | { readonly verb: 'jobs.text'; readonly page: PagePointer; readonly jobId: string }
  /** Look for one job, or say it in plain text. */
  | { readonly verb: 'job.find' | 'job.text'; readonly search: JobSearch }
  /** Ask the question again, with a new span read from its words. `lead` is what its first line answers. */
  | { readonly verb: 'jobs.again'; readonly question: Question; readonly lead?: Lead | undefined }
  /** Count these lists and show the first that has anything, as asked or with a new span. */
  | { readonly verb: 'tabs.show'; readonly question: TabsQuestion; readonly lead?: Lead | undefined }
  | { readonly verb: 'tabs.again'; readonly question: TabsQuestion; readonly lead?: Lead | undefined }
  /** Show how the backups of this window are, or of a new one. */
  | { readonly verb: 'health.show'; readonly question: HealthQuestion }
  | { readonly verb: 'health.again'; readonly question: HealthQuestion }
  /** Say why jobs did not end well, in this window or a new one. */
  | { readonly verb: 'causes.show'; readonly question: CausesQuestion }
  | { readonly verb: 'causes.again'; readonly question: CausesQuestion }
  /** List the jobs behind one cause, by its text; those without any error if it is empty. */
  | { readonly verb: 'causes.jobs'; readonly question: CausesQuestion; readonly cause: string }
  /** Say how old the last good backups are now. */
  | { readonly verb: 'coverage'; readonly question: CoverageQuestion }
  /** Show the last 24 hours of one digest's services, pause it, let it come again, or end it. */
  | {
      readonly verb: 'digest.now' | 'digest.pause' | 'digest.resume' | 'digest.off';
      readonly id: string;
    }
  /** Save the change that a preview shows, or let it be. */
  | ChangePress
  /** Save this watch, or let it be, or end one that is set. */
  | WatchPress
  /** Do something about a fault, or show its jobs or its record. */
  | IncidentPress
  /** Show a page of the audit record, or ask for it anew. */
  | AuditPress
  /** Show a page of all digests and watches, or end one of them. */
  | SubscriptionsPress
  /** Read this sentence as if it had been typed; one that would change something opens a preview instead. */
  | { readonly verb: 'ask'; readonly sentence: string }
  /** Bring back what was set in this conversation before. */
  | { readonly verb: 'settings.restore' }
  | { readonly verb: 'help' };

/**
 * Packs a press into the data of an Action.Execute. A row of a page carries one, so the keys are single letters: `v` version, `t` type,
 * `o` service, `s` state, `f` and `u` from and until (epoch seconds), `w` the span's words, `z` zone, `d` the id of a digest, a watch or
 * a fault, `k` words of a name, `n` page size, `p` page index, `c` the first page's total, `i` a list of the job index, `m` the tabs, `l`
 * the lead, `j` job id, `q` sentence. What is undefined is left out.
 */
export function packPress(press: Press): PackedPress {
  return { verb: press.verb, data: { v: version, ...fieldsOf(press) } };
}

/** Packs the presses that open the jobs of one page: what they share is packed once. */
export function packJobPresses(page: PagePointer): (jobId: string) => PackedPress {
  const shared = { v: version, ...packPointer(page) };
  return jobId => ({ verb: 'jobs.job', data: { ...shared, j: jobId } });
}

function fieldsOf(press: Press): Record<string, unknown> {
  switch (press.verb) {
    case 'jobs.page':
      return packPointer(press.page);
    case 'jobs.job':
    case 'jobs.text':
      return { ...packPointer(press.page), j: press.jobId };
    case 'jobs.again':
      return { ...packQuestion(press.question), ...packLead(press) };
    case 'tabs.show':
    case 'tabs.again':
      return { ...packTabsQuestion(press.question), ...packLead(press) };
    case 'health.show':
    case 'health.again':
      return packHealthQuestion(press.question);
    case 'job.find':
    case 'job.text':
      return packSearch(press.search);
    case 'causes.show':
    case 'causes.again':
      return packCausesQuestion(press.question);
    case 'causes.jobs':
      return { ...packCausesQuestion(press.question), q: press.cause };
    case 'coverage':
      return packCoverageQuestion(press.question);
    case 'digest.now':
    case 'digest.pause':
    case 'digest.resume':
    case 'digest.off':
      return { d: press.id };
    case 'change.save':
    case 'change.cancel':
      return packChangePress(press);
    case 'watch.save':
    case 'watch.cancel':
      return packWish(press.wish);
    case 'watch.end':
    case 'fault.acknowledge':
    case 'fault.assign':
    case 'fault.close':
    case 'fault.jobs':
    case 'fault.report':
    case 'fault.text':
      return { d: press.id };
    case 'fault.snooze':
      return { d: press.id, l: press.length };
    case 'audit.show':
    case 'audit.again':
      return packAuditPress(press);
    case 'subscriptions.show':
    case 'subscriptions.end':
      return packSubscriptionsPress(press);
    case 'ask':
      return { q: press.sentence };
    case 'settings.restore':
    case 'help':
      return {};
  }
}

/**
 * Reads what a client sent: it is believed only if `packPress` could have made it and it may be asked at `now`
 * (epoch milliseconds). Undefined for everything else, buttons of another version among it; never throws.
 */
export function unpackPress(verb: unknown, data: unknown, now: EpochMs): Press | undefined {
  switch (verb) {
    case 'jobs.page': {
      const page = unpackPointer(schemas.pointer.safeParse(data).data, now);
      return page && { verb, page };
    }
    case 'jobs.job':
    case 'jobs.text': {
      const fields = schemas.job.safeParse(data).data;
      const page = unpackPointer(fields, now);
      return fields && page && { verb, page, jobId: fields.j };
    }
    case 'jobs.again': {
      const fields = schemas.question.safeParse(data).data;
      const question = unpackQuestion(fields, now);
      return fields && question && { verb, question, ...unpackLead(fields) };
    }
    case 'tabs.show':
    case 'tabs.again': {
      const fields = schemas.tabs.safeParse(data).data;
      const question = unpackTabsQuestion(fields, now);
      return fields && question && { verb, question, ...unpackLead(fields) };
    }
    case 'health.show':
    case 'health.again': {
      const question = unpackHealthQuestion(schemas.health.safeParse(data).data, now);
      return question && { verb, question };
    }
    case 'job.find':
    case 'job.text': {
      const search = unpackSearch(schemas.search.safeParse(data).data, now);
      return search && { verb, search };
    }
    case 'causes.show':
    case 'causes.again': {
      const question = unpackCausesQuestion(schemas.causes.safeParse(data).data, now);
      return question && { verb, question };
    }
    case 'causes.jobs': {
      const fields = schemas.causeJobs.safeParse(data).data;
      const question = unpackCausesQuestion(fields, now);
      return fields && question && { verb, question, cause: fields.q };
    }
    case 'coverage': {
      const fields = schemas.coverage.safeParse(data).data;
      if (!fields) return undefined;
      const { o: service, h: seconds, g, z: zone } = fields;
      return { verb, question: { service, targetMs: seconds * 1000, isUsual: g === 1, zone } };
    }
    case 'digest.now':
    case 'digest.pause':
    case 'digest.resume':
    case 'digest.off': {
      const fields = schemas.digest.safeParse(data).data;
      return fields && { verb, id: fields.d };
    }
    case 'change.save':
    case 'change.cancel':
      return unpackChangePress(verb, data, now);
    case 'watch.save':
    case 'watch.cancel':
    case 'watch.end':
      return unpackWatchPress(verb, data);
    case 'fault.acknowledge':
    case 'fault.assign':
    case 'fault.close':
    case 'fault.jobs':
    case 'fault.report':
    case 'fault.text':
    case 'fault.snooze':
      return unpackIncidentPress(verb, data);
    case 'audit.show':
    case 'audit.again':
      return unpackAuditPress(verb, data, now);
    case 'subscriptions.show':
    case 'subscriptions.end':
      return unpackSubscriptionsPress(verb, data);
    case 'ask': {
      const fields = schemas.ask.safeParse(data).data;
      return fields && { verb, sentence: fields.q };
    }
    case 'settings.restore':
    case 'help':
      return schemas.help.safeParse(data).success ? { verb } : undefined;
    default:
      return undefined;
  }
}
