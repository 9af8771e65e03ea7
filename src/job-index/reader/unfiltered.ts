import type { EpochMs } from '../../domain/time.ts';
import { isGone, type Run, startOf } from '../run.ts';
import { askUnit } from './ask-unit.ts';
import { isOlder, type ReaderContext, type ReaderTask } from './context.ts';
import { newestMs } from './polls.ts';
import { openWindow, windowAround } from './window.ts';

const hourMs = 3_600_000;
const rangeMs = 6 * hourMs;
const everyMs = 6 * hourMs;

/**
 * Checks that lists without a service have the runs that lists with one have brought. If one is missing, such lists can't
 * be relied on, and everything is read by service.
 */
export function createUnfilteredCheck(context: ReaderContext): ReaderTask {
  const { clock, writer, requests, steady, location, state, update, rules, log } = context;
  let checkedAt: EpochMs | undefined;

  /** Runs that a service has listed, and that lists without a service must have. */
  const expected = (now: EpochMs): readonly Run[] =>
    [...writer.mirror.between(now - rangeMs, now - newestMs)].filter(
      run => run.type === 'backup' && run.location === location && run.services.length > 0 && !isGone(run),
    );

  async function isStillListed(run: Run): Promise<boolean> {
    const { startedAt = startOf(run), finishedAt } = run.job;
    const span = windowAround({ startedAt, finishedAt }, rules()) ?? openWindow(startedAt);
    const [service] = run.services;
    if (service === undefined) return false;
    const read = await askUnit(context, { type: 'backup', service }, () =>
      requests.readWhole({ type: 'backup', service, state: undefined, span }, steady),
    );
    return read?.runs.some(({ key }) => key === run.key) === true;
  }

  return {
    name: 'unfiltered',
    isDue: now => !state().isByService && isOlder(checkedAt, everyMs, now) && expected(now).length > 0,
    async run() {
      const now = clock.now();
      checkedAt = now;
      const span = openWindow(now - rangeMs);
      const read = await requests.readWhole(
        { type: 'backup', service: undefined, state: undefined, span },
        steady,
      );
      if (!read.isWhole) return;
      const listed = new Set(read.runs.map(({ key }) => key));
      const missing = expected(now).filter(({ key }) => !listed.has(key));
      for (const run of missing.slice(0, 3)) {
        if (!(await isStillListed(run))) continue;
        log.warn({}, 'lists without a service leave out jobs; reading by service from now on');
        update({ isByService: true });
        return;
      }
    },
  };
}
