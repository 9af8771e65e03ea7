import { createHttpEnd, type HttpEnd } from '../http/server.ts';
import { readAtOf, troubleOf } from '../job-index/queries/doubt.ts';
import { keepBeating } from '../operations/heartbeat.ts';
import { createProbes } from '../operations/probes.ts';
import { createHealth, type Health, readinessOf } from '../operations/readiness.ts';
import type { TeamsBot } from '../teams/teams-bot.ts';
import type { Connection } from './connection.ts';
import type { Reading } from './reading.ts';
import type { Runtime } from './runtime.ts';
import type { Stored } from './stored.ts';

/** Returns a function that checks every part of this process. */
export function createHealthCheck(
  { config, clock, meter }: Runtime,
  { store, passes }: Stored,
  { avePoint, jobsClock, journal, index }: Reading,
  { adapter, teamsToken }: Connection,
): () => Promise<Health> {
  const probes = createProbes({
    store,
    checkIndexFile: () => journal.checkFile?.(),
    signedIn: avePoint.signedIn,
    teamsToken: async () => adapter.keysTrouble() ?? teamsToken.trouble(),
    index: () => ({ readAt: readAtOf(index), now: jobsClock.now(), trouble: troubleOf(index) }),
    intervalMs: config.watchIntervalMs,
    passes,
    clock,
  });
  return createHealth({ probes, meter, clock });
}

/** The HTTP server: Teams' requests, health and metrics. */
export function createServer(runtime: Runtime, bot: TeamsBot, health: () => Promise<Health>): HttpEnd {
  const { config, metrics, noteRefused, log } = runtime;
  return createHttpEnd({
    bot,
    isLocalMode: config.identity === undefined,
    metrics,
    metricsToken: config.metricsToken,
    ready: async () => readinessOf(await health()),
    noteRefused,
    log,
  });
}

/** Sends heartbeats until this process stops. */
export function sendHeartbeats(
  { config, clock, later, ending, log }: Runtime,
  { fetchOutside }: Connection,
  health: () => Promise<Health>,
): Promise<void> {
  return keepBeating({
    url: config.heartbeatUrl,
    health,
    fetch: fetchOutside,
    clock,
    later,
    ending,
    log,
  });
}
