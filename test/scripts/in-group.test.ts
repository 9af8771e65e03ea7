import assert from 'node:assert/strict';
import { root } from '../../scripts/root.ts';

interface Ran {
  readonly status: number | null | undefined;
  readonly printed: string;
}

interface Options {
  readonly stdio: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly limitMs: number;
}

const { runInGroup }: { runInGroup(args: readonly string[], options: Options): Promise<Ran> } = await import(
  new URL('scripts/in-group.js', root).href
);

/** A process that begins another, which would run for ever and holds its output open; `then` is what it does next. */
const parent = (then: string) => [
  '--eval',
  `const { spawn } = require('node:child_process');
   const child = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
   process.stdout.write(String(child.pid), () => { ${then} });`,
];

describe('suite of tests as a process', () => {
  const run = (then: string, limitMs: number) =>
    runInGroup(parent(then), { stdio: ['ignore', 'pipe', 'pipe'], env: process.env, limitMs });

  it('a suite of tests is over when it ends, though a child process has its output open: that is ended with it', async () => {
    const { status, printed } = await run('process.exit(3);', 10_000);
    assert.equal(status, 3);
    assert.match(printed, /^\d+$/);
  });

  it('a suite of tests is stopped with all its children when it does not end in time, and its output is not lost', async () => {
    const { status, printed } = await run('', 500);
    assert.equal(status, undefined);
    assert.match(printed, /^\d+$/);
  });
});
