import { type Press, unpackPress } from '../cards/press.ts';
import type { PressedText } from '../features/audit/row.ts';
import { changeName } from '../features/changes/texts.ts';
import { decodePress } from '../features/index.ts';

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

/** See `PressedText`. */
export const pressedText: PressedText = (verb, carried, at) => {
  const data = parsed(carried);
  const pressed = decodePress(verb, data, at);
  if (pressed) return `“${pressed.title}”`;
  const press = unpackPress(verb, data, at);
  if (!press) return undefined;
  if (press.verb === 'ask') return `“${press.sentence}”`;
  return [`“${titles[press.verb]}”`, ...particulars(press)].join(' · ');
};

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
