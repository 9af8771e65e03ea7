import type { Note } from '../domain/reading.ts';
import type { EpochMs, Span } from '../domain/time.ts';
import type { Parsed } from './parse.ts';
import type { ReadingContext } from './reading.ts';

/** The window of a question that names none: the last 24 hours, elapsed. */
export function defaultSpan(now: EpochMs): Span & { from: EpochMs; to: EpochMs } {
  const to = Math.floor(now / 1000) * 1000;
  return { from: to - 24 * 60 * 60 * 1000, to };
}

/** Running jobs are asked for whenever they started. */
export const unbounded = { span: { from: undefined, to: undefined }, spanWords: undefined };

/** The window that was said, or the last 24 hours. */
export function boundsOf({ period }: Parsed, context: ReadingContext) {
  return period.kind === 'bounds'
    ? { span: period.bounds, spanWords: period.words }
    : { span: defaultSpan(context.now), spanWords: undefined };
}

/** Running jobs have no bounds, whatever period was named. */
export function runningNote({ period }: Parsed): Note {
  return { kind: 'runningHasNoBounds', said: period.kind === 'none' ? undefined : period.words || undefined };
}
