import type { DigestWish } from '../../domain/digest-order.ts';
import type { EpochMs } from '../../domain/time.ts';
import type { Report } from '../../jobs/report.ts';

/** A digest, ready to be said. */
export interface DigestMessage {
  /** What was set; undefined if nothing is, and it was asked for all the same. */
  readonly wish: DigestWish | undefined;
  readonly span: { readonly from: EpochMs; readonly to: EpochMs };
  /** Undefined if nothing could be read: then nothing is known. */
  readonly report: Report | undefined;
  /** One that was due, one that was asked for now, or the true figures after one that could not tell them. */
  readonly occasion: 'due' | 'now' | 'followUp';
  /** IANA zone in which it is shown. */
  readonly zone: string;
  /** BCP 47 of whoever it is for. */
  readonly locale: string | undefined;
  /** How long after its time it is said, in whole minutes' milliseconds; 0 if it is on time. */
  readonly lateMs: number;
  /** Due times before its own that nothing was said for. */
  readonly missed: number;
  /** Before the window: the time that no digest covers, if there is any. */
  readonly gap: { readonly from: EpochMs; readonly to: EpochMs } | undefined;
  /** It may have been said before: the bot stopped, or heard nothing, while it said it. */
  readonly isAgain: boolean;
  /** Where only problems are told: since when there were none, and this is a sign of life. */
  readonly quietSince: EpochMs | undefined;
  readonly composedAt: EpochMs;
}

/** The same for one digest however often it is composed. */
export function nameOfDigest({ occasion, wish }: DigestMessage): string {
  return JSON.stringify([occasion, wish?.when, wish?.services, wish?.onlyProblems]);
}
