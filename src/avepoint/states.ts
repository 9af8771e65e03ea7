import type { JobState } from '../domain/job.ts';
import { readText } from './read-fields.ts';

/** As the schema names them and as the prose does; compared by their letters and digits, without case. */
const statesByName: ReadonlyMap<string, JobState> = new Map([
  ['inprogress', 'inProgress'],
  ['finished', 'finished'],
  ['failed', 'failed'],
  ['finishedexception', 'finishedWithException'],
  ['finishedwithexception', 'finishedWithException'],
  ['partiallyfinished', 'partiallyFinished'],
  ['1', 'inProgress'],
  ['2', 'finished'],
  ['3', 'failed'],
  ['4', 'finishedWithException'],
  ['5', 'partiallyFinished'],
]);

const longestStateText = 200;

/**
 * The state of a row: text in any of the documented spellings, or its number. One that is not documented stays
 * unknown, so that nothing turns green by a guess; `stateText` is the state as it came.
 */
export function readState(value: unknown): { state: JobState | undefined; stateText: string | undefined } {
  const stateText = readText(value, longestStateText);
  return { state: statesByName.get(nameOf(stateText ?? '')), stateText };
}

/** Signs count for nothing between letters, but "-2" is not 2. */
function nameOf(text: string): string {
  return /\p{L}/u.test(text) ? text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '') : text;
}
