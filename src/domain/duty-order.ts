import type { Person } from './person.ts';

/** What is said of who is on duty in a conversation. */
export type DutyOrder =
  /** `fallback` is called where nobody acknowledges in time. */
  | { readonly what: 'set'; readonly first: Person; readonly fallback: Person | undefined }
  | { readonly what: 'show' }
  | { readonly what: 'off' }
  | { readonly what: 'escalateAfter'; readonly ms: number };

/** In milliseconds. */
export const escalation = { usualMs: 15 * 60_000, leastMs: 60_000, mostMs: 24 * 3_600_000 } as const;
