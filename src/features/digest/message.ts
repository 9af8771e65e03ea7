import type { DigestSpec } from '../../domain/digest-order.ts';
import type { EpochMs } from '../../domain/time.ts';
import type { Report } from '../../jobs/report.ts';

/** A digest, ready to be rendered and sent. */
export interface DigestMessage {
  /** The settings; undefined if there are none and a user asked for a digest all the same. */
  readonly wish: DigestSpec | undefined;
  readonly span: { readonly from: EpochMs; readonly to: EpochMs };
  /** Undefined if nothing could be read: then nothing is known. */
  readonly report: Report | undefined;
  /** `due` at its time, `now` when a user asks, `followUp` with the true figures after a digest that lacked them. */
  readonly occasion: 'due' | 'now' | 'followUp';
  /** IANA zone in which it is shown. */
  readonly zone: string;
  /** BCP 47, of the user who asked for it. */
  readonly locale: string | undefined;
  /** The same as `zone` if it's known to be that of the only person who reads it. */
  readonly ownZone?: string | undefined;
  /** How late it is sent, in whole minutes' milliseconds; 0 if it's on time. */
  readonly lateMs: number;
  /** How many earlier due times had no digest. */
  readonly missed: number;
  /** Time before the window that no digest covers. */
  readonly gap: { readonly from: EpochMs; readonly to: EpochMs } | undefined;
  /** It may be a duplicate: the bot stopped, or got no answer, while it sent the message. */
  readonly isAgain: boolean;
  /** For an all-clear of a digest of problems only: since when there were none. */
  readonly quietSince: EpochMs | undefined;
  readonly composedAt: EpochMs;
}

/** Returns true if it says how the backups are now, not how they were when it was due. */
export function isOnTime({ lateMs, occasion }: DigestMessage): boolean {
  return lateMs === 0 && occasion !== 'followUp';
}

/** Returns the same name for one digest however often it's composed. */
export function nameOfDigest({ occasion, wish }: DigestMessage): string {
  return JSON.stringify([occasion, wish?.when, wish?.services, wish?.onlyProblems]);
}
