import type { Service } from '../../../domain/job.ts';
import type { SentMessage } from '../../../domain/messenger.ts';
import type { Person } from '../../../domain/person.ts';
import type { ConversationKey, ConversationRef } from '../../../domain/place.ts';
import type { EpochMs } from '../../../domain/time.ts';
import type { QuietHours } from '../../../domain/watch-order.ts';
import type { ActionStamp, IncidentEvent, IncidentNote, OwnerStamp } from './events.ts';

/** A run that failed or finished partially. */
export interface FailedRun {
  /** The job's id, or a substitute that distinguishes it if it has none. */
  readonly id: string;
  readonly state: 'failed' | 'partiallyFinished';
  /** Absent if AvePoint isn't read by location. */
  readonly location?: string | undefined;
  readonly startedAt: EpochMs | undefined;
  /** When it ended, or when the bot noticed that, if AvePoint doesn't say. */
  readonly endedAt: EpochMs;
  /** When the bot noticed its end. */
  readonly foundAt: EpochMs;
  readonly objects: { readonly failed: number | undefined; readonly total: number | undefined } | undefined;
}

/** The clean run that ended the failure of a service. */
export interface Recovery {
  readonly startedAt: EpochMs | undefined;
  readonly endedAt: EpochMs;
  readonly foundAt: EpochMs;
}

/** Why runs failed, if AvePoint says so: a generalized error message, and the number of runs that had it. */
export interface FailureCause {
  readonly text: string;
  /** One of the messages; absent if it's the text, and in older records. */
  readonly example?: string;
  /** True if other messages differ from it. */
  readonly isVaried?: boolean;
  readonly runs: number;
}

/** The failure of one service. */
export interface ServiceFailure {
  readonly service: Service;
  /** The latest runs in the order of their ends; never empty. */
  readonly runs: readonly FailedRun[];
  /** Includes the runs that aren't listed. */
  readonly count: number;
  /** The first of all. */
  readonly first: FailedRun;
  /**
   * End of the first failure after the latest recovery; absent if the service hasn't recovered in between, and in older
   * records.
   */
  readonly failingSince?: EpochMs;
  /** Runs that ended by then are counted, listed or not. */
  readonly countedUntil?: EpochMs;
  /** Most runs first. */
  readonly causes: readonly FailureCause[];
  /** Undefined while the failure lasts. */
  readonly recovery: Recovery | undefined;
}

/**
 * Why there is no data: AvePoint didn't answer, contradicted itself, refused access, or has more jobs than the bot can
 * read; or the bot itself failed.
 */
export type NoDataReason = 'noAnswer' | 'doubtful' | 'refused' | 'tooMany' | 'unexpected';

/** Backups of a service, in one of its locations if it has several, that should have started and haven't. */
export interface MissingStart {
  readonly service: Service;
  readonly location?: string | undefined;
  /** When the last one started, and by when the next one should have. */
  readonly lastAt: EpochMs;
  readonly dueAt: EpochMs;
  /** Undefined while none has started again. */
  readonly againAt?: EpochMs | undefined;
  /** The service was retired since. */
  readonly isRetired?: true | undefined;
}

/** A run whose outcome is unknown. */
export interface UnclearRun {
  readonly id: string;
  readonly startedAt: EpochMs | undefined;
  readonly endedAt: EpochMs;
}

/** What an incident is about. */
export type IncidentSubject =
  /** Backups of these services fail; there are several if more than three failed at once. */
  | { readonly kind: 'failing'; readonly troubles: readonly ServiceFailure[] }
  /** There is no data for these services; the list is empty if there is none for everything that is watched. */
  | {
      readonly kind: 'blind';
      readonly services: readonly Service[];
      /** Until when there was data. */
      readonly since: EpochMs;
      readonly seenAgainAt: EpochMs | undefined;
      readonly reason: NoDataReason;
    }
  /** Backups of these services don't start any more; those that are noticed together are one incident. */
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
      /** All whose end was noticed by then are counted. */
      readonly countedUntil: EpochMs;
    }
  /** A backup runs much longer than usual for its service. */
  | {
      readonly kind: 'stuck';
      readonly service: Service;
      readonly jobId: string | undefined;
      readonly startedAt: EpochMs;
      readonly usualMs: number;
      /** How it ended; `state` is undefined if that is unknown. */
      readonly ended:
        | {
            readonly at: EpochMs;
            readonly state: 'finished' | 'failed' | 'partiallyFinished' | 'finishedWithException' | undefined;
          }
        | undefined;
    };

export type NoDataSubject = Extract<IncidentSubject, { readonly kind: 'blind' }>;
export type LongRunningSubject = Extract<IncidentSubject, { readonly kind: 'stuck' }>;
export type MissingStartsSubject = Extract<IncidentSubject, { readonly kind: 'stopped' }>;
export type UnclearEndsSubject = Extract<IncidentSubject, { readonly kind: 'unclear' }>;

/**
 * Messages whose outcome may be unknown: a post, a reply about further failures, a call of the fallback, one to whom it
 * was assigned, a reminder of the owner, the all-clear.
 */
export type MessageStep = 'post' | 'reply' | 'escalation' | 'assignment' | 'reminder' | 'allClear';

/** What the conversation was notified of. */
interface NotificationState {
  /** The card; undefined before it is posted. */
  readonly said: SentMessage | undefined;
  /** Teams didn't find the card when it was edited, so a new one is due. */
  readonly isCardMissing?: true | undefined;
  /** Incremented with every change that the card shows. */
  readonly revision: number;
  /** The revision that the card shows now, and since when. */
  readonly shown: number;
  readonly shownAt?: EpochMs;
  /** The last message with a mention. */
  readonly mentionedAt?: EpochMs | undefined;
  /** The last post or reply, by which replies are spaced. */
  readonly lastSaidAt: EpochMs | undefined;
  /** Number of failed runs that a post or a reply has reported. */
  readonly toldRuns: number;
  readonly isAllClearTold: boolean;
  /** Since when the owner who was last notified of an assignment has had it. */
  readonly assignmentTold?: EpochMs;
  /** Messages that were begun and whose outcome wasn't recorded: they may have been sent. */
  readonly begun: readonly MessageStep[];
}

/** Who was called last, and who is called next. */
export interface CallState {
  /** Undefined if the roster was empty. */
  readonly who: Person | undefined;
  /** Who was next on call when the roster was read last. */
  readonly fallback: Person | undefined;
  readonly at: EpochMs;
  /** When the next person is called, unless the incident is acknowledged by then. */
  readonly escalateAt: EpochMs;
  /** No one is left to be called. */
  readonly isEscalated: boolean;
}

/** An incident of one conversation, shown by one card that is edited as it changes. */
export interface Incident {
  readonly place: ConversationKey;
  readonly kind: ConversationRef['kind'];
  /** Sixteen hexadecimal digits; sorted by time. */
  readonly id: string;
  readonly about: IncidentSubject;
  /** When the bot first noticed it. */
  readonly openedAt: EpochMs;
  /** How long after its first failure it was noticed, in whole minutes; absent if it was noticed in time. */
  readonly lateMs?: number;
  /** When it was over: recovered, ended or closed, or the data was back. */
  readonly overAt: EpochMs | undefined;
  /** IANA zone and BCP 47 locale of the user who set the watch: the card is shown in them. */
  readonly zone: string;
  readonly locale: string | undefined;
  readonly quiet: QuietHours | undefined;
  /** End of the quiet hours that it began in: no message is sent before. */
  readonly heldUntil: EpochMs | undefined;
  /** End of a pause of its watches: no message is sent before. */
  readonly pausedUntil?: EpochMs | undefined;
  /** End of the quiet hours in which a message became due: no message is sent before. */
  readonly hushedUntil?: EpochMs | undefined;
  /** How often it was opened again, since its service failed soon after it had recovered. */
  readonly reopened?: number | undefined;
  /** Never announced, since it was over when its quiet hours ended. */
  readonly isSilent: boolean;
  readonly call: CallState | undefined;
  readonly acknowledged: ActionStamp | undefined;
  /** The owner, if somebody took it, took it over or was given it. */
  readonly assigned: OwnerStamp | undefined;
  /** How long after the owner took it they are reminded; absent if the default counts. */
  readonly remindMs?: number | undefined;
  readonly snoozed: (ActionStamp & { readonly until: EpochMs }) | undefined;
  readonly closed: ActionStamp | undefined;
  readonly events: readonly IncidentEvent[];
  /** What people wrote, in order; absent in older records. */
  readonly notes?: readonly IncidentNote[];
  readonly telling: NotificationState;
}

/** Returns the failures of an incident's services; none if it is about something else. */
export function serviceFailures({ about }: Incident): readonly ServiceFailure[] {
  return about.kind === 'failing' ? about.troubles : [];
}

/** Returns the failures that last; all of them if none does. */
export function lastingFailures(incident: Incident): readonly ServiceFailure[] {
  const troubles = serviceFailures(incident);
  const lasting = troubles.filter(({ recovery }) => !recovery);
  return lasting.length > 0 ? lasting : troubles;
}

/** Returns since when each of these services has been failing without a recovery; for those that recovered, until then. */
export function failingSince(incident: Incident): (failure: ServiceFailure) => EpochMs {
  // An older record has only the time at which the bot noticed that the service failed again.
  const reopenedAt =
    serviceFailures(incident).length === 1
      ? incident.events.findLast(({ what }) => what === 'reopened')?.at
      : undefined;
  return failure => failure.failingSince ?? reopenedAt ?? failure.first.endedAt;
}

/** Returns the services that an incident is about; none if it is about everything that is watched. */
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

/** True if the person on call is called for it: backups fail, or don't start. */
export function notifiesOnCall({ about }: Incident): boolean {
  return about.kind === 'stopped' || (about.kind === 'failing' && about.troubles.length > 0);
}

/** Returns the events since the incident was opened, or opened again. */
export function currentEvents({ events }: Pick<Incident, 'events'>): readonly IncidentEvent[] {
  return events.slice(events.findLastIndex(({ what }) => what === 'reopened') + 1);
}

/** An incident is flapping once its service has failed this often, with recoveries in between. */
const flappingFrom = 3;
/** Minimum time between the mentions of a flapping incident. */
const mentionEveryMs = 3_600_000;

/** True for an incident that comes and goes. */
export function isFlapping({ reopened = 0 }: Incident): boolean {
  return reopened + 1 >= flappingFrom;
}

/** Returns from when on messages may mention people. */
export function mentionFrom(incident: Incident): EpochMs {
  const { mentionedAt } = incident.telling;
  return isFlapping(incident) && mentionedAt !== undefined ? mentionedAt + mentionEveryMs : 0;
}

/** True while the incident lasts. */
export function isOpen({ overAt }: Incident): boolean {
  return overAt === undefined;
}

/** Applies a change that the card shows. */
export function withCardChange(incident: Incident, change: Partial<Incident>): Incident {
  const { telling } = incident;
  return { ...incident, ...change, telling: { ...telling, revision: telling.revision + 1 } };
}
