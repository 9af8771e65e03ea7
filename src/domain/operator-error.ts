/**
 * An error whose message is for the operator of a command or of the bot: sentences that say what to do, without
 * secrets. Messages of other errors may come from libraries.
 */
export class OperatorError extends Error {
  override readonly name: string = 'OperatorError';

  /** Exit code of the command's process. */
  get exitCode(): number {
    return 1;
  }
}
