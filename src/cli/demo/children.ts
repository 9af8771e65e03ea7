import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { DemoError } from './demo-error.ts';

/** A program that hasn't ended by then is killed. */
const endMs = 3_000;
const [askEveryMs, answersWithinMs] = [100, 15_000];

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The other programs of the demo. */
export interface Children {
  /** Starts a program of Node. Throws `DemoError` if all are being ended. */
  run(name: string, args: readonly string[], env: Readonly<Record<string, string>>): void;
  /** Waits until an address answers. Throws `DemoError` if it doesn't in time. */
  answering(url: string): Promise<void>;
  /** Ends all, and waits until they are gone, so that a demo started right afterwards finds its ports free. */
  end(): Promise<void>;
}

/** `onEnd` is called if a program ends by itself. */
export function createChildren(onEnd: (name: string, code: number | null) => void): Children {
  const children: ChildProcess[] = [];
  let isEnding = false;
  return {
    run(name, args, env) {
      if (isEnding) throw new DemoError(`The ${name} wasn’t started: the demo ends.`);
      const child = spawn(process.execPath, args, {
        cwd: root,
        env: { ...process.env, ...env },
        stdio: ['ignore', 'ignore', 'inherit'],
        detached: true, // Ctrl-C reaches this process alone, which then ends the others in order.
      });
      children.push(child);
      child.once('exit', code => {
        if (!isEnding) onEnd(name, code);
      });
    },
    async answering(url) {
      const begunAt = performance.now();
      while (!isEnding && performance.now() - begunAt < answersWithinMs) {
        const isUp = await fetch(url).then(
          ({ ok }) => ok,
          () => false,
        );
        if (isUp) return;
        await sleep(askEveryMs);
      }
      throw new DemoError(`Nothing answers at ${url}.`);
    },
    async end() {
      isEnding = true;
      await Promise.all(children.map(end));
    },
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const killing = setTimeout(() => child.kill('SIGKILL'), endMs);
  await gone;
  clearTimeout(killing);
}
