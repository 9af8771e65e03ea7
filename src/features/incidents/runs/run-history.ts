import { createHash } from 'node:crypto';
import type { Job, Service } from '../../../domain/job.ts';
import type { EpochMs } from '../../../domain/time.ts';
import type { RunResult } from './streaks.ts';

/** A run that is over, and when that was seen. */
export interface EndedRun extends RunResult {
  readonly foundAt: EpochMs;
  /** It was over before the index began, so it counts as seen when it ended. */
  readonly isHistory?: true | undefined;
}

/** A backup that runs. */
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

/** What is known of the backups of one service, whoever watches it. */
export interface RunHistory {
  readonly service: Service;
  /** Runs that were seen earlier may have been told, and all about them put away. */
  readonly freshSince: EpochMs;
  /** In the order of their ends. */
  readonly runs: readonly EndedRun[];
  readonly running: readonly RunningBackup[];
  /** Runs that ended, nobody knows how: not those of before the index began. */
  readonly unclear: readonly UnclearEnd[];
  /** How long a clean run usually takes; undefined if too few were seen. */
  readonly usualMs: number | undefined;
}

const hourMs = 3_600_000;
/** Runs that ended or were seen within this time are held against what was told. */
export const historyWindowMs = 50 * hourMs;
/** Of older ones the last, so that two in a row are two in a row however seldom a service runs. */
export const mostOlderRuns = 6;
const fewestForUsual = 3;
const longestId = 40;

/** What distinguishes a job from others; undefined if it has neither an id nor a time. */
export function runIdOf({ id, startedAt, finishedAt }: Pick<Job, 'id' | 'startedAt' | 'finishedAt'>) {
  if (id !== undefined && id !== '') return id.length <= longestId ? id : shortened(id);
  const at = startedAt ?? finishedAt;
  return at === undefined ? undefined : `@${at}`;
}

/** A job that is over, as a run; one whose end isn't known counts at its start. Undefined if it has no time at all. */
export function runOfJob(job: Job, location: string | undefined): RunResult | undefined {
  const { startedAt, state } = job;
  const [id, endedAt] = [runIdOf(job), endOf(job) ?? startedAt];
  if (id === undefined || endedAt === undefined || state === undefined || state === 'inProgress')
    return undefined;
  return { id, state, startedAt, endedAt, ...(location !== undefined && { location }) };
}

/** When a job ended; undefined if it doesn't tell. */
export function endOf({ startedAt, finishedAt, durationMs }: Job): EpochMs | undefined {
  if (finishedAt !== undefined) return finishedAt;
  return startedAt === undefined || durationMs === undefined ? undefined : startedAt + durationMs;
}

/** A short text that no other one has. */
export function shortened(text: string): string {
  return `#${createHash('sha256').update(text).digest('hex').slice(0, 24)}`;
}

/** The middle of how long clean runs took. */
export function usualDurationOf(runs: readonly RunResult[]): number | undefined {
  const took = runs
    .filter(({ state, startedAt }) => state === 'finished' && startedAt !== undefined)
    .map(({ startedAt, endedAt }) => endedAt - (startedAt ?? endedAt))
    .sort((a, b) => a - b);
  return took.length < fewestForUsual ? undefined : took[Math.floor(took.length / 2)];
}

/** When a run ended, or was seen, whichever is later. */
export function lastSeenOf({ endedAt, foundAt, isHistory }: EndedRun): EpochMs {
  return isHistory ? endedAt : Math.max(endedAt, foundAt);
}
