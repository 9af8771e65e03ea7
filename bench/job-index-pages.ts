import { dayOf, planDay } from '../simulator/history.ts';
import { jobState, type SimulatedJob, stateAt } from '../simulator/job.ts';
import { type Job, jobStates, type Service, services } from '../src/domain/job.ts';

/** Some 95 backups a day each, of which a third have errors: too many for a large tenant, so most have none here. */
const tenants = 29;
const failingTenants = 9;
const days = 60;
const rowsAtOnce = 100;

/** One answer to a question for the backups of a service. */
export interface BenchPage {
  readonly service: Service;
  readonly jobs: readonly Job[];
}

/** The backups of sixty days before `now`, as many as twelve services with 200 a day have, page by page. */
export function* pagesUntil(now: number): Iterable<BenchPage> {
  for (let back = days - 1; back >= 0; back -= 1) {
    const ofDay = Array.from({ length: tenants }, (_, tenant) =>
      planDay(2024 + tenant, dayOf(now) - back)
        .filter(({ type, startedAt }) => type === 1 && startedAt <= now)
        .map(job => ({ ...job, id: `${job.id}${String.fromCharCode(65 + tenant)}` }))
        .map(job => (tenant < failingTenants ? job : { ...job, outcome: jobState.finished, errors: [] })),
    ).flat();
    for (const [index, service] of services.entries()) {
      const jobs = ofDay.filter(job => job.service === index + 1).map(job => jobOf(job, now));
      for (let from = 0; from < jobs.length; from += rowsAtOnce)
        yield { service, jobs: jobs.slice(from, from + rowsAtOnce) };
    }
  }
}

function jobOf(job: SimulatedJob, now: number): Job {
  const { id, startedAt, endsAt, counts, errors } = job;
  const state = jobStates[Number(stateAt(job, now)) - 1];
  const isOver = state !== 'inProgress';
  return {
    id,
    state,
    stateText: state,
    startedAt,
    finishedAt: isOver ? endsAt : undefined,
    durationMs: Math.min(endsAt, now) - startedAt,
    objects: counts,
    errors: isOver
      ? errors.map(({ value, url, number }) => ({ message: value, helpUrl: url || undefined, count: number }))
      : [],
  };
}
