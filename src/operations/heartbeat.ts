import type { Log } from '../domain/log.ts';
import type { PartName } from '../domain/meter.ts';
import { ProxyError } from '../domain/proxy-error.ts';
import { type Clock, type MonotonicMs, msSince } from '../domain/time.ts';
import type { Health } from './readiness.ts';

export interface HeartbeatParts {
  /** Fetched while all is well; undefined if nothing is. Many services put a token into it, so it's never shown. */
  readonly url: string | undefined;
  readonly health: () => Promise<Health>;
  readonly fetch: typeof fetch;
  readonly clock: Pick<Clock, 'monotonic'>;
  /** Rejects when the product ends. */
  readonly later: (ms: number) => Promise<void>;
  /** Aborted when the product ends. */
  readonly ending: AbortSignal;
  readonly log: Log;
}

const beatEveryMs = 60_000;
/** How often health is checked; sooner again if something is wrong. */
const [lookEveryMs, lookAgainMs] = [15_000, 5_000];
const limitMs = 10_000;
/** How often trouble that lasts is logged again. Alert rules look at the last quarter of an hour: see infra/modules/alerts.bicep. */
const remindEveryMs = 10 * 60_000;

/**
 * Checks the health for as long as the product runs, so that its gauges are true and the log has each change. Fetches `url` once a
 * minute while the health is good, so that the service there notices when it isn't. Resolves when the product ends.
 */
export async function keepBeating(parts: HeartbeatParts): Promise<void> {
  const { url, health, clock, later, log } = parts;
  const reportHealth = createHealthReport(log, clock);
  const reportBeat = createBeatReport(log);
  let beatAt: MonotonicMs | undefined;
  try {
    for (;;) {
      const startedAt = clock.monotonic();
      const now = await health();
      reportHealth(now);
      const isDue = beatAt === undefined || msSince(beatAt, clock) >= beatEveryMs;
      if (url !== undefined && now.isGood && isDue) {
        beatAt = startedAt;
        reportBeat(await beat(url, parts));
      }
      const pauseMs = now.isGood ? lookEveryMs : lookAgainMs;
      await later(Math.max(0, pauseMs - msSince(startedAt, clock)));
    }
  } catch {
    // The product ends.
  }
}

/**
 * Logs when other parts are in trouble than before, and again every ten minutes while they are. What is over with the next look, as
 * at the start, isn't logged.
 */
function createHealthReport(log: Log, clock: Pick<Clock, 'monotonic'>): (health: Health) => void {
  let logged = '';
  let loggedAt = clock.monotonic();
  let before = '';
  return ({ parts }) => {
    const troubles: Partial<Record<PartName, string>> = {};
    for (const { name, trouble } of parts) if (trouble !== undefined) troubles[name] = trouble;
    const now = Object.keys(troubles).join();
    const isReminder = now !== '' && msSince(loggedAt, clock) >= remindEveryMs;
    if (now === before && (now !== logged || isReminder)) {
      logged = now;
      loggedAt = clock.monotonic();
      if (now === '') log.info({}, 'health check passed again');
      else log.warn({ troubles }, 'health check failed');
    }
    before = now;
  };
}

function createBeatReport(log: Log): (trouble: string | undefined) => void {
  let before: string | undefined;
  return trouble => {
    if (trouble !== undefined && trouble !== before) log.warn({ reason: trouble }, 'heartbeat failed');
    if (trouble === undefined && before !== undefined) log.info({}, 'heartbeat sent again');
    before = trouble;
  };
}

/** Returns why the beat wasn't taken; undefined if it was. */
async function beat(
  url: string,
  { fetch, ending }: Pick<HeartbeatParts, 'fetch' | 'ending'>,
): Promise<string | undefined> {
  try {
    const signal = AbortSignal.any([ending, AbortSignal.timeout(limitMs)]);
    const response = await fetch(url, { redirect: 'manual', signal });
    await response.body?.cancel();
    return response.ok ? undefined : `it was answered with status ${response.status}`;
  } catch (error) {
    const { cause } = error as Partial<Error>;
    return `it could not be sent (${cause instanceof ProxyError ? cause.message : codeOf(error)})`;
  }
}

/** The message may hold the address. */
function codeOf(error: unknown): string {
  const { cause, name } = error as { cause?: { code?: unknown }; name?: string };
  return typeof cause?.code === 'string' ? cause.code : (name ?? 'no answer');
}
