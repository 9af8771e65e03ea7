import type { Span } from '../domain/time.ts';
import { prepare } from './prepare.ts';
import { readPeriod } from './read-period.ts';
import type { ReadingContext } from './reading.ts';
import { findPeriods } from './spans/index.ts';
import { createWallClock } from './wall-clock.ts';

/** The span of a period phrase alone, its words, and the words of its other readings. */
export interface ReadSpan {
  readonly span: Span;
  readonly words: string;
  /** For `offersFor`; most phrases have none. */
  readonly others: readonly string[];
}

/**
 * Reads a period phrase alone, such as a question's `spanWords`, at another moment. Returns undefined if it names no
 * period, or none that can be asked for now.
 */
export function readSpan(words: string, context: ReadingContext): ReadSpan | undefined {
  const prepared = prepare(words);
  if (!prepared) return undefined;
  const found = findPeriods(prepared.tokens);
  const period = readPeriod(prepared.tokens, found, createWallClock(context));
  return period.kind === 'bounds'
    ? { span: period.bounds, words: period.words, others: period.others }
    : undefined;
}
