import { LRUCache } from 'lru-cache';
import { type Member, type Membership, notMember, type RosterEntry } from '../domain/membership.ts';
import type { ConversationRef } from '../domain/place.ts';
import { type Clock, inMs, type MonotonicMs, msSince, msUntil } from '../domain/time.ts';

/** Limit of the cache; the least recently used entry makes room. */
const mostEntries = 10_000;
/** A younger entry is used without a read. */
export const readMs = 24 * 3_600_000;
/** An older entry is read again in the background, well before it's due. */
export const renewMs = 12 * 3_600_000;
/** While reads fail, the last good entry is used until it's this old: long enough for an outage over a weekend. */
export const staleMs = 72 * 3_600_000;
/** The pause after a read that failed or found no member. */
export const pauseMs = 10_000;
/** The pause between two attempts to renew the same entry in the background. */
const renewPauseMs = 10 * 60_000;
/** Entries that weren't used for this long aren't renewed. */
export const usedMs = 7 * 24 * 3_600_000;
/** How long an answer waits for a slow read if it has an older entry to use. */
export const waitWithStaleMs = 1_000;
/** Time that the rest of an answer needs after the read: the audit entry of a change has this long to be written. */
export const restOfAnswerMs = 2_000;
/** For callers without a deadline. A late result is used the next time. */
const usualMs = 1_500;

export interface CachedMembershipParts {
  /** Reads an entry, with retries; ends by itself. */
  readonly membership: Pick<Membership, 'entry'>;
  readonly clock: Clock;
  /** Resolves as `work` does, or with undefined after `ms`. */
  readonly within: (ms: number, work: Promise<RosterEntry>) => Promise<RosterEntry>;
}

export interface CachedMembership extends Membership {
  /** Reads the entries that are due soon, one after the other, while `mayGoOn` returns true. */
  renew(mayGoOn: () => boolean): Promise<void>;
  /** Removes users in all conversations: Teams has reported that they left one. */
  forget(personIds: readonly string[]): void;
}

interface CachedEntry {
  place: ConversationRef;
  readonly personId: string;
  /** The last good entry, and when it was read. */
  good?: { readonly member: Member; readonly at: MonotonicMs } | undefined;
  /** The last read, if it found no member or failed. */
  bad?: { readonly entry: undefined | typeof notMember; readonly at: MonotonicMs } | undefined;
  usedAt: MonotonicMs;
  /** The read in flight, shared by all callers. */
  inFlight?: Promise<RosterEntry> | undefined;
}

/**
 * Caches the roster entry of each user in each conversation, and reads it once for all callers. While reads fail, the
 * last good entry is used; a definite answer always replaces it.
 */
export function createCachedMembership({
  membership,
  clock,
  within,
}: CachedMembershipParts): CachedMembership {
  const cache = new LRUCache<string, CachedEntry>({ max: mostEntries });
  const isYoungerThan = (at: MonotonicMs | undefined, ms: number) =>
    at !== undefined && msSince(at, clock) < ms;

  function read(one: CachedEntry): Promise<RosterEntry> {
    one.inFlight ??= membership.entry(one.place, one.personId).then(entry => {
      const at = clock.monotonic();
      one.inFlight = undefined;
      if (typeof entry === 'object') [one.good, one.bad] = [{ member: entry, at }, undefined];
      else [one.good, one.bad] = [entry === notMember ? undefined : one.good, { entry, at }];
      return entry;
    });
    return one.inFlight;
  }

  async function readFor(one: CachedEntry, until: MonotonicMs): Promise<RosterEntry> {
    const stale = isYoungerThan(one.good?.at, staleMs) ? one.good?.member : undefined;
    if (isYoungerThan(one.bad?.at, pauseMs)) return one.bad?.entry ?? stale;
    const leftMs = Math.max(0, msUntil(until, clock));
    return (await within(stale ? Math.min(leftMs, waitWithStaleMs) : leftMs, read(one))) ?? stale;
  }

  return {
    async entry(place, personId, until = inMs(usualMs + restOfAnswerMs, clock)) {
      const key = JSON.stringify([place.id, personId]);
      const one: CachedEntry = cache.get(key) ?? { place, personId, usedAt: clock.monotonic() };
      cache.set(key, one);
      // The service address may have changed.
      Object.assign(one, { place, usedAt: clock.monotonic() });
      if (isYoungerThan(one.good?.at, readMs)) return one.good?.member;
      return readFor(one, inMs(msUntil(until, clock) - restOfAnswerMs, clock));
    },

    async renew(mayGoOn) {
      for (const one of [...cache.values()]) {
        if (!mayGoOn()) return;
        const isDue = one.good && !isYoungerThan(one.good.at, renewMs) && isYoungerThan(one.usedAt, usedMs);
        if (isDue && !isYoungerThan(one.bad?.at, renewPauseMs)) await read(one);
      }
    },

    forget(personIds) {
      const gone = new Set(personIds);
      for (const [key, { personId }] of [...cache.entries()]) if (gone.has(personId)) cache.delete(key);
    },
  };
}
