import { JobSourceError } from '../domain/job-source.ts';
import type { Log } from '../domain/log.ts';
import { InconsistentResponseError } from './verified-reader.ts';

/**
 * Resolves to the result of `reading`; to undefined, with a warning that has `fields`, if it couldn't be read or isn't
 * reliable. For answers with many parts, of which one may be unknown. `failures` collects the errors.
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
      log.warn({ ...fields, err: error }, 'part of an answer not read');
      return undefined;
    }
  };
}
