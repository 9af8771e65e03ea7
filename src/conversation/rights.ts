import type { Press } from '../cards/press.ts';
import type { DigestOrder } from '../domain/digest-order.ts';
import type { DutyOrder } from '../domain/duty-order.ts';
import type { Role } from '../domain/role.ts';
import type { WatchOrder } from '../domain/watch-order.ts';
import type { Command } from '../language/index.ts';

/** What it takes to have something answered or done. */
export interface Right {
  readonly role: Role;
  /** It's a question, so it's counted apart from acts, which no number of questions may keep anyone from. */
  readonly isAsking: boolean;
}

const ask: Right = { role: 'viewer', isAsking: true };
/** What is known here already. */
const look: Right = { role: 'viewer', isAsking: false };
const change: Right = { role: 'operator', isAsking: false };
/** Of a change that a button of the preview makes. */
const preview: Right = { role: 'operator', isAsking: true };
const govern: Right = { role: 'admin', isAsking: false };

type Ordering = Extract<Command, { readonly order: unknown }>;

const digestOrders: Readonly<Record<DigestOrder['what'], Right>> = {
  show: look,
  now: ask,
  set: change,
  pause: change,
  resume: change,
  off: change,
};

const watchOrders: Readonly<Record<WatchOrder['what'], Right>> = {
  show: look,
  // What it would have told is read first.
  set: preview,
  end: change,
};

const dutyOrders: Readonly<Record<DutyOrder['what'], Right>> = {
  show: look,
  set: change,
  off: change,
  escalateAfter: change,
  remindAfter: change,
};

const commands: Readonly<Record<Exclude<Command['kind'], Ordering['kind']>, Right>> = {
  jobs: ask,
  tabs: ask,
  health: ask,
  job: ask,
  severalJobs: ask,
  causes: ask,
  coverage: ask,
  faults: look,
  incidentReport: look,
  target: change,
  targets: look,
  retire: change,
  retired: look,
  roles: govern,
  audit: govern,
  subscriptions: govern,
  ownRole: look,
  help: look,
  noQuestion: look,
  noOrder: look,
  smallTalk: look,
  notUnderstood: look,
};

/** What a sentence takes. */
export function rightOfCommand(command: Command): Right {
  switch (command.kind) {
    case 'digest':
      return digestOrders[command.order.what];
    case 'watch':
      return watchOrders[command.order.what];
    case 'duty':
      return dutyOrders[command.order.what];
    default:
      return commands[command.kind];
  }
}

/** A button whose right is that of what it carries. */
type Carrying = 'ask' | 'change.save';

/** What a button takes; one that carries a sentence or a change takes what that does. */
export function rightOfPress(press: Exclude<Press, { readonly verb: 'ask' }>): Right {
  return press.verb === 'change.save' ? rightOfCommand(press.change) : presses[press.verb];
}

const presses: Readonly<Record<Exclude<Press['verb'], Carrying>, Right>> = {
  'jobs.page': ask,
  'jobs.job': ask,
  'jobs.text': ask,
  'jobs.again': ask,
  'job.find': ask,
  'job.text': ask,
  'tabs.show': ask,
  'tabs.again': ask,
  'health.show': ask,
  'health.again': ask,
  'causes.show': ask,
  'causes.again': ask,
  'causes.jobs': ask,
  coverage: ask,
  'change.cancel': look,
  'digest.now': ask,
  'digest.pause': change,
  'digest.resume': change,
  'digest.off': change,
  'watch.save': change,
  'watch.cancel': change,
  'watch.end': change,
  'fault.acknowledge': change,
  'fault.assign': change,
  'fault.snooze': change,
  'fault.close': change,
  'fault.jobs': ask,
  'fault.report': look,
  'fault.text': look,
  'audit.show': govern,
  'audit.again': govern,
  'subscriptions.show': govern,
  'subscriptions.end': govern,
  'settings.restore': change,
  help: look,
};
