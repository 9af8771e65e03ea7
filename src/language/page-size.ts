import { questionLimits } from '../domain/question.ts';
import { numberAt } from './numbers.ts';
import { wordAt } from './spans/phrase.ts';
import type { Token } from './tokens.ts';

/** A page size, and its place in the sentence. */
export interface FoundPageSize {
  readonly start: number;
  readonly end: number;
  readonly asked: number;
  /** Within the bounds of a page. */
  readonly used: number;
}

export const pageSizeExamples: readonly string[] = ['failed backups today, 5 per page'];

const after: readonly (readonly string[])[] = [
  ['per', 'page'],
  ['a', 'page'],
  ['each', 'page'],
  ['on', 'a', 'page'],
  ['on', 'each', 'page'],
  ['at', 'a', 'time'],
  ['at', 'once'],
  ['/', 'page'],
];
const before: readonly (readonly string[])[] = [
  ['page', 'size', 'of'],
  ['page', 'size'],
  ['pages', 'of'],
];
// Every form of a page size has one of these.
const signs = new Set(['page', 'pages', 'time', 'once']);
const counted = ['job', 'jobs', 'row', 'rows', 'result', 'results', 'entries', 'items'];

/** Finds "5 per page", "20 at a time", "page size 5"; a size out of bounds gets the nearest bound. */
export function findPageSize(tokens: readonly Token[]): FoundPageSize | undefined {
  if (!tokens.some(({ text }) => signs.has(text))) return undefined;
  for (let at = 0; at < tokens.length; at += 1) {
    const number = numberAt(tokens, at);
    if (!number) continue;
    const negative = isMinus(tokens, at);
    const first = negative ? at - 1 : at;
    const place = placeOf(tokens, first, number.end);
    if (!place) continue;
    const asked = negative ? -number.value : number.value;
    const { minPageSize, maxPageSize } = questionLimits;
    return { ...place, asked, used: Math.min(Math.max(asked, minPageSize), maxPageSize) };
  }
  return undefined;
}

function placeOf(
  tokens: readonly Token[],
  start: number,
  end: number,
): { start: number; end: number } | undefined {
  const unit = counted.includes(wordAt(tokens, end)) ? end + 1 : end;
  for (const words of after) {
    if (words.every((word, index) => tokens[unit + index]?.text === word))
      return { start, end: unit + words.length };
  }
  for (const words of before) {
    const first = start - words.length;
    if (words.every((word, index) => tokens[first + index]?.text === word))
      return { start: first, end: unit };
  }
  return undefined;
}

function isMinus(tokens: readonly Token[], at: number): boolean {
  const sign = tokens[at - 1];
  const apart = sign?.glued === false;
  return (sign?.text === '-' && apart && tokens[at]?.glued === true) || sign?.text === 'minus';
}
