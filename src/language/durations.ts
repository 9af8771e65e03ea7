import { numberAt } from './numbers.ts';
import { wordAt } from './spans/phrase.ts';
import { isUnitWord, unitOf } from './spans/units.ts';
import type { Token } from './tokens.ts';

/** A duration in milliseconds, and its place in a sentence. */
export interface ReadLength {
  readonly end: number;
  readonly ms: number;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const halves = new Map([
  ['hour', hourMs / 2],
  ['day', dayMs / 2],
]);
const unitMs = {
  minutes: minuteMs,
  hours: hourMs,
  days: dayMs,
  weeks: 7 * dayMs,
  months: 30 * dayMs,
  years: 365 * dayMs,
} as const;

/** Reads "10 minutes", "an hour", "half a day", "1 hour and 30 minutes", "1h30m", "1 day, 12 hours and 5 minutes". */
export function lengthAt(tokens: readonly Token[], at: number): ReadLength | undefined {
  if (wordAt(tokens, at) === 'half') {
    const next = ['a', 'an'].includes(wordAt(tokens, at + 1)) ? at + 2 : at + 1;
    const half = halves.get(wordAt(tokens, next));
    return half === undefined ? undefined : { end: next + 1, ms: half };
  }
  let last = simpleAt(tokens, at);
  let ms = last?.ms ?? 0;
  while (last && last.unit > minuteMs) {
    const next = simpleAt(tokens, afterJoin(tokens, last.end));
    if (!next || next.unit >= last.unit || next.unit < minuteMs) break;
    ms += next.ms;
    last = next;
  }
  return last && { end: last.end, ms };
}

/** Returns the index after a comma, an "and", or both. */
function afterJoin(tokens: readonly Token[], at: number): number {
  const next = tokens[at]?.text === ',' ? at + 1 : at;
  return wordAt(tokens, next) === 'and' ? next + 1 : next;
}

function simpleAt(
  tokens: readonly Token[],
  at: number,
): (ReadLength & { readonly unit: number }) | undefined {
  const isOne = ['a', 'an'].includes(wordAt(tokens, at));
  const number = isOne ? { value: 1, end: at + 1 } : numberAt(tokens, at);
  if (!number) return undefined;
  const next = tokens[number.end]?.text === '-' ? number.end + 1 : number.end;
  const word = wordAt(tokens, next);
  const named = unitOf(word);
  if (!named && !isUnitWord(word)) return undefined;
  const unit = named ? unitMs[named] : 1000;
  return { end: next + 1, ms: number.value * unit, unit };
}
