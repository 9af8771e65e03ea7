import { cut } from '../../../domain/cut.ts';
import type { Job, Service } from '../../../domain/job.ts';
import type { EpochMs } from '../../../domain/time.ts';
import { clusterErrors } from '../../../jobs/causes/cluster-errors.ts';
import type { EndedRun } from '../runs/run-history.ts';
import { byLocation, provesRecovery, type RunResult } from '../runs/streaks.ts';
import type { FailedRun, FailureCause, Recovery, ServiceFailure } from './incident.ts';

/** Returns the job of a run as it was read last; undefined if the index doesn't have it any more. */
export type JobLookup = (service: Service, runId: string) => Job | undefined;

/** Runs and causes that a record has room for, if it is about one service, and if it is about many. */
const kept = {
  alone: { runs: 40, causes: 5, causeLength: 300 },
  among: { runs: 6, causes: 3, causeLength: 150 },
} as const;

/** Failures of more services than this share a record. */
const mostAlone = 3;

/** Creates a service's failure from its first failed runs, of which there is at least one. */
export function serviceFailureOf(
  service: Service,
  runs: readonly EndedRun[],
  details: JobLookup,
): ServiceFailure {
  const failed = runs.map(run => failedRunOf(service, run, details));
  const [first] = failed as [FailedRun];
  return {
    service,
    runs: failed,
    count: failed.length,
    first,
    causes: causesOf(service, runs, details, []),
    recovery: undefined,
  };
}

/** Adds failed runs, at least one. The failure lasts on; if it was over, the service has been failing since the first of them. */
export function withFurtherRuns(
  failure: ServiceFailure,
  runs: readonly EndedRun[],
  details: JobLookup,
): ServiceFailure {
  const more = runs.map(run => failedRunOf(failure.service, run, details));
  return {
    ...failure,
    runs: byEnd([...failure.runs, ...more]),
    count: failure.count + more.length,
    ...(failure.recovery && { failingSince: sinceAgain(failure, failure.recovery, more) }),
    causes: causesOf(failure.service, runs, details, failure.causes),
    recovery: undefined,
  };
}

/** A clean run that turned out to have failed was no recovery. */
function sinceAgain(failure: ServiceFailure, recovery: Recovery, more: readonly FailedRun[]): EpochMs {
  const again = Math.min(...more.map(({ endedAt }) => endedAt));
  return again > recovery.endedAt ? again : sinceOf(failure);
}

/** Merges two records of one service's failure into one, which lasts while either of them does. */
export function mergedFailures(a: ServiceFailure, b: ServiceFailure): ServiceFailure {
  const fresh = b.runs.filter(run => !includesRun(a, run));
  if (fresh.length === 0) return a;
  const first = b.first.endedAt < a.first.endedAt ? b.first : a.first;
  const since = mergedSince(a, b);
  const { failingSince: _, ...rest } = a;
  const causes = new Map(a.causes.map(cause => [cause.text, cause]));
  for (const cause of b.causes)
    causes.set(cause.text, { ...cause, runs: (causes.get(cause.text)?.runs ?? 0) + cause.runs });
  const isUnlistedKnown = b.countedUntil === undefined || includesRun(a, { id: '', endedAt: b.countedUntil });
  const countedUntil = Math.max(a.countedUntil ?? 0, b.countedUntil ?? 0);
  return {
    ...rest,
    runs: byEnd([...a.runs, ...fresh]),
    count: a.count + fresh.length + (isUnlistedKnown ? 0 : b.count - b.runs.length),
    first,
    ...(since > first.endedAt ? { failingSince: since } : {}),
    ...(countedUntil > 0 ? { countedUntil } : {}),
    causes: [...causes.values()].sort(byRuns),
    recovery: a.recovery && b.recovery && (a.recovery.endedAt > b.recovery.endedAt ? a.recovery : b.recovery),
  };
}

/** Returns since when a service with two records has been failing: the later one counts if it had recovered before. */
function mergedSince(a: ServiceFailure, b: ServiceFailure): EpochMs {
  const [early, late] = sinceOf(a) <= sinceOf(b) ? [a, b] : [b, a];
  const hadRecovered = early.recovery !== undefined && early.recovery.endedAt <= sinceOf(late);
  return sinceOf(hadRecovered ? late : early);
}

function sinceOf({ failingSince, first }: ServiceFailure): EpochMs {
  return failingSince ?? first.endedAt;
}

/** True if the failure includes the run, listed or only counted. */
export function includesRun(
  { runs, first, countedUntil = 0 }: ServiceFailure,
  { id, endedAt }: Pick<RunResult, 'id' | 'endedAt'>,
): boolean {
  return runs.some(run => run.id === id) || (endedAt >= first.endedAt && endedAt <= countedUntil);
}

/**
 * Ends the failure if `runs` prove its recovery: in each location in which the service failed, a clean run has
 * followed.
 */
export function withRecovery(failure: ServiceFailure, runs: readonly EndedRun[]): ServiceFailure {
  if (failure.recovery) return failure;
  const inOrder = runs.toSorted((a, b) => a.endedAt - b.endedAt);
  const cleans = byLocation(failure.runs).map(failures => inOrder.find(run => provesRecovery(run, failures)));
  if (cleans.some(run => run === undefined)) return failure;
  const [clean] = cleans.flatMap(run => run ?? []).sort((a, b) => b.endedAt - a.endedAt);
  if (!clean) return failure;
  const recovery: Recovery = {
    startedAt: clean.startedAt,
    endedAt: clean.endedAt,
    foundAt: clean.foundAt,
  };
  return { ...failure, recovery };
}

/** Records since when the service has been failing, if `runs` prove that it recovered between two of its failures. */
export function withFailingSince(failure: ServiceFailure, runs: readonly EndedRun[]): ServiceFailure {
  const since = sinceOf(failure);
  const last = failure.runs.at(-1)?.endedAt ?? since;
  const cleans = runs.filter(run => run.state === 'finished' && run.endedAt >= since && run.endedAt <= last);
  if (cleans.length === 0) return failure;
  const again = failure.runs.findLast(({ endedAt }, index) => {
    if (index === 0 || endedAt <= since) return false;
    const { recovery } = withRecovery(
      { ...failure, runs: failure.runs.slice(0, index), recovery: undefined },
      cleans,
    );
    return recovery !== undefined && recovery.endedAt <= endedAt;
  });
  return again ? { ...failure, failingSince: again.endedAt } : failure;
}

/** Drops the runs and causes that a record has no room for. */
export function fitToRecord(troubles: readonly ServiceFailure[]): readonly ServiceFailure[] {
  const room = troubles.length > mostAlone ? kept.among : kept.alone;
  return troubles.map(failure => {
    const { runs, causes, countedUntil } = failure;
    const listed = lastOf(runs, room.runs);
    const dropped = runs.findLast(run => !listed.includes(run))?.endedAt;
    const until = dropped === undefined ? countedUntil : Math.max(dropped, countedUntil ?? 0);
    return {
      ...failure,
      runs: listed,
      causes: causes.slice(0, room.causes).map(cause => ({
        ...withExample(cut(cause.text, room.causeLength), cause.example, room.causeLength),
        ...(cause.isVaried ? { isVaried: true } : {}),
        runs: cause.runs,
      })),
      ...(until === undefined ? {} : { countedUntil: until }),
    };
  });
}

/** Returns the last runs, and among them the last one of each location: a clean run there has to follow it. */
function lastOf(runs: readonly FailedRun[], most: number): readonly FailedRun[] {
  const needed = new Set(byLocation(runs).flatMap(those => those.slice(-1)));
  const spare = Math.max(0, most - needed.size);
  const others = runs.filter(run => !needed.has(run));
  const kept = new Set([...needed, ...(spare > 0 ? others.slice(-spare) : [])]);
  return runs.filter(run => kept.has(run));
}

function failedRunOf(service: Service, run: EndedRun, details: JobLookup): FailedRun {
  const objects = details(service, run.id)?.objects;
  return {
    id: run.id,
    state: run.state === 'partiallyFinished' ? 'partiallyFinished' : 'failed',
    startedAt: run.startedAt,
    endedAt: run.endedAt,
    foundAt: run.foundAt,
    ...(run.location !== undefined && { location: run.location }),
    objects: objects && { failed: objects.failed, total: objects.total },
  };
}

/** Adds the causes of further runs; most runs first. */
function causesOf(
  service: Service,
  runs: readonly EndedRun[],
  details: JobLookup,
  before: readonly FailureCause[],
): readonly FailureCause[] {
  const jobs = runs.flatMap(({ id }) => details(service, id) ?? []);
  const causes = new Map(before.map(cause => [cause.text, cause]));
  for (const cause of clusterErrors(jobs.map(job => ({ job, service }))).causes) {
    const text = cut(cause.text, kept.alone.causeLength);
    const known = causes.get(text);
    const words = withExample(text, cause.example, kept.alone.causeLength);
    const isVaried =
      cause.isVaried || known?.isVaried || (known !== undefined && known.example !== words.example);
    const runs = (known?.runs ?? 0) + cause.jobs.length;
    causes.set(text, { ...words, ...(isVaried ? { isVaried } : {}), runs });
  }
  return [...causes.values()].sort(byRuns);
}

function withExample(
  text: string,
  message: string | undefined,
  length: number,
): Pick<FailureCause, 'text' | 'example'> {
  const example = message === undefined ? text : cut(message, length);
  return example === text ? { text } : { text, example };
}

function byRuns(a: FailureCause, b: FailureCause): number {
  return b.runs - a.runs || (a.text < b.text ? -1 : 1);
}

function byEnd(runs: readonly FailedRun[]): readonly FailedRun[] {
  return runs.toSorted((a, b) => a.endedAt - b.endedAt);
}
