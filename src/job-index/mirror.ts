import type { JobType, Service } from '../domain/job.ts';
import type { EpochMs } from '../domain/time.ts';
import { type Run, startOf } from './run.ts';

const dayMs = 24 * 3_600_000;

/** Which runs are meant. What is undefined means all. */
interface RunKind {
  readonly type?: JobType | undefined;
  /** Runs of this service, and of others beside it. */
  readonly service?: Service | undefined;
  /** Only runs for which it returns true: for few of many, so that no list of all is made. */
  readonly isMeant?: ((run: Run) => boolean) | undefined;
}

/** All runs of the index in memory. Everything that is asked is answered from here. */
export interface Mirror {
  get(key: string): Run | undefined;
  /** The runs that have this job id: one, unless AvePoint ran a job again under the same id. */
  withId(id: string): readonly Run[];
  /** A new list of every run of a kind that started between `from` and `to`, by our clock, in no order. */
  between(from: EpochMs, to: EpochMs, kind?: RunKind): readonly Run[];
  /** Those whose ends have news numbers, `later` ones among them, above `after` and not above `until`, in their order. */
  withNews(after: number, until: number): readonly Run[];
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
  /** Grows with every change. */
  readonly changes: number;
}

/** The day of a moment, in whole days since 1970. */
export function dayOf(at: EpochMs): number {
  return Math.floor(at / dayMs);
}

/** Stands for the id of a run whose key doesn't begin with it. */
const noId = '';

/** The runs of one day that have the same type and services. */
interface DayPart {
  readonly type: JobType;
  readonly services: readonly Service[];
  readonly runs: Run[];
}

export function createMirror(): Mirror {
  /** By job id; those whose key doesn't begin with it are under `noId`. One run needs no list around it. */
  const ids = new Map<string, Run | readonly Run[]>();
  const days = new Map<number, Map<string, DayPart>>();
  const open = new Map<string, Run>();
  const unattributed = new Map<string, Run>();
  const counts = new Map<string, number>();
  let size = 0;
  let changes = 0;
  /** All that have news numbers, in their order; undefined after a change. */
  let byNews: readonly Numbered[] | undefined;

  const at = (id: string): readonly Run[] => listOf(ids.get(id));

  function find(key: string): Run | undefined {
    const isIt = (run: Run) => run.key === key;
    for (let end = key.lastIndexOf(' '); end > 0; end = key.lastIndexOf(' ', end - 1)) {
      const found = at(key.slice(0, end)).find(isIt);
      if (found) return found;
    }
    return at(noId).find(isIt);
  }

  function count({ type, services }: Run, by: 1 | -1): void {
    for (const service of services) {
      const key = `${type} ${service}`;
      counts.set(key, (counts.get(key) ?? 0) + by);
    }
  }

  function setId(id: string, those: readonly Run[]): void {
    const [first] = those;
    if (first === undefined) ids.delete(id);
    else ids.set(id, those.length === 1 ? first : those);
  }

  function add(run: Run): void {
    const day = dayOf(startOf(run));
    const parts = days.get(day) ?? new Map<string, DayPart>();
    days.set(day, parts);
    setId(idOf(run), [...at(idOf(run)), run]);
    size += 1;
    changes += 1;
    byNews = undefined;
    const { type, services } = run;
    const name = partOf(run);
    const part = parts.get(name);
    if (part) part.runs.push(run);
    else parts.set(name, { type, services, runs: [run] });
    if (run.endSeenAt === undefined) open.set(run.key, run);
    if (services.length === 0) unattributed.set(run.key, run);
    count(run, 1);
  }

  function remove(run: Run): void {
    const day = dayOf(startOf(run));
    const parts = days.get(day);
    const part = parts?.get(partOf(run));
    part?.runs.splice(part.runs.indexOf(run), 1);
    if (part?.runs.length === 0) parts?.delete(partOf(run));
    if (parts?.size === 0) days.delete(day);
    setId(
      idOf(run),
      at(idOf(run)).filter(other => other !== run),
    );
    size -= 1;
    changes += 1;
    byNews = undefined;
    open.delete(run.key);
    unattributed.delete(run.key);
    count(run, -1);
  }

  return {
    get: find,
    withId: id => [...new Set([...at(id), ...at(noId)])].filter(({ job }) => job.id === id),
    between(from, to, { type, service, isMeant } = {}) {
      const found: Run[] = [];
      const [first, last] = [dayOf(from), dayOf(to - 1)];
      for (let day = first; day <= last; day += 1) {
        const isWhole = day > first && day < last;
        for (const part of days.get(day)?.values() ?? []) {
          if (type !== undefined && part.type !== type) continue;
          if (service !== undefined && !part.services.includes(service)) continue;
          for (const run of part.runs)
            if ((isWhole || isBetween(startOf(run), from, to)) && (!isMeant || isMeant(run))) found.push(run);
        }
      }
      return found;
    },
    withNews(after, until) {
      byNews ??= sortedByNews([...days.values()].flatMap(parts => [...parts.values()]));
      const found = new Set<Run>();
      for (let at = firstAbove(byNews, after); at < byNews.length; at += 1) {
        const one = byNews[at];
        if (!one || one.news > until) break;
        found.add(one.run);
      }
      return [...found];
    },
    has: (type, service) => (counts.get(`${type} ${service}`) ?? 0) > 0,
    open: () => open.values(),
    unattributed: () => unattributed.values(),
    put(run) {
      const before = find(run.key);
      if (before) remove(before);
      add(run);
    },
    forgetBefore(day) {
      for (const [other, parts] of days) {
        if (other >= day) continue;
        for (const run of [...parts.values()].flatMap(part => part.runs)) remove(run);
      }
    },
    clear() {
      for (const one of [days, ids, open, unattributed, counts]) one.clear();
      size = 0;
      changes += 1;
      byNews = undefined;
    },
    get size() {
      return size;
    },
    get changes() {
      return changes;
    },
  };
}

/** A run under one of its numbers. */
interface Numbered {
  readonly news: number;
  readonly run: Run;
}

function sortedByNews(parts: readonly DayPart[]): readonly Numbered[] {
  const all: Numbered[] = [];
  for (const { runs } of parts)
    for (const run of runs) {
      if (run.news !== undefined) all.push({ news: run.news, run });
      for (const [, news] of run.later?.news ?? []) all.push({ news, run });
    }
  return all.sort((a, b) => a.news - b.news);
}

/** The index of the first one whose number is above `news`. */
function firstAbove(all: readonly Numbered[], news: number): number {
  let low = 0;
  let high = all.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((all[middle]?.news ?? 0) <= news) low = middle + 1;
    else high = middle;
  }
  return low;
}

function partOf({ type, services }: Run): string {
  return `${type} ${services.join(' ')}`;
}

function isBetween(at: EpochMs, from: EpochMs, to: EpochMs): boolean {
  return at >= from && at < to;
}

/** The id that a run is found by: its key begins with it, so the key needs no map of its own. */
function idOf({ key, job: { id } }: Run): string {
  return id !== undefined && key.startsWith(`${id} `) ? id : noId;
}

function listOf(those: Run | readonly Run[] | undefined): readonly Run[] {
  if (those === undefined) return [];
  return 'key' in those ? [those] : those;
}
