import type { JobSource } from '../domain/job-source.ts';
import type { Log } from '../domain/log.ts';
import type { Store } from '../domain/store.ts';
import type { Clock, EpochMs } from '../domain/time.ts';
import { inTime } from './in-time.ts';
import type { LastOutcome } from './last-outcome.ts';
import { storeAnswers } from './store-answers.ts';

export interface HeartbeatParts {
  /** Fetched while all is well. Many services put a token into it, so it is never told. */
  readonly url: string;
  readonly store: Pick<Store, 'get'>;
  readonly source: Pick<JobSource, 'page'>;
  readonly last: () => LastOutcome | undefined;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  /** Rejects when the product ends. */
  readonly later: (ms: number) => Promise<void>;
  /** Aborted when the product ends. */
  readonly ending: AbortSignal;
  readonly log: Log;
}

const everyMs = 60_000;
/** Of each of the three things that are asked. */
const limitMs = 10_000;
const windowMs = 3_600_000;

/**
 * Once a minute, for as long as the product runs: where the store answers and AvePoint did when it was last asked, `url` is
 * fetched, so that whoever listens there notices when it is not. Where nobody has asked AvePoint within the minute, or it
 * failed, one job is counted. Resolves when the product ends.
 */
export async function keepBeating(parts: HeartbeatParts): Promise<void> {
  const { clock, later, log } = parts;
  let trouble: string | undefined;
  let since = clock.now();
  try {
    for (;;) {
      const startedAt = clock.now();
      const now = await beat(parts, since);
      since = clock.now();
      if (now !== undefined && now !== trouble) log.warn({ reason: now }, 'the heartbeat is left out');
      if (now === undefined && trouble !== undefined) log.info({}, 'the heart beats again');
      trouble = now;
      await later(Math.max(0, startedAt + everyMs - clock.now()));
    }
  } catch {
    // The product ends.
  }
}

/** Beats once, or says why not. Whatever was asked of AvePoint after `since` need not be asked again. */
async function beat(
  { url, store, source, last, fetch, clock, ending }: HeartbeatParts,
  since: EpochMs,
): Promise<string | undefined> {
  const isStoreWell = await succeeds(inTime(storeAnswers(store), limitMs));
  if (!isStoreWell) return 'the store does not answer';
  const now = clock.now();
  const { at, isGood } = last() ?? { at: 0, isGood: false };
  const isKnown = isGood && at > since;
  if (!isKnown && !(await succeeds(source.page(cheapest(now), now + limitMs))))
    return 'AvePoint does not answer';
  try {
    const signal = AbortSignal.any([ending, AbortSignal.timeout(limitMs)]);
    const response = await fetch(url, { redirect: 'manual', signal });
    await response.body?.cancel();
    return response.ok ? undefined : `it was answered with status ${response.status}`;
  } catch (error) {
    return `it could not be sent (${codeOf(error)})`;
  }
}

/** How many backups have started in the last hour, and one of them. */
function cheapest(now: number) {
  const to = Math.floor(now / 1_000) * 1_000;
  const span = { from: to - windowMs, to };
  return { type: 'backup', service: undefined, state: undefined, span, pageIndex: 0, pageSize: 1 } as const;
}

function succeeds(work: Promise<unknown>): Promise<boolean> {
  return work.then(
    () => true,
    () => false,
  );
}

/** The message may hold the address. */
function codeOf(error: unknown): string {
  const { cause, name } = error as { cause?: { code?: unknown }; name?: string };
  return typeof cause?.code === 'string' ? cause.code : (name ?? 'no answer');
}
