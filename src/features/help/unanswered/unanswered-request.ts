import type { UnsupportedReason } from '../../../domain/reading.ts';

/** A kind of request that the bot recognises and does not answer: how it is put, and why there is no answer. */
export interface UnansweredRequest {
  readonly about: UnsupportedReason;
  /** Tried on the words outside the page size and the periods, which are replaced by "…"; one match is enough. */
  readonly words: readonly RegExp[];
  readonly reason: string;
  /** What leads on: the same jobs as a list, their status or causes, or what is set here. */
  readonly leadsTo: 'list' | 'status' | 'lastGood' | 'watch' | 'digest' | 'setHere' | 'whole';
}
