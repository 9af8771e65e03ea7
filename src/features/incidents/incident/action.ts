import type { Service } from '../../../domain/job.ts';
import type { Person } from '../../../domain/person.ts';
import type { EpochMs } from '../../../domain/time.ts';
import type { ActionStamp, OwnerStamp } from './events.ts';
import type { Incident } from './incident.ts';

/**
 * What a button of an incident's card does. A note may go along, which is empty if nothing was typed. What the card
 * showed is identified by its time, so that a press never undoes what its user hasn't seen.
 */
export type IncidentAction =
  | { readonly what: 'acknowledge' }
  /** `from` is since when the owner on the card has had it; older cards don't have it, and take only an incident without an owner. */
  | { readonly what: 'takeOver'; readonly from?: EpochMs | undefined }
  /** `from` is the same; undefined if it had no owner. */
  | {
      readonly what: 'assign';
      readonly to: Person;
      readonly from?: EpochMs | undefined;
      readonly note?: string | undefined;
    }
  | { readonly what: 'note'; readonly note: string }
  | { readonly what: 'close'; readonly note?: string | undefined }
  /** `closedAt` is when it was closed, by the card. */
  | { readonly what: 'reopen'; readonly closedAt: EpochMs }
  | { readonly what: 'snooze'; readonly length: SnoozeLength }
  /** `snoozedAt` is when it was snoozed, by the card. */
  | { readonly what: 'unsnooze'; readonly snoozedAt: EpochMs };

export type SnoozeLength = '1h' | '4h' | 'tomorrow';

/** The outcome of a button press. Only `done` has changed anything. */
export type ActionResult =
  /** It was carried out; `incident` is the incident after it. */
  | { readonly kind: 'done'; readonly incident: Incident }
  /** Another person, or the same one, had done it before. */
  | { readonly kind: 'before'; readonly stamp: ActionStamp; readonly incident: Incident }
  /** The person who should get it has it already. */
  | { readonly kind: 'owned'; readonly owner: OwnerStamp; readonly incident: Incident }
  /** Another person has taken, snoozed or closed it since the card showed it; the same press on the new card is carried out. */
  | { readonly kind: 'changed'; readonly stamp: OwnerStamp; readonly incident: Incident }
  /** It isn't snoozed any more. */
  | { readonly kind: 'awake'; readonly incident: Incident }
  /** The incident is over, so there is nothing to do. */
  | { readonly kind: 'over'; readonly incident: Incident }
  /** The incident was over for days, so its record can't be changed any more. */
  | { readonly kind: 'archived'; readonly incident: Incident }
  /** Another incident of one of its services is open. */
  | {
      readonly kind: 'rival';
      readonly rival: Incident;
      readonly service: Service;
      readonly incident: Incident;
    }
  /** None of its services is watched any more. */
  | { readonly kind: 'unwatched'; readonly incident: Incident }
  | { readonly kind: 'note'; readonly problem: NoteProblem }
  /** No incident of this conversation has that id. */
  | { readonly kind: 'unknown' };

/** Why a note can't be added. */
export type NoteProblem =
  | { readonly why: 'empty' }
  | { readonly why: 'long'; readonly length: number }
  | { readonly why: 'full'; readonly count: number };
