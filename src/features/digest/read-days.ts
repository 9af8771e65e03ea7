import { everyDay, type Weekday, workdays } from '../../domain/recurrence.ts';
import { phraseTable } from '../../language/phrases.ts';
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
export const weekly: readonly Weekday[] = [1];

const phrases = phraseTable<readonly Weekday[]>([
  ['daily, every day, each day, every morning, each morning', everyDay],
  ['weekdays, weekday, workdays, workday, working days, working day, business days, business day', workdays],
  ['weekends, weekend', weekend],
  ['weekly, every week, once a week, each week', weekly],
]);

/** Every word of these phrases: known to the grammar, so that no typing error is seen in them. */
export const recurrenceWords = phrases.words;

/** Reads "daily", "weekdays", "every monday", "tuesdays"; undefined if none begins at `at`. */
export function daysAt(tokens: readonly Token[], at: number): ReadDays | undefined {
  const found = phrases.at(tokens, at);
  if (found) return { end: found.end, days: found.meaning };
  const weekday = weekdayOf(wordAt(tokens, at));
  return weekday === undefined ? undefined : { end: at + 1, days: [weekday as Weekday] };
}
