/** What the steps are printed to. */
interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

interface Step {
  /** Printed while it runs, on a terminal only. */
  readonly during: string;
  /** Printed once it's done, before the time that it took. */
  readonly done: string;
  /** Where it can be reached now. */
  readonly where?: string;
}

/** Prints the steps of a start, a line each. */
export interface Progress {
  step<T>(step: Step, run: () => Promise<T>): Promise<T>;
}

const nameWidth = 20;
/** Back to the start of the line, which is cleared. */
const afresh = '\r\u001b[K';

/** `now` returns milliseconds. With an address, a line takes 70 columns at the most. */
export function createProgress(out: Output, now: () => number): Progress {
  return {
    async step({ during, done, where }, run) {
      const begunAt = now();
      if (out.isTTY) out.write(`  ${during} …`);
      try {
        const result = await run();
        const seconds = ((now() - begunAt) / 1_000).toFixed(1);
        const place = where === undefined ? '' : `   ${where}`;
        out.write(`${out.isTTY ? afresh : ''}  ${done.padEnd(nameWidth)}${seconds.padStart(6)} s${place}\n`);
        return result;
      } catch (error) {
        if (out.isTTY) out.write('\n');
        throw error;
      }
    },
  };
}
