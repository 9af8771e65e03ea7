import { everyDay, type Weekday, workdays } from '../../domain/recurrence.ts';
import { weekdayOf } from '../../language/spans/days.ts';
import { wordAt } from '../../language/spans/phrase.ts';
import type { Token } from '../../language/tokens.ts';

/** Days on which something comes again, as they stand in a sentence. */
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

/** Every word of these phrases: known to the grammar, so that no typing error is seen in them. */
export const recurrenceWords: readonly string[] = [
  ...new Set(phrases.flatMap(([words]) => words.split(' '))),
];

/** "daily", "weekdays", "every monday", "tuesdays": one of them; undefined if none begins at `at`. */
export function daysAt(tokens: readonly Token[], at: number): ReadDays | undefined {
  for (const [words, days] of phrases) {
    const each = words.split(' ');
    if (each.every((word, index) => wordAt(tokens, at + index) === word))
      return { end: at + each.length, days };
  }
  const weekday = weekdayOf(wordAt(tokens, at));
  return weekday === undefined ? undefined : { end: at + 1, days: [weekday as Weekday] };
}
