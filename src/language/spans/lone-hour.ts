import type { Token } from '../tokens.ts';
import { secondsOf, type TimeOfDay, writeTime } from '../wall-clock.ts';
import type { ReadTime } from './clock-times.ts';
import { type RefusedPeriod, refuse } from './phrase.ts';

/** A number beside a time of day, and its place in the sentence. */
export interface LoneNumber {
  readonly number: number;
  readonly start: number;
  readonly end: number;
}

/**
 * Returns the hour of a number before a time. If the time has am or pm, it's the afternoon's if that is before the
 * time, else the morning's: "2 to 4pm" is in the afternoon, "10 to 2pm" begins in the morning.
 */
export function hourBefore(number: number, { time, meridiem }: ReadTime): number {
  if (!meridiem || !isOfHalf(number)) return number;
  const [morning, afternoon] = halvesOf(number);
  return secondsOf(afternoon) < secondsOf(time) ? afternoon.hour : morning.hour;
}

/**
 * Returns the hour of a number after a time. If the time has am or pm, it's the first such hour after it: "10am to 2"
 * ends in the afternoon, "10pm to 2" in the night.
 */
export function hourAfter(number: number, { time, meridiem }: ReadTime): number {
  if (!meridiem || !isOfHalf(number)) return number;
  const [morning, afternoon] = halvesOf(number);
  const isLater = (hour: TimeOfDay) => secondsOf(hour) > secondsOf(time);
  return !isLater(morning) && isLater(afternoon) ? afternoon.hour : morning.hour;
}

/**
 * Returns what to ask about "10 to 2am", "12 to 12am" and "10 to midnight": the end is in the morning and the hour
 * before it isn't earlier, so the stretch may begin in either half of the day.
 */
export function halfDoubt(
  tokens: readonly Token[],
  { number, start, end }: LoneNumber,
  { time, meridiem }: ReadTime,
): RefusedPeriod | undefined {
  if (!meridiem || !isOfHalf(number)) return undefined;
  const [morning, afternoon] = halvesOf(number);
  if (time.hour >= 12 || secondsOf(morning) < secondsOf(time)) return undefined;
  const hours = [afternoon, morning].map(writeTime);
  const isDash = tokens[end]?.text === '-';
  const instead = hours.map(hour =>
    isDash ? { start, end: end + 1, words: `${hour} to` } : { start, end, words: hour },
  );
  return refuse(`That could begin at ${hours.join(' or at ')}. Which do you mean?`, instead);
}

/** Returns true for the hours of a clock with two halves. */
function isOfHalf(number: number): boolean {
  return number >= 1 && number <= 12;
}

/** Returns the hour in the morning, and the one in the afternoon. */
function halvesOf(number: number): readonly [TimeOfDay, TimeOfDay] {
  const hour = number % 12;
  return [
    { hour, minute: 0, second: 0 },
    { hour: hour + 12, minute: 0, second: 0 },
  ];
}
