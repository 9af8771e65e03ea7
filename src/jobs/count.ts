import { type JobFilter, jobTypes, services } from '../domain/job.ts';
import type { EpochMs, Span } from '../domain/time.ts';
import { type Doubt, doubtOf } from '../job-index/queries/doubt.ts';
import { jobOf, runsOf } from '../job-index/queries/runs.ts';
import type { IndexView } from '../job-index/view.ts';
import type { Count } from './answers.ts';

/** Counts the index's jobs of a filter that started in a span, or that run; undefined if some may be missing. */
export function countOf(index: IndexView, filter: JobFilter, span: Span, now: EpochMs): Count | undefined {
  if (doubtOfAll(index, filter, span.from, now)) return undefined;
  const { type, service, state } = filter;
  const { from, to = now } = span;
  let value = 0;
  for (const run of from === undefined ? index.mirror.open() : runsOf(index, { type, service, from, to })) {
    const isMeant =
      (type === undefined || run.type === type) && (service === undefined || run.services.includes(service));
    if (isMeant && (state === undefined || jobOf(run).state === state)) value += 1;
  }
  return { value, atLeast: false };
}

/** The first doubt about any of the types and services of a filter. */
export function doubtOfAll(
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
