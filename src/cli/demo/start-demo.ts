import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type App, createApp } from '../../app.ts';
import { type Config, readConfig } from '../../config.ts';
import { createLogger } from '../../telemetry/logger.ts';
import { createTurns } from '../../telemetry/turns.ts';
import { stageBadNight } from './bad-night.ts';
import { createChildren } from './children.ts';
import { DemoError } from './demo-error.ts';
import { shortLogLine } from './log-lines.ts';
import { removePortFile, writePortFile } from './port-file.ts';
import type { DemoPorts } from './ports.ts';
import type { Progress } from './progress.ts';

/** What the simulator accepts; worth nothing anywhere else. */
const simulatorCredentials = {
  AVEPOINT_CLIENT_ID: 'backup-watch-demo',
  AVEPOINT_CLIENT_SECRET: 'demo-secret-not-a-real-one',
};

/** Settings that users may try in the demo as well. */
const passedOn = [
  'AVEPOINT_JOBS_API',
  'AVEPOINT_PORTAL_URL',
  'ADMIN_USER_IDS',
  'OPERATOR_USER_IDS',
  'VIEWER_USER_IDS',
  'ASKS_PER_USER_PER_MINUTE',
] as const;

/** A demo, running or about to. */
export interface Demo {
  /**
   * Starts the three programs. Resolves with the address to open.
   *
   * @throws DemoError if a program doesn't answer
   */
  start(progress: Progress): Promise<string>;
  /** Ends all three, and removes what the demo stored. */
  end(): Promise<void>;
}

/** `onFailure` is called if the demo must end, since one of its programs has ended by itself. */
export function createDemo(
  env: NodeJS.ProcessEnv,
  ports: DemoPorts,
  onFailure: (error: DemoError) => void,
): Demo {
  const children = createChildren((name, code) =>
    onFailure(new DemoError(`The ${name} ended by itself (code ${code}), so the demo ends.`)),
  );
  /** The Playground forgets its conversations, so the demo does, too. */
  const dataDir = mkdtempSync(join(tmpdir(), 'backup-watch-demo-'));
  let app: App | undefined;
  let isEnding = false;

  /** Warnings in a line each, unless LOG_LEVEL asks for the log itself. What breaks off at the end is no news. */
  function logOf({ logLevel }: Config) {
    const isWhole = env.LOG_LEVEL !== undefined;
    const turns = createTurns();
    const write = (line: string) => {
      if (isWhole) process.stdout.write(line);
      else if (!isEnding) console.log(shortLogLine(line));
    };
    return { log: createLogger(logLevel, turns, { write }), turns };
  }

  return {
    async start({ step }) {
      const simulatorUrl = `http://127.0.0.1:${ports.simulator}`;
      const startSimulator = async () => {
        children.run('simulator', ['--import', 'tsx', 'simulator/index.ts'], {
          PORT: String(ports.simulator),
        });
        await children.answering(`${simulatorUrl}/_switches`);
        await stageBadNight(simulatorUrl);
      };
      await step(
        { during: 'Starting the simulated AvePoint', done: 'Simulated AvePoint', where: simulatorUrl },
        startSimulator,
      );

      const botUrl = `http://127.0.0.1:${ports.bot}`;
      const startBot = async () => {
        const config = readConfig({
          ...simulatorCredentials,
          ...Object.fromEntries(passedOn.map(name => [name, env[name]])),
          AVEPOINT_GRAPH_URL: simulatorUrl,
          AVEPOINT_TOKEN_URL: `${simulatorUrl}/connect/token`,
          DEFAULT_TIME_ZONE: Intl.DateTimeFormat().resolvedOptions().timeZone,
          DATA_DIR: dataDir,
          LOG_LEVEL: env.LOG_LEVEL ?? 'warn',
          WATCH_INTERVAL_SECONDS: env.WATCH_INTERVAL_SECONDS ?? '5',
          PORT: String(ports.bot),
        });
        app = await createApp(config, logOf(config));
        await app.listen();
      };
      await step({ during: 'Starting Backup Watch', done: 'Backup Watch', where: botUrl }, startBot);

      const playgroundUrl = `http://localhost:${ports.playground}`;
      const startPlayground = async () => {
        const playground = fileURLToPath(import.meta.resolve('@microsoft/m365agentsplayground/cli.js'));
        const args = ['--port', String(ports.playground), '--channel-id', 'msteams', '--disable-telemetry'];
        const settings = { BOT_ENDPOINT: `${botUrl}/api/messages`, TEAMSAPPTESTER_BROWSER: 'none' };
        children.run('Playground', [playground, 'start', ...args], settings);
        await children.answering(`http://127.0.0.1:${ports.playground}/_debug/ping`);
      };
      await step(
        { during: 'Starting Agents Playground', done: 'Agents Playground', where: playgroundUrl },
        startPlayground,
      );
      writePortFile(ports.simulator);
      return playgroundUrl;
    },
    async end() {
      isEnding = true;
      removePortFile();
      const ended = children.end();
      await app?.close();
      await ended;
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
