import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePorts } from './free-ports.ts';

/** Microsoft's look-alike of Azure Storage, its tables alone, in memory. */
export interface Azurite {
  readonly connectionString: string;
  /** The address of the account's tables. */
  readonly url: string;
  stop(): void;
}

/** The account that every emulator has; its key is public. */
const account = 'devstoreaccount1';
const key = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

/** For https: files with a certificate for 127.0.0.1 and its key. */
export interface AzuriteTls {
  readonly cert: string;
  readonly key: string;
}

/** Starts it on a port of its own; it ends with this process at the latest. With `tls` it takes bearer tokens, too. */
export async function startAzurite(tls?: AzuriteTls): Promise<Azurite> {
  const [port] = await freePorts(1);
  const folder = dirname(createRequire(import.meta.url).resolve('azurite/package.json'));
  const script = join(folder, 'dist/src/table/main.js');
  const options = ['--tableHost', '127.0.0.1', '--tablePort', `${port}`, '--inMemoryPersistence'];
  const secure = tls
    ? ['--oauth', 'basic', '--cert', tls.cert, '--key', tls.key, '--disableProductStyleUrl']
    : [];
  const child = spawn(process.execPath, [script, ...options, ...secure, '--silent', '--disableTelemetry'], {
    stdio: 'ignore',
  });
  const stop = () => {
    process.off('exit', stop);
    child.kill('SIGKILL');
  };
  process.on('exit', stop);
  const protocol = tls ? 'https' : 'http';
  const url = `${protocol}://127.0.0.1:${port}/${account}`;
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (await isListening(Number(port))) {
      const connectionString = `DefaultEndpointsProtocol=${protocol};AccountName=${account};AccountKey=${key};TableEndpoint=${url};`;
      return { connectionString, url, stop };
    }
    await sleep(50);
  }
  stop();
  throw new Error('Azurite did not start');
}

function isListening(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
