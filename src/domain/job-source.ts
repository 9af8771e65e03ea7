import type { Job, JobPage, JobQuery } from './job.ts';
import type { EpochMs, MonotonicMs } from './time.ts';

/** A request that waits for a free connection before each of its attempts. */
export interface QueuedRequest {
  /**
   * Resolves when an attempt may be sent, to a function to call at its end. Rejects with `busy` if no connection gets
   * free by `until`.
   */
  enter(until: MonotonicMs): Promise<() => void>;
  /**
   * Returns `busy` if the request's question has waited for connections longer than for answers; undefined otherwise.
   */
  lateError(): JobSourceError | undefined;
}

/**
 * Finds single jobs. Every call ends by `until`, with a result or a `JobSourceError`. With `queued`, each attempt waits
 * for its turn.
 */
export interface JobFinder {
  /** Resolves to true if the source has a request for one job. Finding out may take a request of its own. */
  canFindJob(until: MonotonicMs, queued?: QueuedRequest): Promise<boolean>;
  /**
   * Resolves to undefined if the source has no job with this id. Rejects with `not-found` if it has no request for one
   * job. `location` is that of `JobQuery`, except that without any the central location may be the only one searched.
   */
  job(id: string, until: MonotonicMs, location?: string, queued?: QueuedRequest): Promise<Job | undefined>;
}

/**
 * Reads jobs. Every call ends by `until`, with a result or a `JobSourceError`. A page never has more jobs than were
 * asked for or than it counts, and a first page that counts jobs has some.
 */
export interface JobSource extends JobFinder {
  page(query: JobQuery, until: MonotonicMs, queued?: QueuedRequest): Promise<JobPage>;
}

/** Wraps a source to record its requests, without changing them. */
export type RecordRequests = (source: JobSource) => JobSource;

/**
 * Why the source gave no answer:
 * - `rejected`: it refused the parameters (400)
 * - `unauthorised`: it didn't accept the bot's credentials (401, or there is no token)
 * - `forbidden`: the bot lacks `permission` (403)
 * - `not-found`: the address doesn't exist (404), probably because AVEPOINT_GRAPH_URL or AVEPOINT_JOBS_API is wrong
 * - `rate-limited`: too many requests (429); `retryAt` is when to ask again, if the service named a time
 * - `unavailable`: no connection, or the service itself failed (5xx); with `retryAt` as above
 * - `timed-out`: no answer in time
 * - `busy`: our own queue is full, or used up the time; AvePoint isn't the reason
 * - `malformed`: an answer without the documented shape
 */
export type JobSourceErrorCode =
  | 'rejected'
  | 'unauthorised'
  | 'forbidden'
  | 'not-found'
  | 'rate-limited'
  | 'unavailable'
  | 'timed-out'
  | 'busy'
  | 'malformed';

export interface JobSourceErrorDetails {
  readonly retryAt?: EpochMs | undefined;
  readonly permission?: string | undefined;
  /**
   * For `busy`: how many requests were waiting, including the refused one if it waited. Undefined if there were none.
   */
  readonly waiting?: number | undefined;
  /** Why there was no connection, if the reason is on this side and not the service's. */
  readonly blockedBy?: 'proxy' | 'certificate' | undefined;
  /** The identity service refuses the client, or its secret or certificate, with `invalid_client`. */
  readonly isClientRefused?: boolean | undefined;
  /** The service's own ids of the failed request, for its support. For the log only. */
  readonly requestId?: string | undefined;
  readonly traceId?: string | undefined;
  readonly cause?: unknown;
}

/** An error of the source. The message is for the log, never for a card; it has no secrets and no bodies. */
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
