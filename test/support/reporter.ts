import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import Mocha from 'mocha';

const { Dot, Spec } = Mocha.reporters;

/** What is closed when the last test is over has gone by then. */
const leftOpenMs = 30_000;

/**
 * The usual listing (dots, if BRIEF is set), and in the file TOTALS what `npm test` ends with: the totals, and each
 * test that failed with the first line of its error. A run that does not end after its last test is ended with an error
 * that lists what was left open.
 */
export default class ListingWithTotals extends (process.env.BRIEF ? Dot : Spec) {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const failed: string[] = [];
    runner.on('fail', (test, error: Error) => {
      failed.push(`${test.fullTitle()}: ${error.message.split('\n')[0]}`);
    });
    runner.once('end', () => {
      setTimeout(endWithError, leftOpenMs).unref();
      if (!process.env.TOTALS) return;
      mkdirSync(dirname(process.env.TOTALS), { recursive: true });
      writeFileSync(process.env.TOTALS, JSON.stringify({ ...this.stats, failed }));
    });
  }
}

function endWithError(): void {
  console.error(`Something was left open by a test: ${process.getActiveResourcesInfo().join(', ')}`);
  // Mocha sets the code at the exit as well; who comes last has the word.
  process.once('exit', () => {
    process.exitCode = 1;
  });
  process.exit();
}
