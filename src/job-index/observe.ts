import { type Job, type JobType, type Service, services } from '../domain/job.ts';
import type { EpochMs } from '../domain/time.ts';
import { isEnd, isGone, isSameStart, type Run } from './run.ts';

/** A row of an answer, with what follows from the question that it answers. */
export interface Observation {
  readonly job: Job;
  readonly type: JobType;
  /** Undefined if the question had no service. */
  readonly service: Service | undefined;
  readonly location: string | undefined;
  /** By our clock. */
  readonly seenAt: EpochMs;
  /** Says whether a job of the one service may be one of the other as well. */
  readonly mayBeOfBoth?: (one: Service, other: Service) => boolean;
}

/** What an observation makes of the index. */
export type Observed =
  /** The run as it is now; `isNewEnd` if it ended, or ended otherwise, since it was last seen. */
  | { readonly kind: 'run'; readonly run: Run; readonly isNewEnd: boolean }
  | { readonly kind: 'unchanged'; readonly run: Run }
  /** Two questions that exclude each other were answered with the same run: the API ignores that parameter. */
  | { readonly kind: 'conflict'; readonly parameter: FilterParameter; readonly run: Run }
  /** A row without an id, which can't be matched to a run. */
  | { readonly kind: 'anonymous' };

export type FilterParameter = 'ObjectType' | 'JobType' | 'Location' | 'JobState' | 'StartTime' | 'FinishTime';

/**
 * Finds the run that a row is about and brings it up to date. `known` are the runs with the row's job id.
 *
 * - A row whose start is a run's start is that run. If the run was over and the row says that it runs, it's open again.
 * - A row with another start is the run that is open, with a moved start; if none is open, the job ran again: a new run.
 */
export function observe(known: readonly Run[], observation: Observation): Observed {
  const { type, service, location, seenAt, mayBeOfBoth = () => false } = observation;
  if (observation.job.id === undefined) return { kind: 'anonymous' };
  const before = takenOver(runOf(known, observation.job), observation);
  const job = completed(observation.job, before?.job);
  if (!before) {
    const isOver = isEnd(job);
    const run: Run = {
      key: keyOf(job, seenAt, known),
      type,
      services: service === undefined ? [] : [service],
      location,
      job,
      firstSeenAt: seenAt,
      endSeenAt: isOver ? seenAt : undefined,
      news: undefined,
      missingSince: undefined,
      unlisted: 0,
    };
    return { kind: 'run', run, isNewEnd: isOver };
  }
  if (before.type !== type) return { kind: 'conflict', parameter: 'JobType', run: before };
  const isElsewhere = location !== undefined && before.location !== undefined && location !== before.location;
  if (isElsewhere) return { kind: 'conflict', parameter: 'Location', run: before };
  const those = withService(before.services, service);
  const isOfAll =
    service === undefined || before.services.every(one => one === service || mayBeOfBoth(one, service));
  if (!isOfAll) return { kind: 'conflict', parameter: 'ObjectType', run: before };

  const isOver = isEnd(job);
  const isNewEnd = isOver && (before.endSeenAt === undefined || isOtherEnd(before.job, job));
  const isSame =
    those === before.services &&
    isOver === (before.endSeenAt !== undefined) &&
    before.missingSince === undefined &&
    before.unlisted === 0 &&
    (location === undefined || location === before.location) &&
    isSameRow(before.job, job);
  if (isSame) return { kind: 'unchanged', run: before };
  const run: Run = {
    ...before,
    services: those,
    location: before.location ?? location,
    job,
    endSeenAt: isOver ? (isNewEnd ? seenAt : before.endSeenAt) : undefined,
    missingSince: undefined,
    unlisted: 0,
  };
  return { kind: 'run', run, isNewEnd };
}

/** The services of a run once this one has listed it, in the order of `services`. */
function withService(those: readonly Service[], service: Service | undefined): readonly Service[] {
  if (service === undefined || those.includes(service)) return those;
  return services.filter(one => one === service || those.includes(one));
}

/** A run that left the overviews may have been read with a wrong type: it comes back as what it's listed as. */
function takenOver(run: Run | undefined, { type }: Observation): Run | undefined {
  return run && run.type !== type && isGone(run) ? { ...run, type, services: [] } : run;
}

/** Some answers leave parts out; what is known of the same run and end stays. */
function completed(job: Job, before: Job | undefined): Job {
  if (!before) return job;
  const startedAt = job.startedAt ?? before.startedAt;
  if (!isEnd(job) || !isEnd(before) || isOtherEnd(before, job)) return { ...job, startedAt };
  return {
    ...job,
    startedAt,
    finishedAt: job.finishedAt ?? before.finishedAt,
    durationMs: job.durationMs ?? before.durationMs,
    objects: job.objects ?? before.objects,
    errors: job.errors.length === 0 ? before.errors : job.errors,
  };
}

/** The run of the row's start; else the one that is open, or the one whose start wasn't known. */
function runOf(known: readonly Run[], { startedAt }: Job): Run | undefined {
  const exact = known.find(({ job }) => isSameStart(job.startedAt, startedAt));
  if (exact) return exact;
  if (startedAt === undefined) return known.find(({ endSeenAt }) => endSeenAt === undefined) ?? known.at(-1);
  return known.find(({ endSeenAt, job }) => endSeenAt === undefined || job.startedAt === undefined);
}

function keyOf({ id, startedAt }: Job, seenAt: EpochMs, known: readonly Run[]): string {
  const second = Math.floor((startedAt ?? seenAt) / 1000).toString(36);
  const key = `${id?.slice(0, 250)} ${second}`;
  return known.some(other => other.key === key) ? `${key} ${known.length}` : key;
}

/** Another state later is another end; other counts aren't. */
function isOtherEnd(before: Job, now: Job): boolean {
  return before.state !== now.state || (now.state === undefined && before.stateText !== now.stateText);
}

/** While a run goes on, its counts and duration change with every row: that's no change. */
function isSameRow(before: Job, now: Job): boolean {
  const isSameLife =
    before.state === now.state &&
    before.stateText === now.stateText &&
    before.startedAt === now.startedAt &&
    before.finishedAt === now.finishedAt;
  if (!isSameLife || !isEnd(now)) return isSameLife;
  return (
    before.durationMs === now.durationMs &&
    JSON.stringify([before.objects, before.errors]) === JSON.stringify([now.objects, now.errors])
  );
}
