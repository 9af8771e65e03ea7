import { reminder } from '../../../domain/duty-order.ts';
import type { Service } from '../../../domain/job.ts';
import type { SaidMessage } from '../../../domain/messenger.ts';
import type { Person } from '../../../domain/person.ts';
import type { Place, PlaceKey } from '../../../domain/place.ts';
import type { EpochMs } from '../../../domain/time.ts';
import type { QuietHours } from '../../../domain/watch-order.ts';

/** A run that did not end well. */
export interface FailedRun {
  /** The job's id, or what it is told from others by if it has none. */
  readonly id: string;
  readonly state: 'failed' | 'partiallyFinished';
  /** Absent if AvePoint isn't read by location. */
  readonly location?: string | undefined;
  readonly startedAt: EpochMs | undefined;
  /** When it ended, or was seen to have, if that was not told. */
  readonly endedAt: EpochMs;
  /** When it was seen. */
  readonly foundAt: EpochMs;
  readonly objects: { readonly failed: number | undefined; readonly total: number | undefined } | undefined;
}

/** The clean run that ended the trouble of a service. */
export interface Recovery {
  readonly startedAt: EpochMs | undefined;
  readonly endedAt: EpochMs;
  readonly foundAt: EpochMs;
}

/** Why runs failed, as far as the source tells it: a folded message, and the runs that had it. */
export interface FailureCause {
  readonly text: string;
  readonly runs: number;
}

/** What is wrong with one service. */
export interface ServiceFailure {
  readonly service: Service;
  /** The latest of them, in the order of their ends; never empty. */
  readonly runs: readonly FailedRun[];
  /** All of them. */
  readonly count: number;
  /** The first of all. */
  readonly first: FailedRun;
  /** Runs that ended by then are counted, listed or not. */
  readonly countedUntil?: EpochMs;
  /** Most runs first. */
  readonly causes: readonly FailureCause[];
  /** Undefined while it lasts. */
  readonly recovery: Recovery | undefined;
}

/**
 * Why nothing was seen: the source gave no answer, or one that contradicts itself, does not let us in, or has more than can
 * be looked at; or something went wrong in here.
 */
export type NoDataReason = 'noAnswer' | 'doubtful' | 'refused' | 'tooMany' | 'unexpected';

/** Backups of a service, in one of its locations if it has several, that don't start any more, though they should. */
export interface MissingStart {
  readonly service: Service;
  readonly location?: string | undefined;
  /** When the last one started, and until when the next one should have. */
  readonly lastAt: EpochMs;
  readonly dueAt: EpochMs;
  /** When one has started again; undefined while none has. */
  readonly againAt?: EpochMs | undefined;
  /** The service was retired since. */
  readonly isRetired?: true | undefined;
}

/** A run of which nobody can say how it ended. */
export interface UnclearRun {
  readonly id: string;
  readonly startedAt: EpochMs | undefined;
  readonly endedAt: EpochMs;
}

/** What a fault is about. */
export type IncidentSubject =
  /** Backups of these services fail; several of them if more than three failed at once. */
  | { readonly kind: 'failing'; readonly troubles: readonly ServiceFailure[] }
  /** These services cannot be seen; none named if all that is watched cannot be. */
  | {
      readonly kind: 'blind';
      readonly services: readonly Service[];
      /** Until when they were seen. */
      readonly since: EpochMs;
      readonly seenAgainAt: EpochMs | undefined;
      readonly reason: NoDataReason;
    }
  /** Backups don't start any more, of these services; those that are noticed together are one fault. */
  | { readonly kind: 'stopped'; readonly stops: readonly MissingStart[] }
  /** Backups of a service ended in a state that isn't documented, or disappeared while they ran. */
  | {
      readonly kind: 'unclear';
      readonly service: Service;
      /** AvePoint's word; undefined if they disappeared. */
      readonly word: string | undefined;
      /** The latest of them. */
      readonly runs: readonly UnclearRun[];
      readonly count: number;
      /** All that were seen to end by then are counted. */
      readonly countedUntil: EpochMs;
    }
  /** A backup runs much longer than its service's usually do. */
  | {
      readonly kind: 'stuck';
      readonly service: Service;
      readonly jobId: string | undefined;
      readonly startedAt: EpochMs;
      readonly usualMs: number;
      /** How it ended at last; `state` is undefined if that could not be found out. */
      readonly ended:
        | {
            readonly at: EpochMs;
            readonly state: 'finished' | 'failed' | 'partiallyFinished' | 'finishedWithException' | undefined;
          }
        | undefined;
    };

/** Somebody did something, and when. */
export interface ActionStamp {
  readonly by: Person;
  readonly at: EpochMs;
}

/** What happened beside the runs, in order: for the record. */
export type IncidentEvent =
  | { readonly what: 'told' | 'reopened'; readonly at: EpochMs }
  | { readonly what: 'called' | 'escalated' | 'reminded'; readonly who: Person; readonly at: EpochMs }
  | ({ readonly what: 'acknowledged' | 'assigned' | 'closed' } & ActionStamp)
  | ({ readonly what: 'snoozed'; readonly until: EpochMs } & ActionStamp);

/**
 * Messages whose end may not be known: a post, a reply about further failures, a call of the fallback, a reminder of whoever has it,
 * the all-clear.
 */
export type MessageStep = 'post' | 'reply' | 'escalation' | 'reminder' | 'allClear';

/** How far the conversation has been told. */
interface Telling {
  /** The card; undefined before it is posted. */
  readonly said: SaidMessage | undefined;
  /** Teams did not find the card when it was to be changed, so a new one is due. */
  readonly isCardMissing?: true | undefined;
  /** Raised with every change that the card shows. */
  readonly revision: number;
  /** The revision that the card shows now, and since when. */
  readonly shown: number;
  readonly shownAt?: EpochMs;
  /** The last message that called or named somebody. */
  readonly mentionedAt?: EpochMs | undefined;
  /** The last post or reply, by which replies are spaced. */
  readonly lastSaidAt: EpochMs | undefined;
  /** Failed runs that a post or a reply has told. */
  readonly toldRuns: number;
  readonly isAllClearTold: boolean;
  /** Messages that were begun and whose end was not recorded: they may have been said. */
  readonly begun: readonly MessageStep[];
}

/** Who was called last, and who is called next. */
export interface CallState {
  /** Undefined if nobody was on duty. */
  readonly who: Person | undefined;
  /** Who was to be called next, when that was known last. */
  readonly fallback: Person | undefined;
  readonly at: EpochMs;
  /** When somebody else is called, if nobody has acknowledged by then. */
  readonly escalateAt: EpochMs;
  /** There is nobody else to be called. */
  readonly isEscalated: boolean;
}

/** One fault of one conversation: one card that stays true. */
export interface Incident {
  readonly place: PlaceKey;
  readonly kind: Place['kind'];
  /** Sixteen hexadecimal digits; in the order of time. */
  readonly id: string;
  readonly about: IncidentSubject;
  /** When it was first seen. */
  readonly openedAt: EpochMs;
  /** How long after its first failure it was seen, in whole minutes' milliseconds; left out if it was seen in time. */
  readonly lateMs?: number;
  /** When it was over: recovered, seen again, ended, or closed. */
  readonly overAt: EpochMs | undefined;
  /** IANA zone in which it is shown, and BCP 47 of whoever set the watch. */
  readonly zone: string;
  readonly locale: string | undefined;
  readonly quiet: QuietHours | undefined;
  /** Quiet hours that it began in: nothing is told before they end. */
  readonly heldUntil: EpochMs | undefined;
  /** Quiet hours in which something was to be said: nothing is before they end. */
  readonly hushedUntil?: EpochMs | undefined;
  /** How often it failed again so soon after it had recovered that it's the same fault. */
  readonly reopened?: number | undefined;
  /** Never told: it was over when its quiet hours were. */
  readonly isSilent: boolean;
  readonly call: CallState | undefined;
  readonly acknowledged: ActionStamp | undefined;
  readonly assigned: ActionStamp | undefined;
  /** How long after somebody took it they are reminded; absent if the usual time counts. */
  readonly remindMs?: number | undefined;
  readonly snoozed: (ActionStamp & { readonly until: EpochMs }) | undefined;
  readonly closed: ActionStamp | undefined;
  readonly events: readonly IncidentEvent[];
  readonly telling: Telling;
}

/** What is wrong with the services of a fault; nothing if it is about something else. */
export function serviceFailures({ about }: Incident): readonly ServiceFailure[] {
  return about.kind === 'failing' ? about.troubles : [];
}

/** The services that a fault is about; none if it is all that is watched. */
export function servicesOfIncident({ about }: Pick<Incident, 'about'>): readonly Service[] {
  switch (about.kind) {
    case 'failing':
      return about.troubles.map(({ service }) => service);
    case 'stopped':
      return [...new Set(about.stops.map(({ service }) => service))];
    case 'stuck':
    case 'unclear':
      return [about.service];
    case 'blind':
      return about.services;
  }
}

/** True if somebody is called for it: backups fail, or don't start. */
export function notifiesOnCall({ about }: Incident): boolean {
  return about.kind === 'stopped' || (about.kind === 'failing' && about.troubles.length > 0);
}

/** What happened since the fault opened, or opened again. */
export function currentEvents({ events }: Pick<Incident, 'events'>): readonly IncidentEvent[] {
  return events.slice(events.findLastIndex(({ what }) => what === 'reopened') + 1);
}

/** From so many times on that a service fails and recovers, its fault is flapping. */
const flappingFrom = 3;
/** How often a flapping fault mentions people at most. */
const mentionEveryMs = 3_600_000;

/** True for a fault that comes and goes. */
export function isFlapping({ reopened = 0 }: Incident): boolean {
  return reopened + 1 >= flappingFrom;
}

/** From when on people may be mentioned. */
export function mentionFrom(incident: Incident): EpochMs {
  const { mentionedAt } = incident.telling;
  return isFlapping(incident) && mentionedAt !== undefined ? mentionedAt + mentionEveryMs : 0;
}

/** True while the fault lasts. */
export function isOpen({ overAt }: Incident): boolean {
  return overAt === undefined;
}

/** Who has it: who took it, else who acknowledged it. */
export function ownerOf({ assigned, acknowledged }: Incident): Person | undefined {
  return (assigned ?? acknowledged)?.by;
}

/** When whoever has it is reminded of it next; undefined if nobody has it. */
export function remindAt(incident: Incident): EpochMs | undefined {
  const { acknowledged, assigned, remindMs = reminder.usualMs } = incident;
  const taken = assigned ?? acknowledged;
  if (!taken || !isOpen(incident) || !notifiesOnCall(incident)) return undefined;
  const reminded = currentEvents(incident).findLast(({ what }) => what === 'reminded')?.at ?? 0;
  return Math.max(taken.at, reminded) + remindMs;
}

/** The fault with something that its card shows changed. */
export function withCardChange(incident: Incident, change: Partial<Incident>): Incident {
  const { telling } = incident;
  return { ...incident, ...change, telling: { ...telling, revision: telling.revision + 1 } };
}
