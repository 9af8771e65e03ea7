import { type OnCallTime, onCallTimes, reminder } from '../../../domain/duty-order.ts';
import type { Suggestion } from '../../../domain/reading.ts';
import { capital } from '../../../language/compose.ts';
import type { Role } from './words.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** How a time of on call is set in words, and why it isn't. */
export interface TimeWords {
  readonly what: OnCallTime;
  /** What its words are in a sentence. */
  readonly role: Role;
  readonly verb: string;
  /** The order of the letters in a sentence that sets it; see `DutyParts.roles`. */
  readonly timed: RegExp;
  /** Offered if no length was said that can be set, in milliseconds. */
  readonly usual: readonly number[];
  readonly ask: string;
  readonly bounds: string;
  readonly confirm: string;
  /** The answer to a wish that it never happens. */
  readonly never: { readonly reason: string; readonly instead: readonly number[] };
}

/** "escalate after 10 minutes" */
export const escalating: TimeWords = {
  what: 'escalateAfter',
  role: 'E',
  verb: 'escalate',
  timed: /^(?:D*E[LAI]|D*[LAI]E|E[LAI]D+)$/,
  usual: [10 * minuteMs, 15 * minuteMs, 30 * minuteMs],
  ask: 'After how long should I escalate?',
  bounds: 'I can escalate after 1 minute to 24 hours, in whole minutes.',
  confirm: 'Should I escalate after that time?',
  never: {
    reason: 'If only one person is on call, no one is called after them.',
    instead: [],
  },
};

/** "remind after 12 hours", "reminders every 6 hours". "Remind me in 2 hours" may wish for another reminder, once. */
export const reminding: TimeWords = {
  what: 'remindAfter',
  role: 'R',
  verb: 'remind',
  timed: /^(?:D*R[LAV]|D*[LAV]R|R[LAV]D+)$/,
  usual: [6 * hourMs, 12 * hourMs, 24 * hourMs],
  ask: 'After how long should I remind whoever took an incident?',
  bounds: 'I can remind after 1 hour to 7 days, in whole minutes.',
  confirm: 'I remind whoever took an incident while it lasts. Should I do it that often?',
  never: {
    reason: 'I remind whoever took an incident until it’s over, at least every 7 days.',
    instead: [reminder.mostMs],
  },
};

/** Returns true for a length that can be set: whole minutes within the bounds. */
export function isSound({ what }: TimeWords, ms: number): boolean {
  const { leastMs, mostMs } = onCallTimes[what];
  return ms >= leastMs && ms <= mostMs && ms % minuteMs === 0;
}

/** These lengths as buttons; the usual ones if none of them can be set. */
export function timeOffers(time: TimeWords, lengths: readonly number[]): readonly Suggestion[] {
  const sound = lengths.filter(ms => isSound(time, ms));
  return (sound.length > 0 ? sound : time.usual).map(ms => timeOffer(time, ms));
}

export function timeOffer(time: TimeWords, ms: number): Suggestion {
  const sentence = compose(time, ms);
  return { label: capital(sentence), sentence };
}

function compose({ verb }: TimeWords, ms: number): string {
  return `${verb} after ${lengthWords(ms)}`;
}

/** "90 minutes", "24 hours", "25 hours and 30 minutes", "7 days" */
function lengthWords(ms: number): string {
  if (ms >= 2 * dayMs && ms % dayMs === 0) return counted(ms / dayMs, 'day');
  if (ms % hourMs === 0) return counted(ms / hourMs, 'hour');
  if (ms < dayMs) return counted(ms / minuteMs, 'minute');
  return `${counted(Math.floor(ms / hourMs), 'hour')} and ${counted((ms % hourMs) / minuteMs, 'minute')}`;
}

function counted(count: number, unit: string): string {
  return `${count} ${count === 1 ? unit : `${unit}s`}`;
}
