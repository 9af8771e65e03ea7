import type { JobSource } from '../domain/job-source.ts';
import type { Clock, EpochMs } from '../domain/time.ts';

/** How the last request to AvePoint ended, whoever made it. */
export interface LastOutcome {
  readonly at: EpochMs;
  readonly isGood: boolean;
}

/** A source that remembers how its last request ended. */
export function rememberingOutcome(
  source: JobSource,
  clock: Clock,
): { readonly source: JobSource; last(): LastOutcome | undefined } {
  let last: LastOutcome | undefined;

  async function noted<T>(answer: Promise<T>): Promise<T> {
    try {
      const given = await answer;
      last = { at: clock.now(), isGood: true };
      return given;
    } catch (error) {
      last = { at: clock.now(), isGood: false };
      throw error;
    }
  }

  return {
    source: {
      page: (query, until) => noted(source.page(query, until)),
      canFindJob: until => source.canFindJob(until),
      job: (id, until, location) => noted(source.job(id, until, location)),
    },
    last: () => last,
  };
}
