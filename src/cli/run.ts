import { pipeline } from 'node:stream/promises';
import { OperatorError } from '../domain/operator-error.ts';

/** The command's arguments are wrong. The message ends with its usage. */
export class UsageError extends OperatorError {
  override readonly name = 'UsageError';

  override get exitCode(): number {
    return 2;
  }
}

/** How long a command that failed may take to end by itself. */
const endsWithinMs = 1_000;

/** Runs a command beside the bot. Prints the message of an error on standard error, and ends with another code than 0 then. */
export async function runCommand(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    // The reader of the output has seen enough: "… | head".
    if ((error as NodeJS.ErrnoException).code === 'EPIPE') return;
    const { message } = error as Error;
    const forOperator = error instanceof OperatorError ? error : undefined;
    console.error(forOperator ? message : `That did not work: ${message}`);
    process.exitCode = forOperator?.exitCode ?? 1;
    // A request that hangs, such as to an identity endpoint, would keep the process alive for minutes.
    setTimeout(() => process.exit(), endsWithinMs).unref();
  }
}

/** Prints each as a line of its own, no faster than the output is read. */
export async function printLines(lines: AsyncIterable<string>): Promise<void> {
  async function* ended() {
    for await (const line of lines) yield `${line}\n`;
  }
  await pipeline(ended, process.stdout, { end: false });
}
