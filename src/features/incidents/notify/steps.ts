import type { SaidMessage } from '../../../domain/messenger.ts';
import type { Person } from '../../../domain/person.ts';
import type { EpochMs } from '../../../domain/time.ts';
import { changed, type Fault, holderOf, isOpen, mentionFrom, type Step } from '../incident/incident.ts';
import { runsOf } from '../incident/next-step.ts';
import { afterCall, firstCall, isFree } from '../on-call/escalation.ts';
import type { Duty } from '../on-call/roster.ts';
import type { FaultMessage } from './message.ts';

/** One step for a fault, as it was when it began. */
export interface Saying {
  readonly fault: Fault;
  readonly step: Step;
  /** Who is on duty by now, if somebody may be called. */
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
    case 'reply': {
      const more = runsOf(fault) - fault.telling.toldRuns;
      const call = fault.call ? undefined : firstCall(fault, duty, composedAt);
      return { ...common, kind: 'failedAgain', more, who: isFree(fault) ? call?.who : undefined };
    }
    case 'escalation':
      return callee ? { ...common, kind: 'escalation', who: callee } : cardOf(fault, composedAt);
    case 'reminder': {
      const holder = holderOf(fault);
      return callee && holder
        ? { ...common, kind: 'reminder', who: callee, holder }
        : cardOf(fault, composedAt);
    }
    case 'allClear':
      return {
        ...common,
        kind: 'allClear',
        who: mentionFrom(fault) <= composedAt ? clearedFor(fault) : undefined,
      };
    case 'post': {
      // The call is in the first post alone: one that takes its place, or an edit, is no news.
      const call = fault.call ?? (isTold(fault) ? undefined : firstCall(fault, duty, composedAt));
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
  const isAnybodyNamed = hasMention(messageOf(saying, at));
  const telling = { ...fault.telling, lastSaidAt: at, ...(isAnybodyNamed && { mentionedAt: at }) };
  switch (step) {
    case 'post': {
      const isFirst = !isTold(told);
      const call = told.call ?? (isFirst ? firstCall(told, duty, at) : undefined);
      // The reply that calls whoever is on duty, since it has failed again, is still to come.
      const isCallOwed = !isFirst && told.reopened !== undefined && !call && told.kind !== 'personal';
      return {
        ...fault,
        ...remindingBy(duty, saying.fault, fault),
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
          toldRuns: isCallOwed ? fault.telling.toldRuns : runsOf(told),
          isAllClearTold: fault.telling.isAllClearTold || (!isOpen(told) && (isFirst || !clearedFor(told))),
        },
      };
    }
    case 'reply': {
      const call = told.call ?? firstCall(told, duty, at);
      const isCalled = call?.who !== undefined && !told.call && isFree(told);
      const after: Fault = {
        ...fault,
        ...remindingBy(duty, saying.fault, fault),
        call,
        events: [...fault.events, ...(isCalled ? [{ what: 'called' as const, who: call.who, at }] : [])],
        telling: { ...telling, toldRuns: runsOf(told) },
      };
      // The card says who is on duty.
      return call && !told.call ? changed(after, {}) : after;
    }
    case 'escalation':
      return changed({ ...fault, telling }, afterCall(fault, callee, duty, at));
    case 'reminder': {
      const event = callee && { what: 'reminded' as const, who: callee, at };
      return { ...fault, telling, events: [...fault.events, ...(event ? [event] : [])] };
    }
    case 'allClear':
      return { ...fault, telling: { ...telling, isAllClearTold: true } };
  }
}

/** How long whoever takes it isn't reminded, as it is set for the conversation, unless that was set while this was said. */
function remindingBy(duty: Duty | undefined, before: Fault, now: Fault): Pick<Fault, 'remindMs'> {
  return duty?.remindMs === undefined || before.remindMs !== now.remindMs ? {} : { remindMs: duty.remindMs };
}

function hasMention(message: FaultMessage): boolean {
  return message.who !== undefined;
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
