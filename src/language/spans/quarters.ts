import { Temporal } from 'temporal-polyfill';
import type { Token } from '../tokens.ts';
import { monthOf } from './dates.ts';
import { upToNow } from './on-day.ts';
import { type PeriodPhrase, wordAt } from './phrase.ts';
import { ahead, isAfterToday } from './points.ts';
import { type ReadYear, yearAfter } from './years.ts';

interface PartOfYear {
  readonly end: number;
  readonly months: 3 | 6;
  readonly first: number;
  readonly last: number;
  readonly year?: number;
}

const ordinals = new Map([
  ['first', 1],
  ['second', 2],
  ['third', 3],
  ['fourth', 4],
]);

/**
 * Reads "Q3", "Q3 2025", "Q1-Q2", "the third quarter", "quarter 3", "H1", "the second half of 2025". Without a year,
 * the latest that has begun.
 */
export function partOfYear(tokens: readonly Token[], at: number): PeriodPhrase | undefined {
  const part = namedPart(tokens, at) ?? numberedPart(tokens, at) ?? ordinalPart(tokens, at);
  if (!part) return undefined;
  const { months, first, last } = part;
  const said = part.year;
  const year: ReadYear | undefined =
    said === undefined ? yearAfter(tokens, part.end) : { end: part.end, of: () => said };
  // "the first half of November" isn't a half of the year.
  if (!year && wordAt(tokens, part.end) === 'of') return undefined;
  const name = months === 3 ? 'Q' : 'H';
  return {
    end: year?.end ?? part.end,
    ...(first === last ? { unit: months === 3 ? 'quarter' : 'half-year' } : {}),
    ...(year ? {} : { repeats: { years: 1 } }),
    resolve(wall) {
      const today = wall.today();
      const start = Temporal.PlainDate.from({ year: year?.of(today) ?? today.year, month: 1, day: 1 });
      const begin = start.add({ months: (first - 1) * months });
      const begun = year || !isAfterToday(begin, wall) ? begin : begin.subtract({ years: 1 });
      if (isAfterToday(begun, wall)) return ahead(`${name}${first} ${begun.year}`);
      const after = begun.add({ months: (last - first + 1) * months });
      return upToNow({ from: wall.startOf(begun), to: wall.startOf(after) }, wall);
    },
  };
}

/** Reads "Q3", "Q3/2025", "2025-Q3", "Q1-Q2", each one name. */
function namedPart(tokens: readonly Token[], at: number): PartOfYear | undefined {
  const token = tokens[at];
  if (token?.kind !== 'name') return undefined;
  const match =
    /^q(?<first>[1-4])(?:-q?(?<last>[1-4]))?(?:[/-](?<year>\d{4}))?$/.exec(token.text) ??
    /^(?<year>\d{4})[/-]?q(?<first>[1-4])$/.exec(token.text);
  if (!match?.groups) return undefined;
  const { first, last = first, year } = match.groups;
  if (Number(last) < Number(first)) return undefined;
  return {
    end: at + 1,
    months: 3,
    first: Number(first),
    last: Number(last),
    ...(year === undefined ? {} : { year: Number(year) }),
  };
}

/** Reads "Q 3", "quarter 3", "H1". */
function numberedPart(tokens: readonly Token[], at: number): PartOfYear | undefined {
  const word = wordAt(tokens, at);
  const months = word === 'q' || word === 'quarter' ? 3 : word === 'h' ? 6 : undefined;
  const number = tokens[at + 1];
  if (!months || number?.kind !== 'number' || !/^[1-4]$/.test(number.text)) return undefined;
  if (months === 6 && (!number.glued || tokens[at]?.glued || Number(number.text) > 2)) return undefined;
  const next = tokens[at + 2];
  if (next?.glued && next.kind !== 'sign') return undefined;
  const nth = Number(number.text);
  return { end: at + 2, months, first: nth, last: nth };
}

/** Reads "third quarter", "2nd half". */
function ordinalPart(tokens: readonly Token[], at: number): PartOfYear | undefined {
  const token = tokens[at];
  const isDigit = token?.kind === 'number' && tokens[at + 1]?.glued === true;
  const isOrdinal = isDigit && ['st', 'nd', 'rd', 'th'].includes(wordAt(tokens, at + 1));
  const nth = isOrdinal ? Number(token.text) : ordinals.get(wordAt(tokens, at));
  if (!nth || nth > 4) return undefined;
  const place = isOrdinal ? at + 2 : at + 1;
  const word = wordAt(tokens, place);
  const months = word === 'quarter' ? 3 : word === 'half' && nth < 3 ? 6 : undefined;
  if (!months || monthOf(wordAt(tokens, place + 1)) !== undefined) return undefined;
  // "half an hour"
  if (['hour', 'an', 'past'].includes(wordAt(tokens, place + 1))) return undefined;
  return { end: place + 1, months, first: nth, last: nth };
}
