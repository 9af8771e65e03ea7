import type { Token } from '../tokens.ts';
import { monthNames, secondsOf, type TimeOfDay, type WallClock, writeTime } from '../wall-clock.ts';
import { monthOf } from './dates.ts';
import { dayAt } from './days.ts';
import type { LoneNumber } from './lone-hour.ts';
import { partAt } from './nights.ts';
import { type PeriodPhrase, type Rewording, refuse, skip, wordAt } from './phrase.ts';
import { isUnitAt } from './units.ts';

/** Two numbers that may be hours, and their place in a sentence. */
interface Pair {
  readonly first: LoneNumber;
  readonly second: LoneNumber;
  /** Where the numbers begin and end. */
  readonly start: number;
  readonly end: number;
  readonly opener: string;
}

/** Words of which a number is a part: "page 2-4". */
const counted =
  'page pages item items row rows top last past first next previous number numbers no version step line code error kb server site group week weeks cw kw wk'.split(
    ' ',
  );

/**
 * Reads "between 2 and 4", "9-5", "22-6" as hours: an end from 1 to 11 that isn't after the start is in the afternoon,
 * if that is after it, else of the next day. `read` makes the phrase. Without "between" or "from", only a dash or a
 * day beside them shows that hours are meant.
 */
export function bareHours(
  tokens: readonly Token[],
  pair: Pair,
  read: (from: TimeOfDay, to: TimeOfDay) => PeriodPhrase,
): PeriodPhrase | undefined {
  const { first, second, start, end, opener } = pair;
  if (unitFollows(tokens, end)) return undefined;
  const [a, b] = [first.number, second.number];
  const isBeside = isBesideDay(tokens, start, end);
  if (!opener) {
    if (counted.includes(wordAt(tokens, start - 1)) || '#$'.includes(tokens[start - 1]?.text ?? '.'))
      return undefined;
    const isDash = tokens[first.end]?.text === '-' && tokens[first.end]?.glued;
    if (!isBeside && (!isDash || /^(?:jobs?|backups?)$/.test(wordAt(tokens, end)))) return undefined;
  }
  const isHours = a < 24 && b <= 24 && a !== b;
  // "11-23" is a date in the United States.
  const isDate = !opener && !isBeside && a >= 1 && a <= 12 && b > 12;
  if (!isHours || isDate) return { end, resolve: wall => unclear(pair, isHours, isDate, wall) };
  const isAfternoon = b <= a && b >= 1 && b <= 11 && b + 12 > a;
  const [from, to] = [hour(a), hour(isAfternoon ? b + 12 : b)];
  const phrase = read(from, to);
  const others = () => otherHalf(pair, from, to);
  return {
    ...phrase,
    others: wall => [...others(), ...daysOfMonth(pair, wall), ...(phrase.others?.(wall) ?? [])],
    othersOnDay: others,
  };
}

function hour(value: number): TimeOfDay {
  return { hour: value, minute: 0, second: 0 };
}

/** "2-4" may be in the afternoon. */
function otherHalf({ start, end, opener }: Pair, from: TimeOfDay, to: TimeOfDay): readonly Rewording[] {
  if (from.hour < 1 || from.hour >= 12 || to.hour > 12 || secondsOf(to) <= secondsOf(from)) return [];
  return [{ start, end, words: wordsOf(opener, [hour(from.hour + 12), hour(to.hour + 12)]) }];
}

function wordsOf(opener: string, times: readonly TimeOfDay[]): string {
  return times.map(writeTime).join(opener === 'between' ? ' and ' : ' to ');
}

function daysOfMonth({ first, second, start, end, opener }: Pair, wall: WallClock): readonly Rewording[] {
  const [a, b] = [first.number, second.number];
  if (!opener) return [];
  const today = wall.today();
  const month = b <= today.day ? today : today.subtract({ months: 1 });
  if (a < 1 || a >= b || b > month.daysInMonth) return [];
  const name = (monthNames[month.month - 1] ?? '').toLowerCase();
  const joiner = opener === 'between' ? 'and' : 'to';
  return [{ start, end, words: `${a} ${joiner} ${b} ${name} ${month.year}` }];
}

/** Asks whether two lone numbers are hours, days or a date. */
function unclear(pair: Pair, isHours: boolean, isDate: boolean, wall: WallClock) {
  const { first, second, start, end, opener } = pair;
  const hours = isHours
    ? [
        wordsOf(
          opener,
          [first, second].map(({ number }) => hour(number)),
        ),
      ]
    : [];
  const month = monthNames[first.number - 1]?.toLowerCase();
  const date = isDate ? [`${second.number} ${month}`] : [];
  return refuse('Those numbers could be times of day or a date. Which do you mean?', [
    ...[...hours, ...date].map(words => ({ start, end, words })),
    ...daysOfMonth(pair, wall),
  ]);
}

function unitFollows(tokens: readonly Token[], end: number): boolean {
  const word = wordAt(tokens, end);
  const isGlued =
    tokens[end]?.glued && (tokens[end]?.kind !== 'sign' || '-/:%'.includes(tokens[end]?.text ?? ''));
  const isMore = isGlued && (tokens[end]?.kind !== 'sign' || tokens[end + 1]?.glued);
  return isMore || isUnitAt(tokens, end) || word === 'per' || monthOf(word) !== undefined;
}

function isBesideDay(tokens: readonly Token[], start: number, end: number): boolean {
  const isTimeWord = (at: number) => ['from', 'between', 'at', ','].includes(tokens[at]?.text ?? '');
  const last = isTimeWord(start - 1) ? start - 1 : start;
  const isAfter = [1, 2, 3].some(back => dayAt(tokens, last - back)?.end === last);
  const next = skip(tokens, end, ['on']);
  return isAfter || dayAt(tokens, next) !== undefined || partAt(tokens, next) !== undefined;
}
