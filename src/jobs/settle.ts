import { JobSourceError } from '../domain/job-source.ts';
import type { Log } from '../domain/log.ts';
import { DoubtfulAnswer } from './careful.ts';

/**
 * What was read; undefined where it could not be, or cannot be relied on, which the log tells with `fields`. For
 * answers of many parts, of which one may be unknown. `failures` has what was thrown.
 */
export type Settle = <T>(reading: Promise<T>, fields: object) => Promise<T | undefined>;

export function createSettle(log: Log, failures: unknown[] = []): Settle {
  return async (reading, fields) => {
    try {
      return await reading;
    } catch (error) {
      const isExpected = error instanceof JobSourceError || error instanceof DoubtfulAnswer;
      if (!isExpected) throw error;
      failures.push(error);
      log.warn({ ...fields, err: error }, 'a part of an answer is unknown');
      return undefined;
    }
  };
}
