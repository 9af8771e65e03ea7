const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const units = [
  { name: 'd', ms: dayMs },
  { name: 'h', ms: hourMs },
  { name: 'min', ms: minuteMs },
  { name: 's', ms: 1000 },
] as const;

/** Returns a duration in its two largest units, rounded down: "1 h 12 min", "52 s", "under 1 s". */
export function durationText(ms: number): string {
  const first = units.findIndex(unit => ms >= unit.ms);
  const large = units[first];
  if (large === undefined) return 'under 1 s';
  const small = units[first + 1];
  const rest = small === undefined ? 0 : Math.floor((ms % large.ms) / small.ms);
  const head = `${Math.floor(ms / large.ms)} ${large.name}`;
  return small === undefined || rest === 0 ? head : `${head} ${rest} ${small.name}`;
}

/** Returns the same without seconds, from one minute on: "18 h 5 min", "52 s". */
export function minutesText(ms: number): string {
  return durationText(ms < 60_000 ? ms : Math.floor(ms / 60_000) * 60_000);
}

/** Returns a duration that a user has set, to the minute: "24 h", "90 min" as "1 h 30 min", "25 h 5 min", "7 days". */
export function lengthText(ms: number): string {
  if (ms > 2 * dayMs && ms % dayMs === 0) return `${ms / dayMs} days`;
  if (ms < hourMs || ms % minuteMs !== 0) return durationText(ms);
  const minutes = (ms % hourMs) / minuteMs;
  return `${Math.floor(ms / hourMs)} h${minutes === 0 ? '' : ` ${minutes} min`}`;
}
