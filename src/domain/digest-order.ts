import type { Service } from './job.ts';
import type { Recurrence } from './recurrence.ts';
import type { EpochMs } from './time.ts';

/** A digest as it is wished for. */
export interface DigestWish {
  readonly when: Recurrence;
  /** In the order of `services`; none means all. */
  readonly services: readonly Service[];
  /** Silent if all is good. */
  readonly onlyProblems: boolean;
}

/** What is said of the digests of a conversation. */
export type DigestOrder =
  | { readonly what: 'set'; readonly wish: DigestWish }
  | { readonly what: 'show' }
  | { readonly what: 'now' }
  /** Without `until`, until they are resumed. */
  | { readonly what: 'pause'; readonly until: EpochMs | undefined }
  | { readonly what: 'resume' }
  | { readonly what: 'off' };
