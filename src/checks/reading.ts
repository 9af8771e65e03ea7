import type { AvePointSettings } from '../avepoint/settings.ts';
import { badStates, isBad, type Service, services } from '../domain/job.ts';
import type { EpochMs } from '../domain/time.ts';
import { historyMs } from '../job-index/read-state.ts';
import { usualCaps } from '../job-index/reader/location-reader.ts';
import { type AllServices, checkAllServices } from './all-services.ts';
import { type Finding, OutOfTimeError } from './finding.ts';
import { inconclusive, tooSlow, unanswered } from './inconclusive.ts';
import { type AskList, createAskList } from './lists.ts';
import { checkLocations } from './locations.ts';
import { largestPage } from './page-size.ts';
import type { Probe } from './probe.ts';
import { type ReaderLoad, readerFindings } from './reader.ts';
import { type Sample, takeSample } from './sample.ts';
import { checkServiceFilter, type ServiceFilter } from './service-filter.ts';
import type { ShapeAnswers } from './shape-answers.ts';
import { checkStateFilter, type StateFilter } from './state-filter.ts';
import { checkTypeFilter, type TypeFilter } from './type-filter.ts';
import type { Filter } from './window-filter.ts';

export interface ReadingParts {
  readonly probe: Probe;
  readonly token: string;
  readonly now: EpochMs;
  /** As configured. */
  readonly settings: AvePointSettings;
  /** The same, without a location that failed its check. */
  readonly usable: AvePointSettings;
  readonly intervalMs: number;
  readonly answers: ShapeAnswers;
  readonly report: (...findings: readonly Finding[]) => void;
}

/** What the checks of the filters have found out about the tenant's jobs. */
interface Seen {
  readonly sample: Sample;
  readonly byService: ServiceFilter;
  readonly all: AllServices;
  readonly types: TypeFilter;
  readonly states: StateFilter;
}

/** Reports whether each filter is honoured, which locations have jobs, and what the reader of the job index will do. */
export async function checkReading(parts: ReadingParts): Promise<void> {
  const { probe, token, now, settings, usable, answers, report } = parts;
  const { facts } = answers;
  const location = facts.shape === 'cloudbackupjobs' ? usable.location : undefined;
  const ask = createAskList({ probe, token, facts, location });
  const seen = await inTime(parts, 'filters', () => checkFilters(ask, parts));
  const shares =
    facts.shape === 'cloudbackupjobs'
      ? await inTime(parts, 'locations', async () => {
          const locations = await checkLocations({ ask, settings, now });
          report(...locations.findings);
          return locations.shares;
        })
      : [1];
  if (seen) report(...reckon(seen, shares ?? [1], parts));
}

/** Runs a check. Reports it as too slow, and resolves to undefined, if the time for all checks is over. */
async function inTime<T>(
  { probe, report }: ReadingParts,
  tried: string,
  check: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await check();
  } catch (error) {
    if (!(error instanceof OutOfTimeError)) throw error;
    report(tooSlow(tried, probe.answerMs()));
    return undefined;
  }
}

async function checkFilters(ask: AskList, { now, answers, report }: ReadingParts): Promise<Seen | undefined> {
  const isAllRefused = answers.facts.onlyService !== undefined;
  const sample = await takeSample({ ask, now, isAllRefused, windows: answers.windows });
  if ('kind' in sample) {
    report(unanswered('filters', sample));
    return undefined;
  }
  const byService = await checkServiceFilter(ask, sample.window);
  report(...byService.findings);
  const all = await checkAllServices(ask, sample, byService);
  report(...all.findings);
  const types = await checkTypeFilter(ask, sample);
  report(...types.findings);
  const states = await checkStateFilter(ask, sample);
  report(...states.findings);
  return { sample, byService, all, types, states };
}

function reckon(seen: Seen, shares: readonly number[], parts: ReadingParts): readonly Finding[] {
  const { answers, intervalMs, probe } = parts;
  const tried = 'requests of the reader';
  const { windows, facts } = answers;
  const perDay = perDayOf(seen);
  const later = 'run it again once the warnings above are gone.';
  if (seen.sample.all?.isComplete && seen.sample.all.jobs.length === 0)
    return readerFindings({ ...idle, answerMs: probe.answerMs(), intervalMs, shares });
  if (windows.length === 0 || windows.some(({ by }) => by === 'nothing'))
    return [inconclusive(tried, 'what a window means is not known (see “time window”)', later)];
  if (perDay === undefined || seen.types.othersPerDay === undefined || seen.states.running === undefined)
    return [inconclusive(tried, 'how many jobs there are a day is not known', later)];
  const factor = factorOf(facts.onlyService, perDay);
  const load: ReaderLoad = {
    backupsPerDay: perDay,
    othersPerDay: seen.types.othersPerDay * factor,
    running: seen.states.running * factor,
    ...badOf(seen, perDay, { factor, canFindJob: facts.shape === 'cloudbackupjobs' }),
    rowsAtOnce: facts.rowsAtOnce,
    rules: windows.map(rulesOf),
    isByService: seen.all.isByService,
    answerMs: probe.answerMs(),
    intervalMs,
    caps: usualCaps,
    historyMs,
    shares,
  };
  return readerFindings(load);
}

/** A tenant without jobs. */
const idle: Omit<ReaderLoad, 'answerMs' | 'intervalMs' | 'shares'> = {
  backupsPerDay: services.map(() => 0),
  othersPerDay: 0,
  running: 0,
  bad: badStates.map(() => 0),
  withoutErrorsPerDay: 0,
  rowsAtOnce: largestPage,
  rules: [{ meaning: 'start', hasTimeOfDay: true }],
  isByService: false,
  caps: usualCaps,
  historyMs,
};

/** Backups a day of each service: the total count, divided in proportion to the services' lists. */
function perDayOf({ sample, byService: { lists } }: Seen): readonly number[] | undefined {
  const weights = services.map(service => {
    const list = lists.find(one => one.service === service)?.list;
    return list ? (list.count ?? list.jobs.length) : 0;
  });
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const isCounted = lists.length > 0 && lists.every(({ list }) => list.count !== undefined);
  const all = sample.perDay ?? (isCounted && !sample.all ? sum / 2 : undefined);
  if (all === undefined) return undefined;
  return weights.map(weight => (sum > 0 ? (all * weight) / sum : all / services.length));
}

/** If only lists of one service are answered, the factor that scales its numbers up to all services. */
function factorOf(only: Service | undefined, perDay: readonly number[]): number {
  const own = only === undefined ? undefined : perDay[services.indexOf(only)];
  return own === undefined || own === 0 ? 1 : perDay.reduce((total, other) => total + other, 0) / own;
}

/** Bad ends as counted; estimated from the sample if there is no count. */
function badOf(
  { sample, states }: Seen,
  perDay: readonly number[],
  { factor, canFindJob }: { readonly factor: number; readonly canFindJob: boolean },
): Pick<ReaderLoad, 'bad' | 'withoutErrorsPerDay'> {
  const jobs = sample.all?.jobs ?? [];
  const inTwoDays = 2 * perDay.reduce((total, own) => total + own, 0);
  const bad = badStates.map((state, index) => {
    const share = jobs.filter(job => job.state === state).length / Math.max(1, jobs.length);
    const counted = states.bad[index];
    return counted === undefined ? share * inTwoDays : counted * factor;
  });
  const ends = jobs.filter(job => isBad(job.state));
  const without = ends.filter(({ errors }) => errors.length === 0).length / Math.max(1, ends.length);
  const badPerDay = bad.reduce((total, count) => total + count, 0) / 2;
  return { bad, withoutErrorsPerDay: canFindJob ? without * badPerDay : 0 };
}

function rulesOf({ by, grain }: Filter): ReaderLoad['rules'][number] {
  const meaning = by === 'end' || by === 'within' ? by : 'start';
  return { meaning, hasTimeOfDay: grain === 'second' };
}
