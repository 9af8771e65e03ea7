import type { JobType, Service } from '../../../src/domain/job.ts';
import type { Clock } from '../../../src/domain/time.ts';
import { createMirror, type Mirror } from '../../../src/job-index/mirror.ts';
import {
  firstLocationState,
  type LocationState,
  type ReadState,
  type UnitState,
  unitKey,
} from '../../../src/job-index/read-state.ts';
import type { Run } from '../../../src/job-index/run.ts';
import type { IndexView } from '../../../src/job-index/view.ts';
import { aJob, hour, monday } from '../../support/fakes.ts';

export const minute = 60_000;
export const day = 24 * hour;
/** The Monday of the tests, in whole days since 1970. */
export const today = Math.floor(monday / day);

let runs = 0;

/** A backup of Exchange that finished after a minute. */
export function aRun(startedAt: number, { job, ...rest }: Partial<Run> = {}): Run {
  runs += 1;
  const id = `FB${runs}`;
  return {
    key: `${id} 1`,
    type: 'backup',
    services: ['exchange'],
    location: undefined,
    job: aJob({ id, state: 'finished', startedAt, finishedAt: startedAt + minute, ...job }),
    firstSeenAt: startedAt + minute,
    endSeenAt: startedAt + 2 * minute,
    news: 1,
    missingSince: undefined,
    unlisted: 0,
    ...rest,
  };
}

/** An index that AvePoint was read into, all of it, until now and for sixty days back, unless a test changes that. */
export interface StagedIndex extends IndexView {
  readonly mirror: Mirror;
  /** Changes how far a type and service was read. */
  setUnit(type: JobType, service: Service, patch: Partial<UnitState>): void;
  /** Replaces the state; undefined: it's as if nothing was read. */
  setState(change: (state: ReadState) => ReadState | undefined): void;
}

export function stagedIndex(clock: Clock, source = 'graph.example c-1'): StagedIndex {
  const began = clock.now();
  const mirror = createMirror();
  let units: Readonly<Record<string, UnitState>> = Object.fromEntries(
    Object.keys(firstLocationState(began).units).map(key => [key, { unread: [] }]),
  );
  let change = (state: ReadState): ReadState | undefined => state;
  let made: { readonly at: number; readonly state: ReadState | undefined } | undefined;

  /** As if it had been read all the time. */
  function state(): ReadState | undefined {
    const at = clock.now();
    if (made?.at !== at) made = { at, state: stateAt(at) };
    return made.state;
  }

  function stateAt(now: number): ReadState | undefined {
    const readAt = { newest: now, running: now, bad: now, others: now, walk6: now, walk48: now, sweep: now };
    const read = Object.entries(units).map(([key, unit]) => [key, { answeredAt: now, ...unit }]);
    const location: LocationState = {
      ...firstLocationState(began),
      readAt,
      units: Object.fromEntries(read),
    };
    return change({ source, news: 0, locations: { '': location } });
  }

  return {
    mirror,
    state,
    news: () => undefined,
    locations: [undefined],
    intervalMs: minute,
    days: 60,
    caughtUp: async () => {},
    wake() {},
    setUnit(type, service, patch) {
      units = { ...units, [unitKey(type, service)]: { unread: [], ...patch } };
      made = undefined;
    },
    setState(next) {
      change = next;
      made = undefined;
    },
  };
}
