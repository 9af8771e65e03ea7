import { Temporal } from 'temporal-polyfill';
import type { Window } from '../../domain/question.ts';
import type { EpochMs } from '../../domain/time.ts';
import { prepare } from '../../language/prepare.ts';
import { findPeriods } from '../../language/spans/index.ts';
import { createWallClock, type PlainDate, writeTime } from '../../language/wall-clock.ts';
import { datedWords, windowOf } from '../../language/window-words.ts';
import type { CompareQuestion } from './compare.ts';

const sizes = new Map<string, Temporal.DurationLike>([
  ['week', { weeks: 1 }],
  ['weekend', { weeks: 1 }],
  ['month', { months: 1 }],
  ['quarter', { months: 3 }],
  ['year', { years: 1 }],
]);

/** Returns how far apart two windows of a unit are; days and parts of days are a day apart. */
function sizeOf(unit: string): Temporal.DurationLike {
  return sizes.get(unit) ?? { days: 1 };
}

/** Returns the equally long window directly before. It has no words. */
export function windowBefore({ span: { from, to }, zone }: Window): Window {
  return { span: { from: from - (to - from), to: from }, spanWords: undefined, zone };
}

/** The two windows of a comparison. */
export type Windows = Pick<CompareQuestion, 'window' | 'other'>;

/**
 * Returns two windows as they are compared. If both are of one unit and one isn't over ("this week vs last week"), that
 * one is the first, and the other is cut at the same weekday and time: its rest would always make the first look
 * better. Any other two stay as they are.
 */
export function besideEachOther(first: Window, second: Window, now: EpochMs): Windows {
  const isTurned = !isOver(second, now) && second.span.from >= first.span.to;
  const [window, whole] = isTurned ? [second, first] : [first, second];
  const other = upToSamePoint(window, whole, now);
  return other === whole ? { window: first, other: second } : { window, other };
}

/**
 * Returns the words of a comparison with all of `whole`, if besideEachOther has cut it; undefined if there are none.
 */
export function wholeWords({ window }: Windows, whole: Window, now: EpochMs): string | undefined {
  const words = datedWords(whole, now);
  const read = words === undefined ? undefined : windowOf(words, now, whole.zone);
  const isWhole = read && besideEachOther(window, read, now).other.span.to === whole.span.to;
  return isWhole ? `${window.spanWords} vs ${words}` : undefined;
}

function upToSamePoint(window: Window, other: Window, now: EpochMs): Window {
  const unit = unitOf(window.spanWords);
  const isComparable = unit !== undefined && unit === unitOf(other.spanWords);
  if (!isComparable || isOver(window, now) || other.span.to > window.span.from) return other;
  const to = samePoint(window, other.span.from);
  if (to <= other.span.from || to >= other.span.to) return other;
  const span = { from: other.span.from, to };
  return { span, spanWords: partWords(window, other, span, unit, now), zone: other.zone };
}

/** Returns false for a window that reaches the present. */
function isOver({ span }: Window, now: EpochMs): boolean {
  return span.to < Math.floor(now / 1000) * 1000;
}

/**
 * Returns the windows of a comparison that is asked again, `anew` being the first; a part is cut again. Returns
 * undefined if the words of the other give no period any more.
 */
export function comparedAnew({ window, other }: Windows, anew: Window, now: EpochMs): Windows | undefined {
  const { zone } = other;
  const unit = unitOf(window.spanWords);
  const isPart = unit !== undefined && other.span.to === samePoint(window, other.span.from);
  if (other.spanWords === undefined) {
    if (!isPart || other.span.to === window.span.from) return { window: anew, other: windowBefore(anew) };
    const from = movedWith(anew, window, other.span.from, unit);
    return { window: anew, other: partFrom(anew, from, unit) };
  }
  const words = isPart ? other.spanWords.replace(untilTime, '') : other.spanWords;
  const whole = windowOf(words, now, zone);
  if (!whole) return undefined;
  if (!isPart || unitOf(words) !== undefined) return besideEachOther(anew, whole, now);
  // Words with dates and times name the earlier part; it begins where it began, and ends anew.
  const part = partFrom(anew, whole.span.from, unit);
  return { window: anew, other: { ...part, spanWords: datedWords(part, now) } };
}

/** "yesterday until 14:05" */
const untilTime = / until \d{2}:\d{2}(?::\d{2})?$/;

/** Returns the moment that is as far from `start` as a window's end is from its start, by calendar and clock. */
function samePoint({ span, zone }: Window, start: EpochMs): EpochMs {
  const [from, to, other] = [span.from, span.to, start].map(moment => local(moment, zone));
  if (!from || !to || !other) return start;
  const days = dateOf(from).until(dateOf(to), { largestUnit: 'days' }).days;
  const wall = createWallClock({ now: span.to, zone, locale: undefined });
  return wall.at(dateOf(other).add({ days }), to.toPlainTime(), 'to');
}

/** Returns a window of one unit, from its start to the same point as another's end, and no longer than the unit. */
function partFrom(anew: Window, from: EpochMs, unit: string): Window {
  const { zone } = anew;
  const after = local(from, zone).add(sizeOf(unit)).epochMilliseconds;
  return { span: { from, to: Math.min(samePoint(anew, from), after) }, spanWords: undefined, zone };
}

/** Returns where a part without words begins now: as many units before the first window as it did. */
function movedWith(anew: Window, window: Window, from: EpochMs, unit: string): EpochMs {
  const { zone } = anew;
  const [first, other, now] = [window.span.from, from, anew.span.from].map(moment =>
    dateOf(local(moment, zone)),
  );
  if (!first || !other || !now) return from;
  const isLarge = ['month', 'quarter', 'year'].includes(unit);
  const apart = other.until(first, { largestUnit: isLarge ? 'months' : 'days' });
  const time = local(from, zone).toPlainTime();
  return createWallClock({ now: anew.span.to, zone, locale: undefined }).at(
    now.subtract(apart),
    time,
    'from',
  );
}

/**
 * Returns words for the part and nothing else, now and later: "yesterday until 14:05", or dates if the whole was named
 * by its date. Returns undefined if there are none: "last week" is more than its part.
 */
function partWords(
  window: Window,
  whole: Window,
  span: Window['span'],
  unit: string,
  now: EpochMs,
): string | undefined {
  const { zone, spanWords = '' } = whole;
  const gives = (words: string, at: EpochMs, wanted: Partial<Window['span']>) => {
    const read = windowOf(words, at, zone)?.span;
    return read?.from === wanted.from && (wanted.to === undefined || read?.to === wanted.to);
  };
  const until = `${spanWords} until ${writeTime(local(span.to, zone).toPlainTime())}`;
  if (unit === 'day' && gives(until, now, span)) return until;
  const later = local(window.span.from, zone).add(sizeOf(unit)).epochMilliseconds;
  const isDated = gives(spanWords, Math.max(later, now), { from: whole.span.from });
  return isDated ? datedWords({ ...whole, span }, now) : undefined;
}

/** Returns the part of the calendar that words name, as the grammar of periods calls it. */
export function unitOf(words: string | undefined): string | undefined {
  const tokens = words === undefined ? undefined : prepare(words)?.tokens;
  const [first, second, third] = tokens ? findPeriods(tokens) : [];
  if (!first || third) return undefined;
  if (!second) return first.unit;
  return first.day ? second.unit : second.day ? first.unit : undefined;
}

function local(moment: EpochMs, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(zone);
}

function dateOf(moment: Temporal.ZonedDateTime): PlainDate {
  return moment.toPlainDate();
}
