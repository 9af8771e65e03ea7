import type { Press } from '../cards/press.ts';
import type { DigestOrder } from '../domain/digest-order.ts';
import type { DutyOrder } from '../domain/duty-order.ts';
import type { WatchOrder } from '../domain/watch-order.ts';
import type { Command } from '../language/index.ts';

type Ordering = Extract<Command, { readonly order: unknown }>;

const digestOrders = {
  show: false,
  now: false,
  set: true,
  pause: true,
  resume: true,
  off: true,
} as const satisfies Readonly<Record<DigestOrder['what'], boolean>>;

const watchOrders = {
  show: false,
  // Only opens its preview.
  set: false,
  end: true,
} as const satisfies Readonly<Record<WatchOrder['what'], boolean>>;

const dutyOrders = {
  show: false,
  set: true,
  off: true,
  escalateAfter: true,
  remindAfter: true,
} as const satisfies Readonly<Record<DutyOrder['what'], boolean>>;

const commands = {
  jobs: false,
  tabs: false,
  health: false,
  job: false,
  severalJobs: false,
  causes: false,
  coverage: false,
  faults: false,
  incidentReport: false,
  target: true,
  targets: false,
  retire: true,
  retired: false,
  roles: false,
  audit: false,
  subscriptions: false,
  ownRole: false,
  help: false,
  noQuestion: false,
  noOrder: false,
  smallTalk: false,
  notUnderstood: false,
} as const satisfies Readonly<Record<Exclude<Command['kind'], Ordering['kind']>, boolean>>;

type Changing<T> = { [K in keyof T]: T[K] extends true ? K : never }[keyof T];
type ChangingOrder<O, T> = Extract<O, { readonly what: Changing<T> }>;

/** A command that changes what is stored as soon as it is carried out. */
export type ChangingCommand =
  | { readonly kind: 'digest'; readonly order: ChangingOrder<DigestOrder, typeof digestOrders> }
  | { readonly kind: 'watch'; readonly order: ChangingOrder<WatchOrder, typeof watchOrders> }
  | { readonly kind: 'duty'; readonly order: ChangingOrder<DutyOrder, typeof dutyOrders> }
  | Extract<Command, { readonly kind: Changing<typeof commands> }>;

/** Returns true if carrying out `command` changes what is stored, for a conversation or for everybody. */
export function changesSomething(command: Command): command is ChangingCommand {
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

/** Whether a button changes what is stored. One that carries a sentence (`ask`) never does: it opens a preview. */
const isChangingPress: Readonly<Record<Press['verb'], boolean>> = {
  'jobs.page': false,
  'jobs.job': false,
  'jobs.text': false,
  'jobs.again': false,
  'job.find': false,
  'job.text': false,
  'tabs.show': false,
  'tabs.again': false,
  'health.show': false,
  'health.again': false,
  'causes.show': false,
  'causes.again': false,
  'causes.jobs': false,
  coverage: false,
  'change.save': true,
  'change.cancel': false,
  'digest.now': false,
  'digest.pause': true,
  'digest.resume': true,
  'digest.off': true,
  'watch.save': true,
  'watch.cancel': false,
  'watch.end': true,
  'fault.acknowledge': true,
  'fault.assign': true,
  'fault.snooze': true,
  'fault.close': true,
  'fault.jobs': false,
  'fault.report': false,
  'fault.text': false,
  'audit.show': false,
  'audit.again': false,
  'subscriptions.show': false,
  'subscriptions.end': true,
  'settings.restore': true,
  ask: false,
  help: false,
};

/** What a press changes: the kind of the change that is saved, else its verb; undefined if it changes nothing. */
export function changedBy(press: Press): string | undefined {
  if (!isChangingPress[press.verb]) return undefined;
  return press.verb === 'change.save' ? press.change.kind : press.verb;
}
