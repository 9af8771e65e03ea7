import { LRUCache } from 'lru-cache';
import type { IndexJournal } from '../domain/index-journal.ts';
import { type Job, type JobType, type Service, services } from '../domain/job.ts';
import type { Log } from '../domain/log.ts';
import type { Clock, EpochMs } from '../domain/time.ts';
import type { Mirror } from './mirror.ts';
import { type FilterParameter, observe } from './observe.ts';
import {
  firstLocationState,
  isHistoryAt,
  type LocationState,
  pairKey,
  pairOf,
  partnersOf,
  type ReadState,
  type ServicePair,
} from './read-state.ts';
import { rowOf } from './row-codec.ts';
import { isEnd, type Run, startOf, sweepsUntilGone } from './run.ts';
import { createSlimJob } from './slim-job.ts';

/** What follows from a question for the rows of its answer. */
interface RowContext {
  readonly type: JobType;
  readonly service: Service | undefined;
  readonly location: string | undefined;
  /** From `IndexWriter.ask`, before the request was sent. */
  readonly order: number;
}

/** Another process owns the index now: this one may write nothing more. */
export class OwnershipLostError extends Error {
  override readonly name = 'OwnershipLostError';
}

/** Writes what is read into the index: at once into the mirror, and with `commit` into the journal. */
export interface IndexWriter {
  readonly mirror: Mirror;
  location(name: string | undefined): LocationState;
  /** Replaces parts of a location's state. */
  update(name: string | undefined, patch: Partial<LocationState>): void;
  /** The number of a request, in the order in which they are sent: an older answer doesn't undo a newer one. */
  ask(): number;
  /** The number of the request that last listed a run that isn't over; 0 if none has since the start. */
  sighted(key: string): number;
  /** Takes rows in. Returns their runs; `isWhole` is false if a row had no id. */
  take(jobs: readonly Job[], asked: RowContext): { readonly runs: readonly Run[]; readonly isWhole: boolean };
  /** Stores a run as it is given. */
  put(run: Run): void;
  /** Ends a run as disappeared, which is news. */
  endAsDisappeared(run: Run): void;
  /** Writes what has changed since the last time. Throws `OwnershipLostError` and `StoreError`. */
  commit(): Promise<void>;
  /** Removes the runs that started before a day, from the mirror and the journal. Rejects with `StoreError`. */
  forgetBefore(day: number): Promise<void>;
  /** From now on each of these locations is read for itself. */
  readByLocation(names: readonly string[]): void;
}

export interface WriterParts {
  readonly journal: IndexJournal;
  readonly mirror: Mirror;
  readonly clock: Clock;
  readonly log: Log;
  /** From `IndexJournal.claim`. */
  readonly generation: number;
  readonly highest: number;
  readonly state: ReadState;
  readonly onState: (state: ReadState) => void;
  /** Called with a state once it's stored, together with all that came before it. */
  readonly onStored: (state: ReadState) => void;
}

/** The latest ends, with the request that saw each. */
const mostEnds = 5_000;

/** A filter that goes on being ignored is warned of once. */
const quietMs = 3_600_000;

export function createIndexWriter(parts: WriterParts): IndexWriter {
  const { journal, mirror, clock, log, generation, onState, onStored } = parts;
  const slim = createSlimJob();
  const dirty = new Map<string, Run>();
  /** By which request each end was seen. */
  const ends = new LRUCache<string, number>({ max: mostEnds });
  /** By which request each run that isn't over was last listed. */
  const sightings = new Map<string, number>();
  let state = parts.state;
  let isStateDirty = true;
  let written = parts.highest;
  let requests = 0;
  let committing: Promise<void> = Promise.resolve();
  /** A write failed, so it may have happened or not: only who claims the journal again knows, and can go on. */
  let isUncertain = false;

  function setState(next: ReadState): void {
    state = next;
    isStateDirty = true;
    onState(state);
  }

  const locationOf = (name: string | undefined): LocationState => {
    const known = state.locations[name ?? ''];
    if (known) return known;
    const first = firstLocationState(clock.now());
    setState({ ...state, locations: { ...state.locations, [name ?? '']: first } });
    return first;
  };

  function update(name: string | undefined, patch: Partial<LocationState>): void {
    const next = { ...locationOf(name), ...patch };
    setState({ ...state, locations: { ...state.locations, [name ?? '']: next } });
  }

  function put(run: Run): void {
    mirror.put(run);
    dirty.set(run.key, run);
    if (run.endSeenAt !== undefined) sightings.delete(run.key);
  }

  function withNews(run: Run): Run {
    setState({ ...state, news: state.news + 1 });
    return { ...run, news: state.news, later: undefined };
  }

  /** The run with a number for each service that lists it only now, after its end had one. */
  function withLater(run: Run, before: Run, listing: readonly Service[]): Run {
    const first = run.later?.first ?? before.services;
    const numbered = run.later?.news ?? [];
    if (run.news === undefined || first.length === 0) return run;
    const added = listing.filter(
      one => !first.includes(one) && !numbered.some(([service]) => service === one),
    );
    if (added.length === 0) return run;
    const numbers = added.map((service): readonly [Service, number] => {
      setState({ ...state, news: state.news + 1 });
      return [service, state.news];
    });
    return { ...run, later: { first, news: [...numbered, ...numbers] } };
  }

  function doubt(parameter: FilterParameter, asked: RowContext, run: Run): void {
    const location = locationOf(asked.location);
    const { [parameter]: seenAt } = location.ignored;
    if (seenAt === undefined || clock.now() - seenAt > quietMs)
      log.warn(
        { parameter, service: asked.service, type: asked.type },
        'jobs in doubt: questions that exclude each other were answered with the same job',
      );
    update(asked.location, { ignored: { ...location.ignored, [parameter]: clock.now() } });
    if (parameter === 'ObjectType') contest(run, asked);
    // As what it's listed next counts.
    if (parameter === 'JobType') put({ ...run, services: [], unlisted: sweepsUntilGone });
  }

  /** Two services list the run. Until it's proved that it belongs to both, it's believed of neither. */
  function contest(run: Run, { service, location: name }: RowContext): void {
    const { pairs } = locationOf(name);
    const others = run.services.filter(one => service !== undefined && one !== service);
    const added = others.map((other): [string, ServicePair] => {
      const those = pairOf(other, service as Service);
      const key = pairKey(run.type, those);
      const { provenAt, openSince = clock.now() } = pairs?.[key] ?? {};
      return [key, { type: run.type, services: those, run: run.key, openSince, provenAt }];
    });
    update(name, { pairs: { ...pairs, ...Object.fromEntries(added) } });
    const listing = service === undefined ? [] : [service];
    put(withLater({ ...run, services: [] }, run, listing));
  }

  /** Returns true if the row was asked for before the end of its run was seen, and knows nothing of it. */
  const isOutdated = (known: readonly Run[], job: Job, order: number) =>
    !isEnd(job) &&
    known.some(({ key, endSeenAt }) => endSeenAt !== undefined && (ends.get(key) ?? 0) > order);

  function takeOne(row: Job, asked: RowContext, seenAt: EpochMs): Run | undefined {
    const job = slim(row);
    const known = job.id === undefined ? [] : mirror.withId(job.id);
    if (isOutdated(known, job, asked.order)) return known[0];
    const { type, service, location } = asked;
    const mayBeOfBoth = (one: Service, other: Service) =>
      partnersOf(locationOf(location), type, one, seenAt).includes(other);
    const observed = observe(known, { job, type, service, location, seenAt, mayBeOfBoth });
    if ('run' in observed && observed.run.endSeenAt === undefined)
      sightings.set(observed.run.key, asked.order);
    switch (observed.kind) {
      case 'anonymous':
        return undefined;
      case 'conflict':
        doubt(observed.parameter, asked, observed.run);
        return mirror.get(observed.run.key);
      case 'unchanged':
        return observed.run;
      case 'run': {
        const { run, isNewEnd } = observed;
        if (isNewEnd) ends.set(run.key, asked.order);
        const before = mirror.get(run.key);
        const isFirst = before === undefined;
        const isHistory =
          isFirst && isHistoryAt(locationOf(location), type, askedServices(run), startOf(run));
        const next =
          isNewEnd && !isHistory ? withNews(run) : before ? withLater(run, before, run.services) : run;
        put(next);
        return next;
      }
    }
  }

  async function write(): Promise<void> {
    if (isUncertain) throw new OwnershipLostError('the last write may not have happened');
    if (dirty.size === 0 && !isStateDirty) return;
    // All at once, so that nothing is visible without the news before it.
    const batch = [...dirty.values()];
    dirty.clear();
    isStateDirty = false;
    isUncertain = true;
    const stored = state;
    const isDone = await journal.put(batch.map(rowOf), written + 1, stored, generation);
    if (!isDone) throw new OwnershipLostError('another process owns the job index now');
    isUncertain = false;
    onStored(stored);
    written += batch.length;
    if (dirty.size > 0) await write();
  }

  return {
    mirror,
    location: locationOf,
    update,
    ask: () => ++requests,
    sighted: key => sightings.get(key) ?? 0,
    take(jobs, asked) {
      const seenAt = clock.now();
      const runs: Run[] = [];
      for (const job of jobs) {
        const run = takeOne(job, asked, seenAt);
        if (run) runs.push(run);
      }
      return { runs, isWhole: runs.length === jobs.length };
    },
    put,
    endAsDisappeared(run) {
      put(withNews({ ...run, endSeenAt: clock.now() }));
    },
    readByLocation(names) {
      setState({ ...state, found: names, locations: {} });
    },
    commit() {
      committing = committing.then(write, write);
      return committing;
    },
    async forgetBefore(day) {
      mirror.forgetBefore(day);
      for (const key of sightings.keys()) if (mirror.get(key) === undefined) sightings.delete(key);
      await journal.forgetBefore(day);
    },
  };
}

/** The services of which a run may be. */
function askedServices({ services: those }: Run): readonly Service[] {
  return those.length > 0 ? those : services;
}
