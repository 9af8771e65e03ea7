import type { PollKind } from '../read-state.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/**
 * What the reader asks for again and again: how often, how far back, and which part of the requests it may use. The newest jobs
 * and those that run are asked for every interval. `npm run check` forecasts by the same table.
 */
export const timetable = {
  newest: { rangeMs: 15 * minuteMs, share: 0.2 },
  running: { share: 0.15 },
  bad: { everyMs: 5 * minuteMs, rangeMs: 2 * dayMs, share: 0.1 },
  others: { everyMs: 5 * minuteMs, rangeMs: dayMs, share: 0.1 },
  /** Each service by its own filter, sooner than its own answer is too old to go by. */
  ownFilters: { everyMs: 5.5 * hourMs, rangeMs: 6 * hourMs, ageMs: 6 * hourMs },
} as const;

/** The walks over all backups, whatever their state: each further back, and less often. */
export const walks = [
  { poll: 'walk6', rangeMs: 6 * hourMs, everyMs: 5 * minuteMs },
  { poll: 'walk48', rangeMs: 2 * dayMs, everyMs: 30 * minuteMs },
  { poll: 'sweep', rangeMs: 7 * dayMs, everyMs: 6 * hourMs },
] as const satisfies readonly {
  readonly poll: PollKind;
  readonly rangeMs: number;
  readonly everyMs: number;
}[];
