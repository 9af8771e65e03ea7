/**
 * The whole product on one machine: a simulated AvePoint, the bot, and Microsoft's Agents Playground to talk to it. No
 * account, no credential, nothing from the network. Ctrl-C ends all three.
 */

import { freeDemoPorts } from './cli/demo/ports.ts';
import { createProgress } from './cli/demo/progress.ts';
import type { Demo } from './cli/demo/start-demo.ts';
import { OperatorError } from './domain/operator-error.ts';

const ways = (url: string) => `
Open ${url} in a browser. Three things to try there:

  1. In the personal chat type   failed backups today
     Turn pages with Next, and tap a job for its details.

  2. Then type                   are the backups ok?
     The first line is the answer. Tap a service for its problems.

  3. In the channel Incidents type   @Backup Watch watch exchange
     and press Save. Then, in a second terminal:
       npm run demo:fail -- exchange       an incident comes within seconds
       npm run demo:recover -- exchange    a clean run follows and closes it

Ctrl-C ends the demo.`;

let demo: Demo | undefined;
let isStopping = false;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void stop(0));

try {
  console.log('Backup Watch demo. It needs no account. Ctrl-C ends it.\n');
  const ports = await freeDemoPorts(process.env);
  const progress = createProgress(process.stdout, () => performance.now());
  // Loaded only now: compiling it takes seconds, the first time above all.
  const compiling = {
    during: 'Compiling the program, which takes longest the first time',
    done: 'Program compiled',
  };
  const { createDemo } = await progress.step(compiling, () => import('./cli/demo/start-demo.ts'));
  demo = createDemo(process.env, ports, fail);
  const url = await demo.start(progress);
  console.log(ways(url));
} catch (error) {
  fail(error);
}

function fail(error: unknown): void {
  if (isStopping) return;
  console.error(error instanceof OperatorError ? error.message : error);
  void stop(1);
}

async function stop(code: number): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  await demo?.end();
  process.exit(code);
}
