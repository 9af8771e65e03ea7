import type { Service } from './job.ts';
import type { Recurrence } from './recurrence.ts';
import type { EpochMs } from './time.ts';

/** The settings of a digest. */
export interface DigestSpec {
  readonly when: Recurrence;
  /** In the order of `services`; none means all. */
  readonly services: readonly Service[];
  /** Sends nothing if all is good. */
  readonly onlyProblems: boolean;
}

/** When a digest is to come from now on. */
export interface DigestTime extends Pick<Recurrence, 'hour' | 'minute' | 'zone'> {
  readonly days?: Recurrence['days'];
}

/** A command about the digests of a conversation. */
export type DigestOrder =
  | { readonly what: 'set'; readonly wish: DigestSpec }
  /** Gives the one digest that is set another time; the same days, if none are named. */
  | { readonly what: 'move'; readonly to: DigestTime }
  | { readonly what: 'show' }
  | { readonly what: 'now' }
  /** Without `until`, they stay paused until they are resumed. */
  | { readonly what: 'pause'; readonly until: EpochMs | undefined }
  | { readonly what: 'resume' }
  | { readonly what: 'off' };

/** An order that changes the digests of a conversation. */
export type DigestChange = Exclude<DigestOrder, { readonly what: 'show' | 'now' }>;
