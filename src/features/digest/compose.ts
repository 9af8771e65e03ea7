import type { DigestSpec } from '../../domain/digest-order.ts';
import type { Service } from '../../domain/job.ts';
import { everyDay, type Recurrence, type Weekday, workdays } from '../../domain/recurrence.ts';
import { namesInWords } from '../../language/compose.ts';
import type { ReadingContext } from '../../language/reading.ts';
import type { Token } from '../../language/tokens.ts';
import { createWallClock, weekdayNames } from '../../language/wall-clock.ts';
import { fillDigestSlots } from './fill-slots.ts';

/** Returns the sentence that sets exactly this digest for a user in `zone`. */
export function composeDigest({ when, services, onlyProblems }: DigestSpec, zone: string): string {
  return [
    `digest ${daysText(when.days)} at ${timeText(when)}`,
    services.length === 0 ? '' : `for ${namesInWords(services)}`,
    onlyProblems ? 'only problems' : '',
    when.zone === zone ? '' : when.zone,
  ]
    .filter(Boolean)
    .join(' ');
}

/**
 * Returns the sentence that sets a digest at the days and time of a sentence about something else; every day at 8 if it
 * names none.
 */
export function digestFor(
  tokens: readonly Token[],
  services: readonly Service[],
  context: ReadingContext,
): string {
  const taken = tokens.map(() => false);
  const { days, times } = fillDigestSlots(tokens, taken, createWallClock(context));
  const { hour, minute } = times[0]?.time ?? { hour: 8, minute: 0 };
  const when = { days: days.length > 0 ? days : everyDay, hour: hour % 24, minute, zone: context.zone };
  return composeDigest({ when, services, onlyProblems: false }, context.zone);
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
