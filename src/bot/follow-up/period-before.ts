import { Temporal } from 'temporal-polyfill';
import type { EpochMs } from '../../domain/time.ts';
import type { Bounds } from '../../language/spans/phrase.ts';
import { datedWords } from '../../language/window-words.ts';

/** "the day before", "the night before that", "the previous week", "the 30 days before". */
const said =
  /\b(?:the )?(?:(\d{1,3}) )?(day|night|weekend|week|month|quarter|year)s?(?: right| just)? (?:before(?: (?:that|this|it|then))?|earlier|prior)\b(?! \w)|\bthe (?:previous|prior|preceding) (?:(\d{1,3}) )?(day|night|weekend|week|month|quarter|year)s?\b(?! \w)/iu;

/** How far apart two days, two weeks and so on are. */
const sizes: Readonly<Record<string, readonly ['days' | 'weeks' | 'months' | 'years', number]>> = {
  day: ['days', 1],
  night: ['days', 1],
  weekend: ['weeks', 1],
  week: ['weeks', 1],
  month: ['months', 1],
  quarter: ['months', 3],
  year: ['years', 1],
};

type Zoned = Bounds & { readonly zone: string };

/**
 * Puts dates in the place of "the week before", which means the one before a window. Returns the words as they are if
 * they say no such thing; undefined if the window isn't of that unit, so that it isn't clear what comes before it.
 */
export function withPeriodBefore(words: string, window: Zoned, now: EpochMs): string | undefined {
  const found = said.exec(words);
  if (!found) return words;
  const unit = (found[2] ?? found[4] ?? '').toLowerCase();
  const before = spanBefore(window, unit, Number(found[1] ?? found[3] ?? 1));
  const dated = before && datedWords({ span: before, spanWords: undefined, zone: window.zone }, now);
  return dated === undefined ? undefined : words.replace(found[0], () => dated);
}

function spanBefore({ from, to, zone }: Zoned, unit: string, count: number): Bounds | undefined {
  const [name, size] = sizes[unit] ?? ['days', 1];
  const length = { [name]: size * count };
  const at = (ms: EpochMs) => Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone);
  const earlier = (ms: EpochMs) => at(ms).subtract(length).epochMilliseconds;
  const end = at(from).add(length).epochMilliseconds;
  if (unit === 'night' || unit === 'weekend') {
    const isOne = unit === 'night' ? at(from).hour >= 18 : at(from).dayOfWeek === 6;
    return isOne && to < end ? { from: earlier(from), to: earlier(to) } : undefined;
  }
  const isWhole = to === end || (to < end && count === 1 && beginsUnit(at(from), unit));
  return isWhole ? { from: earlier(from), to: from } : undefined;
}

function beginsUnit(moment: Temporal.ZonedDateTime, unit: string): boolean {
  const { dayOfWeek, day, month } = moment;
  const isMidnight = moment.startOfDay().equals(moment);
  const isFirst: Readonly<Record<string, boolean>> = {
    day: true,
    week: dayOfWeek === 1,
    month: day === 1,
    quarter: day === 1 && month % 3 === 1,
    year: day === 1 && month === 1,
  };
  return isMidnight && isFirst[unit] === true;
}
