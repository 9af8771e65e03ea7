import { mkdirSync, writeFileSync } from 'node:fs';
import Mocha from 'mocha';

const { Dot, Spec } = Mocha.reporters;

/** The usual listing (dots, if BRIEF is set), and the totals in a file for the line that `npm test` ends with. */
export default class ListingWithTotals extends (process.env.BRIEF ? Dot : Spec) {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    runner.once('end', () => {
      mkdirSync('coverage', { recursive: true });
      writeFileSync('coverage/tests.json', JSON.stringify(this.stats));
    });
  }
}
