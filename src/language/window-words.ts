import { questionLimits, type Window } from '../domain/question.ts';
import type { EpochMs } from '../domain/time.ts';
import { readSpan } from './read-span.ts';
import { writeMoment } from './wall-clock.ts';

/** Returns the dates and times of a window, in words that give just this window; undefined if there are none. */
export function datedWords({ span, zone }: Window, now: EpochMs): string | undefined {
  const words = `${writeMoment(span.from, zone)} to ${writeMoment(span.to, zone)}`.toLowerCase();
  const read = windowOf(words, now, zone)?.span;
  return read?.from === span.from && read.to === span.to ? words : undefined;
}

/** Returns the window of words, read as in every locale. Returns undefined if they give none that can be asked for. */
export function windowOf(words: string, now: EpochMs, zone: string): Window | undefined {
  const isShort = words.length <= questionLimits.maxSpanWordsLength;
  const span = isShort ? readSpan(words, { now, zone, locale: undefined })?.span : undefined;
  if (span?.from === undefined || span.to === undefined) return undefined;
  return { span: { from: span.from, to: span.to }, spanWords: words, zone };
}
