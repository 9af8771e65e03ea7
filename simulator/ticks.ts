/** .NET ticks: 100-nanosecond steps since 0001-01-01T00:00:00Z. Today's exceed 2^53, hence BigInt. */
const ticksAtEpoch = 621_355_968_000_000_000n;
const ticksPerMs = 10_000n;
/** The last tick that .NET knows: the end of the year 9999. */
const maxTicks = 3_155_378_975_999_999_999n;

/** Ticks of a moment given in whole milliseconds since 1970, plus 0 to 9999 steps of 100 ns. */
export function ticksOf(epochMs: number, steps = 0): bigint {
  return ticksAtEpoch + BigInt(epochMs) * ticksPerMs + BigInt(steps);
}

/** Milliseconds since 1970, rounded down. */
export function epochMsOfTicks(ticks: bigint): number {
  const sinceEpoch = ticks - ticksAtEpoch;
  const whole = sinceEpoch / ticksPerMs;
  // BigInt division rounds towards zero; moments before 1970 must go down as well.
  return Number(sinceEpoch < 0n && sinceEpoch % ticksPerMs !== 0n ? whole - 1n : whole);
}

/** Ticks written in decimal digits; undefined for anything else, or what .NET could not represent. */
export function parseTicks(text: string): bigint | undefined {
  if (!/^\d{1,19}$/.test(text)) return undefined;
  const ticks = BigInt(text);
  return ticks > maxTicks ? undefined : ticks;
}
