import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePorts } from './demo.ts';

/** Microsoft's look-alike of Azure Storage, its tables alone, in memory. */
export interface Azurite {
  readonly connectionString: string;
  stop(): void;
}

/** The account that every emulator has; its key is public. */
const account = 'devstoreaccount1';
const key = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

/** Starts it on a port of its own; it ends with this process at the latest. */
export async function startAzurite(): Promise<Azurite> {
  const [port] = await freePorts(1);
  const folder = dirname(createRequire(import.meta.url).resolve('azurite/package.json'));
  const script = join(folder, 'dist/src/table/main.js');
  const options = ['--tableHost', '127.0.0.1', '--tablePort', `${port}`, '--inMemoryPersistence'];
  const child = spawn(process.execPath, [script, ...options, '--silent', '--disableTelemetry'], {
    stdio: 'ignore',
  });
  const stop = () => {
    process.off('exit', stop);
    child.kill('SIGKILL');
  };
  process.on('exit', stop);
  const url = `http://127.0.0.1:${port}/${account}`;
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const isUp = await fetch(url).then(
      () => true,
      () => false,
    );
    if (isUp) {
      const connectionString = `DefaultEndpointsProtocol=http;AccountName=${account};AccountKey=${key};TableEndpoint=${url};`;
      return { connectionString, stop };
    }
    await sleep(50);
  }
  stop();
  throw new Error('Azurite did not start');
}
