import { createBook } from '../../simulator/book.ts';
import { type SimulatedJob, stateAt } from '../../simulator/job.ts';
import {
  isBad,
  type JobState,
  type JobType,
  jobStates,
  jobTypes,
  type Service,
  services,
} from '../../src/domain/job.ts';
import type { EpochMs } from '../../src/domain/time.ts';

/** Converts a job of the simulator's history to the product's types. */
export interface CountedJob {
  readonly type: JobType;
  readonly service: Service;
  readonly state: JobState;
  /** Rounded down to the second. */
  readonly startedAt: EpochMs;
  readonly job: SimulatedJob;
}

export interface CountedFilter {
  readonly type: JobType | undefined;
  readonly service: Service | undefined;
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** The simulator's default seed. */
const seed = 2024;

/**
 * Counts the simulator's history at `now` directly, without a request, a reader or an index. Starts count by their
 * second.
 */
export function countedHistory(now: EpochMs) {
  const everything = { type: 0, service: 0, state: 0, location: undefined, from: undefined, to: undefined };
  const jobs = createBook({ seed, history: true })
    .select({ ...everything, by: 'start' }, now)
    .map(
      (job): CountedJob => ({
        type: numbered(jobTypes, job.type),
        service: numbered(services, job.service),
        state: numbered(jobStates, Number(stateAt(job, now))),
        startedAt: Math.floor(job.startedAt / 1000) * 1000,
        job,
      }),
    );
  const ofService = new Map(services.map(name => [name, jobs.filter(({ service }) => service === name)]));
  return {
    jobs,
    of: ({ type, service, from, to }: CountedFilter): readonly CountedJob[] =>
      (service === undefined ? jobs : (ofService.get(service) ?? [])).filter(
        one => one.startedAt >= from && one.startedAt < to && (type === undefined || one.type === type),
      ),
  };
}
export type CountedHistory = ReturnType<typeof countedHistory>;

export function bad(jobs: readonly CountedJob[]): readonly CountedJob[] {
  return jobs.filter(({ state }) => isBad(state));
}

export function inState(jobs: readonly CountedJob[], state: JobState | undefined): number {
  return state === undefined ? jobs.length : jobs.filter(one => one.state === state).length;
}

/** The documented numbers start with 1. */
function numbered<T>(names: readonly T[], number: number): T {
  const name = names[number - 1];
  if (name === undefined) throw new RangeError(`no documented number: ${number}`);
  return name;
}
