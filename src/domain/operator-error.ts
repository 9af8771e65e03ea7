/**
 * An error whose message is for whoever runs the command or starts the bot: sentences that say what to do about it, without
 * secrets. Any other error's message may be a library's.
 */
export class OperatorError extends Error {
  override readonly name: string = 'OperatorError';

  /** The code with which the command's process ends. */
  get exitCode(): number {
    return 1;
  }
}
