import { pauseMs } from '../domain/back-off.ts';
import { isSilent, type KeptPlace, type PlaceKey, type Places } from '../domain/place.ts';
import { type Clock, inMs, type MonotonicMs, msSince } from '../domain/time.ts';

/**
 * How an attempt ended: `done` if nothing is left to do, `retry` after a failure that says nothing of the conversation, `closed` if
 * Teams refuses messages there.
 */
export type AttemptResult = 'done' | 'retry' | 'closed';

/** The name of what is attempted, and the conversation it is for. Each name belongs to one conversation. */
interface BackOffKey {
  readonly name: string;
  readonly place: PlaceKey;
}

/**
 * Decides when something is attempted again in a conversation. If Teams refuses the conversation, its record says when, for all that
 * any instance sends there. After any other failure, this process waits, for each name separately.
 */
export interface ConversationBackOff {
  isWaiting(key: BackOffKey): boolean;
  /**
   * Makes one attempt. If it ends with `retry` or rejects, its name waits; unless `mayStart` returned false meanwhile: that says
   * nothing of the conversation, and the instance that may start makes the attempt at once. Rejects as the attempt does.
   */
  attempt(
    key: BackOffKey,
    mayStart: () => boolean,
    work: (mayStart: () => boolean) => Promise<AttemptResult>,
  ): Promise<void>;
}

export interface ConversationBackOffParts {
  readonly places: Pick<Places, 'get'>;
  /** The first pause; each that follows it is twice as long, up to the longest. */
  readonly firstMs: number;
  readonly longestMs: number;
  readonly clock: Clock;
}

/** How often the record of a closed conversation is read, to notice that a user has written there. */
const lookMs = 5_000;

/** A conversation as its record was read last. */
interface Closed {
  readonly kept: KeptPlace;
  lookedAt: MonotonicMs;
}

export function createConversationBackOff({
  places,
  firstMs,
  longestMs,
  clock,
}: ConversationBackOffParts): ConversationBackOff {
  const waiting = new Map<string, { readonly until: MonotonicMs; readonly failures: number }>();
  /** By conversation, so that its record is read once for all names that wait there. */
  const closed = new Map<string, Closed>();

  function wait(name: string): void {
    const failures = (waiting.get(name)?.failures ?? 0) + 1;
    waiting.set(name, { until: inMs(pauseMs(failures, { firstMs, longestMs }), clock), failures });
  }

  /** Reads whether the conversation is still closed. */
  async function look(place: PlaceKey): Promise<void> {
    const now = clock.now();
    const kept = await places.get(place);
    if (kept && isSilent(kept, now)) closed.set(nameOf(place), { kept, lookedAt: clock.monotonic() });
    else closed.delete(nameOf(place));
  }

  function isClosed(place: PlaceKey): boolean {
    const known = closed.get(nameOf(place));
    const now = clock.now();
    if (!known || !isSilent(known.kept, now)) return false;
    if (msSince(known.lookedAt, clock) >= lookMs) {
      known.lookedAt = clock.monotonic();
      // The result counts in the next round. If the store fails, the next look is as soon as this one was.
      look(place).catch(() => undefined);
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
      let wasKeptBack = false;
      const asked = () => {
        const may = mayStart();
        wasKeptBack ||= !may;
        return may;
      };
      try {
        closed.delete(nameOf(place));
        const result = await work(asked);
        if (result !== 'retry') waiting.delete(name);
        if (result === 'retry' && !wasKeptBack) wait(name);
        if (result === 'closed') await look(place);
      } catch (error) {
        wait(name);
        throw error;
      }
    },
  };
}

const nameOf = ({ home, id }: PlaceKey) => JSON.stringify([home, id]);
