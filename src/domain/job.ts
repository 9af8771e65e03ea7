import type { EpochMs, Span } from './time.ts';

/** What kinds of job there are. */
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

/** The states a job can be in. Three of them are bad ends: failed, with exceptions and partial. */
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

/** Objects (mailboxes, sites, …) that a job went through. A count that was not told is undefined. */
export interface ObjectCounts {
  readonly total: number | undefined;
  readonly failed: number | undefined;
  readonly successful: number | undefined;
  readonly skipped: number | undefined;
}

/** An error that a job met, as often as `count` says. Its words come from outside: show them as plain text. */
export interface JobError {
  readonly message: string;
  readonly helpUrl: string | undefined;
  readonly count: number | undefined;
}

/**
 * One run. What the source did not tell, or told in a form nobody can read, is undefined: a job is shown as far
 * as it is sound. Its type and service are not part of it: only the query that found it knows them.
 */
export interface Job {
  readonly id: string | undefined;
  /** Undefined for a state that is not documented; `stateText` then has it as it came. */
  readonly state: JobState | undefined;
  readonly stateText: string | undefined;
  readonly startedAt: EpochMs | undefined;
  readonly finishedAt: EpochMs | undefined;
  readonly durationMs: number | undefined;
  readonly objects: ObjectCounts | undefined;
  readonly errors: readonly JobError[];
}

/** Which jobs are meant. A filter that is undefined means all. */
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

/** What the source answered to a `JobQuery`. */
export interface JobPage {
  readonly jobs: readonly Job[];
  /** All matches of the query, if the source counts as it is believed to; see `hasMore`. */
  readonly totalCount: number;
  /** The source itself says that a further page follows. False also if it never says so. */
  readonly hasMore: boolean;
}
