import { LRUCache } from 'lru-cache';
import type { IndexJournal } from '../domain/index-journal.ts';
import { type Job, type JobType, type Service, services } from '../domain/job.ts';
import type { Log } from '../domain/log.ts';
import type { Clock, EpochMs } from '../domain/time.ts';
import { type ConflictsParts, createConflicts } from './conflicts.ts';
import type { Mirror } from './mirror.ts';
import { observe } from './observe.ts';
import { isHistoryAt, type LocationState, partnersOf, type ReadState } from './read-state.ts';
import { isEnd, type Run, startOf } from './run.ts';
import { createSlimJob } from './slim-job.ts';
import { createUnwritten } from './unwritten.ts';
import { createWriterState } from './writer-state.ts';

/** What follows from a question for the rows of its answer. */
interface RowContext {
  readonly type: JobType;
  readonly service: Service | undefined;
  readonly location: string | undefined;
  /** From `IndexWriter.ask`, before the request was sent. */
  readonly order: number;
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

export function createIndexWriter(parts: WriterParts): IndexWriter {
  const { journal, mirror, clock, log, onState } = parts;
  const unwritten = createUnwritten(parts);
  const states = createWriterState({
    state: parts.state,
    clock,
    onState(next) {
      unwritten.setState(next);
      onState(next);
    },
  });
  /** By which request each run that isn't over was last listed. */
  const sightings = new Map<string, number>();
  let requests = 0;

  function put(run: Run): void {
    mirror.put(run);
    unwritten.addRun(run);
    if (run.endSeenAt !== undefined) sightings.delete(run.key);
  }

  const takeOne = createTakeOne({ mirror, states, sightings, put, clock, log });

  return {
    mirror,
    location: states.location,
    update: states.update,
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
      put(states.withNews({ ...run, endSeenAt: clock.now() }));
    },
    readByLocation: states.readByLocation,
    commit: unwritten.commit,
    async forgetBefore(day) {
      mirror.forgetBefore(day);
      for (const key of sightings.keys()) if (mirror.get(key) === undefined) sightings.delete(key);
      await journal.forgetBefore(day);
    },
  };
}

interface TakeOneParts extends ConflictsParts {
  readonly mirror: Mirror;
  readonly sightings: Map<string, number>;
}

/** Returns a function that takes one row in, and returns its run; undefined if the row has no id. */
function createTakeOne(parts: TakeOneParts) {
  const { mirror, states, sightings, put } = parts;
  const slim = createSlimJob();
  const noteConflict = createConflicts(parts);
  /** By which request each end was seen. */
  const ends = new LRUCache<string, number>({ max: mostEnds });

  /** Returns true if the row was asked for before the end of its run was seen, and knows nothing of it. */
  const isOutdated = (known: readonly Run[], job: Job, order: number) =>
    !isEnd(job) &&
    known.some(({ key, endSeenAt }) => endSeenAt !== undefined && (ends.get(key) ?? 0) > order);

  return (row: Job, asked: RowContext, seenAt: EpochMs): Run | undefined => {
    const job = slim(row);
    const known = job.id === undefined ? [] : mirror.withId(job.id);
    if (isOutdated(known, job, asked.order)) return known[0];
    const { type, service, location } = asked;
    const mayBeOfBoth = (one: Service, other: Service) =>
      partnersOf(states.location(location), type, one, seenAt).includes(other);
    const observed = observe(known, { job, type, service, location, seenAt, mayBeOfBoth });
    if ('run' in observed && observed.run.endSeenAt === undefined)
      sightings.set(observed.run.key, asked.order);
    switch (observed.kind) {
      case 'anonymous':
        return undefined;
      case 'conflict':
        noteConflict(observed.parameter, asked, observed.run);
        return mirror.get(observed.run.key);
      case 'unchanged':
        return observed.run;
      case 'run': {
        const { run, isNewEnd } = observed;
        if (isNewEnd) ends.set(run.key, asked.order);
        const before = mirror.get(run.key);
        const isHistory =
          !before && isHistoryAt(states.location(location), type, askedServices(run), startOf(run));
        const isNews = isNewEnd && !isHistory;
        const next = isNews
          ? states.withNews(run)
          : before
            ? states.withLater(run, before, run.services)
            : run;
        put(next);
        return next;
      }
    }
  };
}

/** The services of which a run may be. */
function askedServices({ services: those }: Run): readonly Service[] {
  return those.length > 0 ? those : services;
}
