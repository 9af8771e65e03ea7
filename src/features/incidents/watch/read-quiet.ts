import type { ClockTime, QuietHours } from '../../../domain/watch-order.ts';
import { phraseTable } from '../../../language/phrases.ts';
import type { ReadTime } from '../../../language/spans/clock-times.ts';
import { wordAt } from '../../../language/spans/phrase.ts';
import { type ReadRange, rangeAt } from '../../../language/time-range.ts';
import type { Token } from '../../../language/tokens.ts';
import { secondsOf } from '../../../language/wall-clock.ts';

const quietWords = new Set('quiet quietly silent silence silently'.split(' '));
const between = new Set('hours hour time times is are be from between at during in the on : ,'.split(' '));
/** So many of them at the most. */
const mostBetween = 5;
/** Quiet hours come every day, so that nothing is changed by saying so. */
const everyNight = phraseTable([
  ['at night, every night, each night, night, nights, overnight, every day, each day, daily, nightly', true],
]);

/** Every word that quiet hours are said with. */
export const quietHoursWords: readonly string[] = [...quietWords, ...between, ...everyNight.words];

/** Quiet hours as they stand in a sentence; without a range if no time was said. */
export interface ReadQuiet {
  readonly end: number;
  readonly range: ReadRange | undefined;
}

/** "quiet 22:00 to 06:00", "quiet hours from 10pm to 6am", "quiet between 22 and 6 every night". */
export function quietAt(tokens: readonly Token[], at: number): ReadQuiet | undefined {
  if (!quietWords.has(wordAt(tokens, at))) return undefined;
  let begin = at + 1;
  while (begin <= at + mostBetween && between.has(tokens[begin]?.text ?? '')) begin += 1;
  const range = rangeAt(tokens, begin);
  const next = range?.end ?? at + 1;
  return { end: everyNight.at(tokens, next)?.end ?? next, range };
}

/** What a range comes to: quiet hours, or why it is none and what may have been meant. */
export type QuietReading =
  | { readonly quiet: QuietHours }
  | { readonly reason: string; readonly instead: readonly QuietHours[] };

const halfDay = 12 * 3600;
const day = 24 * 3600;

/**
 * The quiet hours of a range. A lone hour up to twelve is taken for one of the morning only beside a time that no clock
 * with two halves shows: "22 to 6" is, "10 to 6" and "10pm to 6" may be either, and a fault must not be kept quiet by day.
 */
export function quietOf({ from, to }: ReadRange, zone: string): QuietReading {
  if (!to) return { reason: 'From when to when should it be quiet?', instead: usual(zone) };
  const wrong = wrongOf(from) ?? wrongOf(to);
  if (wrong !== undefined) return { reason: wrong, instead: [] };
  const pairs = meanings(from, to).flatMap(begin =>
    meanings(to, from).map((end): QuietHours => ({ from: begin, to: end, zone })),
  );
  const lasting = pairs.filter(pair => lengthOf(pair) > 0);
  const [first] = lasting;
  if (pairs.length === 1)
    return first
      ? { quiet: first }
      : { reason: 'Those quiet hours end when they start.', instead: usual(zone) };
  return {
    reason: 'Do you mean morning or afternoon hours?',
    instead: lasting.filter(pair => lengthOf(pair) <= halfDay).sort((a, b) => lengthOf(a) - lengthOf(b)),
  };
}

/** Most people's. */
export function usual(zone: string): readonly QuietHours[] {
  return [{ from: { hour: 22, minute: 0 }, to: { hour: 6, minute: 0 }, zone }];
}

/** From where one ends to where it begins. */
export function turned({ from, to, zone }: QuietHours): QuietHours {
  return { from: to, to: from, zone };
}

function wrongOf({ time, wrong }: ReadTime): string | undefined {
  return wrong ?? (time.second > 0 ? 'Quiet hours start and end on a whole minute.' : undefined);
}

function meanings(read: ReadTime, beside: ReadTime): readonly ClockTime[] {
  const { hour, minute } = read.time;
  const said = { hour: hour % 24, minute };
  const isClear = !read.bare || hour === 0 || hour > 12 || isOfTwentyFour(beside);
  return isClear ? [said] : [said, { hour: (hour + 12) % 24, minute }];
}

function isOfTwentyFour({ time, meridiem }: ReadTime): boolean {
  return !meridiem && (time.hour === 0 || time.hour > 12);
}

function lengthOf({ from, to }: QuietHours): number {
  const seconds = (time: ClockTime) => secondsOf({ ...time, second: 0 });
  return (seconds(to) - seconds(from) + day) % day;
}
