import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { openSqliteStore } from '../../src/store/sqlite-store.ts';
import { nodeArgs } from './killed-processes.ts';

/** A process opens and closes the store for so long at most before it is killed: several times. */
const mostLifeMs = 60;

export interface StoreKillPlan {
  readonly dataDir: string;
  readonly lives: number;
  /** 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number;
}

export interface StoreKillResult {
  /** Records that were acknowledged. */
  readonly kept: number;
}

/**
 * Has the embedded store opened and closed by processes that are killed at random moments. Rejects if one of them was
 * refused, or if an acknowledged record is lost.
 */
export async function openThroughKills({ dataDir, lives, random }: StoreKillPlan): Promise<StoreKillResult> {
  const keys: string[] = [];
  for (let life = 0; life < lives; life += 1)
    keys.push(...(await oneLife([dataDir, String(life)], random() * mostLifeMs)));
  const store = openSqliteStore({ dataDir });
  for (const key of keys)
    assert.ok(await store.get({ collection: 'c', partition: 'p', key }), `${key} is lost`);
  await store.close();
  return { kept: keys.length };
}

/** The keys of what was acknowledged. */
async function oneLife(args: readonly string[], ms: number): Promise<readonly string[]> {
  const child = spawn(process.execPath, [...nodeArgs('opener'), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), ms));
  child.stdout.on('data', chunk => {
    printed += chunk;
  });
  const signal = await new Promise(resolve => child.once('close', (_code, signal) => resolve(signal)));
  assert.equal(signal, 'SIGKILL', 'the store was refused');
  return printed.split('\n').slice(1, -1);
}
