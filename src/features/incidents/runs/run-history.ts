import { createHash } from 'node:crypto';
import type { Job, Service } from '../../../domain/job.ts';
import type { EpochMs } from '../../../domain/time.ts';
import type { RunResult } from './streaks.ts';

/** A run that is over, and when the bot noticed that. */
export interface EndedRun extends RunResult {
  readonly foundAt: EpochMs;
  /** It was over before the index began, so it counts as noticed when it ended. */
  readonly isHistory?: true | undefined;
}

/** A backup that is running. */
export interface RunningBackup {
  readonly service: Service;
  readonly id: string | undefined;
  readonly startedAt: EpochMs | undefined;
}

/** A run that ended in a state that isn't documented, or disappeared. */
export interface UnclearEnd {
  readonly id: string;
  readonly startedAt: EpochMs | undefined;
  readonly endedAt: EpochMs;
  readonly foundAt: EpochMs;
  /** AvePoint's word; undefined if it disappeared. */
  readonly word: string | undefined;
}

/** The backups of one service, independent of any watch. */
export interface RunHistory {
  readonly service: Service;
  /** Runs that were noticed earlier may have been reported, and their incidents archived. */
  readonly freshSince: EpochMs;
  /** In the order of their ends. */
  readonly runs: readonly EndedRun[];
  readonly running: readonly RunningBackup[];
  /** Runs whose outcome is unknown; none from before the index began. */
  readonly unclear: readonly UnclearEnd[];
  /** How long a clean run usually takes; undefined if there were too few. */
  readonly usualMs: number | undefined;
}

const hourMs = 3_600_000;
/** Runs that ended or were noticed within this time are compared with the incidents. */
export const historyWindowMs = 50 * hourMs;
/** Older runs in the history, so that two in a row are found however seldom a service runs. */
export const mostOlderRuns = 6;
const fewestForUsual = 3;
const longestId = 40;

/** Returns what distinguishes a job from others; undefined if it has neither an id nor a time. */
export function runIdOf({ id, startedAt, finishedAt }: Pick<Job, 'id' | 'startedAt' | 'finishedAt'>) {
  if (id !== undefined && id !== '') return id.length <= longestId ? id : shortened(id);
  const at = startedAt ?? finishedAt;
  return at === undefined ? undefined : `@${at}`;
}

/** Returns the id of a run's job; undefined if the job has none, or one that is too long to be stored. */
export function jobIdOfRun(runId: string): string | undefined {
  return /^(?:@\d+|#[0-9a-f]{24})$/.test(runId) ? undefined : runId;
}

/**
 * Returns the run of a finished job; if its end is unknown, it counts at its start. Returns undefined if it has no time
 * at all.
 */
export function runOfJob(job: Job, location: string | undefined): RunResult | undefined {
  const { startedAt, state } = job;
  const [id, endedAt] = [runIdOf(job), endOf(job) ?? startedAt];
  if (id === undefined || endedAt === undefined || state === undefined || state === 'inProgress')
    return undefined;
  return { id, state, startedAt, endedAt, ...(location !== undefined && { location }) };
}

/** Returns when a job ended; undefined if AvePoint doesn't say. */
export function endOf({ startedAt, finishedAt, durationMs }: Job): EpochMs | undefined {
  if (finishedAt !== undefined) return finishedAt;
  return startedAt === undefined || durationMs === undefined ? undefined : startedAt + durationMs;
}

/** Returns a short hash. */
export function shortened(text: string): string {
  return `#${createHash('sha256').update(text).digest('hex').slice(0, 24)}`;
}

/** Returns the median duration of clean runs; undefined if there are too few. */
export function usualDurationOf(runs: readonly RunResult[]): number | undefined {
  const took = runs
    .filter(({ state, startedAt }) => state === 'finished' && startedAt !== undefined)
    .map(({ startedAt, endedAt }) => endedAt - (startedAt ?? endedAt))
    .sort((a, b) => a - b);
  return took.length < fewestForUsual ? undefined : took[Math.floor(took.length / 2)];
}

/** Returns when a run ended or was noticed, whichever is later. */
export function lastSeenOf({ endedAt, foundAt, isHistory }: EndedRun): EpochMs {
  return isHistory ? endedAt : Math.max(endedAt, foundAt);
}
