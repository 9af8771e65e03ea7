import type { JobType } from '../../domain/job.ts';
import type { JobSource } from '../../domain/job-source.ts';
import type { Log } from '../../domain/log.ts';
import { type Clock, type EpochMs, type MonotonicMs, msSince } from '../../domain/time.ts';
import type { LocationState } from '../read-state.ts';
import type { IndexWriter } from '../writer.ts';
import type { BackOff } from './back-off.ts';
import type { Budget } from './budget.ts';
import type { Requests } from './requests.ts';
import type { WindowRules } from './window.ts';

/** Requests that the reader may make in one location. */
export interface Caps {
  /** A minute, to stay up to date. */
  readonly steadyPerMinute: number;
  /** A minute more, to read the past. */
  readonly fillPerMinute: number;
  /** At once, to read the past of a small tenant within seconds. */
  readonly fillAtOnce: number;
}

/** What every part of the reader of one location works with. */
export interface ReaderContext {
  readonly location: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
  readonly writer: IndexWriter;
  readonly source: JobSource;
  readonly requests: Requests;
  readonly backOff: BackOff;
  /** For all but the first reading of the past. */
  readonly steady: Budget;
  readonly filling: Budget;
  readonly caps: Caps;
  /** How often the newest jobs and those that run are asked for. */
  readonly intervalMs: number;
  /** By how much the two clocks may differ: every window is so much wider. */
  readonly clockDifferenceMs: () => number;
  readonly rules: () => WindowRules;
  /** The last request before the running jobs of each type were listed whole. */
  readonly listed: Map<JobType, number>;
  /** False if the work is to end: the process stops, or has lost the lease. */
  readonly mayGoOn: () => boolean;
  state(): LocationState;
  update(patch: Partial<LocationState>): void;
}

/** One thing that the reader does when it is due. */
export interface ReaderTask {
  /** In the log, and by which it's tried again later. */
  readonly name: string;
  /** It waits until some of this is left. */
  readonly budget?: Budget;
  isDue(now: EpochMs): boolean;
  run(): Promise<void>;
}

/** Returns true if so much time has passed since `at` in this process, or if that hasn't come yet. */
export function hasPassed(ms: number, at: MonotonicMs | undefined, clock: Clock): boolean {
  return at === undefined || msSince(at, clock) >= ms;
}

/**
 * The same for a moment that is stored, so that the wall clock alone can say it: true also if that was set back since `at`.
 */
export function isOlder(at: EpochMs | undefined, ms: number, now: EpochMs): boolean {
  return at === undefined || now - at >= ms || at > now;
}
