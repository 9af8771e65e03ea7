import { OperatorError } from '../domain/operator-error.ts';

/** Every setting that is missing or wrong, in one message. */
export class ConfigError extends OperatorError {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      `These settings are missing or wrong:\n${problems.map(problem => `  - ${problem}`).join('\n')}\n` +
        'docs/operations.md, section "Settings", explains each of them. To look at the product without any, run "npm run demo".',
    );
    this.problems = problems;
  }
}
