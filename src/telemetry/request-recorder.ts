import { AskedTooOftenError } from '../domain/asker.ts';
import type { JobQuery } from '../domain/job.ts';
import type { JobSource } from '../domain/job-source.ts';
import type { ScheduleSource } from '../domain/schedule.ts';
import type { EpochMs } from '../domain/time.ts';
import type { Turns } from './turns.ts';

/**
 * Records which requests a turn sends to AvePoint, for the audit record. Skips requests of no turn, and those for which the user has
 * no request left. `shape` returns the published shape of the jobs API that is asked, as far as it's known.
 */
export function createRequestRecorder(turns: Turns, shape: () => string) {
  const record = (asked: string) => void turns.current()?.asked.push(`${shape()} ${asked}`);

  /** Removes the record again if the user has no request left. */
  async function recorded<T>(asked: string, ask: () => Promise<T>): Promise<T> {
    const list = turns.current()?.asked ?? [];
    const entry = `${shape()} ${asked}`;
    list.push(entry);
    try {
      return await ask();
    } catch (error) {
      if (error instanceof AskedTooOftenError) list.splice(list.lastIndexOf(entry), 1);
      throw error;
    }
  }

  return {
    source: (source: JobSource): JobSource => ({
      page: (query, until) => recorded(askedOf(query), () => source.page(query, until)),
      canFindJob: until => source.canFindJob(until),
      job: (id, until, location) =>
        recorded(`job=${id}${at(location)}`, () => source.job(id, until, location)),
    }),

    schedule: (schedule: ScheduleSource): ScheduleSource => ({
      async today(until, location) {
        let hasPlan = true;
        try {
          const plan = await schedule.today(until, location);
          hasPlan = plan !== undefined;
          return plan;
        } finally {
          // If the source has no plan, no request was sent.
          if (hasPlan) record(`schedule=today${at(location)}`);
        }
      },
    }),
  };
}

/** "type=backup service=all state=failed from=2026-11-22T13:05:00Z to=2026-11-23T13:05:00Z page=0 size=10" */
function askedOf({ type, service, state, span, pageIndex, pageSize, location }: JobQuery): string {
  const parts = {
    type: type ?? 'all',
    service: service ?? 'all',
    state: state ?? 'all',
    from: momentOf(span.from),
    to: momentOf(span.to),
    page: pageIndex,
    size: pageSize,
  };
  const words = Object.entries(parts).map(([name, value]) => `${name}=${value}`);
  return words.join(' ') + at(location);
}

/** A location, if one was asked for by name. */
function at(location: string | undefined): string {
  return location === undefined ? '' : ` location=${location}`;
}

/** Spans lie on whole seconds. */
function momentOf(at: EpochMs | undefined): string {
  return at === undefined ? 'any' : new Date(at).toISOString().replace('.000Z', 'Z');
}
