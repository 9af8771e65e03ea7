import { JobSourceError } from '../domain/job-source.ts';
import type { Log } from '../domain/log.ts';
import { InconsistentResponseError } from './verified-reader.ts';

/**
 * Resolves to what was read; to undefined, with a warning that has `fields`, if it could not be read or cannot be relied on.
 * For answers of many parts, of which one may be unknown. `failures` collects what was thrown.
 */
export type Settle = <T>(reading: Promise<T>, fields: object) => Promise<T | undefined>;

export function createSettle(log: Log, failures: unknown[] = []): Settle {
  return async (reading, fields) => {
    try {
      return await reading;
    } catch (error) {
      const isExpected = error instanceof JobSourceError || error instanceof InconsistentResponseError;
      if (!isExpected) throw error;
      failures.push(error);
      log.warn({ ...fields, err: error }, 'a part of an answer is unknown');
      return undefined;
    }
  };
}
