import { Temporal } from 'temporal-polyfill';
import type { Token } from '../tokens.ts';
import { dateOf, type WallClock } from '../wall-clock.ts';
import { calendarPeriod } from './calendar.ts';
import { partOfDay } from './nights.ts';
import { onDay } from './on-day.ts';
import { type Bounds, isRefusal, type PeriodFamily, type PeriodPhrase, wordAt } from './phrase.ts';

const joiners = ['and', '&', '+', ',', '/', 'or', 'plus'];
/** More than the days of a week are given by their first and last. */
const most = 7;

/**
 * Returns the one stretch of periods that only "and" joins, if they follow each other: "yesterday and today",
 * "Saturday and Sunday". Undefined if other words stand between them, or time.
 */
export function joined(
  tokens: readonly Token[],
  phrases: readonly (PeriodPhrase & { readonly start: number })[],
  wall: WallClock,
): Bounds | undefined {
  if (phrases.length < 2 || phrases.length > most || !areAdjacent(tokens, phrases)) return undefined;
  const read: { bounds: Bounds; isNight: boolean }[] = [];
  for (const phrase of phrases) {
    const bounds = phrase.resolve(wall);
    if (isRefusal(bounds)) return undefined;
    read.push({ bounds, isNight: phrase.unit === 'night' });
  }
  read.sort((a, b) => a.bounds.from - b.bounds.from);
  const [first, ...rest] = read;
  if (!first) return undefined;
  let { to } = first.bounds;
  for (const [index, { bounds, isNight }] of rest.entries()) {
    const isNext =
      bounds.from <= to || (isNight && read[index]?.isNight && isDayApart(to, bounds.from, wall));
    if (!isNext) return undefined;
    to = Math.max(to, bounds.to);
  }
  return { from: first.bounds.from, to };
}

function areAdjacent(tokens: readonly Token[], phrases: readonly { start: number; end: number }[]): boolean {
  return phrases.every(({ start }, index) => {
    const before = phrases[index - 1];
    if (!before) return true;
    const between = tokens.slice(before.end, start).filter(({ text }) => text !== 'the');
    return between.length > 0 && between.length < 3 && between.every(({ text }) => joiners.includes(text));
  });
}

/** From one night's morning to the next one's evening. */
function isDayApart(to: number, from: number, wall: WallClock): boolean {
  return dateOf(to, wall).equals(dateOf(from, wall));
}

const sizes = new Map<string, Temporal.DurationLike>([
  ['day', { days: 1 }],
  ['night', { days: 1 }],
  ['week', { weeks: 1 }],
  ['weekend', { weeks: 1 }],
  ['month', { months: 1 }],
  ['quarter', { months: 3 }],
  ['year', { years: 1 }],
]);

/** "last night and the night before", "last week and the week before that": one stretch. */
export const pairOf: PeriodFamily = {
  examples: [],
  parse(tokens, at) {
    const families = [partOfDay, calendarPeriod, onDay];
    const first = families.map(family => family.parse(tokens, at)).find(found => found?.unit);
    if (!first || !['and', '&'].includes(tokens[first.end]?.text ?? '')) return undefined;
    const place = wordAt(tokens, first.end + 1) === 'the' ? first.end + 2 : first.end + 1;
    const unit = wordAt(tokens, place);
    const size = unit === first.unit ? sizes.get(unit) : undefined;
    if (!size || wordAt(tokens, place + 1) !== 'before') return undefined;
    const isSaid = ['that', 'it', 'last'].includes(wordAt(tokens, place + 2));
    return {
      end: isSaid ? place + 3 : place + 2,
      resolve(wall) {
        const bounds = first.resolve(wall);
        if (isRefusal(bounds)) return bounds;
        const from = Temporal.Instant.fromEpochMilliseconds(bounds.from).toZonedDateTimeISO(wall.zone);
        return { from: from.subtract(size).epochMilliseconds, to: bounds.to };
      },
    };
  },
};
