import type { Simulator } from '../../simulator/simulator.ts';
import type { JobSource } from '../../src/domain/job-source.ts';
import type { Log } from '../../src/domain/log.ts';
import type { Clock } from '../../src/domain/time.ts';
import { createJobIndex, type JobIndex } from '../../src/job-index/job-index.ts';
import type { IndexView } from '../../src/job-index/view.ts';
import { createMemoryIndexJournal } from './memory-index-journal.ts';

export interface DrivenIndex extends IndexView {
  /** True for a request that the index's reader made. */
  isOwn(request: object): boolean;
  /** Lets the next question read anew. */
  readAnew(): void;
}

interface DrivenIndexParts {
  /** The one for the background. */
  readonly source: JobSource;
  /** Without one, every question reads anew. */
  readonly simulator?: Simulator;
  readonly clock: Clock;
  readonly log: Log;
}

/** As often as an answer's time allows. */
const mostTries = 3;

/**
 * A job index that is read when an overview asks for it: anew if the simulator or the clock has changed since, as if it
 * had been read all the time. So that tests of answers wait for nothing.
 */
export function createDrivenIndex({ source, simulator, clock, log }: DrivenIndexParts): DrivenIndex {
  const own = new WeakSet<object>();
  let changes = 0;
  let read: { readonly index: JobIndex; readonly changes: number; readonly at: number } | undefined;
  if (simulator) {
    watchChanges(simulator, () => {
      changes += 1;
    });
  }

  const begin = () =>
    createJobIndex({
      journal: createMemoryIndexJournal().open(),
      source,
      sourceName: 'simulator',
      locations: [],
      intervalMs: 60_000,
      clockAheadMs: () => undefined,
      clock,
      random: () => 0.5,
      log,
      days: 60,
    });
  const current = () => {
    if (!read || read.changes !== changes || read.at !== clock.now())
      read = { index: begin(), changes, at: clock.now() };
    return read.index;
  };

  return {
    get mirror() {
      return current().mirror;
    },
    state: () => current().state(),
    news: () => current().news(),
    locations: [undefined],
    intervalMs: 60_000,
    days: 60,
    isOwn: request => own.has(request),
    readAnew() {
      changes += 1;
    },
    wake: () => current().wake(),
    async caughtUp(from, until, type) {
      if (!simulator) changes += 1;
      const index = current();
      const before = new Set(simulator?.requests());
      let isDone = false;
      const done = index.caughtUp(from, until, type).then(() => {
        isDone = true;
      });
      for (let tries = 0; tries < mostTries && !isDone; tries += 1) {
        await index.go(() => true);
        await index.settled();
        await Promise.resolve();
      }
      for (const request of simulator?.requests() ?? []) if (!before.has(request)) own.add(request);
      if (isDone) await done;
    },
  };
}

const changing = [
  'setSwitches',
  'addTrouble',
  'clearTroubles',
  'addIncident',
  'clearIncidents',
  'plant',
  'uproot',
  'revokeTokens',
] as const;

function watchChanges(simulator: Simulator, onChange: () => void): void {
  for (const name of changing) {
    const change = simulator[name] as (...args: unknown[]) => unknown;
    Object.assign(simulator, {
      [name]: (...args: unknown[]) => {
        onChange();
        return change(...args);
      },
    });
  }
}
