import { type Job, type JobQuery, type JobState, type Service, services } from '../../src/domain/job.ts';
import { type JobSource, JobSourceError } from '../../src/domain/job-source.ts';
import type { EpochMs } from '../../src/domain/time.ts';
import { hour, noJobRequest } from '../support/fakes.ts';

const minute = 60_000;
const day = 24 * hour;

/** The services of the year's tenant. */
const backedUp = ['exchange', 'sharepoint', 'onedrive', 'teams'] as const satisfies readonly Service[];
const longestMs = 31 * hour;

/** A backup of the year, as AvePoint knows it. */
export interface YearRun {
  readonly id: string;
  readonly service: Service;
  readonly startedAt: EpochMs;
  /** Listed as queued from this moment on, with another start. */
  readonly queuedAt: EpochMs | undefined;
  readonly endedAt: EpochMs;
  /** Not listed before. */
  readonly listedAt: EpochMs;
  /** Its ends; if AvePoint changes the end, there are two. */
  readonly ends: readonly YearEnd[];
}

interface YearEnd {
  readonly state: Exclude<JobState, 'inProgress'>;
  /** When AvePoint first lists it. */
  readonly knownAt: EpochMs;
}

/** Pseudo-random numbers between 0 and 1, the same in each run. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

/**
 * Four runs a day of each service. About an eighth ends badly; some are listed hours or days late, some as queued
 * first, and of some AvePoint lists another end hours later. In the night after each of `outages` all of them fail.
 */
export function runsOf(
  from: EpochMs,
  days: number,
  outages: readonly EpochMs[],
  seed = 2027,
): readonly YearRun[] {
  const random = randomFrom(seed);
  const runs: YearRun[] = [];
  for (let slot = 0; slot < days * 4; slot += 1)
    for (const service of backedUp) runs.push(runOf(`Y${runs.length}`, service, from + slot * 6 * hour));
  return runs.sort((a, b) => a.startedAt - b.startedAt);

  /** A random time of at most this many milliseconds, in whole seconds. */
  function upTo(ms: number): number {
    return Math.floor((random() * ms) / 1_000) * 1_000;
  }

  function runOf(id: string, service: Service, slotAt: EpochMs): YearRun {
    const startedAt = slotAt + upTo(hour / 2);
    const endedAt =
      startedAt + (random() < 0.01 ? 20 * hour + upTo(10 * hour) : 10 * minute + upTo(5 * hour));
    const isOutage = outages.some(at => slotAt >= at && slotAt < at + 12 * hour);
    const state = isOutage ? 'failed' : endOf(random());
    const [listing, ahead, change] = [random(), random(), random()];
    const listedAt =
      listing < 0.01
        ? endedAt + 12 * hour + upTo(4 * day)
        : listing < 0.05
          ? endedAt + upTo(12 * hour)
          : startedAt;
    const knownAt = Math.max(listedAt, endedAt);
    const later = laterEnd(state, change);
    const isQueued = listedAt === startedAt && ahead < 0.1;
    return {
      id,
      service,
      startedAt,
      queuedAt: isQueued ? startedAt - 20 * minute : undefined,
      endedAt,
      listedAt,
      ends: [
        { state, knownAt },
        ...(later ? [{ state: later, knownAt: knownAt + hour + upTo(30 * hour) }] : []),
      ],
    };
  }
}

/** Returns the end that AvePoint lists some hours later; undefined if it doesn't change. */
function laterEnd(state: YearEnd['state'], number: number): YearEnd['state'] | undefined {
  if (state === 'finished' && number < 0.03) return 'failed';
  return state === 'failed' && number < 0.2 ? 'finished' : undefined;
}

function endOf(number: number): YearEnd['state'] {
  if (number < 0.06) return 'failed';
  if (number < 0.09) return 'partiallyFinished';
  return number < 0.12 ? 'finishedWithException' : 'finished';
}

/** Returns the end that AvePoint lists at a moment; undefined while there is none. */
function endAt({ ends }: YearRun, at: EpochMs): YearEnd | undefined {
  return ends.findLast(({ knownAt }) => knownAt <= at);
}

/** AvePoint, as far as it lists the runs of the year; it doesn't answer while `isSilent` returns true. */
export function sourceOf(
  runs: readonly YearRun[],
  now: () => EpochMs,
  isSilent: (at: EpochMs) => boolean,
): JobSource {
  return {
    ...noJobRequest,
    async page({ type, service, state, span, pageIndex, pageSize }: JobQuery) {
      const at = now();
      if (isSilent(at)) throw new JobSourceError('unavailable', 'AvePoint gives no answer.');
      const isMeant = (run: YearRun) => service === undefined || run.service === service;
      // Running jobs started recently; nothing else is read without a limit.
      const from = span.from ?? at - longestMs - day;
      const to = span.to ?? at + hour;
      const jobs =
        type === 'backup'
          ? between(runs, from, to + hour)
              .filter(isMeant)
              .flatMap(run => jobOf(run, at) ?? [])
              .filter(job => Number(job.startedAt) >= from && Number(job.startedAt) < to)
              .filter(job => state === undefined || job.state === state)
              .reverse()
          : [];
      const page = jobs.slice(pageIndex * pageSize, (pageIndex + 1) * pageSize);
      return { jobs: page, totalCount: jobs.length, hasMore: jobs.length > (pageIndex + 1) * pageSize };
    },
  };
}

/** Returns the runs that start in a period, in order. */
function between(runs: readonly YearRun[], from: EpochMs, to: EpochMs): readonly YearRun[] {
  return runs.slice(firstFrom(runs, from), firstFrom(runs, to));
}

function firstFrom(runs: readonly YearRun[], at: EpochMs): number {
  let [low, high] = [0, runs.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((runs[middle]?.startedAt ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Returns a run as it's listed at a moment; undefined if it isn't. */
function jobOf(run: YearRun, at: EpochMs): Job | undefined {
  const { id, startedAt, queuedAt, endedAt, listedAt } = run;
  const isQueued = queuedAt !== undefined && at >= queuedAt && at < startedAt;
  if (at < listedAt && !isQueued) return undefined;
  const end = endAt(run, at);
  const state = isQueued ? undefined : (end?.state ?? 'inProgress');
  return {
    id,
    state,
    stateText: isQueued ? 'Queued' : state,
    startedAt: isQueued ? queuedAt : startedAt,
    finishedAt: end && endedAt,
    durationMs: end && endedAt - startedAt,
    objects: { total: 100, failed: state === 'failed' ? 100 : 0, successful: 50, skipped: 0 },
    errors:
      state === 'failed' ? [{ message: 'The mailbox server is busy.', helpUrl: undefined, count: 1 }] : [],
  };
}

/** Returns true for a service of the year that a digest or a watch of `those` covers; empty means all. */
export function isCovered(service: Service, those: readonly Service[]): boolean {
  return those.length === 0 ? services.includes(service) : those.includes(service);
}
