import { setImmediate as nextTurn } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { DaySumsStore, StoredDaySums } from '../../domain/day-sums.ts';
import type { JobType, Service } from '../../domain/job.ts';
import type { Log } from '../../domain/log.ts';
import { StoreError } from '../../domain/store.ts';
import { type Clock, type EpochMs, inMs, msSince } from '../../domain/time.ts';
import { dayOf } from '../mirror.ts';
import { doubtOf } from '../queries/doubt.ts';
import { historyMs, type ReadState } from '../read-state.ts';
import type { IndexView } from '../view.ts';
import { createDaySummer, type SummedUnit } from './day-summer.ts';
import { renewed } from './renewed.ts';

/** Stores how many runs each past day had, for longer than the index has the runs. */
export interface DaySumsRecorder {
  /**
   * Begins a pass if one is due: the first one once the index was read, then one an hour, so that late news is in it and a
   * day is stored long before the index forgets it. Only the process that reads calls it. Returns at once, and never throws.
   */
  update(mayGoOn: () => boolean): void;
  /** Resolves when no pass is under way. */
  settled(): Promise<void>;
}

export interface DaySumsRecorderParts {
  readonly index: IndexView;
  readonly sums: DaySumsStore;
  readonly clock: Clock;
  readonly log: Log;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** After a failure. */
const retryMs = 10 * 60_000;
/** How long sums are stored. */
const storedDays = 400;
/** Removed in one pass, so that none takes long. */
const mostRemoved = 100;

export function createDaySumsRecorder({ index, sums, clock, log }: DaySumsRecorderParts): DaySumsRecorder {
  const startedAt = clock.monotonic();
  let next = startedAt;
  let underWay: Promise<void> | undefined;

  /** What can't be read in an hour may stay like that for long, and isn't waited for. */
  function isDue(): boolean {
    const state = index.state();
    if (!state || Object.keys(state.locations).length === 0) return false;
    if (underWay || clock.monotonic() < next) return false;
    return isRead(state) || msSince(startedAt, clock) >= hourMs;
  }

  async function storedSums(source: string, from: number, before: number) {
    const stored = new Map<number, StoredDaySums>();
    for await (const one of sums.between(from, before)) if (one.source === source) stored.set(one.day, one);
    return stored;
  }

  async function storeDay(day: number, source: string, now: readonly SummedUnit[], stored?: StoredDaySums) {
    const units = renewed(stored?.units, now, dayOf(clock.now()) - day);
    if (stored && isDeepStrictEqual(units, stored.units)) return;
    try {
      await sums.put({ day, source, units }, stored?.version);
    } catch (err) {
      if (err instanceof StoreError) throw err;
      // Such as a record that is too large: the other days can be stored all the same.
      log.error({ err, day }, 'sums of a day not stored');
    }
  }

  async function pass(mayGoOn: () => boolean): Promise<void> {
    const state = index.state();
    if (!state) return;
    const { source } = state;
    const today = dayOf(clock.now());
    const first = Math.max(today - index.days, dayOf(knownSince(state)));
    const stored = await storedSums(source, first, today);
    const summer = createDaySummer();
    for (let day = first; day < today && mayGoOn(); day += 1) {
      const span = { from: day * dayMs, to: (day + 1) * dayMs };
      // The runs and the doubts of one moment, as the index may begin to read everything anew at the next.
      const now = summer.sum(day, index.mirror.between(span.from, span.to), certainty(index, clock.now()));
      await storeDay(day, source, now, stored.get(day));
      await nextTurn();
    }
    if (mayGoOn()) await sums.forgetBefore(today - storedDays, mostRemoved);
  }

  return {
    update(mayGoOn) {
      if (!isDue()) return;
      next = inMs(hourMs, clock);
      underWay = pass(mayGoOn)
        .catch(err => {
          next = inMs(retryMs, clock);
          log.warn({ err }, 'sums by day not stored, trying again');
        })
        .finally(() => {
          underWay = undefined;
        });
    },
    async settled() {
      await underWay;
    },
  };
}

/** Returns true unless a part of the past is still to be read that AvePoint doesn't refuse. */
function isRead({ locations }: ReadState): boolean {
  const units = Object.values(locations).flatMap(location => Object.values(location.units));
  return units.every(({ unread, refused }) => refused || unread.length === 0);
}

/** Since when the index knows runs, in the location that it has read for the longest. */
function knownSince({ locations }: ReadState): EpochMs {
  return Math.min(...Object.values(locations).map(({ beganAt }) => beganAt - historyMs));
}

function certainty(index: IndexView, now: EpochMs) {
  return (type: JobType, service: Service): EpochMs | 'refused' => {
    let from = 0;
    for (;;) {
      const doubt = doubtOf(index, { type, service, from }, now);
      if (!doubt) return from;
      if (doubt.kind === 'refused') return 'refused';
      if (doubt.kind !== 'history') return Number.POSITIVE_INFINITY;
      from = doubt.since;
    }
  };
}
