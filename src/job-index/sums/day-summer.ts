import type { RunCounts, UnitSums } from '../../domain/day-sums.ts';
import {
  type JobState,
  type JobType,
  jobStates,
  jobTypes,
  type Service,
  services,
} from '../../domain/job.ts';
import type { EpochMs } from '../../domain/time.ts';
import { jobOf } from '../queries/runs.ts';
import { isGone, type Run, startOf } from '../run.ts';
import { type Backups, haveStarted, learnedDays, missedOn } from './missed.ts';

/** The sums of a type and service; there is one for each, also without runs. */
export interface SummedUnit extends UnitSums {
  /** False if it isn't known which backups were missed. */
  readonly isJudged: boolean;
}

/** From when on all runs of a type and service are certainly known; infinite if not even the latest are. */
export type CertainSince = (type: JobType, service: Service) => EpochMs | 'refused';

/** Sums up one day after the other: the days must come in order. */
export interface DaySummer {
  /** The sums of the runs that started on a day in UTC. A run under several services counts under each. */
  sum(day: number, runs: readonly Run[], certainSince: CertainSince): readonly SummedUnit[];
}

type ByLocation<T> = Map<string, T>;
interface DayCount extends RunCounts {
  readonly states: Record<JobState, number>;
  unknown: number;
  missed: number | undefined;
}

const dayMs = 24 * 3_600_000;

export function createDaySummer(): DaySummer {
  const backupsOf = new Map<Service, ByLocation<Backups>>();

  function addBackups(runs: readonly Run[]): void {
    const backups = runs.filter(({ type }) => type === 'backup');
    for (const run of backups.sort((a, b) => startOf(a) - startOf(b))) {
      const { state, finishedAt } = jobOf(run);
      const start = startOf(run);
      for (const service of run.services) {
        const byLocation = ensured(backupsOf, service, () => new Map());
        const { starts, ends } = ensured(byLocation, run.location ?? '', () => ({ starts: [], ends: [] }));
        starts.push(start);
        ends.push(state === 'inProgress' ? Number.POSITIVE_INFINITY : (finishedAt ?? start));
      }
    }
  }

  /** Adds what was missed, and zeros for a location in which there were earlier backups only. */
  function addMissed(counts: ByLocation<DayCount>, service: Service, day: number, isJudged: boolean): void {
    for (const [location, backups] of backupsOf.get(service) ?? []) {
      if (!haveStarted(backups, day)) continue;
      const count = ensured(counts, location, noRuns);
      if (isJudged) count.missed = missedOn(backups, day);
    }
  }

  return {
    sum(day, all, certainSince) {
      const runs = all.filter(run => !isGone(run));
      addBackups(runs);
      const counted = countedByUnit(runs);
      const countsOf = (key: string) => counted.get(key) ?? new Map<string, DayCount>();

      const ofService = (type: JobType, service: Service, since: EpochMs | 'refused'): SummedUnit => {
        const counts = countsOf(`${type} ${service}`);
        const isCertainFrom = (other: number) => since !== 'refused' && since <= other * dayMs;
        const isJudged = type === 'backup' && isCertainFrom(day - learnedDays);
        if (type === 'backup') addMissed(counts, service, day, isJudged);
        return { type, service, isWhole: isCertainFrom(day), isJudged, counts: inOrder(counts) };
      };

      return jobTypes.flatMap(type => {
        const sinces = services.map(service => ({ service, since: certainSince(type, service) }));
        return [
          ...sinces.map(({ service, since }) => ofService(type, service, since)),
          {
            type,
            service: undefined,
            // What a refused service has is never listed, so nothing is to come from there.
            isWhole: sinces.every(({ since }) => since === 'refused' || since <= day * dayMs),
            isJudged: false,
            counts: inOrder(countsOf(type)),
          },
        ];
      });
    },
  };
}

/** By type and service, and by the type alone if the service isn't known. */
function countedByUnit(runs: readonly Run[]): Map<string, ByLocation<DayCount>> {
  const counted = new Map<string, ByLocation<DayCount>>();
  for (const run of runs) {
    const { type, location = '' } = run;
    const { state } = jobOf(run);
    const keys = run.services.length > 0 ? run.services.map(service => `${type} ${service}`) : [type];
    for (const key of keys) {
      const byLocation = ensured(counted, key, () => new Map());
      const count = ensured(byLocation, location, noRuns);
      if (state === undefined) count.unknown += 1;
      else count.states[state] += 1;
    }
  }
  return counted;
}

function noRuns(): DayCount {
  const states = Object.fromEntries(jobStates.map(state => [state, 0])) as Record<JobState, number>;
  return { states, unknown: 0, missed: undefined };
}

function ensured<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

function inOrder(counts: ByLocation<DayCount>): Readonly<Record<string, RunCounts>> {
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
