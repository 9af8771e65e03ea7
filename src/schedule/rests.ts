import { pauseMs } from '../domain/back-off.ts';
import { isSilent, type KeptPlace, type PlaceKey, type Places } from '../domain/place.ts';
import { type Clock, inMs, type MonotonicMs, msSince } from '../domain/time.ts';

/**
 * Whether all that was due was done, or is to be tried again: `later` after a failure that says nothing of the
 * conversation, `closed` if Teams refuses messages there.
 */
export type Ending = 'over' | 'later' | 'closed';

/** What is to be tried, and the conversation it is for. Each name belongs to one conversation. */
interface Errand {
  readonly name: string;
  readonly place: PlaceKey;
}

/**
 * Decides when something is tried again in a conversation. After a refusal of the conversation its own record says when,
 * for all that is sent there by any instance. After any other failure it rests here, under its name.
 */
export interface Rests {
  isResting(errand: Errand): boolean;
  /**
   * One try. If it ends `later` or rejects, its name rests; unless `mayStart` said no meanwhile: that says nothing of the
   * conversation, and whoever may start does it at once. Rejects with what the try rejects with.
   */
  attempt(
    errand: Errand,
    mayStart: () => boolean,
    work: (mayStart: () => boolean) => Promise<Ending>,
  ): Promise<void>;
}

export interface RestsParts {
  readonly places: Pick<Places, 'get'>;
  /** The first rest; each that follows it is twice as long, up to the longest. */
  readonly firstMs: number;
  readonly longestMs: number;
  readonly clock: Clock;
}

/** How often the record of a closed conversation is read, to notice that a person has written there. */
const lookMs = 5_000;

/** A conversation as its record was read last. */
interface Closed {
  readonly kept: KeptPlace;
  lookedAt: MonotonicMs;
}

export function createRests({ places, firstMs, longestMs, clock }: RestsParts): Rests {
  const resting = new Map<string, { readonly until: MonotonicMs; readonly failures: number }>();
  /** By conversation, so that its record is read once for all that waits there. */
  const closed = new Map<string, Closed>();

  function rest(name: string): void {
    const failures = (resting.get(name)?.failures ?? 0) + 1;
    resting.set(name, { until: inMs(pauseMs(failures, { firstMs, longestMs }), clock), failures });
  }

  /** Reads when the conversation is tried again; forgets that it is closed if nothing keeps it from being tried now. */
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
      // The answer counts in the next round. If the store fails, the next look is as soon as this one was.
      look(place).catch(() => undefined);
    }
    return true;
  }

  function isNameResting(name: string): boolean {
    const known = resting.get(name);
    return known !== undefined && clock.monotonic() < known.until;
  }

  return {
    isResting: ({ name, place }) => isClosed(place) || isNameResting(name),

    async attempt({ name, place }, mayStart, work) {
      let wasKeptBack = false;
      const asked = () => {
        const may = mayStart();
        wasKeptBack ||= !may;
        return may;
      };
      try {
        closed.delete(nameOf(place));
        const ending = await work(asked);
        if (ending !== 'later') resting.delete(name);
        if (ending === 'later' && !wasKeptBack) rest(name);
        if (ending === 'closed') await look(place);
      } catch (error) {
        rest(name);
        throw error;
      }
    },
  };
}

const nameOf = ({ home, id }: PlaceKey) => JSON.stringify([home, id]);
