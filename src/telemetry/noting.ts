import type { JobQuery } from '../domain/job.ts';
import type { JobSource } from '../domain/job-source.ts';
import type { ScheduleSource } from '../domain/schedule.ts';
import type { EpochMs } from '../domain/time.ts';
import type { Turns } from './turns.ts';

/**
 * Notes what a turn asks AvePoint for, for the audit record. What no turn asks for is not noted.
 * `shape` is that of the jobs API.
 */
export function createNoting(turns: Turns, shape: string) {
  const note = (asked: string) => void turns.current()?.asked.push(`${shape} ${asked}`);

  return {
    source: ({ page, job }: JobSource): JobSource => ({
      page(query, until) {
        note(askedOf(query));
        return page(query, until);
      },
      job:
        job &&
        ((id, until) => {
          note(`job=${id}`);
          return job(id, until);
        }),
    }),

    schedule: ({ today }: ScheduleSource): ScheduleSource => ({
      today(until) {
        note('schedule=today');
        return today(until);
      },
    }),
  };
}

/** "type=backup service=all state=failed from=2026-11-22T13:05:00Z to=2026-11-23T13:05:00Z page=0 size=10" */
function askedOf({ type, service, state, span, pageIndex, pageSize }: JobQuery): string {
  const parts = {
    type: type ?? 'all',
    service: service ?? 'all',
    state: state ?? 'all',
    from: momentOf(span.from),
    to: momentOf(span.to),
    page: pageIndex,
    size: pageSize,
  };
  return Object.entries(parts)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}

/** Spans lie on whole seconds. */
function momentOf(at: EpochMs | undefined): string {
  return at === undefined ? 'any' : new Date(at).toISOString().replace('.000Z', 'Z');
}
