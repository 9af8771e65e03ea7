import { isBad } from '../../domain/job.ts';
import { JobSourceError } from '../../domain/job-source.ts';
import { type EpochMs, type MonotonicMs, msSince } from '../../domain/time.ts';
import { isGone, isIn, type Run, startOf } from '../run.ts';
import { isOutOfReach } from './back-off.ts';
import { hasPassed, type ReaderContext, type ReaderTask } from './context.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** Ends that are older are read only if requests are to spare. */
const recentMs = 48 * hourMs;
/** A run that ended in that time may have started so much earlier. */
const longestRunMs = 48 * hourMs;
/** How often all of the past is searched for bad ends without errors. */
const searchMs = hourMs;
/** How often it's tried again if no job can be read by its id, or if the permission for it is missing. */
const closedMs = hourMs;
/** The pause after each rejection of a run's request. After one more the run is given up. */
const pausesMs: readonly number[] = [10 * minuteMs, hourMs, 6 * hourMs];

/** A run that was asked for by its id. */
interface AskedRun {
  readonly at: MonotonicMs;
  readonly rejections: number;
  /** After which it's asked for again; undefined: it isn't. */
  readonly pauseMs: number | undefined;
}

/**
 * Reads each bad end of a run whose row had no errors by its id: some answers have errors only there. The latest come first,
 * each once, and a rejected request a few times more. A rejection is a failure of the task, so its pauses hold for all runs.
 */
export function createMissingErrors(context: ReaderContext, days: number): ReaderTask {
  const { clock, writer, requests, steady, location } = context;
  const asked = new Map<string, AskedRun>();
  let older: Run[] = [];
  let searchedAt: MonotonicMs | undefined;
  let closedAt: MonotonicMs | undefined;

  const isWanted = (run: Run) =>
    isIn(run, location) &&
    isBad(run.job.state) &&
    run.job.errors.length === 0 &&
    run.job.id !== undefined &&
    !isGone(run) &&
    mayAsk(run);

  function mayAsk(run: Run): boolean {
    const before = asked.get(nameOf(run));
    return !before || (before.pauseMs !== undefined && hasPassed(before.pauseMs, before.at, clock));
  }

  /** Those that weren't asked for yet come first, so that a refused one holds up no other. */
  const between = (from: EpochMs, to: EpochMs) =>
    writer.mirror
      .between(from, to)
      .filter(isWanted)
      .sort((a, b) => askedMs(b) - askedMs(a) || startOf(b) - startOf(a));

  /** How long ago; endless if never. */
  function askedMs(run: Run): number {
    const at = asked.get(nameOf(run))?.at;
    return at === undefined ? Number.MAX_VALUE : msSince(at, clock);
  }

  const recent = (now: EpochMs) =>
    between(now - recentMs - longestRunMs, now).filter(
      ({ job, endSeenAt }) => (job.finishedAt ?? endSeenAt ?? 0) >= now - recentMs,
    );

  function nextOlder(now: EpochMs): Run | undefined {
    if (!steady.isIdle()) return undefined;
    if (hasPassed(searchMs, searchedAt, clock)) {
      older = between(now - days * 24 * hourMs, now - recentMs).reverse();
      searchedAt = clock.monotonic();
      for (const name of asked.keys())
        if (!writer.mirror.get(name.slice(name.indexOf(' ') + 1))) asked.delete(name);
    }
    while (older.length > 0 && !isWanted(older.at(-1) as Run)) older.pop();
    return older.at(-1);
  }

  async function read(run: Run): Promise<void> {
    const name = nameOf(run);
    const at = clock.monotonic();
    const { rejections } = asked.get(name) ?? { rejections: 0 };
    asked.set(name, { at, rejections, pauseMs: undefined });
    try {
      await requests.find(run.job.id as string, run.type, steady);
    } catch (error) {
      if (isOutOfReach(error)) asked.set(name, { at, rejections, pauseMs: 0 });
      else if (isNotAllowed(error)) {
        closedAt = at;
        asked.set(name, { at, rejections, pauseMs: closedMs });
      } else asked.set(name, { at, rejections: rejections + 1, pauseMs: pausesMs[rejections] });
      throw error;
    }
  }

  return {
    name: 'errors',
    isDue: now =>
      steady.hasLeft() &&
      hasPassed(closedMs, closedAt, clock) &&
      (recent(now).length > 0 || nextOlder(now) !== undefined),
    async run() {
      const now = clock.now();
      if (!(await requests.canFind())) {
        closedAt = clock.monotonic();
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

/** Returns true if the answer would be the same for any other job. */
function isNotAllowed(error: unknown): boolean {
  return error instanceof JobSourceError && ['forbidden', 'unauthorised'].includes(error.code);
}

/** A run that ends otherwise later is read once more. */
function nameOf({ key, job: { state } }: Run): string {
  return `${state} ${key}`;
}
