import { hash } from './dice.ts';
import type { SimulatedJob } from './job.ts';
import type { Switches } from './switches.ts';

/**
 * Puts jobs that come newest first into the switched order.
 *
 * @param shift by how many rows a shifting list has moved towards its front
 */
export function inOrder(
  jobs: readonly SimulatedJob[],
  order: Switches['order'],
  shift: number,
): readonly SimulatedJob[] {
  switch (order) {
    case 'newest':
      return jobs;
    case 'oldest':
      return jobs.toReversed();
    case 'id':
      return jobs.toSorted(byId);
    case 'shuffled':
      return shuffled(jobs);
    case 'shifting':
      return rotated(jobs, shift);
  }
}

function byId(a: SimulatedJob, b: SimulatedJob): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** By a hash of the id: the same jobs always come in the same order. */
function shuffled(jobs: readonly SimulatedJob[]): readonly SimulatedJob[] {
  return jobs
    .map(job => ({ job, key: hash(...Array.from(job.id, letter => letter.codePointAt(0) ?? 0)) }))
    .sort((a, b) => a.key - b.key || byId(a.job, b.job))
    .map(({ job }) => job);
}

function rotated<T>(rows: readonly T[], shift: number): readonly T[] {
  const start = shift % rows.length;
  return [...rows.slice(start), ...rows.slice(0, start)];
}
