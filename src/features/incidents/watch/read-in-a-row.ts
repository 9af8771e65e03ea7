import { numberAt } from '../../../language/numbers.ts';
import { phraseEnd, phraseTable } from '../../../language/phrases.ts';
import { skip, wordAt } from '../../../language/spans/phrase.ts';
import type { Token } from '../../../language/tokens.ts';

/** How many runs in a row, as it stands in a sentence; without a count if only "in a row" was said. */
export interface ReadRow {
  readonly end: number;
  readonly count: number | undefined;
}

const counts = new Map([
  ['twice', 2],
  ['thrice', 3],
]);
const ordinals = new Map([
  ['once', 1],
  ['first', 1],
  ['second', 2],
  ['third', 3],
]);
/** Words that say of a number that it counts failures, and words that may stand among them. */
const counting = new Set(
  'times time x runs run failures failure failed failing fails fail errors error consecutive consecutively successive straight running'.split(
    ' ',
  ),
);
const among = new Set('backups backup jobs job of the -'.split(' '));
const inARow = phraseTable([['in a row, in row, in succession', true]], phraseEnd);
const longestTail = 8;

/** Every word that runs in a row are said with. */
export const rowWords: readonly string[] = [
  ...counts.keys(),
  ...ordinals.keys(),
  ...counting,
  ...inARow.words,
  'after',
];

/** "twice in a row", "two runs in a row fail", "after 2 failures", "on the second failure", or "in a row" alone. */
export function rowAt(tokens: readonly Token[], at: number): ReadRow | undefined {
  const start = ['after', 'upon', 'on'].includes(wordAt(tokens, at))
    ? skip(tokens, at + 1, ['the', 'a'])
    : at;
  const alone = counts.get(wordAt(tokens, start));
  const ordinal = ordinals.get(wordAt(tokens, start));
  const read =
    alone === undefined && ordinal === undefined
      ? numberAt(tokens, start)
      : { value: alone ?? ordinal ?? 0, end: start + 1 };
  if (!read) {
    const row = inARow.at(tokens, at);
    return row && { end: row.end, count: undefined };
  }
  const tail = tailAt(tokens, read.end);
  if (!tail && alone === undefined) return undefined;
  return { end: tail ?? read.end, count: read.value };
}

/** The index after the words that say what is counted; undefined if none says that it is failures. */
function tailAt(tokens: readonly Token[], at: number): number | undefined {
  let end: number | undefined;
  for (let next = at; next < at + longestTail; ) {
    const row = inARow.at(tokens, next)?.end;
    const word = tokens[next]?.glued && tokens[next]?.text === '-' ? '-' : wordAt(tokens, next);
    if (row === undefined && !counting.has(word) && !among.has(word)) break;
    next = row ?? next + 1;
    if (row !== undefined || counting.has(word)) end = next;
  }
  return end;
}
