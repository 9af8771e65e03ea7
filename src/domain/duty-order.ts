import type { Person } from './person.ts';

/** A command about who is on call in a conversation. */
export type OnCallOrder =
  /** `fallback` is called if no acknowledgement comes in time. */
  | { readonly what: 'set'; readonly first: Person; readonly fallback: Person | undefined }
  | { readonly what: 'show' }
  | { readonly what: 'off' }
  | { readonly what: 'escalateAfter'; readonly ms: number }
  /** How long after a user took an incident they are reminded of it. */
  | { readonly what: 'remindAfter'; readonly ms: number };

/** In milliseconds. How long after an incident was taken, or last mentioned, its owner is reminded. */
export const reminder = { usualMs: 24 * 3_600_000, leastMs: 3_600_000, mostMs: 7 * 24 * 3_600_000 } as const;

/** In milliseconds. How long an incident may stay unacknowledged before the next person is called. */
export const escalation = { usualMs: 15 * 60_000, leastMs: 60_000, mostMs: 24 * 3_600_000 } as const;

/** The times that a command sets, with their limits and the field of the stored record. */
export const onCallTimes = {
  escalateAfter: { ...escalation, field: 'escalateMs' },
  remindAfter: { ...reminder, field: 'remindMs' },
} as const;

export type OnCallTime = keyof typeof onCallTimes;

/** Returns the time of a conversation; the usual one if none was set. */
export function onCallTimeOf(
  duty: { readonly escalateMs?: number | undefined; readonly remindMs?: number | undefined } | undefined,
  what: OnCallTime,
): number {
  const { field, usualMs } = onCallTimes[what];
  return duty?.[field] ?? usualMs;
}
