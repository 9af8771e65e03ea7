import { timetable, walks } from '../job-index/reader/timetable.ts';
import type { WindowRules } from '../job-index/reader/window.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** What the reader has to read in one location, and how AvePoint lists it. */
export interface Workload {
  /** Backups a day, by service. */
  readonly backupsPerDay: readonly number[];
  /** Jobs of the four other types a day. */
  readonly othersPerDay: number;
  /** Backups that run at the same time. */
  readonly running: number;
  /** Bad ends of two days, for each of the three states. */
  readonly bad: readonly number[];
  /** Bad ends a day whose rows have no errors, if a job can be read by its id; each is read once. */
  readonly withoutErrorsPerDay: number;
  readonly rowsAtOnce: number;
  readonly rules: WindowRules;
  readonly isByService: boolean;
  /** How long an answer takes. */
  readonly answerMs: number;
  /** How often the newest starts and running jobs are asked for. */
  readonly intervalMs: number;
  readonly caps: {
    readonly steadyPerMinute: number;
    readonly fillPerMinute: number;
    readonly fillAtOnce: number;
  };
  /** How far back the first reading goes. */
  readonly historyMs: number;
}

/** What the reader will do in one location. Infinite if it can't be done at all. */
export interface Forecast {
  /** Requests a minute that staying up to date takes, if no cap held them back. */
  readonly perMinute: number;
  /** How long it takes to find a job that was seen running or started in the last fifteen minutes. */
  readonly recentMs: number;
  /** How long it takes to find the bad ends of the last two days. */
  readonly badMs: number;
  /** How long it takes to find everything else of the last two days. */
  readonly restMs: number;
  readonly fillRequests: number;
  readonly fillMs: number;
}

const { newest, running, bad, ownFilters } = timetable;
const others = { ...timetable.others, types: 4 };
const longestWalkMs = 30 * minuteMs;
/** Requests to find the service of a new run, on average. */
const guesses = 2;
/** How full the one page of a closed window is. */
const filledShare = 0.7;
const longestChunkMs = 60 * dayMs;
/** Windows of a service until they are as long as they should be: they begin with two days. */
const firstWindows = 4;
/** How much longer a closed window is if only what lies wholly in it is listed. */
const longestRunMs = 2 * dayMs;

/** Estimates what the reader of the job index will do, assuming that jobs are spread evenly over the day. */
export function forecast(load: Workload): Forecast {
  const { intervalMs, answerMs, caps } = load;
  const costs = costsOf(load);
  const rates = ratesOf(load, costs);
  const cap = caps.steadyPerMinute;
  /** How long a list takes within its part of the cap, if that holds it back. */
  const cappedMs = (cost: number, share: number) =>
    cost > cap * share ? (cost / (cap * share)) * minuteMs : 0;
  /** The share of the time that other requests take from the polls of the newest jobs. */
  const busyShare = ((rates.bad + rates.jobs) * answerMs) / minuteMs;
  const everyMs = Math.max(
    intervalMs,
    ((costs.newest + costs.running) * answerMs) / (1 - Math.min(0.9, busyShare)),
    cappedMs(costs.newest, newest.share),
    cappedMs(costs.running, running.share),
  );
  const badEveryMs = Math.max(
    bad.everyMs,
    cappedMs(costs.bad, bad.share),
    (costs.bad * answerMs) / (1 - Math.min(0.9, busyShare)),
  );
  const taken =
    Math.min(rates.newest, cap * newest.share) +
    Math.min(rates.running, cap * running.share) +
    Math.min(rates.bad, cap * bad.share) +
    rates.jobs;
  const left = Math.min(cap - taken, minuteMs / Math.max(1, answerMs) - taken);
  const stretch = left <= 0 ? Number.POSITIVE_INFINITY : Math.max(1, rates.walks / left);
  const fillRequests = fillOf(load);
  return {
    perMinute: sum(Object.values(rates)),
    recentMs: 2 * everyMs,
    badMs: badEveryMs + everyMs,
    restMs: longestWalkMs * stretch + everyMs,
    fillRequests,
    fillMs: Math.max(
      (Math.max(0, fillRequests - caps.fillAtOnce) / caps.fillPerMinute) * minuteMs,
      fillRequests * answerMs,
    ),
  };
}

/** Returns the requests that each poll takes once, and that one job takes. */
function costsOf(load: Workload) {
  const { backupsPerDay, othersPerDay, rowsAtOnce, rules, isByService } = load;
  const perDay = sum(backupsPerDay);
  /** Lists without a service, or one of each service: `rows` in all. */
  const list = (rows: number) => {
    if (!isByService) return listRequests(rows, rowsAtOnce);
    return sum(backupsPerDay.map(own => listRequests(perDay > 0 ? (rows * own) / perDay : 0, rowsAtOnce)));
  };
  /** Without an end: whole days begin at midnight, and what runs may be listed, too. */
  const open = (rangeMs: number) =>
    (perDay * (rangeMs + (rules.hasTimeOfDay ? 0 : dayMs))) / dayMs +
    (rules.meaning === 'start' ? 0 : load.running);
  const othersRows = (othersPerDay / others.types) * (rules.hasTimeOfDay ? 1 : 2);
  return {
    newest: list(open(newest.rangeMs)),
    running: list(load.running),
    bad: sum(load.bad.map(rows => list(rows * (rules.hasTimeOfDay ? 1 : 1.5)))),
    others:
      others.types *
      (isByService
        ? backupsPerDay.length * listRequests(othersRows / backupsPerDay.length, rowsAtOnce)
        : listRequests(othersRows, rowsAtOnce)),
    oneJob: rules.hasTimeOfDay ? 1 : listRequests(perDay / Math.max(1, backupsPerDay.length), rowsAtOnce),
  };
}

/** Returns the requests a minute that each kind of reading takes, if no cap held it back. */
function ratesOf(load: Workload, costs: ReturnType<typeof costsOf>) {
  const { backupsPerDay, othersPerDay, rowsAtOnce, isByService, intervalMs } = load;
  const perDay = sum(backupsPerDay);
  const closed = (rangeMs: number) =>
    isByService
      ? sum(backupsPerDay.map(own => closedRequests(own, rangeMs, load)))
      : closedRequests(perDay, rangeMs, load);
  const perMinuteOf = (cost: number, everyMs: number) => (cost * minuteMs) / everyMs;
  return {
    newest: perMinuteOf(costs.newest, intervalMs),
    running: perMinuteOf(costs.running, intervalMs),
    bad: perMinuteOf(costs.bad, Math.max(bad.everyMs, intervalMs)),
    others: perMinuteOf(costs.others, Math.max(others.everyMs, intervalMs)),
    jobs: perMinuteOf(
      (isByService ? 0 : guesses * (perDay + othersPerDay) * costs.oneJob) +
        perDay * costs.oneJob +
        load.withoutErrorsPerDay,
      dayMs,
    ),
    walks:
      sum(walks.map(({ everyMs, rangeMs }) => perMinuteOf(closed(rangeMs), everyMs))) +
      perMinuteOf(
        sum(backupsPerDay.map(own => listRequests((own * ownFilters.rangeMs) / dayMs, rowsAtOnce))),
        ownFilters.everyMs,
      ),
  };
}

/** Requests of a list: each page once, and all but the last one a second time. */
export function listRequests(rows: number, rowsAtOnce: number): number {
  return 2 * Math.max(1, Math.ceil(rows / rowsAtOnce)) - 1;
}

/** Requests to read a range in closed windows of about one page each. */
function closedRequests(perDay: number, rangeMs: number, { rowsAtOnce, rules }: Workload): number {
  const isWider = rules.meaning === 'within' || rules.meaning === 'unknown';
  const extraMs = isWider ? longestRunMs : 0;
  const wholeMs = rangeMs + (rules.hasTimeOfDay ? 0 : dayMs);
  const leastMs = rules.hasTimeOfDay ? (isWider ? longestRunMs : 1000) : dayMs;
  const pageMs = perDay > 0 ? (filledShare * rowsAtOnce * dayMs) / perDay - extraMs : longestChunkMs;
  const chunkMs = Math.min(longestChunkMs, Math.max(leastMs, pageMs));
  const windows = Math.ceil(wholeMs / chunkMs);
  return windows * listRequests((perDay * (wholeMs / windows + extraMs)) / dayMs, rowsAtOnce);
}

/** Backups of each service from two days on in growing windows, other jobs in one. */
function fillOf(load: Workload): number {
  const { backupsPerDay, othersPerDay, historyMs, rowsAtOnce } = load;
  const backups = backupsPerDay.map(own => firstWindows + closedRequests(own, historyMs, load));
  const units = backupsPerDay.length * others.types;
  const rows = (othersPerDay * historyMs) / dayMs / Math.max(1, units);
  return sum(backups) + units * listRequests(rows, rowsAtOnce);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
