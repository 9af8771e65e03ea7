import type { JobType, Service } from '../domain/job.ts';
import type { EpochMs } from '../domain/time.ts';
import { type Run, startOf } from './run.ts';

const dayMs = 24 * 3_600_000;

/** All runs of the index in memory. Everything that is asked is answered from here. */
export interface Mirror {
  get(key: string): Run | undefined;
  /** The runs that have this job id: one, unless AvePoint ran a job again under the same id. */
  withId(id: string): readonly Run[];
  /** Every run that started between `from` and `to`, by our clock, in no order. */
  between(from: EpochMs, to: EpochMs): Iterable<Run>;
  /** Those that aren't over, in no order. */
  open(): Iterable<Run>;
  /** Those whose service isn't known, in no order. */
  unattributed(): Iterable<Run>;
  /** True if there is a run of this type and service. */
  has(type: JobType, service: Service): boolean;
  /** Adds a run, or replaces the one of its key. */
  put(run: Run): void;
  forgetBefore(day: number): void;
  clear(): void;
  readonly size: number;
}

/** The day of a moment, in whole days since 1970. */
export function dayOf(at: EpochMs): number {
  return Math.floor(at / dayMs);
}

export function createMirror(): Mirror {
  const runs = new Map<string, Run>();
  const days = new Map<number, Map<string, Run>>();
  const ids = new Map<string, string | readonly string[]>();
  const open = new Map<string, Run>();
  const unattributed = new Map<string, Run>();
  const counts = new Map<string, number>();

  function count({ type, services }: Run, by: 1 | -1): void {
    for (const service of services) {
      const key = `${type} ${service}`;
      counts.set(key, (counts.get(key) ?? 0) + by);
    }
  }

  function remove(run: Run): void {
    const day = dayOf(startOf(run));
    const ofDay = days.get(day);
    ofDay?.delete(run.key);
    if (ofDay?.size === 0) days.delete(day);
    open.delete(run.key);
    unattributed.delete(run.key);
    count(run, -1);
  }

  function keepId(run: Run): void {
    const { id } = run.job;
    if (id === undefined) return;
    const known = ids.get(id);
    if (known === undefined) ids.set(id, run.key);
    else if (typeof known === 'string') {
      if (known !== run.key) ids.set(id, [known, run.key]);
    } else if (!known.includes(run.key)) ids.set(id, [...known, run.key]);
  }

  function dropId({ key, job: { id } }: Run): void {
    if (id === undefined) return;
    const left = keysOf(ids.get(id)).filter(other => other !== key);
    if (left.length === 0) ids.delete(id);
    else ids.set(id, left);
  }

  return {
    get: key => runs.get(key),
    withId: id => keysOf(ids.get(id)).flatMap(key => runs.get(key) ?? []),
    *between(from, to) {
      for (let day = dayOf(from); day <= dayOf(to - 1); day += 1) {
        for (const run of days.get(day)?.values() ?? []) {
          const start = startOf(run);
          if (start >= from && start < to) yield run;
        }
      }
    },
    has: (type, service) => (counts.get(`${type} ${service}`) ?? 0) > 0,
    open: () => open.values(),
    unattributed: () => unattributed.values(),
    put(run) {
      const before = runs.get(run.key);
      if (before) remove(before);
      runs.set(run.key, run);
      const day = dayOf(startOf(run));
      const ofDay = days.get(day) ?? new Map<string, Run>();
      days.set(day, ofDay.set(run.key, run));
      count(run, 1);
      if (!before) keepId(run);
      if (run.endSeenAt === undefined) open.set(run.key, run);
      if (run.services.length === 0) unattributed.set(run.key, run);
    },
    forgetBefore(day) {
      for (const [other, ofDay] of days) {
        if (other >= day) continue;
        for (const run of ofDay.values()) {
          runs.delete(run.key);
          dropId(run);
          open.delete(run.key);
          unattributed.delete(run.key);
          count(run, -1);
        }
        days.delete(other);
      }
    },
    clear() {
      for (const one of [runs, days, ids, open, unattributed, counts]) one.clear();
    },
    get size() {
      return runs.size;
    },
  };
}

function keysOf(kept: string | readonly string[] | undefined): readonly string[] {
  if (kept === undefined) return [];
  return typeof kept === 'string' ? [kept] : kept;
}
