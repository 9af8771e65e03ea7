import { badStates, type JobState } from '../domain/job.ts';
import type { ErrorSearch, LengthBounds, Narrowing, Order } from '../domain/narrowing.ts';
import { lengthText } from './durations.ts';
import { markdownFree } from './markdown-free.ts';
import { clipped } from './plain.ts';
import { countedState, joined, nameOf, nounFor } from './words.ts';

/** Returns what narrows a list, for behind its kind and service: "not Teams", "longer than 2 h", "oldest first". */
export function narrowingTexts(narrowed: Narrowing | undefined): readonly string[] {
  if (!narrowed) return [];
  const { error, length, limit, order, without } = narrowed;
  return [
    ...(without ? [without.types.map(type => nounFor(type, true)), without.services.map(nameOf)] : [])
      .filter(names => names.length > 0)
      .map(names => `not ${joined(names, 'or')}`),
    ...(without && without.states.length > 0 ? [stateText(without.states)] : []),
    ...(length ? [lengthBoundsText(length)] : []),
    ...(error ? [`with ${quotedError(error)} in the error`] : []),
    ...(order && limit === undefined ? [firstTexts[order]] : []),
  ];
}

/** Returns the user's words for an error, in a form that is the same in Markdown. */
export function quotedError({ text }: ErrorSearch): string {
  return `“${markdownFree(clipped(text, 80))}”`;
}

const firstTexts: Readonly<Record<Order, string>> = {
  latest: 'newest first',
  oldest: 'oldest first',
  longest: 'longest first',
  shortest: 'shortest first',
};

function lengthBoundsText({ minMs, maxMs, isStrict }: LengthBounds): string {
  if (minMs !== undefined && maxMs !== undefined) return `${lengthText(minMs)} to ${lengthText(maxMs)}`;
  if (minMs !== undefined) return `${isStrict ? 'longer than' : 'at least'} ${lengthText(minMs)}`;
  return `${isStrict ? 'under' : 'at most'} ${lengthText(maxMs ?? 0)}`;
}

function stateText(states: readonly JobState[]): string {
  const isOf = (some: readonly JobState[]) =>
    states.length === some.length && some.every(state => states.includes(state));
  if (isOf(badStates)) return 'without problems';
  if (isOf(['finished', 'finishedWithException'])) return 'not finished';
  if (isOf(['finished'])) return 'not successful';
  return `not ${joined(states.map(countedState), 'or')}`;
}
