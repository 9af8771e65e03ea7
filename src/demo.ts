/**
 * The whole product on one machine: an AvePoint look-alike, the bot, and Microsoft's Agents Playground to talk to
 * it. No account, no credential, nothing from the network. Ctrl-C ends all three.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type App, createApp } from './app.ts';
import { readConfig } from './config.ts';
import { OperatorError } from './domain/operator-error.ts';

/** What the simulator accepts; worth nothing anywhere else. */
const simulatorCredentials = {
  AVEPOINT_CLIENT_ID: 'backup-watch-demo',
  AVEPOINT_CLIENT_SECRET: 'demo-secret-not-a-real-one',
};

/** The demo can't start. */
class DemoError extends OperatorError {
  override readonly name = 'DemoError';
}

/** A program that hasn't ended by then is killed. */
const endMs = 3_000;

const root = fileURLToPath(new URL('..', import.meta.url));
const children: ChildProcess[] = [];
/** The Playground forgets its conversations, so the demo does, too. */
const dataDir = mkdtempSync(join(tmpdir(), 'backup-watch-demo-'));
let app: App | undefined;
let isStopping = false;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void stop(0));

try {
  await start();
} catch (error) {
  console.error(error instanceof OperatorError ? error.message : error);
  await stop(1);
}

async function start(): Promise<void> {
  const env = process.env;
  const botPort = portFrom(env, 'PORT', 3978);
  const simulatorPort = portFrom(env, 'SIMULATOR_PORT', 3979);
  const playgroundPort = portFrom(env, 'PLAYGROUND_PORT', 56_150);
  await refuseBusyPorts({ PORT: botPort, SIMULATOR_PORT: simulatorPort, PLAYGROUND_PORT: playgroundPort });

  const simulatorUrl = `http://127.0.0.1:${simulatorPort}`;
  run('simulator', ['--import', 'tsx', 'simulator/index.ts'], { PORT: String(simulatorPort) });
  await answering(`${simulatorUrl}/_switches`);
  await stageBadNight(simulatorUrl);

  app = await createApp(
    readConfig({
      ...simulatorCredentials,
      AVEPOINT_GRAPH_URL: simulatorUrl,
      AVEPOINT_TOKEN_URL: `${simulatorUrl}/connect/token`,
      AVEPOINT_JOBS_API: env.AVEPOINT_JOBS_API,
      DEFAULT_TIME_ZONE: Intl.DateTimeFormat().resolvedOptions().timeZone,
      DATA_DIR: dataDir,
      LOG_LEVEL: env.LOG_LEVEL ?? 'warn',
      WATCH_INTERVAL_SECONDS: env.WATCH_INTERVAL_SECONDS ?? '5',
      ADMIN_USER_IDS: env.ADMIN_USER_IDS,
      OPERATOR_USER_IDS: env.OPERATOR_USER_IDS,
      VIEWER_USER_IDS: env.VIEWER_USER_IDS,
      ASKS_PER_USER_PER_MINUTE: env.ASKS_PER_USER_PER_MINUTE,
      PORT: String(botPort),
    }),
  );
  const botUrl = await app.listen();

  const playground = fileURLToPath(import.meta.resolve('@microsoft/m365agentsplayground/cli.js'));
  run(
    'Playground',
    [playground, 'start', '--port', String(playgroundPort), '--channel-id', 'msteams', '--disable-telemetry'],
    { BOT_ENDPOINT: `${botUrl}/api/messages`, TEAMSAPPTESTER_BROWSER: 'none' },
  );
  await answering(`http://127.0.0.1:${playgroundPort}/_debug/ping`);
  console.log(
    `\nOpen http://localhost:${playgroundPort} and type "failed backups today". Ctrl-C ends the demo.`,
  );
}

function portFrom(env: NodeJS.ProcessEnv, name: string, fallback: number): number {
  const port = Number(env[name] || fallback);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new DemoError(`${name} is wrong: a port number from 1 to 65535.`);
}

/** The Playground would quietly take any other port, and the others would fail one by one. */
async function refuseBusyPorts(ports: Readonly<Record<string, number>>): Promise<void> {
  if (new Set(Object.values(ports)).size < Object.values(ports).length) {
    throw new DemoError(`${Object.keys(ports).join(', ')} must be three different ports.`);
  }
  const busy: string[] = [];
  for (const [name, port] of Object.entries(ports)) if (!(await isFree(port))) busy.push(`${name} (${port})`);
  if (busy.length === 0) return;
  throw new DemoError(
    `In use on this machine: ${busy.join(', ')}. Choose other ports, for example:\n` +
      '  PORT=4978 SIMULATOR_PORT=4979 PLAYGROUND_PORT=57150 npm run demo',
  );
}

/**
 * A burst of failures since midnight here, or in the last two hours: so that there is something to page through
 * at whatever time of day somebody looks.
 */
async function stageBadNight(simulatorUrl: string): Promise<void> {
  const now = Date.now();
  const from = Math.max(new Date(now).setHours(0, 0, 0, 0), now - 2 * 3_600_000);
  const steps = 24;
  const stepMs = (now - from) / steps;
  const jobs = Array.from({ length: steps }, (_, step) => {
    const startedAt = Math.floor(from + step * stepMs);
    const failed = 3 + ((step * 7) % 40);
    return {
      service: 1 + (step % 3),
      startedAt,
      endedAt: Math.floor(startedAt + stepMs / 2),
      state: 3,
      counts: { total: 180 + step, failed, successful: 180 + step - failed, skipped: 0 },
      errors: [
        {
          value: `Access denied. The app profile "Contoso Backup" was refused with error 403, request ${4100 + step}.`,
          number: failed,
        },
      ],
    };
  });
  const { ok } = await fetch(`${simulatorUrl}/_jobs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(jobs),
  });
  if (!ok) throw new DemoError('The simulator did not take the failures that the demo stages.');
}

/** Both families are tried: the Playground listens on all interfaces, the others on 127.0.0.1. */
async function isFree(port: number): Promise<boolean> {
  const canListen = (host: string | undefined) =>
    new Promise<boolean>(resolve => {
      const probe = createServer().once('error', () => resolve(false));
      probe.listen(port, host, () => probe.close(() => resolve(true)));
    });
  return (await canListen('127.0.0.1')) && (await canListen(undefined));
}

/** Starts one of the other programs. When it ends by itself, the demo ends too and says so. */
function run(name: string, args: readonly string[], env: Readonly<Record<string, string>>): void {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
    detached: true, // Ctrl-C reaches this process alone, which then ends the others in order.
  });
  children.push(child);
  child.once('exit', code => {
    if (isStopping) return;
    console.error(`The ${name} ended by itself (code ${code}), so the demo ends.`);
    void stop(1);
  });
}

async function answering(url: string): Promise<void> {
  for (let attempt = 0; attempt < 150 && !isStopping; attempt++) {
    const isUp = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) return;
    await sleep(100);
  }
  throw new DemoError(`Nothing answers at ${url}.`);
}

async function stop(code: number): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  const ended = Promise.all(children.map(end));
  await app?.close();
  await ended;
  rmSync(dataDir, { recursive: true, force: true });
  process.exit(code);
}

/** Ends a program and waits until it is gone, so that a demo started right afterwards finds its ports free. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const killing = setTimeout(() => child.kill('SIGKILL'), endMs);
  await gone;
  clearTimeout(killing);
}
