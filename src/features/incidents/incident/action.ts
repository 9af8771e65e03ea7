import type { ActionStamp, Incident } from './incident.ts';

/** What a button of a fault's card does. */
export type IncidentAction =
  | { readonly what: 'acknowledge' | 'assign' | 'close' }
  | { readonly what: 'snooze'; readonly length: SnoozeLength };

export type SnoozeLength = '1h' | '4h' | 'tomorrow';

/** What became of a press. */
export type ActionResult =
  /** It was done; the fault is as it is now. */
  | { readonly kind: 'done'; readonly incident: Incident }
  /** Somebody, perhaps the same person, had done it before. */
  | { readonly kind: 'before'; readonly deed: ActionStamp; readonly incident: Incident }
  /** The fault is over, so that there is nothing to do. */
  | { readonly kind: 'over'; readonly incident: Incident }
  /** No fault of this conversation has that id. */
  | { readonly kind: 'unknown' };
