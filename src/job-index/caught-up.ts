import type { JobType } from '../domain/job.ts';
import { type Clock, type EpochMs, type MonotonicMs, msUntil } from '../domain/time.ts';
import { historyMs, type ReadState, type UnitState } from './read-state.ts';
import { isTransient } from './reader/back-off.ts';

const dayMs = 24 * 3_600_000;
/** What was not read for longer is worth waiting for. */
const lateIntervals = 2;
/** Transient errors are waited out for so long. */
const patienceMs = 2_500;

export interface CaughtUpParts {
  readonly state: () => ReadState | undefined;
  readonly locationsNow: () => readonly (string | undefined)[];
  readonly intervalMs: number;
  readonly clock: Clock;
}

/** The callers that wait until AvePoint was read. */
export interface CaughtUp {
  /** See `IndexView.caughtUp`. */
  wait(from: EpochMs, until: MonotonicMs, type: JobType | undefined): Promise<void>;
  /** Checks for each caller whether it still has to wait, after each change of the state. */
  check(): void;
  /** Returns true if the next pass is urgent: a caller waits, or has begun to wait since the last one. */
  takeUrgency(): boolean;
  /** Makes the next pass urgent, too, if a caller still waits. */
  renewUrgency(): void;
}

export function createCaughtUp(parts: CaughtUpParts): CaughtUp {
  const { clock } = parts;
  const waiting = new Set<() => void>();
  let isUrgent = false;
  return {
    async wait(from, until, type) {
      if (isCaughtUp(parts, from, type)) return;
      const askedAt = clock.now();
      isUrgent = true;
      await new Promise<void>(resolve => {
        const timer = setTimeout(() => done(), Math.max(0, msUntil(until, clock)));
        const check = () => {
          if (isCaughtUp(parts, from, type) || isHopeless(parts, askedAt)) done();
        };
        const done = () => {
          clearTimeout(timer);
          waiting.delete(check);
          resolve();
        };
        timer.unref();
        waiting.add(check);
      });
    },
    check() {
      for (const check of [...waiting]) check();
    },
    takeUrgency() {
      const wasUrgent = isUrgent;
      isUrgent = false;
      return wasUrgent;
    },
    renewUrgency() {
      isUrgent = waiting.size > 0;
    },
  };
}

/** Returns true if all that an overview since `from` needs was read, or is refused. */
function isCaughtUp(parts: CaughtUpParts, from: EpochMs, type: JobType | undefined): boolean {
  const { state, locationsNow, intervalMs, clock } = parts;
  const now = clock.now();
  const since = Math.max(from, now - historyMs + dayMs);
  return locationsNow().every(name => {
    const location = state()?.locations[name ?? ''];
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

/** Returns true if AvePoint was asked since `at`, and refuses to answer or has been out of reach for a while. */
function isHopeless({ state, locationsNow, clock }: CaughtUpParts, at: EpochMs): boolean {
  return locationsNow().some(name => {
    const trouble = state()?.locations[name ?? '']?.trouble;
    if (trouble?.retryAt !== undefined && trouble.retryAt > clock.now() + patienceMs) return true;
    if (!trouble || trouble.at < at) return false;
    return !isTransient(trouble.code) || trouble.at - trouble.since >= patienceMs;
  });
}

/** Returns true if the unit was read since `from`, or can't be read. */
function isReadSince({ unread, refused }: UnitState, from: EpochMs): boolean {
  return refused !== undefined || unread.every(({ to }) => to <= from);
}
