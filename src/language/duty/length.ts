import { numberAt } from '../numbers.ts';
import { wordAt } from '../spans/phrase.ts';
import { isUnitWord, unitOf } from '../spans/units.ts';
import type { Token } from '../tokens.ts';

/** A length of time as it stands in a sentence, in milliseconds. */
export interface ReadLength {
  readonly end: number;
  readonly ms: number;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const unitMs = {
  minutes: minuteMs,
  hours: hourMs,
  days: dayMs,
  weeks: 7 * dayMs,
  months: 30 * dayMs,
  years: 365 * dayMs,
} as const;

/** "10 minutes", "an hour", "half an hour", "1 hour and 30 minutes", "1h30m". */
export function lengthAt(tokens: readonly Token[], at: number): ReadLength | undefined {
  if (wordAt(tokens, at) === 'half') {
    const next = wordAt(tokens, at + 1) === 'an' ? at + 2 : at + 1;
    return wordAt(tokens, next) === 'hour' ? { end: next + 1, ms: hourMs / 2 } : undefined;
  }
  const hours = simpleAt(tokens, at);
  if (!hours || hours.unit !== hourMs) return hours;
  const next = wordAt(tokens, hours.end) === 'and' ? hours.end + 1 : hours.end;
  const minutes = simpleAt(tokens, next);
  return minutes?.unit === minuteMs ? { end: minutes.end, ms: hours.ms + minutes.ms } : hours;
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
