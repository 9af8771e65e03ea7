import type { IndexJournal } from '../domain/index-journal.ts';
import { type Clock, type MonotonicMs, msSince } from '../domain/time.ts';
import type { CaughtUp } from './caught-up.ts';
import type { LoadedIndex } from './loaded-index.ts';
import { dayOf } from './mirror.ts';
import type { ReadState } from './read-state.ts';
import {
  createLocationReader,
  type LocationReader,
  type LocationReaderParts,
} from './reader/location-reader.ts';
import { OwnershipLostError } from './unwritten.ts';
import { createIndexWriter, type IndexWriter } from './writer.ts';

export interface IndexOwnerParts extends Omit<LocationReaderParts, 'writer' | 'location'> {
  readonly journal: IndexJournal;
  readonly sourceName: string;
  readonly loaded: LoadedIndex;
  /** The locations to read now, each by itself; undefined for all as one. */
  readonly locationsNow: () => readonly (string | undefined)[];
  readonly callers: Pick<CaughtUp, 'takeUrgency' | 'renewUrgency'>;
  readonly waking: Pick<Waking, 'take'>;
  /** Called when the polls of a pass have ended. */
  readonly onPolled: () => void;
}

/** The process that reads AvePoint and writes the index. */
export interface IndexOwner {
  /** Reads what is due, and writes it. Claims the journal first, if this process doesn't own it. */
  go(mayGoOn: () => boolean): Promise<void>;
  /** Resolves when nothing is in flight. */
  settled(): Promise<void>;
  /** The number of this owner among all that there were; undefined while this process doesn't own the journal. */
  generation(): number | undefined;
  /** Gives the index up to the process that owns it now, and loads what the journal has. */
  release(): Promise<void>;
}

/** An owner with its readers, one for each location. */
interface Ownership {
  readonly generation: number;
  readonly writer: IndexWriter;
  readonly locations: readonly (string | undefined)[];
  readonly readers: readonly LocationReader[];
}

export function createIndexOwner(parts: IndexOwnerParts): IndexOwner {
  const { loaded, locationsNow, callers, waking, onPolled, log } = parts;
  const forgetOld = createForgetOld(parts);
  let owned: Ownership | undefined;
  let catchingUp: Promise<void> | undefined;

  function withReaders({ generation, writer }: Pick<Ownership, 'generation' | 'writer'>): Ownership {
    const locations = locationsNow();
    const readers = locations.map(location => createLocationReader({ ...parts, writer, location }));
    return { generation, writer, locations, readers };
  }

  /** Returns false once other locations are to be read than these. */
  const areCurrent = ({ locations }: Ownership) => String(locations) === String(locationsNow());

  /** What was read and not written is read again, by this process or by the one that owns the index now. */
  async function release(): Promise<void> {
    owned = undefined;
    // If loading fails now, the next claim loads.
    await loaded.reload();
  }

  async function guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof OwnershipLostError)) throw error;
      log.warn({ err: error }, 'ownership of the job index lost, loading it again');
      await release();
    }
  }

  /** Reads the past in the background, unless that is in progress. */
  function catchUp(readers: readonly LocationReader[], mayRead: () => boolean): void {
    catchingUp ??= guarded(async () => {
      await Promise.all(readers.map(reader => reader.catchUp(mayRead)));
    })
      .catch(err => log.error({ err }, 'reading the past failed, trying again'))
      .finally(() => {
        catchingUp = undefined;
      });
  }

  async function pass(mayGoOn: () => boolean): Promise<void> {
    owned ??= withReaders(await claim(parts));
    if (!areCurrent(owned)) owned = withReaders(owned);
    const current = owned;
    const { readers, writer } = current;
    const mayRead = () => mayGoOn() && areCurrent(current);
    const isUrgent = callers.takeUrgency();
    const isWoken = waking.take();
    await Promise.all(readers.map(reader => reader.poll(mayRead, isUrgent, isWoken)));
    onPolled();
    callers.renewUrgency();
    await forgetOld(writer);
    catchUp(readers, mayRead);
  }

  return {
    go: mayGoOn => guarded(() => pass(mayGoOn)),
    async settled() {
      await catchingUp;
    },
    generation: () => owned?.generation,
    release,
  };
}

/**
 * Makes this process the owner of the journal. Begins a new index if the journal's is of another data centre or client.
 */
async function claim(parts: IndexOwnerParts): Promise<Pick<Ownership, 'generation' | 'writer'>> {
  const { journal, loaded, sourceName, clock, log } = parts;
  if (!loaded.isLoaded()) await loaded.load();
  const claimed = await journal.claim();
  const { generation } = claimed;
  await loaded.advance(claimed);
  const known = loaded.stateOf(claimed);
  let { change } = claimed;
  if (!known && claimed.state !== undefined) {
    log.warn({}, 'the job index belongs to another data centre or client; a new one is begun');
    change = (await loaded.clear(generation)).change;
  }
  // A power failure can undo the last writes to a file, and a file may be an old copy. A number up to which runs were
  // reported must not be given again to another end, so the numbers of a new owner begin above all that were given
  // before.
  const first: ReadState = {
    ...(known
      ? { ...known, news: Math.max(known.news, clock.now()) }
      : { source: sourceName, news: 0, locations: {} }),
    numberedSince: known?.numberedSince ?? clock.now(),
  };
  const writer = createIndexWriter({
    journal,
    mirror: loaded.mirror,
    clock,
    log,
    generation,
    highest: Math.max(claimed.highest, change),
    state: first,
    onState: loaded.setState,
    onStored: loaded.setStored,
  });
  loaded.setState(first);
  return { generation, writer };
}

/** Returns a function that removes the runs of a day that is too long ago, once a day. */
function createForgetOld({ clock, days }: Pick<IndexOwnerParts, 'clock' | 'days'>) {
  let forgottenOn: number | undefined;
  return async (writer: IndexWriter): Promise<void> => {
    const today = dayOf(clock.now());
    if (forgottenOn === today) return;
    await writer.forgetBefore(today - days);
    forgottenOn = today;
  };
}

const wakeEveryMs = 5_000;

/** Whether an answer has shown what the index lacks. */
export interface Waking {
  wake(): void;
  /** Returns true for a pass that is to ask for what isn't due yet. */
  take(): boolean;
}

export function createWaking(clock: Pick<Clock, 'monotonic'>): Waking {
  let isWoken = false;
  let wokenAt: MonotonicMs | undefined;
  return {
    wake() {
      isWoken = true;
    },
    take() {
      if (!isWoken || (wokenAt !== undefined && msSince(wokenAt, clock) < wakeEveryMs)) return false;
      isWoken = false;
      wokenAt = clock.monotonic();
      return true;
    },
  };
}
