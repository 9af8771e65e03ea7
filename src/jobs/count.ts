import { type JobFilter, type JobType, jobTypes, services } from '../domain/job.ts';
import type { EpochMs, Span } from '../domain/time.ts';
import { type Doubt, type DoubtfulService, doubtOf } from '../job-index/queries/doubt.ts';
import { jobOf } from '../job-index/queries/runs.ts';
import { isGone, type Run } from '../job-index/run.ts';
import type { IndexView } from '../job-index/view.ts';
import type { Count } from './answers.ts';

/**
 * Counts the index's jobs of a filter that started in a span, or that run. Returns undefined if some may be missing.
 */
export function countOf(index: IndexView, filter: JobFilter, span: Span, now: EpochMs): Count | undefined {
  if (doubtOfAll(index, filter, span.from, now)) return undefined;
  // A run without a known service may be one of them.
  const ofAll =
    filter.service === undefined ? [] : runsOfFilter(index, { ...filter, service: undefined }, span, now);
  if (ofAll.some(run => run.services.length === 0)) return undefined;
  return { value: runsOfFilter(index, filter, span, now).length, atLeast: false };
}

/**
 * Returns the index's runs of a filter that started in a span, or that run, in no order; only those for which `isMeant`
 * returns true.
 */
export function runsOfFilter(
  index: IndexView,
  { type, service, state }: JobFilter,
  { from, to }: Span,
  now: EpochMs,
  isMeant: (run: Run) => boolean = () => true,
): readonly Run[] {
  const isOne = (run: Run) =>
    !isGone(run) && (state === undefined || jobOf(run).state === state) && isMeant(run);
  if (from !== undefined) return index.mirror.between(from, to ?? now, { type, service, isMeant: isOne });
  return [...index.mirror.open()].filter(
    run =>
      (type === undefined || run.type === type) &&
      (service === undefined || run.services.includes(service)) &&
      isOne(run),
  );
}

/** Visits the index's runs of a type that started in a span, or that run, in no order: for numbers of very many. */
export function forEachRun(
  index: IndexView,
  type: JobType | undefined,
  { from, to }: Span,
  now: EpochMs,
  visit: (run: Run) => void,
): void {
  const runs = from === undefined ? index.mirror.open() : index.mirror.between(from, to ?? now, { type });
  for (const run of runs) if (!isGone(run) && (type === undefined || run.type === type)) visit(run);
}

/** Returns the services of a filter that have a doubt, each with its first one. */
export function doubtfulServices(
  index: IndexView,
  { type, service }: Pick<JobFilter, 'type' | 'service'>,
  from: EpochMs | undefined,
  now: EpochMs,
): readonly DoubtfulService[] {
  return (service === undefined ? services : [service]).flatMap(one => {
    const doubt = doubtOfAll(index, { type, service: one }, from, now);
    return doubt ? [{ service: one, doubt }] : [];
  });
}

/** Returns the first doubt about any of the types and services of a filter. */
function doubtOfAll(
  index: IndexView,
  { type, service }: Pick<JobFilter, 'type' | 'service'>,
  from: EpochMs | undefined,
  now: EpochMs,
): Doubt | undefined {
  for (const oneType of type === undefined ? jobTypes : [type]) {
    for (const oneService of service === undefined ? services : [service]) {
      const doubt = doubtOf(index, { type: oneType, service: oneService, from }, now);
      if (doubt) return doubt;
    }
  }
  return undefined;
}
