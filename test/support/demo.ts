import { type ChildProcess, spawn } from 'node:child_process';
import { freePorts } from './free-ports.ts';

/** The demo as a user starts it, on ports of its own. */
export interface Demo {
  readonly botUrl: string;
  readonly simulatorUrl: string;
  readonly playgroundUrl: string;
  /** What it has printed so far. */
  printed(): string;
  /** Sends `signal` and resolves with the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts the demo; rejects with what it printed if it ends before it is ready. */
export async function startDemo(env: Readonly<Record<string, string>> = {}): Promise<Demo> {
  const [bot, simulator, playground] = await freePorts(3);
  const ports = { PORT: `${bot}`, SIMULATOR_PORT: `${simulator}`, PLAYGROUND_PORT: `${playground}` };
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/demo.ts'], {
    // Tests ask faster than any user does.
    env: {
      ...process.env,
      TZ: 'UTC',
      LOG_LEVEL: 'silent',
      ASKS_PER_USER_PER_MINUTE: '0',
      ...ports,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed = await readiness(child);
  return {
    printed,
    botUrl: `http://127.0.0.1:${bot}`,
    simulatorUrl: `http://127.0.0.1:${simulator}`,
    playgroundUrl: `http://127.0.0.1:${playground}`,
    stop: (signal = 'SIGTERM') =>
      new Promise(resolve => {
        if (child.exitCode !== null) return resolve(child.exitCode);
        child.once('exit', resolve);
        child.kill(signal);
      }),
  };
}

/** What a demo that is not to start prints, and the code it ends with. */
export async function failingDemo(
  env: Readonly<Record<string, string>>,
): Promise<{ output: string; code: number }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/demo.ts'], {
    env: { ...process.env, ...env },
  });
  let output = '';
  child.stdout.on('data', chunk => (output += chunk));
  child.stderr.on('data', chunk => (output += chunk));
  const code = await new Promise<number>(resolve => child.once('exit', code => resolve(code ?? -1)));
  return { output, code };
}

/** Resolves with what it printed, now and later. */
function readiness(child: ChildProcess): Promise<() => string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const read = (chunk: Buffer) => {
      output += chunk;
      if (output.includes('Ctrl-C ends the demo.')) resolve(() => output);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', code => reject(new Error(`the demo ended with ${code}:\n${output}`)));
  });
}
