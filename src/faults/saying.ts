import type { SaidMessage } from '../domain/messenger.ts';
import type { Person } from '../domain/person.ts';
import type { EpochMs } from '../domain/time.ts';
import { afterCall, firstCall, isFree } from './calling.ts';
import { runsOf } from './due.ts';
import type { Duty } from './duty.ts';
import { changed, type Fault, holderOf, isOpen, type Step } from './fault.ts';
import type { FaultMessage } from './message.ts';

/** One step for a fault, as it was when it began. */
export interface Saying {
  readonly fault: Fault;
  readonly step: Step;
  /** Who is on duty by now, where somebody may be called. */
  readonly duty: Duty | undefined;
  /** Who is called by it. */
  readonly callee: Person | undefined;
  /** It may have been said before. */
  readonly isAgain: boolean;
}

/** What is said. */
export function messageOf({ fault, step, duty, callee, isAgain }: Saying, composedAt: EpochMs): FaultMessage {
  const common = { fault, isAgain, composedAt };
  switch (step) {
    case 'reply':
      return { ...common, kind: 'failedAgain', more: runsOf(fault) - fault.telling.toldRuns };
    case 'escalation':
      return callee ? { ...common, kind: 'escalation', who: callee } : cardOf(fault, composedAt);
    case 'allClear':
      return { ...common, kind: 'allClear', who: clearedFor(fault) };
    case 'post': {
      // The call is in the first post alone: one that takes its place, or an edit, is no news.
      const call = fault.call ?? firstCall(fault, duty, composedAt);
      const isCalled = !isTold(fault) && isFree(fault) && !isSnoozed(fault, composedAt);
      return { ...cardOf({ ...fault, call }, composedAt), isAgain, who: isCalled ? call?.who : undefined };
    }
  }
}

/** The card as it is now, which calls nobody. */
export function cardOf(fault: Fault, composedAt: EpochMs): Extract<FaultMessage, { kind: 'card' }> {
  return { kind: 'card', fault, isAgain: false, composedAt, who: undefined };
}

/** `now` after a step was said, of what the fault was when it began. */
export function afterSaying(now: Fault, saying: Saying, said: SaidMessage, at: EpochMs): Fault {
  const { fault: told, step, duty, callee } = saying;
  const fault = ended(now, step);
  const telling = { ...fault.telling, lastSaidAt: at };
  switch (step) {
    case 'post': {
      const call = told.call ?? firstCall(told, duty, at);
      const isFirst = !isTold(told);
      return {
        ...fault,
        call,
        events: [
          ...fault.events,
          ...(isFirst ? [{ what: 'told' as const, at }] : []),
          ...(call?.who && !told.call ? [{ what: 'called' as const, who: call.who, at }] : []),
        ],
        telling: {
          ...shown({ ...fault, telling }, told.telling.revision, at),
          said,
          isCardMissing: undefined,
          toldRuns: runsOf(told),
          isAllClearTold: fault.telling.isAllClearTold || (!isOpen(told) && (isFirst || !clearedFor(told))),
        },
      };
    }
    case 'reply':
      return { ...fault, telling: { ...telling, toldRuns: runsOf(told) } };
    case 'escalation':
      return changed({ ...fault, telling }, afterCall(fault, callee, duty, at));
    case 'allClear':
      return { ...fault, telling: { ...telling, isAllClearTold: true } };
  }
}

/** The end of a step is known. */
export function ended(fault: Fault, step: Step): Fault {
  const begun = fault.telling.begun.filter(other => other !== step);
  return { ...fault, telling: { ...fault.telling, begun } };
}

/** The card shows this revision since `at`. */
export function shown({ telling }: Fault, revision: number, at: EpochMs): Fault['telling'] {
  return { ...telling, shown: Math.max(telling.shown, revision), shownAt: at };
}

/** Who is to know that it is over: whoever has it, else whoever was called. */
function clearedFor(fault: Fault): Person | undefined {
  return holderOf(fault) ?? fault.call?.who;
}

function isTold({ events }: Fault): boolean {
  return events.some(({ what }) => what === 'told');
}

function isSnoozed({ snoozed }: Fault, at: EpochMs): boolean {
  return snoozed !== undefined && snoozed.until > at;
}
