import { everyDay, type Recurrence, workdays } from '../domain/recurrence.ts';

const names = ['Mondays', 'Tuesdays', 'Wednesdays', 'Thursdays', 'Fridays', 'Saturdays', 'Sundays'];

/** Returns "Daily at 08:00", "Weekdays at 07:30", "Mondays and Thursdays at 09:00". */
export function recurrenceText({ days, hour, minute }: Recurrence): string {
  const time = [hour, minute].map(part => String(part).padStart(2, '0')).join(':');
  return `${daysText(days)} at ${time}`;
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
