import type { HeldReason, Place } from '../domain/place.ts';
import type { EpochMs } from '../domain/time.ts';
import type { PutAway } from './stranded.ts';

/** Something that an admin must see to, or that is well again. */
export type Warning =
  /** A secret or a certificate; `daysLeft` is 0 where it has expired. */
  | { readonly kind: 'expires'; readonly what: string; readonly at: EpochMs; readonly daysLeft: number }
  /** AvePoint's identity service does not accept who the bot says it is. */
  | { readonly kind: 'refused'; readonly since: EpochMs }
  /** It does again. */
  | { readonly kind: 'accepted'; readonly at: EpochMs }
  /** Conversations in which nothing can be said, the longest first. */
  | { readonly kind: 'unreached'; readonly places: readonly UnreachedPlace[] }
  /** Settings of conversations in which nothing could be said for too long were put into the bin. */
  | { readonly kind: 'putAway'; readonly places: readonly PutAway[] };

export interface UnreachedPlace {
  readonly id: string;
  readonly kind: Place['kind'] | undefined;
  readonly since: EpochMs;
  readonly why: HeldReason | 'refused';
}

/** The same for one warning however often it is composed. */
export function nameOfWarning(warning: Warning): string {
  return warning.kind === 'expires' ? `${warning.kind} ${warning.what}` : warning.kind;
}
