import { LRUCache } from 'lru-cache';
import { type Member, type Membership, notMember, type RosterEntry } from '../domain/membership.ts';
import type { Place } from '../domain/place.ts';
import { type Clock, inMs, type MonotonicMs, msSince, msUntil } from '../domain/time.ts';

/** Most entries kept; the least recently used makes room. */
const mostKept = 10_000;
/** An entry younger than this counts without a read. */
export const readMs = 24 * 3_600_000;
/** An entry older than this is read again in the background, well before it's due. */
export const renewMs = 12 * 3_600_000;
/** While reads fail, the last good entry counts for this long since it was read: an outage over a weekend. */
export const staleMs = 72 * 3_600_000;
/** After a read that failed, or one that found no member, no other read starts for so long. */
export const pauseMs = 10_000;
/** Between two attempts to renew the same entry in the background. */
const renewPauseMs = 10 * 60_000;
/** Entries of people who haven't been looked up for so long aren't renewed any more. */
export const usedMs = 7 * 24 * 3_600_000;
/** How long an answer waits for a read that fails, if it has an entry to go on with. */
export const waitWithStaleMs = 1_000;
/** What the rest of an answer needs after the read: a change has so long to be put on record. */
export const restOfAnswerMs = 2_000;
/** For a caller without a limit of its own: a late result is used the next time. */
const usualMs = 1_500;

export interface KeptMembershipParts {
  /** Reads an entry, with retries; ends by itself. */
  readonly membership: Pick<Membership, 'entry'>;
  readonly clock: Clock;
  /** Resolves with what `work` does, or with undefined once `ms` are over. */
  readonly within: (ms: number, work: Promise<RosterEntry>) => Promise<RosterEntry>;
}

export interface KeptMembership extends Membership {
  /** Reads the entries that will soon be due, one after the other, for as long as `mayGoOn`. */
  renew(mayGoOn: () => boolean): Promise<void>;
  /** Forgets people in every conversation: Teams has reported that they left one. */
  forget(personIds: readonly string[]): void;
}

interface Kept {
  place: Place;
  readonly personId: string;
  /** The last good entry, with the moment at which it was read. */
  good?: { readonly member: Member; readonly at: MonotonicMs } | undefined;
  /** The last read, if it found no member or failed. */
  bad?: { readonly entry: undefined | typeof notMember; readonly at: MonotonicMs } | undefined;
  usedAt: MonotonicMs;
  /** The read under way; all who wait share it. */
  flight?: Promise<RosterEntry> | undefined;
}

/**
 * Keeps what was read of each person in each conversation, and reads it once for all who wait. While reads fail, the last
 * good entry counts; a definite answer always replaces it.
 */
export function createKeptMembership({ membership, clock, within }: KeptMembershipParts): KeptMembership {
  const kept = new LRUCache<string, Kept>({ max: mostKept });
  const isYounger = (at: MonotonicMs | undefined, ms: number) => at !== undefined && msSince(at, clock) < ms;

  function read(one: Kept): Promise<RosterEntry> {
    one.flight ??= membership.entry(one.place, one.personId).then(entry => {
      const at = clock.monotonic();
      one.flight = undefined;
      if (typeof entry === 'object') [one.good, one.bad] = [{ member: entry, at }, undefined];
      else [one.good, one.bad] = [entry === notMember ? undefined : one.good, { entry, at }];
      return entry;
    });
    return one.flight;
  }

  async function readFor(one: Kept, until: MonotonicMs): Promise<RosterEntry> {
    const stale = isYounger(one.good?.at, staleMs) ? one.good?.member : undefined;
    if (isYounger(one.bad?.at, pauseMs)) return one.bad?.entry ?? stale;
    const leftMs = Math.max(0, msUntil(until, clock));
    return (await within(stale ? Math.min(leftMs, waitWithStaleMs) : leftMs, read(one))) ?? stale;
  }

  return {
    async entry(place, personId, until = inMs(usualMs + restOfAnswerMs, clock)) {
      const key = JSON.stringify([place.id, personId]);
      const one: Kept = kept.get(key) ?? { place, personId, usedAt: clock.monotonic() };
      kept.set(key, one);
      // The service address may be another one by now.
      Object.assign(one, { place, usedAt: clock.monotonic() });
      if (isYounger(one.good?.at, readMs)) return one.good?.member;
      return readFor(one, inMs(msUntil(until, clock) - restOfAnswerMs, clock));
    },

    async renew(mayGoOn) {
      for (const one of [...kept.values()]) {
        if (!mayGoOn()) return;
        const isDue = one.good && !isYounger(one.good.at, renewMs) && isYounger(one.usedAt, usedMs);
        if (isDue && !isYounger(one.bad?.at, renewPauseMs)) await read(one);
      }
    },

    forget(personIds) {
      const gone = new Set(personIds);
      for (const [key, { personId }] of [...kept.entries()]) if (gone.has(personId)) kept.delete(key);
    },
  };
}
