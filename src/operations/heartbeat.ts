import type { Log } from '../domain/log.ts';
import type { PartName } from '../domain/meter.ts';
import { ProxyError } from '../domain/proxy-error.ts';
import { type Clock, type MonotonicMs, msSince } from '../domain/time.ts';
import type { Health } from './readiness.ts';

export interface HeartbeatParts {
  /** Fetched while all is well; undefined to fetch nothing. Many services put a token into it, so it's never shown. */
  readonly url: string | undefined;
  readonly health: () => Promise<Health>;
  readonly fetch: typeof fetch;
  readonly clock: Pick<Clock, 'monotonic'>;
  /** Waits. Rejects when the product stops. */
  readonly later: (ms: number) => Promise<void>;
  /** Aborted when the product stops. */
  readonly ending: AbortSignal;
  readonly log: Log;
}

const beatEveryMs = 60_000;
/** How often health is checked; more often while something is wrong. */
const [checkEveryMs, recheckEveryMs] = [15_000, 5_000];
const timeoutMs = 10_000;
/**
 * How often a lasting failure is logged again. Alert rules cover the last quarter of an hour: see
 * infra/modules/alerts.bicep.
 */
const remindEveryMs = 10 * 60_000;

/**
 * Checks the health for as long as the product runs, so that its gauges are current and the log has each change.
 * Fetches `url` once a minute while the health is good, so that the monitoring service there notices when it isn't.
 * Resolves when the product stops.
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
      const pauseMs = now.isGood ? checkEveryMs : recheckEveryMs;
      await later(Math.max(0, pauseMs - msSince(startedAt, clock)));
    }
  } catch {
    // The product stops.
  }
}

/**
 * Logs when other parts fail than before, and again every ten minutes while they do. A failure that is over with the
 * next check, as at the start, isn't logged.
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

/** Sends a heartbeat. Returns why it failed; undefined if it was accepted. */
async function beat(
  url: string,
  { fetch, ending }: Pick<HeartbeatParts, 'fetch' | 'ending'>,
): Promise<string | undefined> {
  try {
    const signal = AbortSignal.any([ending, AbortSignal.timeout(timeoutMs)]);
    const response = await fetch(url, { redirect: 'manual', signal });
    await response.body?.cancel();
    return response.ok ? undefined : `it was answered with status ${response.status}`;
  } catch (error) {
    const { cause } = error as Partial<Error>;
    return `it could not be sent (${cause instanceof ProxyError ? cause.message : codeOf(error)})`;
  }
}

/** Returns the error's code, since its message may have the address. */
function codeOf(error: unknown): string {
  const { cause, name } = error as { cause?: { code?: unknown }; name?: string };
  return typeof cause?.code === 'string' ? cause.code : (name ?? 'no answer');
}
