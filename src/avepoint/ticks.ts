import type { EpochMs } from '../domain/time.ts';

const ticksPerMs = 10_000n;
/** 1970-01-01T00:00:00Z, counted from 0001-01-01T00:00:00Z. */
const epochTicks = 621_355_968_000_000_000n;

/** .NET ticks (100 ns since year 1, UTC) of an instant, exact. Today's exceed 2^53, hence BigInt. */
export function ticksOfEpochMs(instant: EpochMs): bigint {
  return BigInt(instant) * ticksPerMs + epochTicks;
}

/** JSON.parse moves today's ticks by up to so many. */
const parsedTicks = 64n;

/**
 * The millisecond in which an instant lies. Not the nearest one: a start in the last half millisecond of a second would be
 * counted in the next. What JSON.parse moves is made good first, so that a time on a full second stays in it.
 */
export function epochMsOfTicks(ticks: bigint): EpochMs {
  const sinceEpoch = ticks + parsedTicks - epochTicks;
  const isBeforeEpoch = sinceEpoch < 0n && sinceEpoch % ticksPerMs !== 0n;
  return Number(sinceEpoch / ticksPerMs - (isBeforeEpoch ? 1n : 0n));
}
