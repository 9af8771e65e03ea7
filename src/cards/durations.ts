const units = [
  { name: 'd', ms: 86_400_000 },
  { name: 'h', ms: 3_600_000 },
  { name: 'min', ms: 60_000 },
  { name: 's', ms: 1000 },
] as const;

/** A length of time in its two largest units, rounded down: "1 h 12 min", "52 s", "under 1 s". */
export function durationText(ms: number): string {
  const first = units.findIndex(unit => ms >= unit.ms);
  const large = units[first];
  if (large === undefined) return 'under 1 s';
  const small = units[first + 1];
  const rest = small === undefined ? 0 : Math.floor((ms % large.ms) / small.ms);
  const head = `${Math.floor(ms / large.ms)} ${large.name}`;
  return small === undefined || rest === 0 ? head : `${head} ${rest} ${small.name}`;
}

/** The same without seconds, where it is a minute at least: "18 h 5 min", "52 s". */
export function minutesText(ms: number): string {
  return durationText(ms < 60_000 ? ms : Math.floor(ms / 60_000) * 60_000);
}
