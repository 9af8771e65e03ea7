import type { Clock, EpochMs } from '../domain/time.ts';
import type { Send } from './http.ts';
import { epochMsOfHttpDate } from './http-date.ts';

/** How far a service's clock is ahead of this machine's, in ms, by the `Date` header of its answers. */
export interface ClockDifference {
  /** Returns undefined before the first answer with a `Date`. Negative if the service's clock is behind. */
  aheadMs(): number | undefined;
  /** Wraps `send` so that its answers are measured. */
  measured(send: Send): Send;
}

interface Sample {
  readonly aheadMs: number;
  readonly tookMs: number;
}

/** The median is taken over the `counted` fastest of the `remembered` latest answers. */
const remembered = 9;
const counted = 5;

/**
 * Measures by the median of the latest answers. The longer an answer took, the less is known about when its `Date` was
 * written, so of nine answers the five fastest count.
 */
export function createClockDifference(clock: Clock): ClockDifference {
  /** The newest first. */
  let samples: readonly Sample[] = [];
  return {
    aheadMs() {
      const fastest = samples.toSorted((a, b) => a.tookMs - b.tookMs).slice(0, counted);
      return fastest.length === 0 ? undefined : Math.round(medianOf(fastest.map(sample => sample.aheadMs)));
    },
    measured: send => async (request, limitMs) => {
      const sentAt = clock.now();
      const outcome = await send(request, limitMs);
      const answeredAt = clock.now();
      const ms = outcome.kind === 'response' ? aheadMsOf(outcome.date, sentAt, answeredAt) : undefined;
      if (ms !== undefined)
        samples = [{ aheadMs: ms, tookMs: answeredAt - sentAt }, ...samples].slice(0, remembered);
      return outcome;
    },
  };
}

/** Measures one answer, assuming that its `Date` was written midway between request and answer. Undefined without a `Date`. */
export function aheadMsOf(
  date: string | undefined,
  sentAt: EpochMs,
  answeredAt: EpochMs,
): number | undefined {
  const writtenAt = epochMsOfHttpDate(date);
  // A Date is cut off to whole seconds, which loses half a second on average.
  return writtenAt === undefined ? undefined : writtenAt + 500 - (sentAt + answeredAt) / 2;
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
