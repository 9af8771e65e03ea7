import type { EpochMs } from '../domain/time.ts';

/** How the clocks of one zone are written, and what they show now. */
interface Clocks {
  readonly now: EpochMs;
  /** "Mon 23 Nov", the same for all moments of a day. */
  day(at: EpochMs): string;
  /** "14:05". */
  time(at: EpochMs): string;
  /** "Mon 23 Nov, 14:05". */
  instant(at: EpochMs): string;
  /** "Mon". */
  weekday(at: EpochMs): string;
}

interface BoundedSpan {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const mostHours = 72;

/**
 * Returns a window as one would say it, without its zone: "Today, 00:00–14:05", "Yesterday, Sun 22 Nov", "Last 24
 * hours, to Mon 14:05", "Mon 16 – Sun 22 Nov", "Sun 15 Nov, 18:00 – Mon 16 Nov, 08:00".
 */
export function windowText(span: BoundedSpan, clocks: Clocks): string {
  const { day } = clocks;
  const isOfOneDay = day(span.from) === day(span.to - 1);
  if (isOfOneDay) return oneDayText(span, clocks);
  return rollingText(span, clocks) ?? wholeDaysText(span, clocks) ?? boundsText(span, clocks);
}

function oneDayText({ from, to }: BoundedSpan, clocks: Clocks): string {
  const { day, time } = clocks;
  const isWhole = isDayStart(from, clocks) && isDayStart(to, clocks);
  const name = relativeDay(from, clocks);
  if (isWhole) return name === 'Yesterday' ? `Yesterday, ${day(from)}` : day(from);
  const end = isDayStart(to, clocks) ? 'midnight' : time(to);
  return `${name ?? day(from)}, ${time(from)}–${end}`;
}

/** Returns "Last 24 hours, to Mon 14:05" if the window ends now and began some whole hours or days before. */
function rollingText({ from, to }: BoundedSpan, clocks: Clocks): string | undefined {
  const { now, time, weekday } = clocks;
  if (Math.abs(now - to) >= minuteMs || isDayStart(from, clocks)) return undefined;
  const end = `to ${weekday(to)} ${time(to)}`;
  const days = Math.round((to - from) / dayMs);
  // A day on which the clocks change is an hour shorter or longer.
  const isOfDays = days > 1 && time(from) === time(to) && Math.abs(to - from - days * dayMs) <= hourMs;
  if (isOfDays) return `Last ${days} days, ${end}`;
  const hours = (to - from) / hourMs;
  if (!Number.isInteger(hours) || hours > mostHours) return undefined;
  return `Last ${hours === 1 ? 'hour' : `${hours} hours`}, ${end}`;
}

function wholeDaysText({ from, to }: BoundedSpan, clocks: Clocks): string | undefined {
  if (!isDayStart(from, clocks) || !isDayStart(to, clocks)) return undefined;
  const [first, last] = [clocks.day(from), clocks.day(to - 1)];
  const [weekday, date, ...month] = first.split(' ');
  // "Mon 16 – Sun 22 Nov", but "Mon, Nov 16 – Sun, Nov 22".
  const isMonthRepeated = /^\d/.test(date ?? '') && last.endsWith(` ${month.join(' ')}`);
  return `${isMonthRepeated ? `${weekday} ${date}` : first} – ${last}`;
}

function boundsText({ from, to }: BoundedSpan, clocks: Clocks): string {
  const { instant, time } = clocks;
  const text = (at: EpochMs, name: string | undefined) =>
    name === undefined ? instant(at) : `${name}, ${time(at)}`;
  return `${text(from, relativeDay(from, clocks))} – ${text(to, relativeDay(to, clocks)?.toLowerCase())}`;
}

/** Returns true for the first moment of a day: 00:00, or later if the clocks go forward at midnight. */
function isDayStart(at: EpochMs, { day }: Clocks): boolean {
  return day(at - 1) !== day(at);
}

function relativeDay(at: EpochMs, clocks: Clocks): 'Today' | 'Yesterday' | undefined {
  const { day, now } = clocks;
  if (day(at) === day(now)) return 'Today';
  return day(at) === day(dayBefore(now, clocks)) ? 'Yesterday' : undefined;
}

/** Returns a moment of the day before; a day has 22 to 26 hours. */
function dayBefore(now: EpochMs, { day }: Clocks): EpochMs {
  let at = now;
  while (day(at) === day(now)) at -= hourMs;
  return at;
}
