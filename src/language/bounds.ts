import type { Note } from '../domain/reading.ts';
import type { EpochMs, Span } from '../domain/time.ts';
import type { Parsed } from './parse.ts';
import type { ReadingContext } from './reading.ts';

/** Returns the window of a question without a period: the last 24 hours, elapsed. */
export function defaultSpan(now: EpochMs): Span & { from: EpochMs; to: EpochMs } {
  const to = Math.floor(now / 1000) * 1000;
  return { from: to - 24 * 60 * 60 * 1000, to };
}

/** The window of running jobs, which are asked for whenever they started. */
export const unbounded = { span: { from: undefined, to: undefined }, spanWords: undefined };

/** Returns the window of the sentence's period, or the last 24 hours. */
export function boundsOf({ period }: Parsed, context: ReadingContext) {
  return period.kind === 'bounds'
    ? { span: period.bounds, spanWords: period.words }
    : { span: defaultSpan(context.now), spanWords: undefined };
}

/** Notes that running jobs have no bounds, whatever period the sentence has. */
export function runningNote({ period }: Parsed): Note {
  return { kind: 'runningHasNoBounds', said: period.kind === 'none' ? undefined : period.words || undefined };
}
