import type { JournalRow } from '../domain/index-journal.ts';
import { jobStates, jobTypes, type Service, services } from '../domain/job.ts';
import { dayOf } from './mirror.ts';
import { type Run, startOf } from './run.ts';
import { createSlimJob } from './slim-job.ts';

/** A run as it is stored; names are short, since there are many. */
interface Stored {
  readonly t: Run['type'];
  readonly s: readonly Service[];
  readonly l?: string | undefined;
  readonly id?: string | undefined;
  readonly st?: Run['job']['state'];
  readonly sx?: string | undefined;
  /** When it began and ended, and its duration. */
  readonly b?: number | undefined;
  readonly e?: number | undefined;
  readonly d?: number | undefined;
  readonly o?: readonly (number | null)[] | undefined;
  readonly er?: readonly (readonly [string, string | null, number | null])[] | undefined;
  /** When it was first seen, and its end. */
  readonly f: number;
  readonly x?: number | undefined;
  readonly n?: number | undefined;
  /** Services that listed it later: those before, and the number of each. */
  readonly w?: readonly [readonly Service[], readonly (readonly [Service, number])[]] | undefined;
  readonly m?: number | undefined;
  readonly u?: number | undefined;
}

/** Returns the stored form of a run. */
export function rowOf(run: Run): JournalRow {
  const { job, services: those, type, location } = run;
  const { objects } = job;
  const value: Stored = {
    t: type,
    s: [...those],
    l: location,
    id: job.id,
    st: job.state,
    sx: job.stateText,
    b: job.startedAt,
    e: job.finishedAt,
    d: job.durationMs,
    o: objects && [objects.total, objects.failed, objects.successful, objects.skipped].map(n => n ?? null),
    er:
      job.errors.length === 0
        ? undefined
        : job.errors.map(({ message, helpUrl, count }) => [message, helpUrl ?? null, count ?? null]),
    f: run.firstSeenAt,
    n: run.news,
    w: run.later && [run.later.first, run.later.news],
    x: run.endSeenAt,
    m: run.missingSince,
    u: run.unlisted || undefined,
  };
  return { key: run.key, day: dayOf(startOf(run)), part: those[0] ?? 'unknown', value };
}

/** Equal texts of all rows are one in memory. */
const slim = createSlimJob();
/** So are equal lists of services, by their names. */
const lists = new Map<string, readonly Service[]>();

/** Returns the run of a stored row; undefined if a later version of the product wrote it in another form. */
export function runOfRow(key: string, value: unknown): Run | undefined {
  if (!isStored(value)) return undefined;
  const { id } = value;
  const [total, failed, successful, skipped] = value.o ?? [];
  return {
    key,
    type: value.t,
    services: sharedList(value.s),
    location: value.l,
    job: slim({
      // A part of the key takes less memory than the same text once more.
      id: id !== undefined && key.startsWith(id) ? key.slice(0, id.length) : id,
      state: value.st,
      stateText: value.sx,
      startedAt: value.b,
      finishedAt: value.e,
      durationMs: value.d,
      objects: value.o && {
        total: total ?? undefined,
        failed: failed ?? undefined,
        successful: successful ?? undefined,
        skipped: skipped ?? undefined,
      },
      errors: (value.er ?? []).map(([message, helpUrl, count]) => ({
        message,
        helpUrl: helpUrl ?? undefined,
        count: count ?? undefined,
      })),
    }),
    firstSeenAt: value.f,
    endSeenAt: value.x,
    news: value.n,
    ...(value.w && { later: { first: value.w[0], news: value.w[1] } }),
    missingSince: value.m,
    unlisted: value.u ?? 0,
  };
}

function sharedList(those: readonly Service[]): readonly Service[] {
  const name = those.join(' ');
  const known = lists.get(name) ?? those;
  lists.set(name, known);
  return known;
}

/** Written by hand: a start reads very many rows. */
function isStored(value: unknown): value is Stored {
  if (typeof value !== 'object' || value === null) return false;
  const { t, s, l, id, st, sx, b, e, d, o, er, f, n, w, x, m, u } = value as {
    [Name in keyof Stored]: unknown;
  };
  return (
    isOneOf(jobTypes, t) &&
    Array.isArray(s) &&
    s.every(service => isOneOf(services, service)) &&
    (st === undefined || isOneOf(jobStates, st)) &&
    [l, id, sx].every(text => text === undefined || typeof text === 'string') &&
    [b, e, d, n, x, m, u].every(number => number === undefined || typeof number === 'number') &&
    typeof f === 'number' &&
    (w === undefined || isLater(w)) &&
    (o === undefined || (Array.isArray(o) && o.length === 4 && o.every(isNumberOrNull))) &&
    (er === undefined || (Array.isArray(er) && er.every(isError)))
  );
}

function isLater(value: unknown): boolean {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const [first, news] = value as unknown[];
  if (!Array.isArray(first) || !Array.isArray(news)) return false;
  return (
    first.every(service => isOneOf(services, service)) &&
    news.every(one => Array.isArray(one) && isOneOf(services, one[0]) && typeof one[1] === 'number')
  );
}

function isError(value: unknown): boolean {
  if (!Array.isArray(value) || value.length !== 3) return false;
  const [message, helpUrl, count] = value;
  const isUrl = helpUrl === null || typeof helpUrl === 'string';
  return typeof message === 'string' && isUrl && isNumberOrNull(count);
}

function isNumberOrNull(value: unknown): boolean {
  return value === null || typeof value === 'number';
}

function isOneOf(known: readonly unknown[], value: unknown): boolean {
  return known.includes(value);
}
