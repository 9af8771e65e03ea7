import type { DigestOrder } from './digest-order.ts';
import type { OnCallOrder } from './duty-order.ts';
import type { Service } from './job.ts';
import type { WatchOrder } from './watch-order.ts';

/**
 * A change that a button can carry, fully resolved: it means the same for every user, at every time and in every time
 * zone. Setting who is on call isn't one, since a button can't carry a mention.
 */
export type Change =
  | { readonly kind: 'digest'; readonly order: Exclude<DigestOrder, { readonly what: 'show' | 'now' }> }
  | { readonly kind: 'watch'; readonly order: Extract<WatchOrder, { readonly what: 'end' }> }
  | { readonly kind: 'duty'; readonly order: Exclude<OnCallOrder, { readonly what: 'show' | 'set' }> }
  /** Undefined resets the target. */
  | { readonly kind: 'target'; readonly service: Service; readonly targetMs: number | undefined }
  /** False if backups are expected again. */
  | { readonly kind: 'retire'; readonly service: Service; readonly isRetired: boolean };
