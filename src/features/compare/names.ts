import { clipped } from '../../cards/plain.ts';
import type { Times } from '../../cards/times.ts';
import type { CompareQuestion } from './compare.ts';

/** A column on a phone has room for about so many characters, in two lines. */
const longest = 24;
const dayMs = 24 * 3_600_000;

/** Names the first window, in the user's words if there are any: "this week". */
export function nameOfWindow({ window: { spanWords } }: CompareQuestion): string {
  return spanWords === undefined ? 'last 24 hours' : clipped(spanWords, longest);
}

/** Names the other one: "last week", "the previous 24 hours"; a part of a period by its first day. */
export function nameOfOther(question: CompareQuestion, times: Times): string {
  const { spanWords, span } = question.other;
  if (spanWords !== undefined) return clipped(spanWords, longest);
  if (isUnnamedPart(question)) return `from ${times.day(span.from)}`;
  return span.to - span.from === dayMs ? 'the previous 24 hours' : 'the time before';
}

/** Returns true for a part of last week, which is neither last week nor directly before. */
export function isUnnamedPart({ window, other }: CompareQuestion): boolean {
  return other.spanWords === undefined && other.span.to !== window.span.from;
}
