import type { EpochMs } from '../../domain/time.ts';
import { disappearedAfterMs, type Run, startOf } from '../run.ts';
import { isOlder, type ReaderContext, type ReaderTask } from './context.ts';
import { openWindow, windowAround } from './window.ts';

/** Pauses between looks for a run of which nothing is known but that it isn't over. */
const longestPauseMs = 3_600_000;

/**
 * Looks for each run that was running and isn't listed as running any more: by its id, or else around its start. One that
 * isn't found for an hour has disappeared. One in a state that isn't documented, and without an end, is looked for with
 * doubling pauses.
 */
export function createFollowing(context: ReaderContext): ReaderTask {
  const { clock, writer, requests, steady, location, listed, rules, intervalMs } = context;
  const looks = new Map<string, { readonly count: number; readonly at: EpochMs }>();

  /** Runs that aren't over, though the list of those that run doesn't have them. */
  function* lost(now: EpochMs): Iterable<Run> {
    for (const run of writer.mirror.open()) {
      if (run.location !== location) continue;
      const list = listed.get(run.type);
      if (list === undefined || (run.job.state === 'inProgress' && writer.sighted(run.key) > list)) continue;
      const look = looks.get(run.key);
      const pauseMs =
        run.job.state === 'inProgress' ? intervalMs : intervalMs * 2 ** Math.min((look?.count ?? 1) - 1, 20);
      if (isOlder(look?.at, Math.min(pauseMs, longestPauseMs), now)) yield run;
    }
  }

  async function isFound({ key, job, type, services }: Run, start: EpochMs): Promise<boolean> {
    if (job.id !== undefined && (await requests.find(job.id, type, steady))) return true;
    const times = { startedAt: job.startedAt ?? start, finishedAt: job.finishedAt };
    const span = windowAround(times, rules()) ?? openWindow(start);
    const { runs } = await requests.read({ type, service: services[0], state: undefined, span }, steady);
    return runs.some(run => run.key === key);
  }

  async function look(run: Run): Promise<void> {
    if (await isFound(run, startOf(run))) return;
    const now = clock.now();
    const missingSince = run.missingSince ?? now;
    if (run.missingSince === undefined) writer.put({ ...run, missingSince });
    else if (now - missingSince >= disappearedAfterMs) writer.endAsDisappeared(run);
  }

  return {
    name: 'following',
    isDue: now => !lost(now)[Symbol.iterator]().next().done,
    async run() {
      const now = clock.now();
      for (const run of [...lost(now)].sort((a, b) => startOf(a) - startOf(b))) {
        if (!steady.hasLeft()) return;
        looks.set(run.key, { count: (looks.get(run.key)?.count ?? 0) + 1, at: now });
        await look(run);
      }
      for (const key of looks.keys()) if (writer.mirror.get(key)?.endSeenAt !== undefined) looks.delete(key);
    },
  };
}
