import type { IndexJournal } from '../domain/index-journal.ts';
import type { JobSource } from '../domain/job-source.ts';
import type { Log } from '../domain/log.ts';
import type { Meter } from '../domain/meter.ts';
import type { Clock, EpochMs } from '../domain/time.ts';
import { createCaughtUp } from './caught-up.ts';
import { createLoadedIndex, type LoadedIndex } from './loaded-index.ts';
import { createMirror, dayOf } from './mirror.ts';
import { createIndexOwner, createWaking, type IndexOwner } from './owner.ts';
import { readAtOf } from './queries/doubt.ts';
import type { ReadState } from './read-state.ts';
import type { Caps } from './reader/location-reader.ts';
import type { IndexView } from './view.ts';

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

export function createJobIndex(parts: JobIndexParts): JobIndex {
  const { journal, sourceName, intervalMs, clock, days } = parts;
  const mirror = createMirror();
  const loaded = createLoadedIndex({
    journal,
    mirror,
    sourceName,
    clock,
    days,
    onState: () => callers.check(),
  });
  const locationsNow = (): readonly (string | undefined)[] =>
    parts.locations.length > 0 ? parts.locations : (loaded.state()?.found ?? [undefined]);
  const callers = createCaughtUp({ state: loaded.state, locationsNow, intervalMs, clock });
  const waking = createWaking(clock);
  const view: IndexView = {
    mirror,
    get locations() {
      return locationsNow();
    },
    intervalMs,
    days,
    state: loaded.state,
    news() {
      const stored = loaded.stored();
      return stored?.numberedSince === undefined
        ? undefined
        : { index: stored.numberedSince, until: stored.news };
    },
    caughtUp: callers.wait,
    wake: waking.wake,
  };
  const onPolled = () => measure(parts, view);
  const owner = createIndexOwner({ ...parts, loaded, locationsNow, callers, waking, onPolled });

  return {
    ...view,
    get locations() {
      return locationsNow();
    },
    load: loaded.load,
    go: owner.go,
    settled: owner.settled,
    follow: () => follow(parts, loaded, owner),
    async close() {
      await owner.settled();
      await journal.close();
    },
  };
}

function measure({ clock, meter, clockAheadMs }: JobIndexParts, view: IndexView): void {
  const readAt = readAtOf(view);
  if (readAt !== undefined) meter?.gauge('indexAgeSeconds', Math.max(0, clock.now() - readAt) / 1000);
  meter?.gauge('indexRuns', view.mirror.size);
  meter?.gauge('clockAheadSeconds', (clockAheadMs() ?? 0) / 1000);
}

async function follow(
  { journal, clock, days, onFollowed }: JobIndexParts,
  loaded: LoadedIndex,
  owner: IndexOwner,
): Promise<void> {
  const latest = await journal.mark();
  const generation = owner.generation();
  if (generation === latest.generation) return;
  if (generation !== undefined) return owner.release();
  const state = loaded.stateOf(latest);
  if (!loaded.isLoaded() || !state || !loaded.state()) return loaded.load();
  await loaded.advance(latest);
  const before = latestReadAt(loaded.state());
  loaded.setStored(state);
  loaded.setState(state);
  const readAt = latestReadAt(state);
  // What wasn't there two seconds ago was read just now.
  if (readAt !== undefined && before !== undefined && readAt !== before) onFollowed?.(readAt);
  loaded.mirror.forgetBefore(dayOf(clock.now()) - days);
}

/** When any list was last read whole. */
function latestReadAt(state: ReadState | undefined): EpochMs | undefined {
  const moments = Object.values(state?.locations ?? {}).flatMap(({ readAt }) => Object.values(readAt));
  const known = moments.filter(at => at !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}
