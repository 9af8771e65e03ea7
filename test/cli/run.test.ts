import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';

/** Runs a command that does `work` while something else, such as a request that hangs, keeps its process alive. */
const run = (work: string) =>
  spawnSync(
    process.execPath,
    [
      '--import',
      'tsx',
      '--input-type=module',
      '--eval',
      `import { runCommand, UsageError } from './src/cli/run.ts';
       const hangs = setInterval(() => {}, 1_000_000);
       await runCommand(async () => { ${work} });`,
    ],
    { encoding: 'utf8', timeout: 15_000 },
  );

describe('a command beside the bot', () => {
  it('a command ends soon after it failed, whatever still hangs, and has printed why', () => {
    const { status, stderr } = run("throw new UsageError('Say it like this.')");
    assert.deepEqual([status, stderr.trim()], [2, 'Say it like this.']);
  });

  it('a command ends by itself if it did its work', () => {
    assert.equal(run('clearInterval(hangs)').status, 0);
  });
});
