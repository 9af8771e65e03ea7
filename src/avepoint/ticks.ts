import type { EpochMs } from '../domain/time.ts';

const ticksPerMs = 10_000n;
/** 1970-01-01T00:00:00Z, counted from 0001-01-01T00:00:00Z. */
const epochTicks = 621_355_968_000_000_000n;

/** .NET ticks (100 ns since year 1, UTC) of an instant, exact. Today's exceed 2^53, hence BigInt. */
export function ticksOfEpochMs(instant: EpochMs): bigint {
  return BigInt(instant) * ticksPerMs + epochTicks;
}

/**
 * The instant that ticks stand for, to the nearest millisecond. Not the millisecond below: JSON.parse moves ticks
 * by up to 6.4 µs, and a time on a full second must not fall into the second before.
 */
export function epochMsOfTicks(ticks: bigint): EpochMs {
  const sinceEpoch = ticks - epochTicks;
  const half = ticksPerMs / 2n;
  return Number((sinceEpoch + (sinceEpoch < 0n ? -half : half)) / ticksPerMs);
}
