import { z } from 'zod';
import type { JournalRow } from '../domain/index-journal.ts';
import { jobStates, jobTypes, services } from '../domain/job.ts';
import { dayOf } from './mirror.ts';
import { type Run, startOf } from './run.ts';

const instant = z.number().optional();

/** A run as it is stored; names are short, since there are many. */
const stored = z.object({
  t: z.enum(jobTypes),
  s: z.array(z.enum(services)),
  l: z.string().optional(),
  id: z.string().optional(),
  st: z.enum(jobStates).optional(),
  sx: z.string().optional(),
  b: instant,
  e: instant,
  d: instant,
  o: z.array(z.number().nullable()).length(4).optional(),
  er: z.array(z.tuple([z.string(), z.string().nullable(), z.number().nullable()])).optional(),
  f: z.number(),
  n: instant,
  x: instant,
  m: instant,
  u: z.number().optional(),
});
type Stored = z.output<typeof stored>;

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
    x: run.endSeenAt,
    m: run.missingSince,
    u: run.unlisted || undefined,
  };
  return { key: run.key, day: dayOf(startOf(run)), part: those[0] ?? 'unknown', value };
}

/** Returns the run of a stored row; undefined if a later version of the product wrote it in another form. */
export function runOfRow(key: string, value: unknown): Run | undefined {
  if (!isStored(value)) return undefined;
  const [total, failed, successful, skipped] = value.o ?? [];
  return {
    key,
    type: value.t,
    services: value.s,
    location: value.l,
    job: {
      id: value.id,
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
    },
    firstSeenAt: value.f,
    endSeenAt: value.x,
    news: value.n,
    missingSince: value.m,
    unlisted: value.u ?? 0,
  };
}

function isStored(value: unknown): value is Stored {
  return stored.safeParse(value).success;
}
