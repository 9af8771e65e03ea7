import type { Press } from '../cards/press.ts';
import type { DigestOrder } from '../domain/digest-order.ts';
import type { DutyOrder } from '../domain/duty-order.ts';
import type { WatchOrder } from '../domain/watch-order.ts';
import { type Permission, permissions } from '../features/permission.ts';
import type { Command } from '../language/index.ts';

const { ask, look, change, preview, govern } = permissions;

type Ordering = Extract<Command, { readonly order: unknown }>;

const digestOrders: Readonly<Record<DigestOrder['what'], Permission>> = {
  show: look,
  now: ask,
  set: change,
  pause: change,
  resume: change,
  off: change,
};

const watchOrders: Readonly<Record<WatchOrder['what'], Permission>> = {
  show: look,
  // What it would have told is read first.
  set: preview,
  end: change,
};

const dutyOrders: Readonly<Record<DutyOrder['what'], Permission>> = {
  show: look,
  set: change,
  off: change,
  escalateAfter: change,
  remindAfter: change,
};

const commands: Readonly<Record<Exclude<Command['kind'], Ordering['kind']>, Permission>> = {
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
export function rightOfCommand(command: Command): Permission {
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
export function rightOfPress(press: Exclude<Press, { readonly verb: 'ask' }>): Permission {
  return press.verb === 'change.save' ? rightOfCommand(press.change) : presses[press.verb];
}

const presses: Readonly<Record<Exclude<Press['verb'], Carrying>, Permission>> = {
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
