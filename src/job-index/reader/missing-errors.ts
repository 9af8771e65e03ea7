import { isBad } from '../../domain/job.ts';
import type { EpochMs } from '../../domain/time.ts';
import { isGone, isIn, type Run, startOf } from '../run.ts';
import { isOutOfReach } from './back-off.ts';
import { isOlder, type ReaderContext, type ReaderTask } from './context.ts';

const hourMs = 3_600_000;
/** Ends that are older are read only if requests are to spare. */
const recentMs = 48 * hourMs;
/** A run that ended in that time may have started so much earlier. */
const longestRunMs = 48 * hourMs;
/** How often all of the past is searched for bad ends without errors. */
const searchMs = hourMs;

/**
 * Reads each bad end of a run whose row had no errors once by its id: some answers have errors only there. The latest come
 * first.
 */
export function createMissingErrors(context: ReaderContext, days: number): ReaderTask {
  const { clock, writer, requests, steady, location } = context;
  const asked = new Set<string>();
  let older: Run[] = [];
  let searchedAt: EpochMs | undefined;
  let impossibleAt: EpochMs | undefined;

  const isWanted = (run: Run) =>
    isIn(run, location) &&
    isBad(run.job.state) &&
    run.job.errors.length === 0 &&
    run.job.id !== undefined &&
    !isGone(run) &&
    !asked.has(nameOf(run));

  const between = (from: EpochMs, to: EpochMs) =>
    writer.mirror
      .between(from, to)
      .filter(isWanted)
      .sort((a, b) => startOf(b) - startOf(a));

  const recent = (now: EpochMs) =>
    between(now - recentMs - longestRunMs, now).filter(
      ({ job, endSeenAt }) => (job.finishedAt ?? endSeenAt ?? 0) >= now - recentMs,
    );

  function nextOlder(now: EpochMs): Run | undefined {
    if (!steady.isIdle()) return undefined;
    if (isOlder(searchedAt, searchMs, now)) {
      older = between(now - days * 24 * hourMs, now - recentMs).reverse();
      searchedAt = now;
      for (const name of asked) if (!writer.mirror.get(name.slice(name.indexOf(' ') + 1))) asked.delete(name);
    }
    while (older.length > 0 && !isWanted(older.at(-1) as Run)) older.pop();
    return older.at(-1);
  }

  async function read(run: Run): Promise<void> {
    const name = nameOf(run);
    asked.add(name);
    try {
      await requests.find(run.job.id as string, run.type, steady);
    } catch (error) {
      if (isOutOfReach(error)) asked.delete(name);
      throw error;
    }
  }

  return {
    name: 'errors',
    isDue: now =>
      steady.hasLeft() &&
      isOlder(impossibleAt, hourMs, now) &&
      (recent(now).length > 0 || nextOlder(now) !== undefined),
    async run() {
      const now = clock.now();
      if (!(await requests.canFind())) {
        impossibleAt = now;
        return;
      }
      for (const run of recent(now)) {
        if (!steady.hasLeft() || !context.mayGoOn()) return;
        await read(run);
      }
      for (let run = nextOlder(now); run && context.mayGoOn(); run = nextOlder(now)) await read(run);
    },
  };
}

/** A run that ends otherwise later is read once more. */
function nameOf({ key, job: { state } }: Run): string {
  return `${state} ${key}`;
}
