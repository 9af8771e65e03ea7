import { readFileSync } from 'node:fs';
import { Temporal } from 'temporal-polyfill';
import { root } from '../../scripts/root.ts';
import { continuationOf } from '../../src/bot/follow-up/continue.ts';
import type { LastQuestion } from '../../src/bot/follow-up/last-questions.ts';
import { interpret } from '../../src/bot/interpret.ts';
import type { JobState, JobType, Service } from '../../src/domain/job.ts';
import { narrowingLimits } from '../../src/domain/narrowing.ts';
import { type Question, servicesOf } from '../../src/domain/question.ts';
import type { UnsupportedReason } from '../../src/domain/reading.ts';
import type { Span } from '../../src/domain/time.ts';
import { commandOf } from '../../src/features/index.ts';
import { pageLink } from '../../src/features/job-list/buttons.ts';
import { problemStates } from '../../src/language/asked.ts';
import type { Command, Interpretation as Reading } from '../support/interpret.ts';
import { berlin } from './support.ts';

/** What a sentence from the field should do. Only keys that are given count. */
export interface Want {
  readonly kind: string;
  readonly type?: string;
  readonly services?: readonly string[];
  readonly states?: readonly string[];
  /** Local time in Berlin, or "open" for no bound. */
  readonly from?: string;
  readonly to?: string;
  readonly [key: string]: unknown;
}

/** One sentence with what it should do. */
export interface FieldSentence {
  readonly say: string;
  /** Earlier sentences of the same person. */
  readonly after?: readonly string[];
  readonly want: Want;
  readonly alt?: readonly Want[];
}

/**
 * `refused`: the bot answered nothing, though it should have. `different`: it answered a question that was not asked.
 */
export type Outcome = 'right' | 'refused' | 'different';

/** The sentences of test/fixtures/language/sentences.jsonl, collected and judged in November 2026. */
export const fieldSentences = sentencesIn('sentences.jsonl');

/** 300 others, of everyday wording, which were written without a look at the grammar. */
export const everydaySentences = sentencesIn('everyday.jsonl');

/**
 * Others from six people of different trades. The last 220 were measured before anything was learnt from them: 212 were
 * right, 7 were refused.
 */
export const furtherSentences = sentencesIn('further.jsonl');

function sentencesIn(name: string): readonly FieldSentence[] {
  return readFileSync(new URL(`test/fixtures/language/${name}`, root), 'utf8')
    .split('\n')
    .filter(line => line.trim() !== '')
    .map(line => JSON.parse(line) as FieldSentence);
}

/** Kinds that answer no question and change nothing. */
const unansweredKinds = new Set(
  'decline askPeriod notUnderstood smallTalk otherLanguage refusal noOrder help'.split(' '),
);

export async function outcomeOf(one: FieldSentence): Promise<Outcome> {
  const { want, alt = [] } = one;
  const got = await gotFrom(one);
  // A list that answers yes or no first is a list as well.
  const gots = got.lead === 'any' ? [got, { ...got, kind: 'list' }] : [got];
  if ([want, ...alt].some(one => gots.some(each => fits(each, one)))) return 'right';
  return unansweredKinds.has(got.kind) ? 'refused' : 'different';
}

/** How a sentence was read, after the earlier ones. */
export async function gotFrom({ say, after = [] }: Pick<FieldSentence, 'say' | 'after'>): Promise<Want> {
  let last: LastQuestion | undefined;
  for (const sentence of after) {
    const { command } = interpret(sentence, berlin) as Reading;
    if (!commandOf(command).isQuestion) continue;
    const isList = command.kind === 'jobs' && !command.lead;
    const page = isList && { question: command.question, pageIndex: 0, firstTotal: undefined };
    const list = page
      ? {
          page: pageLink.encode(page),
          jobIds: ['FB20261123061522419876', 'FB20261123061522419877', 'FB20261123061522419878'],
        }
      : undefined;
    last = { sentence, list, at: berlin.now };
  }
  const own = interpret(say, berlin);
  const continued = await continuationOf(say, own, berlin, async () => last);
  if (continued?.kind !== 'press') return gotOf((continued?.read ?? own) as Reading);
  const { verb, data } = continued.press;
  const page = verb === pageLink.verb ? pageLink.decode(data, berlin.now) : undefined;
  return page
    ? gotOf({ command: { kind: 'jobs', question: page.question }, notes: [], offers: [] })
    : { kind: 'job' };
}

/** Another refusal than the one wanted refuses all the same. */
function fits(got: Want, want: Want): boolean {
  return Object.entries(want).every(([key, value]) => textOf(got[key]) === textOf(value));
}

/** The order of services and states doesn't matter. */
function textOf(value: unknown): string {
  return JSON.stringify(Array.isArray(value) ? value.toSorted() : value);
}

/** How a sentence was read, in the terms of the file. */
export function gotOf({ command, notes }: Reading): Want {
  switch (command.kind) {
    case 'jobs': {
      const { type, service, state, span, narrowed } = command.question;
      const { services = [service], states = [state] } = narrowed?.among ?? {};
      const kind = command.lead === 'any' ? 'didItWork' : (command.lead ?? 'list');
      return {
        kind,
        lead: command.lead,
        ...filtered(type, services, states),
        ...window(span),
        ...narrowing(command.question),
      };
    }
    case 'tabs': {
      const { type, types, services, states, span } = command.question;
      if (command.lead !== undefined && command.lead !== 'count') {
        // Of problems, which are all bad states, no state is named.
        const named = states.length === problemStates.length ? [] : states;
        return {
          kind: 'didItWork',
          lead: command.lead,
          ...filtered(type, services, named),
          ...several(types),
          ...window(span),
        };
      }
      return {
        kind: command.lead ?? 'list',
        ...filtered(type, services, states),
        ...several(types),
        ...window(span),
        ...narrowing(command.question),
      };
    }
    case 'health':
      return {
        kind: 'status',
        ...filtered(undefined, servicesOf(command.question), []),
        ...window(command.question.span),
      };
    case 'causes': {
      const { type, span } = command.question;
      return { kind: 'why', ...filtered(type, servicesOf(command.question), []), ...window(span) };
    }
    case 'compare': {
      const { type, service, state } = command.question;
      return {
        kind: 'compare',
        ...filtered(type, [service], [state]),
        ...window(command.question.window.span),
      };
    }
    case 'rank': {
      const { type, services, states, span, by, limit } = command.question;
      return { kind: 'rank', ...filtered(type, services, states), ...window(span), by, limit };
    }
    case 'rate': {
      const { type, services, span } = command.question;
      return { kind: 'rate', ...filtered(type, services, []), ...window(span) };
    }
    case 'coverage': {
      const { targetMs, window: past } = command.question;
      if (past) {
        return {
          kind: 'lastGood',
          ...filtered(undefined, servicesOf(command.question), []),
          ...window(past.span),
        };
      }
      return {
        kind: 'lastGood',
        ...filtered(undefined, servicesOf(command.question), []),
        ...window({ from: berlin.now - targetMs, to: berlin.now }),
        hours: targetMs / 3_600_000,
      };
    }
    default:
      return other(command, notes);
  }
}

function other(command: Command, notes: Reading['notes']): Want {
  switch (command.kind) {
    case 'job':
      return { kind: 'job', jobId: command.search.jobId };
    case 'faults':
    case 'incidentReport':
    case 'lastIncident':
      return { kind: 'faults' };
    case 'targets':
      return { kind: 'target' };
    case 'roles':
    case 'ownRole':
      return { kind: 'role' };
    case 'watch': {
      const services = command.order.what === 'set' ? command.order.wish.services : [];
      const isPartial = command.order.what === 'set' && command.order.wish.isPartialIncluded;
      const states = isPartial ? ['failed', 'partial'] : ['failed'];
      return { kind: 'watch', type: 'backup', services, states };
    }
    case 'endNotice': {
      const { jobId, type, service } = command;
      return { kind: 'watch', ...filtered(type, [service], []), jobId };
    }
    case 'digest': {
      const services = command.order.what === 'set' ? command.order.wish.services : [];
      const states = notes.flatMap(note => (note.kind === 'digestHasAllStates' ? note.states : []));
      return { kind: 'digest', ...filtered('backup', services, states) };
    }
    case 'quieter': {
      const { services, until } = command;
      return { kind: 'quieter', services, hours: until && (until - berlin.now) / 3_600_000 };
    }
    case 'plan':
      return { kind: 'nextRun', ...filtered('backup', servicesOf(command.question), []) };
    case 'severalJobs':
      return { kind: 'job', jobIds: command.searches.map(({ jobId }: { jobId: string }) => jobId) };
    case 'noQuestion':
      return refusals[(command.about ?? 'words') as UnsupportedReason];
    default:
      return { kind: command.kind };
  }
}

/** The terms of the file for why a sentence gets no answer. */
const refusals: Record<UnsupportedReason, Want> = {
  act: { kind: 'decline', what: 'act' },
  elsewhere: { kind: 'decline', what: 'elsewhere' },
  file: { kind: 'decline', what: 'elsewhere' },
  person: { kind: 'decline', what: 'person' },
  site: { kind: 'decline', what: 'site' },
  workload: { kind: 'decline', what: 'workload' },
  size: { kind: 'decline', what: 'size' },
  period: { kind: 'askPeriod' },
  words: { kind: 'notUnderstood' },
  followUp: { kind: 'notUnderstood' },
  settings: { kind: 'refusal' },
  errorText: { kind: 'refusal' },
  nextRun: { kind: 'refusal' },
  compare: { kind: 'refusal' },
  longer: { kind: 'refusal' },
  rank: { kind: 'refusal' },
  rate: { kind: 'refusal' },
  order: { kind: 'refusal' },
};

const stateNames: Record<JobState, string> = {
  inProgress: 'running',
  finished: 'finished',
  failed: 'failed',
  finishedWithException: 'exception',
  partiallyFinished: 'partial',
};

function filtered(
  type: JobType | undefined,
  services: readonly (Service | undefined)[],
  states: readonly (JobState | undefined)[],
) {
  const named = states.filter(state => state !== undefined).map(state => stateNames[state]);
  return {
    type: type ?? 'all',
    services: services.filter(service => service !== undefined),
    states: named.length === 0 ? ['all'] : named,
  };
}

/** The latest jobs are looked for as far back as needed, if there is no period. */
function narrowing({ narrowed, span }: Question): Partial<Want> {
  const { order, limit, length, error } = narrowed ?? {};
  const isReaching = Number(span.to) - Number(span.from) === narrowingLimits.reachMs;
  return {
    ...(order && { sort: order }),
    ...(limit && { limit }),
    ...(length?.minMs !== undefined && { minMinutes: length.minMs / 60_000 }),
    ...(error && { error: error.text }),
    ...(isReaching && { from: 'open' }),
  };
}

/** Of several types, `type` is a list. */
function several(types: readonly JobType[] | undefined) {
  return types === undefined ? {} : { type: types.join('+'), types };
}

function window({ from, to }: Span) {
  const local = (ms: number | undefined) =>
    ms === undefined
      ? 'open'
      : Temporal.Instant.fromEpochMilliseconds(ms)
          .toZonedDateTimeISO(berlin.zone)
          .toPlainDateTime()
          .toString({ smallestUnit: 'minute' });
  return { from: local(from), to: local(to) };
}
