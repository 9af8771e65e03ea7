import type { Job, JobPage, JobQuery } from './job.ts';
import type { EpochMs, MonotonicMs } from './time.ts';

/** Finds single jobs. Every call ends by `until`, with an answer or a `JobSourceError`. */
export interface JobFinder {
  /** Resolves to true if the source has a request for one job. To know that may take a request of its own. */
  canFindJob(until: MonotonicMs): Promise<boolean>;
  /**
   * Resolves to undefined if the source has no job of this id. Rejects with `not-found` if it has no request for one job.
   * `location` is that of `JobQuery`, except that without any the central location may be the only one searched.
   */
  job(id: string, until: MonotonicMs, location?: string): Promise<Job | undefined>;
}

/**
 * Reads jobs. Every call ends by `until`, with an answer or a `JobSourceError`. A page never has more jobs than were asked for
 * or than it counts, and a first page that counts jobs has some.
 */
export interface JobSource extends JobFinder {
  page(query: JobQuery, until: MonotonicMs): Promise<JobPage>;
}

/** Stands around a source, lets everything through and sees what is asked. */
export type Noting = (source: JobSource) => JobSource;

/**
 * Why the source gave no answer:
 * - `rejected`: it refused the parameters (400)
 * - `unauthorised`: it does not accept who we are (401, or no token to be had)
 * - `forbidden`: we lack `permission` (403)
 * - `not-found`: nothing is at that address (404); a wrong AVEPOINT_GRAPH_URL or AVEPOINT_JOBS_API is the likely cause
 * - `rate-limited`: asked too often (429); `retryAt` is when to ask again, if the service named a time
 * - `unavailable`: no connection, or the service itself failed (5xx); with `retryAt` as above
 * - `timed-out`: no answer in time
 * - `malformed`: an answer that is not of the documented shape
 */
export type JobSourceErrorCode =
  | 'rejected'
  | 'unauthorised'
  | 'forbidden'
  | 'not-found'
  | 'rate-limited'
  | 'unavailable'
  | 'timed-out'
  | 'malformed';

export interface JobSourceErrorDetails {
  readonly retryAt?: EpochMs | undefined;
  readonly permission?: string | undefined;
  /** The identity service does not know us, or not by this secret or certificate: it says `invalid_client`. */
  readonly isClientRefused?: boolean | undefined;
  /** The service's own ids of the failed request, which its support asks for. For the log only. */
  readonly requestId?: string | undefined;
  readonly traceId?: string | undefined;
  readonly cause?: unknown;
}

/** The message is for the log, never for a card; it holds neither secrets nor bodies. */
export class JobSourceError extends Error {
  override readonly name = 'JobSourceError';
  readonly code: JobSourceErrorCode;
  readonly details: JobSourceErrorDetails;

  constructor(code: JobSourceErrorCode, message: string, details: JobSourceErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.code = code;
    this.details = details;
  }
}
