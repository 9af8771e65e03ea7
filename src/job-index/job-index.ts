import { ChangeOutOfRangeError, type IndexJournal, type JournalMark } from '../domain/index-journal.ts';
import type { JobType } from '../domain/job.ts';
import type { JobSource } from '../domain/job-source.ts';
import type { Log } from '../domain/log.ts';
import type { Meter } from '../domain/meter.ts';
import { type Clock, type EpochMs, type MonotonicMs, msSince, msUntil } from '../domain/time.ts';
import { createMirror, dayOf } from './mirror.ts';
import { readAtOf } from './queries/doubt.ts';
import { historyMs, type ReadState, type UnitState } from './read-state.ts';
import { isTransient } from './reader/back-off.ts';
import { type Caps, createLocationReader, type LocationReader } from './reader/location-reader.ts';
import { runOfRow } from './row-codec.ts';
import type { IndexView } from './view.ts';
import { createIndexWriter, type IndexWriter, OwnershipLostError } from './writer.ts';

export interface JobIndex extends IndexView {
  /** Loads what is stored. Rejects with `StoreError`. */
  load(): Promise<void>;
  /** What one process at a time does: reads what is due, and writes it. Whoever calls it has the lease. */
  go(mayGoOn: () => boolean): Promise<void>;
  /** Resolves when nothing is under way. */
  settled(): Promise<void>;
  /** Takes over what another process has written since the last time. */
  follow(): Promise<void>;
  close(): Promise<void>;
}

export interface JobIndexParts {
  readonly journal: IndexJournal;
  readonly source: JobSource;
  /** Which data centre and client it is: an index of another one is begun anew. */
  readonly sourceName: string;
  /** Each is read for itself. None: all as one, unless several of the known ones are found to have backups. */
  readonly locations: readonly string[];
  /** The documented locations, to ask each of them once a day; none if that isn't to be done. */
  readonly knownLocations?: readonly string[] | undefined;
  readonly intervalMs: number;
  readonly clockAheadMs: () => number | undefined;
  /** By how much `clock` and AvePoint's may differ; absent: by `clockAheadMs`. */
  readonly uncorrectedMs?: (() => number) | undefined;
  readonly clock: Clock;
  /** Called with the moment at which the process that reads has just read AvePoint, by its clock. */
  readonly onFollowed?: ((readAt: EpochMs) => void) | undefined;
  readonly random: () => number;
  readonly meter?: Pick<Meter, 'gauge'> | undefined;
  readonly log: Log;
  readonly caps?: Caps | undefined;
  /** How long runs are stored. */
  readonly days: number;
}

const dayMs = 24 * 3_600_000;
/** What was not read for longer is worth waiting for. */
const lateIntervals = 2;
/** Transient errors are waited out for so long. */
const patienceMs = 2_500;
const wakeEveryMs = 5_000;

/** The process that reads: its number among all that did, and its readers. */
interface Ownership {
  readonly generation: number;
  readonly writer: IndexWriter;
  readonly locations: readonly (string | undefined)[];
  readonly readers: readonly LocationReader[];
}

export function createJobIndex(parts: JobIndexParts): JobIndex {
  const { journal, sourceName, intervalMs, clockAheadMs, clock, meter, log, days } = parts;
  const mirror = createMirror();
  const locationsNow = (): readonly (string | undefined)[] =>
    parts.locations.length > 0 ? parts.locations : (state?.found ?? [undefined]);
  let state: ReadState | undefined;
  /** As it is stored. An end whose number isn't stored yet gets another one if this process dies now. */
  let stored: ReadState | undefined;
  let mark: JournalMark | undefined;
  let loading: Promise<void> | undefined;
  let owned: Ownership | undefined;
  let catchingUp: Promise<void> | undefined;
  let forgottenOn: number | undefined;
  const waiting = new Set<() => void>();
  /** A person waits for an answer. */
  let isUrgent = false;
  /** An answer has shown what the index lacks. */
  let isWoken = false;
  let wokenAt: MonotonicMs | undefined;

  function setState(next: ReadState | undefined): void {
    state = next;
    for (const check of [...waiting]) check();
  }

  const stateOf = (value: unknown): ReadState | undefined => {
    const known = value as ReadState | undefined;
    return known?.source === sourceName ? known : undefined;
  };

  function loadAll(): Promise<void> {
    loading ??= load().finally(() => {
      loading = undefined;
    });
    return loading;
  }

  /** Until all runs are loaded nothing is known: fewer than there are would look like all. */
  async function load(): Promise<void> {
    mark = undefined;
    stored = undefined;
    setState(undefined);
    mirror.clear();
    const latest = await journal.mark();
    const known = stateOf(latest.state);
    if (known) {
      const today = dayOf(clock.now());
      for await (const entries of journal.days(today - days, today + 1)) {
        for (const { key, value } of entries) putRow(key, value);
      }
    }
    stored = known;
    mark = latest;
    setState(known);
  }

  function putRow(key: string, value: unknown): void {
    const run = runOfRow(key, value);
    if (run) mirror.put(run);
  }

  /** Loads everything if the journal can't give all changes any more. */
  async function readChanges(since: JournalMark): Promise<void> {
    try {
      for await (const entries of journal.changedSince(since.change)) {
        for (const { key, value } of entries) putRow(key, value);
      }
    } catch (error) {
      if (!(error instanceof ChangeOutOfRangeError)) throw error;
      await loadAll();
    }
  }

  function readersOf(writer: IndexWriter): Pick<Ownership, 'locations' | 'readers'> {
    const locations = locationsNow();
    return {
      locations,
      readers: locations.map(name => createLocationReader({ ...parts, writer, location: name })),
    };
  }

  /** False once other locations are to be read than these. */
  const areCurrent = ({ locations }: Ownership) => String(locations) === String(locationsNow());

  async function claim(): Promise<Ownership> {
    if (!mark) await loadAll();
    const claimed = await journal.claim();
    if (mark && claimed.change > mark.change) await readChanges(mark);
    mark = claimed;
    const known = stateOf(claimed.state);
    if (!known && claimed.state !== undefined) {
      log.warn({}, 'the job index belongs to another data centre or client; a new one is begun');
      await journal.clear(claimed.generation);
      mirror.clear();
      mark = await journal.mark();
    }
    // A power failure can undo what a file was given last, and a file may be an old copy. What was told up to a number must not get
    // that number again for another end, so a new owner's numbers begin above all that were given before.
    const first: ReadState = {
      ...(known
        ? { ...known, news: Math.max(known.news, clock.now()) }
        : { source: sourceName, news: 0, locations: {} }),
      numberedSince: known?.numberedSince ?? clock.now(),
    };
    const writer = createIndexWriter({
      journal,
      mirror,
      clock,
      log,
      generation: claimed.generation,
      highest: Math.max(claimed.highest, mark.change),
      state: first,
      onState: setState,
      onStored: state => {
        stored = state;
      },
    });
    setState(first);
    return { generation: claimed.generation, writer, ...readersOf(writer) };
  }

  /** What was read and not written is read again, by this process or by the one that owns the index now. */
  async function release(): Promise<void> {
    owned = undefined;
    // If loading fails now, the next claim loads.
    mark = undefined;
    await loadAll();
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

  async function forgetOld(writer: IndexWriter): Promise<void> {
    const today = dayOf(clock.now());
    if (forgottenOn === today) return;
    await writer.forgetBefore(today - days);
    forgottenOn = today;
  }

  /** True if all that an overview since `from` needs was read, or is refused. */
  function isCaughtUp(from: EpochMs, type: JobType | undefined): boolean {
    const now = clock.now();
    const since = Math.max(from, now - historyMs + dayMs);
    return locationsNow().every(name => {
      const location = state?.locations[name ?? ''];
      if (!location) return false;
      const { newest, running, bad } = location.readAt;
      const isPolled = newest !== undefined && running !== undefined && bad !== undefined;
      const isLate = isPolled && now - Math.min(newest, running) > lateIntervals * intervalMs;
      const units = Object.entries(location.units).filter(
        ([key]) => type === undefined || key.startsWith(`${type} `),
      );
      return isPolled && !isLate && units.every(([, unit]) => isReadSince(unit, since));
    });
  }

  /** True if AvePoint was asked since `at`, and refuses to answer or has been out of reach for a while. */
  function isHopeless(at: EpochMs): boolean {
    return locationsNow().some(name => {
      const trouble = state?.locations[name ?? '']?.trouble;
      if (trouble?.retryAt !== undefined && trouble.retryAt > clock.now() + patienceMs) return true;
      if (!trouble || trouble.at < at) return false;
      return !isTransient(trouble.code) || trouble.at - trouble.since >= patienceMs;
    });
  }

  async function caughtUp(from: EpochMs, until: MonotonicMs, type: JobType | undefined): Promise<void> {
    if (isCaughtUp(from, type)) return;
    const askedAt = clock.now();
    isUrgent = true;
    await new Promise<void>(resolve => {
      const timer = setTimeout(() => done(), Math.max(0, msUntil(until, clock)));
      const check = () => {
        if (isCaughtUp(from, type) || isHopeless(askedAt)) done();
      };
      const done = () => {
        clearTimeout(timer);
        waiting.delete(check);
        resolve();
      };
      timer.unref();
      waiting.add(check);
    });
  }

  const view: IndexView = {
    mirror,
    get locations() {
      return locationsNow();
    },
    intervalMs,
    days,
    state: () => state,
    news: () =>
      stored?.numberedSince === undefined ? undefined : { index: stored.numberedSince, until: stored.news },
    caughtUp,
    wake() {
      isWoken = true;
    },
  };

  /** True for a pass that is to ask for what isn't due yet. */
  function takeWaking(): boolean {
    if (!isWoken || (wokenAt !== undefined && msSince(wokenAt, clock) < wakeEveryMs)) return false;
    isWoken = false;
    wokenAt = clock.monotonic();
    return true;
  }

  function measure(): void {
    const readAt = readAtOf(view);
    if (readAt !== undefined) meter?.gauge('indexAgeSeconds', Math.max(0, clock.now() - readAt) / 1000);
    meter?.gauge('indexRuns', mirror.size);
    meter?.gauge('clockAheadSeconds', (clockAheadMs() ?? 0) / 1000);
  }

  return {
    ...view,
    get locations() {
      return locationsNow();
    },
    load: loadAll,
    async go(mayGoOn) {
      await guarded(async () => {
        owned ??= await claim();
        if (!areCurrent(owned)) owned = { ...owned, ...readersOf(owned.writer) };
        const current = owned;
        const { readers } = current;
        const mayRead = () => mayGoOn() && areCurrent(current);
        const isAskedFor = isUrgent;
        isUrgent = false;
        const wasWoken = takeWaking();
        await Promise.all(readers.map(reader => reader.poll(mayRead, isAskedFor, wasWoken)));
        measure();
        // As long as a caller waits, the next pass is urgent too.
        isUrgent = waiting.size > 0;
        await forgetOld(current.writer);
        catchingUp ??= guarded(async () => {
          await Promise.all(readers.map(reader => reader.catchUp(mayRead)));
        })
          .catch(err => log.error({ err }, 'reading the past failed, trying again'))
          .finally(() => {
            catchingUp = undefined;
          });
      });
    },
    async settled() {
      await catchingUp;
    },
    async follow() {
      const latest = await journal.mark();
      if (owned?.generation === latest.generation) return;
      if (owned) return release();
      if (!mark || stateOf(latest.state) === undefined || !state) return loadAll();
      if (latest.change > mark.change) await readChanges(mark);
      mark = latest;
      const before = latestReadAt(state);
      stored = stateOf(latest.state);
      setState(stored);
      const readAt = latestReadAt(stored);
      // What wasn't there two seconds ago was read just now.
      if (readAt !== undefined && before !== undefined && readAt !== before) parts.onFollowed?.(readAt);
      mirror.forgetBefore(dayOf(clock.now()) - days);
    },
    async close() {
      await catchingUp;
      await journal.close();
    },
  };
}

/** When any list was last read whole. */
function latestReadAt(state: ReadState | undefined): EpochMs | undefined {
  const moments = Object.values(state?.locations ?? {}).flatMap(({ readAt }) => Object.values(readAt));
  const known = moments.filter(at => at !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}

/** True if the unit was read since `from`, or can't be read. */
function isReadSince({ unread, refused }: UnitState, from: EpochMs): boolean {
  return refused !== undefined || unread.every(({ to }) => to <= from);
}
