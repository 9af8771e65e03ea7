import { Temporal } from 'temporal-polyfill';
import type { EpochMs } from '../../src/domain/time.ts';
import type { WholeStore } from '../../src/store/whole-store.ts';
import { openYearBot, type YearBot } from './year-bot.ts';
import {
  at,
  boundaries,
  day,
  downs,
  everywhere,
  mail,
  minute,
  ops,
  planned,
  plannedRuns,
  setAt,
  type YearSettings,
  year,
  zone,
} from './year-plan.ts';
import type { YearRun } from './year-runs.ts';

/** AvePoint is read at least this often; an hour without a read is a pause. */
const readEveryMs = 55 * minute;
/** Around events, each minute counts. */
const closelyMs = 15 * minute;

/** A year that has passed. */
export interface PassedYear {
  readonly bot: YearBot;
  readonly runs: readonly YearRun[];
  /** The settings before and after it. */
  readonly set: readonly [unknown, unknown];
}

/**
 * Lets the year pass until a moment, from one due moment to the next. `restMs`: how long only AvePoint is read if
 * nothing is due.
 */
export async function passYear(
  store: WholeStore,
  { digests, watches, dueTimes }: YearSettings,
  { until, restMs }: { readonly until: EpochMs; readonly restMs: number },
): Promise<PassedYear> {
  const runs = plannedRuns();
  const bot = openYearBot(store, planned(runs), year.from);
  const { clock } = bot;
  const moments = momentsUntil(until, dueTimes);
  let next = 0;
  let passedAt = 0;
  let set: unknown;
  while (clock.now() < until) {
    const now = clock.now();
    while ((moments[next] ?? until) <= now) next += 1;
    const isClose = boundaries.some(one => now >= one && now < one + closelyMs);
    bot.advanceTo(Math.min(moments[next] ?? until, now + (isClose ? minute : readEveryMs)));
    const pause = downs.find(({ from, to }) => clock.now() >= from && clock.now() < to);
    if (pause) {
      bot.advanceTo(pause.to);
      bot.restart();
    }
    const isDue = clock.now() === moments[next];
    const isNearing = boundaries.some(one => one > clock.now() && one <= clock.now() + readEveryMs);
    const isWhole = isClose || isNearing || isDue || clock.now() - passedAt >= restMs;
    if (isWhole) passedAt = clock.now();
    await bot.pass(isWhole);
    if (set !== undefined || clock.now() < setAt) continue;
    for (const [place, sentence] of digests) await bot.digest(sentence, place);
    for (const [place, sentence] of watches) await bot.watch(sentence, place);
    for (const place of [ops, mail]) await bot.duty(place);
    set = await bot.settings(everywhere);
  }
  return { bot, runs, set: [set, await bot.settings(everywhere)] };
}

/** When digests are due and when something happens. */
function momentsUntil(until: EpochMs, dueTimes: readonly string[]): readonly EpochMs[] {
  const due: EpochMs[] = [];
  for (let moment = year.from + day / 2; moment < until; moment += day) {
    const date = Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(zone).toPlainDate();
    for (const time of dueTimes) due.push(at(`${date}T${time}`));
  }
  return [...new Set([setAt, ...due, ...boundaries])].sort((a, b) => a - b);
}
