import type { ActionStamp, Incident } from './incident.ts';

/** What a button of an incident's card does. */
export type IncidentAction =
  | { readonly what: 'acknowledge' | 'assign' | 'close' }
  | { readonly what: 'snooze'; readonly length: SnoozeLength };

export type SnoozeLength = '1h' | '4h' | 'tomorrow';

/** The outcome of a button press. */
export type ActionResult =
  /** It was carried out; `incident` is the incident after it. */
  | { readonly kind: 'done'; readonly incident: Incident }
  /** Another person, or the same one, had done it before. */
  | { readonly kind: 'before'; readonly stamp: ActionStamp; readonly incident: Incident }
  /** The incident is over, so there is nothing to do. */
  | { readonly kind: 'over'; readonly incident: Incident }
  /** No incident of this conversation has that id. */
  | { readonly kind: 'unknown' };
