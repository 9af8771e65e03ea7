import { createServer } from 'node:net';
import { DemoError } from './demo-error.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** Where the three programs of the demo listen. */
export interface DemoPorts {
  readonly bot: number;
  readonly simulator: number;
  readonly playground: number;
}

export const usualSimulatorPort = 3979;
const usual = { PORT: 3978, SIMULATOR_PORT: usualSimulatorPort, PLAYGROUND_PORT: 56_150 } as const;

/**
 * Returns the ports of the demo. The Playground would take any other port without a word, and the others would fail one
 * by one, so all are tried first.
 *
 * @throws DemoError if one is invalid or in use
 */
export async function freeDemoPorts(env: Env): Promise<DemoPorts> {
  const ports = Object.entries(usual).map(([name, fallback]) => ({
    name,
    port: portFrom(env, name, fallback),
  }));
  const names = ports.map(({ name }) => name).join(', ');
  if (new Set(ports.map(({ port }) => port)).size < ports.length)
    throw new DemoError(`${names} must be three different ports.`);
  const busy: string[] = [];
  for (const { name, port } of ports) if (!(await isFree(port))) busy.push(`${name} (${port})`);
  if (busy.length > 0)
    throw new DemoError(
      `In use on this machine: ${busy.join(', ')}. If that’s a demo, use it or end it.\nOtherwise choose other ports, for example:\n` +
        `  ${commandWith({ PORT: 4978, SIMULATOR_PORT: 4979, PLAYGROUND_PORT: 57_150 }, 'npm run demo')}`,
    );
  const [bot = 0, simulator = 0, playground = 0] = ports.map(({ port }) => port);
  return { bot, simulator, playground };
}

/** @throws DemoError if the setting is no port. */
export function portFrom(env: Env, name: string, fallback: number): number {
  const port = Number(env[name] || fallback);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new DemoError(`${name} is wrong: it must be a port number from 1 to 65535.`);
}

/** Returns a command with environment variables, as the usual shell of this system takes it. */
export function commandWith(env: Readonly<Record<string, number>>, command: string): string {
  const pairs = Object.entries(env);
  return process.platform === 'win32'
    ? [...pairs.map(([name, value]) => `$env:${name}=${value}`), command].join('; ')
    : [...pairs.map(([name, value]) => `${name}=${value}`), command].join(' ');
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
