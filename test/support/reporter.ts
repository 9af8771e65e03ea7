import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import Mocha from 'mocha';

const { Dot, Spec } = Mocha.reporters;

/** The usual listing (dots, if BRIEF is set), and the totals in the file TOTALS for the line that `npm test` ends with. */
export default class ListingWithTotals extends (process.env.BRIEF ? Dot : Spec) {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    runner.once('end', () => {
      if (!process.env.TOTALS) return;
      mkdirSync(dirname(process.env.TOTALS), { recursive: true });
      writeFileSync(process.env.TOTALS, JSON.stringify(this.stats));
    });
  }
}
