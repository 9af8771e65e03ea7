import { randomBytes } from 'node:crypto';
import { createGroups, type ReadParts } from '../checks/checks.ts';
import type { Finding } from '../checks/finding.ts';
import { endingLines, isPassed, reportWidth, sectionLines } from '../checks/report.ts';
import { runGroups } from '../checks/run.ts';
import { takeEnvironment } from '../config/environment.ts';
import { readAvePoint } from '../config/read-avepoint.ts';
import { readIdentity } from '../config/read-identity.ts';
import { readProxies } from '../config/read-proxies.ts';
import { readStore } from '../config/read-store.ts';
import { createSettings, type Env, type Settings } from '../config/settings.ts';
import { type FoundSettings, withVaultSecrets } from '../config/vault-secrets.ts';
import { type Config, ConfigError, readConfig } from '../config.ts';
import { noProxy } from '../domain/proxy.ts';
import { plusMs } from '../domain/time.ts';
import { createAgent, createFetch } from '../network/agent.ts';
import { systemClock } from '../system-clock.ts';

/** All requests end by the first limit. What hangs in spite of it is given up at the second. */
const answersMs = 90_000;
const wholeMs = 95_000;

/** If WATCH_INTERVAL_SECONDS can't be read. */
const usualIntervalMs = 60_000;

const startedAt = Date.now();
const begunAt = systemClock.monotonic();
const environment = process.argv[2] ?? 'dev';
const env = takeEnvironment(process.env);
const style = {
  width: reportWidth(process.stdout.columns),
  isColoured: process.stdout.isTTY === true && !env.NO_COLOR,
};
const parts = await readParts(env);
const groups = createGroups({
  parts,
  manifest: {
    folder: process.cwd(),
    environment,
    shell: env,
    botId: env.BOT_ID || env.CLIENT_ID || undefined,
  },
  nodeVersion: process.versions.node,
  clock: systemClock,
  newKey: () => randomBytes(8).toString('hex'),
  fetch: createFetch(createAgent({ proxies: parts.proxies, connectTimeoutMs: 5_000 })),
  until: plusMs(begunAt, answersMs),
});

const findings: Finding[] = [];
console.log('Backup Watch: trying what is configured here');
for await (const section of runGroups(groups, { clock: systemClock, until: plusMs(begunAt, wholeMs) })) {
  findings.push(...section.findings);
  console.log(sectionLines(section, style).join('\n'));
}
console.log(endingLines(findings, style).join('\n'));
// Exits without waiting for what hangs, but not before everything is printed.
process.stdout.write('', () => process.exit(isPassed(findings) ? 0 : 1));

/** Reads the settings as the bot does at its start. If they're refused, reads the parts one by one. */
async function readParts(own: Env): Promise<ReadParts> {
  let config: Config | undefined;
  const problems: string[] = [];
  const complaining = async (read: () => Promise<void>) => {
    try {
      await read();
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems.push(...error.problems);
    }
  };
  let found: FoundSettings = { env: own, expiries: [] };
  await complaining(async () => {
    found = await withVaultSecrets(own);
  });
  await complaining(async () => {
    config = readConfig(found.env, found);
  });
  const part = <T>(read: (settings: Settings) => T): T | undefined => {
    const settings = createSettings(found.env);
    const value = read(settings);
    return settings.problems.length === 0 ? value : undefined;
  };
  return {
    problems,
    warnings: config?.warnings ?? [],
    expiries: config?.expiries ?? found.expiries,
    proxies: part(readProxies) ?? noProxy,
    otherAddresses: [found.env.KEY_VAULT_URL, found.env.HEARTBEAT_URL],
    avePoint: part(settings => readAvePoint(settings, startedAt)),
    watchIntervalMs: config?.watchIntervalMs ?? usualIntervalMs,
    store: part(readStore),
    bot: part(settings => ({ identity: readIdentity(settings, startedAt) })),
  };
}
