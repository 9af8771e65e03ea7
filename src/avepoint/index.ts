import type { JobSource } from '../domain/job-source.ts';
import type { Log } from '../domain/log.ts';
import { noProxy } from '../domain/proxy.ts';
import type { ScheduleSource } from '../domain/schedule.ts';
import type { Clock, EpochMs, MonotonicMs } from '../domain/time.ts';
import { type AgentOptions, createAgent } from '../network/agent.ts';
import { createClockDifference } from './clock-difference.ts';
import { createGet } from './get.ts';
import { createSend } from './http.ts';
import { createJobSource } from './job-source.ts';
import { createScheduleSource } from './schedule.ts';
import { type AvePointDependencies, type JobsApiName, settingsPermission } from './settings.ts';
import { createShapes } from './shapes.ts';
import { createTokenSource } from './token-source.ts';

export { locations } from './locations.ts';
export type { AvePointDependencies, AvePointSettings, JobsApiChoice, JobsApiName } from './settings.ts';

export interface AvePointJobSource {
  readonly source: JobSource;
  /**
   * The same jobs, for requests that no person waits for: over connections and with a time limit of its own, and without
   * retries. Only a refused token leads to a second attempt, with a fresh one. The caller decides when to ask again:
   * `retryAt` of an error is what AvePoint asked for, however far away.
   */
  readonly background: JobSource;
  readonly schedule: ScheduleSource;
  /** The published shape that answers; undefined until a request has found it out. */
  shape(): JobsApiName | undefined;
  /** How far AvePoint's clock is ahead of ours (negative: behind); undefined before the first answer that has a `Date`. */
  clockAheadMs(): number | undefined;
  /** The clock by which AvePoint's jobs are judged: AvePoint's, if this machine's is more than a minute off. */
  readonly clock: Clock;
  /** By how much that clock and AvePoint's may differ. */
  uncorrectedMs(): number;
  /** Takes a moment by AvePoint's clock that has just passed, as another process has measured it. */
  saw(at: EpochMs): void;
  /** Resolves while there is a token to ask for jobs with; fetches one if none is kept. Rejects as `source` does. */
  signedIn(until: MonotonicMs): Promise<void>;
  /** Ends all connections, and with them the requests under way. */
  close(): Promise<void>;
}

/** At most so many requests of people at the same time. */
const connections = 32;
/** Also the number of background requests that AvePoint gets at the same time. */
const backgroundConnections = 2;

/**
 * The jobs of AvePoint Cloud Backup, over HTTP, in the published shape that `settings.jobsApi` names, or that is found to
 * answer. Every call ends by its `until`, retries, waits and the token included, with an answer that was checked or a
 * `JobSourceError`. A job that the API does not know (404, whatever sent it) is undefined.
 */
export function createAvePointJobSource(dependencies: AvePointDependencies): AvePointJobSource {
  const { settings, log, dispatcher, onClockSet } = dependencies;
  const { timeoutMs, backgroundTimeoutMs } = settings;
  const { proxies = noProxy } = dependencies;
  const agent = dispatcher ?? createAgent({ ...agentOptions(timeoutMs), proxies });
  const backgroundAgent =
    dispatcher ??
    createAgent({ ...agentOptions(backgroundTimeoutMs), connections: backgroundConnections, proxies });
  const send = createSend(agent);
  const difference = createClockDifference(dependencies.clock, onClockSet);
  const { clock } = difference;
  const measured = difference.measured(send);
  const tokensOf = (permission?: string) =>
    createTokenSource(settings, { ...dependencies, clock, send }, permission);
  const tokens = tokensOf();

  const get = createGet(dependencies, { send: measured, tokens, api: 'jobs', timeoutMs });
  const getInBackground = createGet(dependencies, {
    send: difference.measured(createSend(backgroundAgent)),
    tokens,
    api: 'index',
    timeoutMs: backgroundTimeoutMs,
    mostAttempts: 1,
  });
  const getSchedule = createGet(dependencies, {
    send: measured,
    tokens: tokensOf(settingsPermission),
    api: 'schedule',
    timeoutMs,
  });

  const shapes = createShapes(settings, log);
  const parts = { shapes, clock, log, onLink: createLinkWarning(settings.graphUrl, log) };
  const { source, shape } = createJobSource({ ...parts, get });
  const background = createJobSource({ ...parts, get: getInBackground });
  return {
    source,
    background: background.source,
    schedule: createScheduleSource({ get: getSchedule, shape, location: settings.location, clock }),
    shape: () => shapes.known()?.name,
    clockAheadMs: difference.aheadMs,
    clock,
    uncorrectedMs: difference.uncorrectedMs,
    saw: difference.saw,
    async signedIn(until) {
      await tokens.get(until);
    },
    async close() {
      if (dispatcher === undefined) await Promise.all([agent.destroy(), backgroundAgent.destroy()]);
    },
  };
}

/** The limits of time are those of `Send`, except for connecting. */
export function agentOptions(connectTimeoutMs: number): Omit<AgentOptions, 'proxies'> {
  return { connectTimeoutMs, connections, headersTimeout: 0, bodyTimeout: 0 };
}

/** Warns once of a link that leads to another origin. Links are never followed. */
function createLinkWarning(graphUrl: string, log: Log): (link: string | undefined) => void {
  const base = new URL(graphUrl);
  let hasWarned = false;
  return link => {
    if (hasWarned || link === undefined || originOf(link, base) === base.origin) return;
    hasWarned = true;
    log.warn({}, 'NextLink leads to another origin; it is only taken as a sign of a further page');
  };
}

function originOf(link: string, base: URL): string | undefined {
  return URL.canParse(link, base.href) ? new URL(link, base.href).origin : undefined;
}
