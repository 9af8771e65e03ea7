import { type Times, timesFor } from '../../cards/times.ts';
import { dayStart } from '../../schedule/occurrences.ts';
import { type DigestMessage, isOnTime } from './message.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** A week in which the clocks go forward is an hour shorter. */
const shortestWeekMs = 7 * dayMs - hourMs;
const mostHours = 72;

/** The word for a digest from an hour on, and up to the next one. */
const dayParts: readonly (readonly [fromHour: number, word: string])[] = [
  [22, 'Night'],
  [18, 'Evening'],
  [14, 'Afternoon'],
  [11, 'Midday'],
  [5, 'Morning'],
  [0, 'Night'],
];

/** Returns the times of a digest. One that is on time is written from its due time, however long the reading took. */
export function timesOf(message: DigestMessage): Times {
  return timesFor(message.zone, message, isOnTime(message) ? message.span.to : message.composedAt);
}

/** Returns the window as of its end, so that "yesterday" is the day before the one in the title, however late it is. */
export function digestWindow(message: DigestMessage): string {
  return timesFor(message.zone, message, message.span.to).window(message.span);
}

/** Returns "Morning digest · Mon 23 Nov", "Weekly summary · Mon 16 – Sun 22 Nov" or "Digest preview · Mon 23 Nov". */
export function digestTitle(message: DigestMessage, times: Times): string {
  const { occasion, span, wish, zone } = message;
  if (!wish || occasion === 'now') return `Digest preview · ${times.day(span.to)}`;
  const update = occasion === 'followUp' ? ', updated' : '';
  if (wish.when.days.length === 1 && span.to - span.from >= shortestWeekMs) {
    const days = { from: dayStart(span.from, zone), to: dayStart(span.to, zone) };
    // The line below has the zone.
    const week = timesFor(zone, { ...message, ownZone: zone }, span.to).window(days);
    return `Weekly summary${update} · ${week}`;
  }
  const word = dayParts.find(([fromHour]) => wish.when.hour >= fromHour)?.[1];
  return `${word} digest${update} · ${times.day(span.to)}`;
}

/** Returns "the previous 24 hours", "the previous 7 days", or "the equally long time before". */
export function previousText({ from, to }: DigestMessage['span']): string {
  const hours = (to - from) / hourMs;
  const days = Math.round(hours / 24);
  if (days > 1 && Math.abs(hours - days * 24) <= 1) return `the previous ${days} days`;
  return Number.isInteger(hours) && hours > 1 && hours <= mostHours
    ? `the previous ${hours} hours`
    : 'the equally long time before';
}
