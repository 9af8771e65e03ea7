import type { DigestWish } from '../../domain/digest-order.ts';
import { everyDay, type Recurrence, type Weekday, workdays } from '../../domain/recurrence.ts';
import { namesInWords } from '../../language/compose.ts';
import { weekdayNames } from '../../language/wall-clock.ts';

/** The sentence that sets exactly this digest, said by somebody in `zone`. */
export function composeDigest({ when, services, onlyProblems }: DigestWish, zone: string): string {
  return [
    `digest ${daysText(when.days)} at ${timeText(when)}`,
    services.length === 0 ? '' : `for ${namesInWords(services)}`,
    onlyProblems ? 'only problems' : '',
    when.zone === zone ? '' : when.zone,
  ]
    .filter(Boolean)
    .join(' ');
}

function timeText({ hour, minute }: Recurrence): string {
  return [hour, minute].map(part => String(part).padStart(2, '0')).join(':');
}

function daysText(days: readonly Weekday[]): string {
  const same = (others: readonly Weekday[]) => days.join() === others.join();
  if (same(everyDay)) return 'daily';
  if (same(workdays)) return 'weekdays';
  if (same([6, 7])) return 'weekends';
  return days.map(day => `${weekdayNames[day - 1]?.toLowerCase()}s`).join(' and ');
}
