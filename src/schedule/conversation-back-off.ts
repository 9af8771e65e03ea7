import { pauseMs } from '../domain/back-off.ts';
import {
  type ConversationKey,
  type ConversationStore,
  isSilent,
  type StoredConversation,
} from '../domain/place.ts';
import { type Clock, inMs, type MonotonicMs, msSince } from '../domain/time.ts';
import { createRecentMap } from './recent-map.ts';

/**
 * How an attempt ended: `done` if nothing is left to do, `retry` after a failure that isn't the conversation's,
 * `closed` if Teams refuses messages there.
 */
export type AttemptResult = 'done' | 'retry' | 'closed';

/** The name of an attempt, and its conversation. Each name belongs to one conversation. */
interface BackOffKey {
  readonly name: string;
  readonly place: ConversationKey;
}

/**
 * Decides when an attempt in a conversation is repeated. If Teams refuses the conversation, its stored record has the
 * time, for all messages of all instances. After any other failure, this process waits, for each name separately.
 */
export interface ConversationBackOff {
  isWaiting(key: BackOffKey): boolean;
  /**
   * Makes one attempt. If it ends with `retry` or rejects, its name waits; unless `mayStart` returned false meanwhile,
   * since then another instance makes the attempt at once. Rejects as the attempt does.
   */
  attempt(
    key: BackOffKey,
    mayStart: () => boolean,
    work: (mayStart: () => boolean) => Promise<AttemptResult>,
  ): Promise<void>;
}

export interface ConversationBackOffParts {
  readonly places: Pick<ConversationStore, 'get'>;
  /** The first pause. Each further one is twice as long, up to the longest. */
  readonly firstMs: number;
  readonly longestMs: number;
  readonly clock: Clock;
}

/** How often the record of a closed conversation is read, to notice that a user has written there. */
const readEveryMs = 5_000;

/** A conversation that is closed, by its record as it was read last. */
interface Closed {
  readonly stored: StoredConversation;
  readAt: MonotonicMs;
}

/** The wait of a name after its last failure, and how many failures there were in a row. */
interface Wait {
  readonly until: MonotonicMs;
  readonly failures: number;
}

export function createConversationBackOff({
  places,
  firstMs,
  longestMs,
  clock,
}: ConversationBackOffParts): ConversationBackOff {
  /**
   * Nothing tells this module that a digest or its conversation is gone. A wait is over after `longestMs`, and the next
   * attempt of a live name follows soon, so older entries belong to names that are gone.
   */
  const maxAgeMs = 2 * longestMs;
  const waiting = createRecentMap<Wait>(maxAgeMs, clock);
  /** By conversation, so that its record is read once for all names that wait there. */
  const closed = createRecentMap<Closed>(maxAgeMs, clock);

  function wait(name: string): void {
    const failures = (waiting.get(name)?.failures ?? 0) + 1;
    waiting.set(name, { until: inMs(pauseMs(failures, { firstMs, longestMs }), clock), failures });
  }

  /** Reads whether the conversation is still closed. */
  async function readState(place: ConversationKey): Promise<void> {
    const now = clock.now();
    const stored = await places.get(place);
    if (stored && isSilent(stored, now)) closed.set(nameOf(place), { stored, readAt: clock.monotonic() });
    else closed.delete(nameOf(place));
  }

  function isClosed(place: ConversationKey): boolean {
    const known = closed.get(nameOf(place));
    const now = clock.now();
    if (!known || !isSilent(known.stored, now)) return false;
    if (msSince(known.readAt, clock) >= readEveryMs) {
      known.readAt = clock.monotonic();
      // The result counts from the next pass on. If the store fails, the next read comes as soon as this one.
      readState(place).catch(() => undefined);
    }
    return true;
  }

  function isNameWaiting(name: string): boolean {
    const known = waiting.get(name);
    return known !== undefined && clock.monotonic() < known.until;
  }

  return {
    isWaiting: ({ name, place }) => isClosed(place) || isNameWaiting(name),

    async attempt({ name, place }, mayStart, work) {
      let wasPrevented = false;
      const asked = () => {
        const may = mayStart();
        wasPrevented ||= !may;
        return may;
      };
      try {
        closed.delete(nameOf(place));
        const result = await work(asked);
        if (result !== 'retry') waiting.delete(name);
        if (result === 'retry' && !wasPrevented) wait(name);
        if (result === 'closed') await readState(place);
      } catch (error) {
        wait(name);
        throw error;
      }
    },
  };
}

const nameOf = ({ home, id }: ConversationKey) => JSON.stringify([home, id]);
