import { LRUCache } from 'lru-cache';
import { cut } from '../domain/cut.ts';
import type { Job, JobError } from '../domain/job.ts';

const mostErrors = 3;
const longestMessage = 500;
/** The latest texts, so that equal ones are one in memory. */
const mostTexts = 20_000;
const none: readonly JobError[] = [];

/** Returns true if the index has the whole text of a job's errors: nothing was cut off, and there is one. */
export function hasWholeErrors({ errors }: Job): boolean {
  return (
    errors.length > 0 &&
    errors.length < mostErrors &&
    errors.every(({ message }) => message.trim() !== '' && message.length < longestMessage - 1)
  );
}

/**
 * Makes the form in which the index stores jobs: three errors each, 500 characters of each message, and equal texts as one
 * in memory.
 */
export function createSlimJob(): (job: Job) => Job {
  const texts = new LRUCache<string, string>({ max: mostTexts });

  function shared(text: string): string {
    const known = texts.get(text);
    if (known !== undefined) return known;
    texts.set(text, text);
    return text;
  }

  const slimError = ({ message, helpUrl, count }: JobError): JobError => ({
    message: shared(cut(message, longestMessage)),
    helpUrl: helpUrl === undefined ? undefined : shared(cut(helpUrl, longestMessage)),
    count,
  });

  return ({ id, state, stateText, startedAt, finishedAt, durationMs, objects, errors }) => ({
    id,
    state,
    stateText: stateText === undefined ? undefined : shared(stateText),
    startedAt,
    finishedAt,
    durationMs,
    objects,
    errors: errors.length === 0 ? none : errors.slice(0, mostErrors).map(slimError),
  });
}
