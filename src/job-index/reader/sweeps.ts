import type { EpochMs } from '../../domain/time.ts';
import type { Poll } from '../read-state.ts';
import type { Run } from '../run.ts';
import { type Chunks, createChunks } from './chunks.ts';
import { isOlder, type ReaderContext, type ReaderTask } from './context.ts';
import { newestMs, setRead } from './polls.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** How far back each goes, and how often. */
const kinds = [
  { poll: 'walk6', rangeMs: 6 * hourMs, everyMs: 5 * minuteMs },
  { poll: 'walk48', rangeMs: 48 * hourMs, everyMs: 30 * minuteMs },
  { poll: 'sweep', rangeMs: 7 * 24 * hourMs, everyMs: 6 * hourMs },
] as const satisfies readonly { readonly poll: Poll; readonly rangeMs: number; readonly everyMs: number }[];

/** One under way: everything before `cursor` is still to be read. */
interface Sweep {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly beganAt: EpochMs;
  cursor: EpochMs;
  readonly listed: Set<string>;
}

/**
 * Reads all backups of the last hours and days again, whatever their state: what is listed late, ends in a state that isn't
 * documented, or isn't listed any more, is found here. A sweep reads chunk by chunk, as far as the budget goes.
 */
export function createSweeps(context: ReaderContext): readonly ReaderTask[] {
  return kinds.map(kind => createSweep(context, kind, createChunks(context, 6 * hourMs)));
}

function createSweep(
  context: ReaderContext,
  { poll, rangeMs, everyMs }: (typeof kinds)[number],
  chunks: Chunks,
): ReaderTask {
  const { clock, writer, steady, state, update, location } = context;
  let sweep: Sweep | undefined;

  function begin(now: EpochMs): Sweep {
    const to = now - newestMs;
    const from = to - rangeMs - context.clockDifferenceMs();
    const further = poll === 'sweep' ? state().sweepFrom : undefined;
    return { from: Math.min(from, further ?? from), to, beganAt: now, cursor: to, listed: new Set() };
  }

  /** What a whole sweep didn't list, though it lies in its window, isn't listed any more. */
  function noteUnlisted({ from, to, beganAt, listed }: Sweep): void {
    const inside = ({ job }: Run) => (job.finishedAt ?? to) < to && (job.startedAt ?? from) > from;
    for (const run of [...writer.mirror.between(from, to)]) {
      const isMeant = run.type === 'backup' && run.location === location && run.endSeenAt !== undefined;
      if (!isMeant || run.endSeenAt >= beganAt || listed.has(run.key) || !inside(run)) continue;
      writer.put({ ...run, unlisted: run.unlisted + 1 });
    }
  }

  return {
    name: poll,
    isDue: now => sweep !== undefined || isOlder(state().readAt[poll], everyMs, now),
    async run() {
      sweep ??= begin(clock.now());
      while (sweep.cursor > sweep.from) {
        if (!steady.hasLeft() || !context.mayGoOn()) return;
        const { from, runs } = await chunks.read({ type: 'backup', service: undefined }, sweep, steady);
        for (const { key } of runs) sweep.listed.add(key);
        sweep.cursor = from;
      }
      const { beganAt } = sweep;
      if (poll === 'sweep') noteUnlisted(sweep);
      if (poll === 'sweep') update({ sweepFrom: undefined });
      sweep = undefined;
      setRead(context, poll, beganAt);
    },
  };
}
