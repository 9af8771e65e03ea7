import { JobSourceError, type QueuedRequest } from '../domain/job-source.ts';
import type { Log } from '../domain/log.ts';
import type { AttemptOutcome, Meter, MeteredApi } from '../domain/meter.ts';
import { type Clock, type MonotonicMs, msBetween, msUntil, plusMs } from '../domain/time.ts';
import { attemptInTurn } from './attempt-in-turn.ts';
import { failureOf, type ServiceName, timedOut } from './errors.ts';
import type { HttpResponse, Outcome } from './http.ts';
import { decideNext } from './retry-policy.ts';

export interface RetryDependencies {
  readonly clock: Clock;
  readonly sleep: (ms: number) => Promise<void>;
  readonly random: () => number;
  readonly log: Log;
  readonly meter?: Meter;
}

export interface RetriedRequest {
  readonly service: ServiceName;
  /** For the metrics. */
  readonly api: MeteredApi;
  /** For the log: method, path and query. */
  readonly what: string;
  /** The limit of one attempt, if more than that is left. */
  readonly timeoutMs: number;
  /** 5 unless given. */
  readonly mostAttempts?: number | undefined;
  readonly until: MonotonicMs;
  /** Waits for a free connection before each attempt; undefined if none is waited for. */
  readonly queued?: QueuedRequest | undefined;
  readonly attempt: (limitMs: number) => Promise<Outcome>;
  /** Told before each wait: when it ends, and the error that stands if nobody can wait so long. */
  readonly onWait?: (endsAt: MonotonicMs, error: JobSourceError) => void;
}

/**
 * Attempts a request until the policy is content or the time is over. Resolves to an answer that no retry would
 * better, whatever its status; throws the `JobSourceError` of the last failure, except that a time-out or `busy` never hides
 * a failure that told more. Throws `busy` for a time-out that our own queue has caused.
 */
export async function sendWithRetries(
  { clock, sleep, random, log, meter }: RetryDependencies,
  { service, api, what, timeoutMs, mostAttempts, until, queued, attempt, onWait }: RetriedRequest,
): Promise<HttpResponse> {
  let told: JobSourceError | undefined;
  // A time-out tells less than what went before, and AvePoint isn't to blame for what our own queue took.
  const late = () => told ?? queued?.lateError() ?? timedOut(service);

  for (let count = 1; ; count++) {
    const { outcome, endedAt, tookMs } = await attemptInTurn({
      ...{ clock, queued, until, timeoutMs, attempt, late },
    }).catch(error => {
      throw error instanceof JobSourceError ? (told ?? error) : error;
    });
    const status = outcome.kind === 'response' ? outcome.status : outcome.kind;
    log.debug({ request: what, status, ms: Math.round(tookMs), attempt: count }, `Asked the ${service}`);
    meter?.count('apiRequests', 1, { api, outcome: meteredOutcome(outcome) });
    meter?.observe('apiSeconds', tookMs / 1_000, { api });

    const next = decideNext({
      ...{ outcome, attempt: count, mostAttempts, random: random() },
      ...{ now: clock.now(), leftMs: msBetween(endedAt, until) },
    });
    if (next.kind === 'accept' && outcome.kind === 'response') return outcome;
    const error = failureOf(service, outcome, next.kind === 'accept' ? undefined : next.retryAt);
    if (next.kind !== 'retry') throw outcome.kind === 'timed-out' ? late() : error;
    // A time to ask again that was waited for is over.
    if (told === undefined || outcome.kind !== 'timed-out') told = failureOf(service, outcome, undefined);

    log.warn({ request: what, status, attempt: count, waitMs: next.waitMs }, `Asking the ${service} again`);
    meter?.count('apiRetries', 1, { api });
    const endsAt = plusMs(endedAt, next.waitMs);
    onWait?.(endsAt, error);
    await sleep(next.waitMs);
    // A timer may wake a moment early, and a Retry-After is never cut short.
    const restMs = msUntil(endsAt, clock);
    if (restMs > 0) await sleep(Math.min(restMs, next.waitMs));
  }
}

const ownStatuses: ReadonlySet<string> = new Set(['401', '403', '404', '429']);
const classes: ReadonlySet<string> = new Set(['2xx', '3xx', '4xx', '5xx']);

/** A body may claim any number for its status, so that not even its class is sure to be one. */
function meteredOutcome(outcome: Outcome): AttemptOutcome {
  if (outcome.kind !== 'response') return outcome.kind;
  const status = String(outcome.status);
  if (ownStatuses.has(status)) return status as AttemptOutcome;
  const itsClass = `${Math.floor(outcome.status / 100)}xx`;
  return classes.has(itsClass) ? (itsClass as AttemptOutcome) : 'odd';
}
