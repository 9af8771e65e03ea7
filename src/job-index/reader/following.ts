import { pauseMs } from '../../domain/back-off.ts';
import type { MonotonicMs } from '../../domain/time.ts';
import { disappearedAfterMs, isIn, type Run, startOf } from '../run.ts';
import { isRefusal } from './back-off.ts';
import { createShare } from './budget.ts';
import { hasPassed, type ReaderContext, type ReaderTask } from './context.ts';
import { isListed } from './is-listed.ts';

/** Pauses between looks for a run that isn't found. */
const longestMissingMs = 10 * 60_000;
/** Pauses between looks for a run of which nothing is known but that it isn't over. */
const longestPauseMs = 3_600_000;

/** The part of the requests that it may use even if the lists have used up the rest. */
const share = 0.05;

/**
 * Looks for each run that was running and isn't listed as running any more: around its start, and by its id. One that
 * isn't found for an hour has disappeared. One in a state that isn't documented, and without an end, is looked for with
 * doubling pauses.
 */
export function createFollowing(context: ReaderContext): ReaderTask {
  const { clock, writer, requests, steady, caps, location, listed, rules, intervalMs, backOff } = context;
  const budget = createShare(clock, steady, {
    perMinute: caps.steadyPerMinute * share,
    atOnce: caps.steadyPerMinute,
  });
  const looks = new Map<string, { readonly count: number; readonly at: MonotonicMs }>();

  function pauseOf({ key, job, missingSince }: Run): number {
    const count = looks.get(key)?.count ?? 1;
    if (missingSince !== undefined)
      return pauseMs(count, { firstMs: intervalMs, longestMs: longestMissingMs });
    if (job.state === 'inProgress') return intervalMs;
    return pauseMs(count, { firstMs: intervalMs, longestMs: longestPauseMs });
  }

  /** Runs that aren't over, though the list of those that run doesn't have them. */
  function* lost(): Iterable<Run> {
    for (const run of writer.mirror.open()) {
      if (!isIn(run, location)) continue;
      const list = listed.get(run.type);
      if (list === undefined || (run.job.state === 'inProgress' && writer.sighted(run.key) > list)) continue;
      if (hasPassed(pauseOf(run), looks.get(run.key)?.at, clock)) yield run;
    }
  }

  async function isFoundById({ job: { id }, type }: Run): Promise<boolean> {
    if (id === undefined || !backOff.mayTry('single jobs')) return false;
    try {
      const isFound = await requests.find(id, type, budget);
      backOff.succeeded('single jobs');
      return isFound;
    } catch (error) {
      if (!isRefusal(error)) throw error;
      backOff.failed('single jobs', error);
      return false;
    }
  }

  /** The list comes first if its window is a second: it has the jobs of all locations, which a question by id may not have. */
  async function isFound(run: Run): Promise<boolean | undefined> {
    const { meaning, hasTimeOfDay } = rules();
    const isNarrow = meaning === 'start' && hasTimeOfDay;
    if (!isNarrow && (await isFoundById(run))) return true;
    const isInList = await isListed(context, run, budget);
    if (isInList || !isNarrow) return isInList;
    return (await isFoundById(run)) || isInList;
  }

  /** Forgets the looks for runs that are over, or that the index has forgotten. */
  function forgetOver(): void {
    for (const key of looks.keys()) {
      const run = writer.mirror.get(key);
      if (run === undefined || run.endSeenAt !== undefined) looks.delete(key);
    }
  }

  async function look(run: Run): Promise<void> {
    const isThere = await isFound(run);
    if (isThere !== false) return;
    if (run.missingSince === undefined) {
      looks.set(run.key, { count: 1, at: clock.monotonic() });
      writer.put({ ...run, missingSince: clock.now() });
    } else if (clock.now() - run.missingSince >= disappearedAfterMs) writer.endAsDisappeared(run);
  }

  return {
    name: 'following',
    isDue: () => !lost()[Symbol.iterator]().next().done,
    async run() {
      forgetOver();
      for (const run of [...lost()].sort((a, b) => startOf(a) - startOf(b))) {
        if (!budget.hasLeft()) return;
        looks.set(run.key, { count: (looks.get(run.key)?.count ?? 0) + 1, at: clock.monotonic() });
        await look(run);
      }
    },
  };
}
