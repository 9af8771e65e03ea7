import type { Job, JobPage, JobQuery } from './job.ts';
import type { EpochMs, MonotonicMs } from './time.ts';

/** A request that waits for a free connection before each of its attempts. */
export interface QueuedRequest {
  /** Resolves when an attempt may be sent, to the function that reports its end. Rejects with `busy` if that isn't so by `until`. */
  enter(until: MonotonicMs): Promise<() => void>;
  /** Returns `busy` if the request's question has waited for connections longer than for answers; undefined otherwise. */
  lateError(): JobSourceError | undefined;
}

/**
 * Finds single jobs. Every call ends by `until`, with an answer or a `JobSourceError`. With `queued`, each attempt waits for its
 * turn.
 */
export interface JobFinder {
  /** Resolves to true if the source has a request for one job. To know that may take a request of its own. */
  canFindJob(until: MonotonicMs, queued?: QueuedRequest): Promise<boolean>;
  /**
   * Resolves to undefined if the source has no job of this id. Rejects with `not-found` if it has no request for one job.
   * `location` is that of `JobQuery`, except that without any the central location may be the only one searched.
   */
  job(id: string, until: MonotonicMs, location?: string, queued?: QueuedRequest): Promise<Job | undefined>;
}

/**
 * Reads jobs. Every call ends by `until`, with an answer or a `JobSourceError`. A page never has more jobs than were asked for
 * or than it counts, and a first page that counts jobs has some.
 */
export interface JobSource extends JobFinder {
  page(query: JobQuery, until: MonotonicMs, queued?: QueuedRequest): Promise<JobPage>;
}

/** Stands around a source, lets everything through and sees what is asked. */
export type RecordRequests = (source: JobSource) => JobSource;

/**
 * Why the source gave no answer:
 * - `rejected`: it refused the parameters (400)
 * - `unauthorised`: it does not accept who we are (401, or no token to be had)
 * - `forbidden`: we lack `permission` (403)
 * - `not-found`: nothing is at that address (404); a wrong AVEPOINT_GRAPH_URL or AVEPOINT_JOBS_API is the likely cause
 * - `rate-limited`: asked too often (429); `retryAt` is when to ask again, if the service named a time
 * - `unavailable`: no connection, or the service itself failed (5xx); with `retryAt` as above
 * - `timed-out`: no answer in time
 * - `busy`: our own queue is full, or took the time that there was; AvePoint is not to blame
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
  | 'busy'
  | 'malformed';

export interface JobSourceErrorDetails {
  readonly retryAt?: EpochMs | undefined;
  readonly permission?: string | undefined;
  /** For `busy`: how many requests were waiting, the refused one among them if it was one of them. Undefined if none was. */
  readonly waiting?: number | undefined;
  /** What on this side kept a connection from coming about: not the service is to blame then. */
  readonly blockedBy?: 'proxy' | 'certificate' | undefined;
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
