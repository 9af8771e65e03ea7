import { everyDay, type Weekday, workdays } from '../../domain/recurrence.ts';
import { weekdayOf } from '../../language/spans/days.ts';
import { wordAt } from '../../language/spans/phrase.ts';
import type { Token } from '../../language/tokens.ts';

/** Days of a recurrence, and their place in a sentence. */
export interface ReadDays {
  readonly end: number;
  readonly days: readonly Weekday[];
}

const weekend: readonly Weekday[] = [6, 7];
/** A week begins on Monday. */
const weekly: readonly Weekday[] = [1];

const phrases: readonly (readonly [words: string, days: readonly Weekday[]])[] = [
  ['daily', everyDay],
  ['every day', everyDay],
  ['each day', everyDay],
  ['every morning', everyDay],
  ['each morning', everyDay],
  ['weekdays', workdays],
  ['weekday', workdays],
  ['workdays', workdays],
  ['workday', workdays],
  ['working days', workdays],
  ['working day', workdays],
  ['business days', workdays],
  ['business day', workdays],
  ['weekends', weekend],
  ['weekend', weekend],
  ['weekly', weekly],
  ['every week', weekly],
  ['once a week', weekly],
  ['each week', weekly],
];

/** Every word of these phrases, so that none is taken for a typing error. */
export const recurrenceWords: readonly string[] = [
  ...new Set(phrases.flatMap(([words]) => words.split(' '))),
];

/** Reads "daily", "weekdays", "every monday", "tuesdays"; undefined if none begins at `at`. */
export function daysAt(tokens: readonly Token[], at: number): ReadDays | undefined {
  for (const [words, days] of phrases) {
    const each = words.split(' ');
    if (each.every((word, index) => wordAt(tokens, at + index) === word))
      return { end: at + each.length, days };
  }
  const weekday = weekdayOf(wordAt(tokens, at));
  return weekday === undefined ? undefined : { end: at + 1, days: [weekday as Weekday] };
}
