import { plural } from '../domain/plural.ts';
import type { Finding } from './finding.ts';
import { type Forecast, forecast, type Workload } from './forecast.ts';
import { inconclusive } from './inconclusive.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** Anything slower gets a warning. For recent jobs, the limit is two intervals. */
const usualBadMs = 6 * minuteMs;
const usualRestMs = 31 * minuteMs;

const triedRequests = 'requests of the reader';
const triedLate = 'found within';

/** What the reader has to read, without the parts that depend on the location. */
export interface ReaderLoad extends Omit<Workload, 'rules'> {
  /** What windows may mean; the worst of them counts. */
  readonly rules: readonly Workload['rules'][];
  /** The part of all jobs that each location has; one if all are read at once. */
  readonly shares: readonly number[];
}

/** Reports what the reader will do on this tenant. */
export function readerFindings(load: ReaderLoad): readonly Finding[] {
  const perDay = sum(load.backupsPerDay);
  const forecasts = forecastsOf(load);
  const [first, ...more] = forecasts;
  if (first === undefined || perDay === 0) return [idleFinding(forecasts)];
  const all = more.reduce((one, other) => worst(one, other), first);
  const perMinute = sum(forecasts.map(one => one.perMinute));
  const atOnce = sum(forecastsOf({ ...load, isByService: false }).map(one => one.perMinute));
  const reasons = reasonsOf(load);
  return [
    requestsFinding(load, { perMinute, most: all.perMinute, times: perMinute / atOnce }, reasons),
    {
      mark: 'ok',
      tried: 'first fill',
      seen: `the last ${load.historyMs / 24 / hourMs} days ${fillWords(Math.max(...forecasts.map(({ fillMs }) => fillMs)))}, with about ${rounded(sum(forecasts.map(({ fillRequests }) => fillRequests)))} requests; the last two days come first`,
    },
    lateFinding(load, all, reasons),
  ];
}

/** One forecast for each location: the worst of those for each possible meaning of a window. */
function forecastsOf(load: ReaderLoad): readonly Forecast[] {
  return load.shares.map(share => worstOf(load.rules.map(rules => forecast(partOf(load, share, rules)))));
}

function partOf(load: ReaderLoad, share: number, rules: Workload['rules']): Workload {
  const scaled = (values: readonly number[]) => values.map(value => value * share);
  return {
    ...load,
    rules,
    backupsPerDay: scaled(load.backupsPerDay),
    bad: scaled(load.bad),
    othersPerDay: load.othersPerDay * share,
    running: load.running * share,
    withoutErrorsPerDay: load.withoutErrorsPerDay * share,
  };
}

function requestsFinding(
  { backupsPerDay, othersPerDay, caps, shares, isByService }: ReaderLoad,
  { perMinute, most, times }: { readonly perMinute: number; readonly most: number; readonly times: number },
  reasons: readonly string[],
): Finding {
  const { steadyPerMinute: cap, fillPerMinute } = caps;
  const of = `${rounded(sum(backupsPerDay))} backups and ${rounded(othersPerDay)} other jobs a day`;
  const where = shares.length > 1 ? ` in each of ${shares.length} locations` : '';
  const about = `about ${rounded(perMinute)} a minute to stay up to date, with about ${of}`;
  const capWords = `its cap is ${cap} a minute${where}, and ${fillPerMinute} more while it reads the past`;
  const byServiceWords = isByService
    ? `; reading service by service takes ${rounded(times)} times as many as reading all at once`
    : '';
  if (most <= cap)
    return {
      mark: 'ok',
      tried: triedRequests,
      seen: `${about}; ${capWords}${byServiceWords}`,
    };
  return {
    mark: 'warning',
    tried: triedRequests,
    seen: `about ${rounded(perMinute)} a minute would be needed to stay up to date, with about ${of}; ${capWords}: its pauses grow instead${byServiceWords}`,
    fix: `nothing to set: “${triedLate}” says what follows.${reasonWords(reasons)}`,
  };
}

function lateFinding(
  load: ReaderLoad,
  { recentMs, badMs, restMs }: Forecast,
  reasons: readonly string[],
): Finding {
  const seen = [
    `a job that was seen running or started in the last 15 minutes ${withinWords(recentMs)}`,
    `a bad end ${withinWords(badMs)}`,
    `all else of two days ${withinWords(restMs)}`,
  ].join(', ');
  const { intervalMs } = load;
  const isUsual =
    recentMs <= 2 * intervalMs &&
    badMs <= usualBadMs + intervalMs - Math.min(intervalMs, minuteMs) &&
    restMs <= usualRestMs + intervalMs - Math.min(intervalMs, minuteMs);
  if (isUsual) return { mark: 'ok', tried: triedLate, seen };
  return {
    mark: 'warning',
    tried: triedLate,
    seen,
    fix: `nothing to set: usual are ${withinWords(2 * intervalMs)}, ${withinWords(usualBadMs)} and ${withinWords(usualRestMs)}; overviews say how old they are.${reasonWords(reasons)}`,
  };
}

function idleFinding(idle: readonly Forecast[]): Finding {
  const words = `; an idle tenant takes about ${rounded(sum(idle.map(({ perMinute }) => perMinute)))} requests a minute`;
  return inconclusive(
    triedRequests,
    `there were no backups to reckon with${words}`,
    'run it again once backups have run for two days.',
  );
}

/** What makes the reader slower than it could be. */
function reasonsOf({ rowsAtOnce, rules, isByService, answerMs }: ReaderLoad): readonly string[] {
  return [
    ...(rowsAtOnce < 100 ? [`AvePoint gives ${rowsAtOnce} jobs a page`] : []),
    ...(rules.some(({ hasTimeOfDay }) => !hasTimeOfDay) ? ['windows are whole days'] : []),
    ...(rules.some(({ meaning }) => meaning === 'within')
      ? ['windows list only what lies wholly in them']
      : []),
    ...(isByService ? ['each service must be asked by itself'] : []),
    ...(answerMs > 2_000 ? [`an answer takes ${(answerMs / 1000).toFixed(1)} s`] : []),
  ];
}

function reasonWords(reasons: readonly string[]): string {
  return reasons.length === 0 ? '' : ` The reason: ${reasons.join(', ')}. Ask AvePoint’s support.`;
}

function worstOf(forecasts: readonly Forecast[]): Forecast {
  const [first, ...more] = forecasts;
  if (first === undefined) throw new Error('no meaning of a window');
  return more.reduce(worst, first);
}

function worst(one: Forecast, other: Forecast): Forecast {
  return {
    perMinute: Math.max(one.perMinute, other.perMinute),
    recentMs: Math.max(one.recentMs, other.recentMs),
    badMs: Math.max(one.badMs, other.badMs),
    restMs: Math.max(one.restMs, other.restMs),
    fillRequests: Math.max(one.fillRequests, other.fillRequests),
    fillMs: Math.max(one.fillMs, other.fillMs),
  };
}

function fillWords(ms: number): string {
  return ms < minuteMs ? 'in less than a minute' : `in about ${durationWords(ms)}`;
}

function withinWords(ms: number): string {
  return Number.isFinite(ms) ? `within ${durationWords(ms)}` : 'not in time at all';
}

function durationWords(ms: number): string {
  if (ms < minuteMs) return `${Math.max(1, Math.ceil(ms / 1000))} s`;
  const minutes = Math.ceil(ms / minuteMs);
  if (minutes < 120) return `${minutes} ${plural(minutes, 'minute', 'minutes')}`;
  const hours = Math.ceil(ms / hourMs);
  return hours < 48 ? `${hours} hours` : `${Math.ceil(hours / 24)} days`;
}

/** Rounds to two significant digits; below ten, up to an integer. */
function rounded(value: number): number {
  if (value < 10) return Math.ceil(value);
  return Number(value.toPrecision(2));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
