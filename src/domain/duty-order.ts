import type { Person } from './person.ts';

/** What is said of who is on duty in a conversation. */
export type DutyOrder =
  /** `fallback` is called if nobody acknowledges in time. */
  | { readonly what: 'set'; readonly first: Person; readonly fallback: Person | undefined }
  | { readonly what: 'show' }
  | { readonly what: 'off' }
  | { readonly what: 'escalateAfter'; readonly ms: number }
  /** How long after somebody took an incident they are reminded of it. */
  | { readonly what: 'remindAfter'; readonly ms: number };

/** In milliseconds. How long after it was taken, or last brought up, an incident that lasts is brought up again. */
export const reminder = { usualMs: 24 * 3_600_000, leastMs: 3_600_000, mostMs: 7 * 24 * 3_600_000 } as const;

/** In milliseconds. How long an incident waits to be acknowledged before the next person is called. */
export const escalation = { usualMs: 15 * 60_000, leastMs: 60_000, mostMs: 24 * 3_600_000 } as const;

/** The times of a conversation that an order sets, with their bounds and the field of its duty that stores each. */
export const dutyTimes = {
  escalateAfter: { ...escalation, field: 'escalateMs' },
  remindAfter: { ...reminder, field: 'remindMs' },
} as const;

export type DutyTime = keyof typeof dutyTimes;

/** Returns the time that counts for a conversation: the usual one if none was set. */
export function dutyTimeOf(
  duty: { readonly escalateMs?: number | undefined; readonly remindMs?: number | undefined } | undefined,
  what: DutyTime,
): number {
  const { field, usualMs } = dutyTimes[what];
  return duty?.[field] ?? usualMs;
}
