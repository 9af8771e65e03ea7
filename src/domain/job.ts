import type { EpochMs, Span } from './time.ts';

/** The kinds of job. */
export const jobTypes = ['backup', 'restore', 'export', 'delete', 'retention'] as const;
export type JobType = (typeof jobTypes)[number];

/** The Microsoft 365 services that are backed up. */
export const services = [
  'exchange',
  'sharepoint',
  'onedrive',
  'groups',
  'project',
  'publicFolder',
  'teams',
  'vivaEngage',
  'teamsChat',
  'powerBi',
  'powerAutomate',
  'powerApps',
] as const;
export type Service = (typeof services)[number];

/** The states of a job. Three of them are bad ends: failed, with exceptions and partial. */
export const jobStates = [
  'inProgress',
  'finished',
  'failed',
  'finishedWithException',
  'partiallyFinished',
] as const;
export type JobState = (typeof jobStates)[number];

/** The ends of a job that leave something unprotected. */
export const badStates = ['failed', 'partiallyFinished', 'finishedWithException'] as const;
export type BadState = (typeof badStates)[number];

/** Returns true for one of the bad ends. */
export function isBad(state: JobState | undefined): state is BadState {
  return badStates.some(bad => bad === state);
}

/** Objects (mailboxes, sites, …) that a job processed. A count that AvePoint doesn't send is undefined. */
export interface ObjectCounts {
  readonly total: number | undefined;
  readonly failed: number | undefined;
  readonly successful: number | undefined;
  readonly skipped: number | undefined;
}

/** An error of a job, which occurred `count` times. Its message comes from outside: show it as plain text. */
export interface JobError {
  readonly message: string;
  readonly helpUrl: string | undefined;
  readonly count: number | undefined;
}

/**
 * One run. Fields that the source didn't send, or sent in an unreadable form, are undefined. Type and service aren't
 * part of it: only the query that found the job knows them.
 */
export interface Job {
  readonly id: string | undefined;
  /** Undefined for an undocumented state, which is then in `stateText`. */
  readonly state: JobState | undefined;
  readonly stateText: string | undefined;
  readonly startedAt: EpochMs | undefined;
  readonly finishedAt: EpochMs | undefined;
  readonly durationMs: number | undefined;
  readonly objects: ObjectCounts | undefined;
  readonly errors: readonly JobError[];
}

/** Selects jobs. A field that is undefined matches all. */
export interface JobFilter {
  readonly type: JobType | undefined;
  readonly service: Service | undefined;
  readonly state: JobState | undefined;
}

/** One page of the jobs that a filter and a span of start times select. */
export interface JobQuery extends JobFilter {
  readonly span: Span;
  /** A documented multi-geo location, if the source knows locations. Undefined: the one of the settings, or all. */
  readonly location?: string | undefined;
  /** Zero-based. */
  readonly pageIndex: number;
  readonly pageSize: number;
}

/** The result of a `JobQuery`. */
export interface JobPage {
  readonly jobs: readonly Job[];
  /** The number of all matches, if the source counts as documented; see `hasMore`. */
  readonly totalCount: number;
  /** The source says that there is a next page. False also if it never says so. */
  readonly hasMore: boolean;
}
