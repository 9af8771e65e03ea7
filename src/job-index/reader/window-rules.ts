import type { EpochMs, MonotonicMs } from '../../domain/time.ts';
import { dayOf } from '../mirror.ts';
import { isGone, isIn, type Run } from '../run.ts';
import { hasPassed, type ReaderContext, type ReaderTask } from './context.ts';
import { secondOf, type WindowMeaning, type WindowRules } from './window.ts';

const secondMs = 1_000;
const hourMs = 3_600_000;
const everyMs = 6 * hourMs;
/** While there was no job to find it out with. */
const soonerMs = 10 * 60_000;
/** Runs to find it out with aren't looked for further back. */
const rangeMs = 7 * 24 * hourMs;

/** A run whose times are known. */
interface Ended {
  readonly run: Run;
  readonly startedAt: EpochMs;
  readonly finishedAt: EpochMs;
}

/**
 * Finds out which time of a job the window of a question is about, and whether its time of day counts, by asking for
 * windows in which a known job must or must not be. Until that is known, windows are read so wide that it doesn't matter.
 */
export function createWindowRules(context: ReaderContext, set: (rules: WindowRules) => void): ReaderTask {
  const { clock, writer, requests, steady, location, rules, log } = context;
  let foundAt: MonotonicMs | undefined;
  let triedAt: MonotonicMs | undefined;

  function endedRuns(now: EpochMs): readonly Ended[] {
    return writer.mirror
      .between(now - rangeMs, now)
      .flatMap((run): Ended[] => {
        const { startedAt, finishedAt } = run.job;
        const isMeant = run.type === 'backup' && isIn(run, location) && !isGone(run);
        if (!isMeant || startedAt === undefined || finishedAt === undefined) return [];
        return finishedAt - startedAt >= 3 * secondMs ? [{ run, startedAt, finishedAt }] : [];
      })
      .sort((a, b) => b.finishedAt - a.finishedAt);
  }

  async function isListed({ run }: Ended, from: EpochMs, to: EpochMs): Promise<boolean> {
    const { start, end } = { start: secondOf(from).from, end: secondOf(to).to };
    const question = { type: 'backup', service: run.services[0], state: undefined } as const;
    const { runs } = await requests.readWhole({ ...question, span: { from: start, to: end } }, steady);
    return runs.some(({ key }) => key === run.key);
  }

  async function meaningBy(one: Ended): Promise<WindowMeaning> {
    const { startedAt, finishedAt } = one;
    if (await isListed(one, startedAt, startedAt)) return 'start';
    if (await isListed(one, finishedAt, finishedAt)) return 'end';
    return (await isListed(one, startedAt, finishedAt)) ? 'within' : 'unknown';
  }

  async function find(runs: readonly Ended[]): Promise<WindowRules | undefined> {
    const sameDay = runs.find(
      ({ startedAt, finishedAt }) => dayOf(startedAt) === dayOf(finishedAt + 3 * secondMs),
    );
    // Only a run that began and ended on one day shows whether the time of day counts.
    if (!sameDay) return undefined;
    const after = sameDay.finishedAt + 2 * secondMs;
    const hasTimeOfDay = !(await isListed(sameDay, after, after));
    if (hasTimeOfDay) return { meaning: await meaningBy(sameDay), hasTimeOfDay };
    // Whole days: only a run over midnight shows which of its times counts.
    const overMidnight = runs.find(({ startedAt, finishedAt }) => dayOf(startedAt) !== dayOf(finishedAt));
    return { meaning: overMidnight ? await meaningBy(overMidnight) : 'unknown', hasTimeOfDay };
  }

  return {
    name: 'window-rules',
    isDue: now =>
      hasPassed(everyMs, foundAt, clock) && hasPassed(soonerMs, triedAt, clock) && endedRuns(now).length > 0,
    async run() {
      triedAt = clock.monotonic();
      const found = await find(endedRuns(clock.now()));
      if (!found) return;
      const before = rules();
      set(found);
      if (found.meaning !== 'unknown') foundAt = triedAt;
      if (found.meaning !== before.meaning || found.hasTimeOfDay !== before.hasTimeOfDay)
        log.info({ ...found }, 'windows of the jobs API read');
    },
  };
}
