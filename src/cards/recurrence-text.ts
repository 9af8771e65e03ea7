import { everyDay, type Recurrence, workdays } from '../domain/recurrence.ts';
import { regionStyleOf } from './region-style.ts';

const names = ['Mondays', 'Tuesdays', 'Wednesdays', 'Thursdays', 'Fridays', 'Saturdays', 'Sundays'];

/** Returns "Daily at 08:00", "Weekdays at 07:30", "Mondays and Thursdays at 9:00 AM" for a reader with that clock. */
export function recurrenceText({ days, ...time }: Recurrence, locale?: string): string {
  return `${daysText(days)} at ${clockText(time, locale)}`;
}

/** Returns "08:00", or "8:00 AM" for a reader with that clock. */
export function clockText(
  { hour, minute }: Pick<Recurrence, 'hour' | 'minute'>,
  locale: string | undefined,
): string {
  const minutes = String(minute).padStart(2, '0');
  if (regionStyleOf(locale).isTwelveHours) return `${hour % 12 || 12}:${minutes} ${hour < 12 ? 'AM' : 'PM'}`;
  return `${String(hour).padStart(2, '0')}:${minutes}`;
}

function daysText(days: Recurrence['days']): string {
  const isSame = (others: Recurrence['days']) =>
    days.length === others.length && days.every(day => others.includes(day));
  if (isSame(everyDay)) return 'Daily';
  if (isSame(workdays)) return 'Weekdays';
  if (isSame([6, 7])) return 'Weekends';
  const said = days.map(day => names[day - 1]);
  return said.length < 2 ? `${said[0]}` : `${said.slice(0, -1).join(', ')} and ${said.at(-1)}`;
}
