import type { EpochMs } from '../domain/time.ts';
import { changeName } from './change-words.ts';
import { type Press, unpackPress } from './press.ts';

/** What a button says, or about that: one verb can stand on several. */
const titles: Readonly<Record<Exclude<Press['verb'], 'ask'>, string>> = {
  'jobs.page': 'Turn to',
  'jobs.job': 'Details',
  'jobs.text': 'Send as text',
  'jobs.again': 'Ask again',
  'job.find': 'Search',
  'job.text': 'Send as text',
  'tabs.show': 'Show lists',
  'tabs.again': 'Ask again',
  'health.show': 'Look now',
  'health.again': 'Ask again',
  'causes.show': 'Why',
  'causes.again': 'Ask again',
  'causes.jobs': 'Jobs of this cause',
  coverage: 'Coverage',
  'digest.now': 'Digest now',
  'digest.pause': 'Pause',
  'digest.resume': 'Resume',
  'digest.off': 'End digest',
  'change.save': 'Save',
  'change.cancel': 'Cancel',
  'watch.save': 'Save watch',
  'watch.cancel': 'Cancel',
  'watch.end': 'End watch',
  'fault.acknowledge': 'Acknowledge',
  'fault.assign': 'Assign to me',
  'fault.snooze': 'Snooze',
  'fault.close': 'Close',
  'fault.jobs': 'Show jobs',
  'fault.report': 'Report',
  'fault.text': 'Report as text',
  'audit.show': 'Audit record',
  'audit.again': 'Ask again',
  'subscriptions.show': 'All digests and watches',
  'subscriptions.end': 'End',
  'settings.restore': 'Bring settings back',
  help: 'Help',
};

/**
 * A press as the audit record keeps it (`carried` is JSON) in words; undefined where it is none of ours, or was too long
 * to be kept whole. The parts that come from the press are data.
 */
export function pressedText(verb: string, carried: string, at: EpochMs): string | undefined {
  const press = unpackPress(verb, parsed(carried), at);
  if (!press) return undefined;
  if (press.verb === 'ask') return `“${press.sentence}”`;
  return [`“${titles[press.verb]}”`, ...particulars(press)].join(' · ');
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function particulars(press: Press): readonly string[] {
  if ('jobId' in press) return [press.jobId];
  if ('search' in press) return [press.search.jobId];
  if ('page' in press) return [`page ${press.page.pageIndex + 1}`];
  if ('length' in press) return [press.length, press.id];
  if ('change' in press) return [changeName(press.change)];
  if ('id' in press) return [press.id];
  if ('wish' in press) return press.wish.services.length > 0 ? press.wish.services : ['all services'];
  return [];
}
