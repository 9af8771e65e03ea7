import { escalation as bounds } from '../../domain/duty-order.ts';
import type { Offer } from '../../domain/reading.ts';
import { capital } from '../compose.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const usualMinutes = [10, 15, 30];

/** True for a length that escalation can wait: whole minutes within its bounds. */
export function isSound(ms: number): boolean {
  return ms >= bounds.leastMs && ms <= bounds.mostMs && ms % minuteMs === 0;
}

/** The sentence that sets this time, in milliseconds. */
export function composeEscalation(ms: number): string {
  if (ms === hourMs) return 'escalate after 1 hour';
  if (ms % hourMs === 0) return `escalate after ${ms / hourMs} hours`;
  return `escalate after ${ms / minuteMs} ${ms === minuteMs ? 'minute' : 'minutes'}`;
}

/** These times as buttons; the usual ones where none of them can be kept. */
export function escalationOffers(lengths: readonly number[]): readonly Offer[] {
  const sound = lengths.filter(isSound);
  return (sound.length > 0 ? sound : usualMinutes.map(minutes => minutes * minuteMs)).map(ms => {
    const sentence = composeEscalation(ms);
    return { label: capital(sentence), sentence };
  });
}
