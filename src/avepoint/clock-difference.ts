import { epochMsOfHttpDate } from '../domain/retry-after.ts';
import { type Clock, type EpochMs, type MonotonicMs, msSince } from '../domain/time.ts';
import type { Send } from './http.ts';

/** How far a service's clock is ahead of this machine's, in ms, by the `Date` header of its answers. */
export interface ClockDifference {
  /** Returns undefined before the first answer with a `Date`. Negative if the service's clock is behind. */
  aheadMs(): number | undefined;
  /** Wraps `send` so that its answers are measured. */
  measured(send: Send): Send;
  /** Takes a moment by the service's clock that has just passed, as another process has measured it. */
  saw(at: EpochMs): void;
  /**
   * The machine's clocks, but for a wall clock that is more than a minute off: then `now()` is the service's time. So what is
   * compared with the service's own moments doesn't notice that this machine's clock is set.
   */
  readonly clock: Clock;
  /** By how much that clock and the service's may differ. */
  uncorrectedMs(): number;
}

/** One answer: what the service's clock shows when the monotonic clock shows 0. */
interface ClockSample {
  readonly atZeroMs: number;
  readonly tookMs: number;
  /** How often the wall clock had been set by then. */
  readonly settings: number;
}

/** The median is taken over the `counted` fastest of the `remembered` latest answers. */
const remembered = 9;
const counted = 5;
/** A wall clock that differs by more is wrong, until it differs by less than half as much. */
const toleratedMs = 60_000;
/** A `Date` is cut off to seconds, and takes its time to come. */
const leftMs = 2_000;
/** A wall clock that moves by more against the monotonic clock was set; or the machine slept, which looks the same. */
const setMs = 5_000;
/** For so long after that, answers from before still count. */
const unconfirmedMs = 10_000;
/** What another process has measured is about so old. */
const seenMs = 5_000;

/**
 * Measures by the median of the latest answers. The longer an answer took, the less is known about when its `Date` was
 * written, so of nine answers the five fastest count. They are measured against the monotonic clock, so that the difference is
 * right at once if the wall clock is set. `onSet` is called then, for a new answer to confirm it soon: the machine may have
 * slept instead, which stops the monotonic clock.
 */
export function createClockDifference(wall: Clock, onSet: () => void = () => {}): ClockDifference {
  const zero = wall.monotonic();
  /** The newest first. */
  let samples: readonly ClockSample[] = [];
  let settings = 0;
  let setAt: MonotonicMs | undefined;
  let wallAtZeroMs = wall.now();
  let isWrong = false;

  function noticeSetting(): void {
    const atZeroMs = wall.now() - msSince(zero, wall);
    const isSet = Math.abs(atZeroMs - wallAtZeroMs) > setMs;
    wallAtZeroMs = atZeroMs;
    if (!isSet) return;
    settings += 1;
    setAt = wall.monotonic();
    onSet();
  }

  /** Those since the wall clock was last set, as soon as there is one. */
  function current(): readonly ClockSample[] {
    const since = samples.filter(sample => sample.settings === settings);
    const isUnconfirmed = setAt !== undefined && msSince(setAt, wall) > unconfirmedMs;
    return since.length > 0 || isUnconfirmed ? since : samples;
  }

  function aheadMs(): number | undefined {
    noticeSetting();
    const fastest = current()
      .toSorted((a, b) => a.tookMs - b.tookMs)
      .slice(0, counted);
    if (fastest.length === 0) return undefined;
    return Math.round(medianOf(fastest.map(({ atZeroMs }) => atZeroMs)) - wallAtZeroMs);
  }

  function correctionMs(): number {
    const ahead = aheadMs() ?? 0;
    isWrong = Math.abs(ahead) > (isWrong ? toleratedMs / 2 : toleratedMs);
    return isWrong ? ahead : 0;
  }

  function add(atZeroMs: number, tookMs: number): void {
    noticeSetting();
    samples = [{ atZeroMs, tookMs, settings }, ...samples].slice(0, remembered);
  }

  return {
    aheadMs,
    measured: send => async (request, limitMs) => {
      const sentAt = wall.monotonic();
      const outcome = await send(request, limitMs);
      const tookMs = msSince(sentAt, wall);
      const atZeroMs =
        outcome.kind === 'response' ? aheadMsOf(outcome.date, msSince(zero, wall), tookMs) : undefined;
      if (atZeroMs !== undefined) add(atZeroMs, tookMs);
      return outcome;
    },
    saw(at) {
      add(at + seenMs / 2 - msSince(zero, wall), seenMs);
    },
    clock: {
      monotonic: wall.monotonic,
      now: () => wall.now() + correctionMs(),
    },
    uncorrectedMs() {
      const isCorrected = correctionMs() !== 0;
      return isCorrected ? leftMs : Math.abs(aheadMs() ?? 0);
    },
  };
}

/**
 * Measures one answer, assuming that its `Date` was written midway between request and answer: how far it's ahead of the clock by
 * which the answer came at `answeredAt`. Undefined without a `Date`.
 */
export function aheadMsOf(date: string | undefined, answeredAt: number, tookMs: number): number | undefined {
  const writtenAt = epochMsOfHttpDate(date);
  // A Date is cut off to whole seconds, which loses half a second on average.
  return writtenAt === undefined ? undefined : writtenAt + 500 - (answeredAt - tookMs / 2);
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
