import { pipeline } from 'node:stream/promises';
import { ConfigError } from './config/config-error.ts';
import { StoreError } from './domain/store.ts';
import { DumpError } from './store/dump.ts';

/** What somebody at the terminal said wrongly, with how it is said. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** How long a command that failed may take to end by itself. */
const endsWithinMs = 1_000;

/** Runs a command that stands beside the bot: what goes wrong is said on standard error, and ends with another code than 0. */
export async function runCommand(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    // Whoever read it has seen enough: "… | head".
    if ((error as NodeJS.ErrnoException).code === 'EPIPE') return;
    const isOurs = [UsageError, ConfigError, StoreError, DumpError].some(kind => error instanceof kind);
    const { message } = error as Error;
    console.error(isOurs ? message : `That did not work: ${message}`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
    // A request that hangs, such as to an identity endpoint, would keep the process alive for minutes.
    setTimeout(() => process.exit(), endsWithinMs).unref();
  }
}

/** Prints each as a line of its own, no faster than it is read. */
export async function printLines(lines: AsyncIterable<string>): Promise<void> {
  async function* ended() {
    for await (const line of lines) yield `${line}\n`;
  }
  await pipeline(ended, process.stdout, { end: false });
}
