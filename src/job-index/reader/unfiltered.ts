import { services } from '../../domain/job.ts';
import type { EpochMs } from '../../domain/time.ts';
import { unitKey, unitOf } from '../read-state.ts';
import { isGone, isIn, type Run } from '../run.ts';
import { isRefusal } from './back-off.ts';
import { isOlder, type ReaderContext, type ReaderTask } from './context.ts';
import { isListed } from './is-listed.ts';
import { newestMs } from './polls.ts';
import type { ReadResult } from './requests.ts';
import { openWindow } from './window.ts';

const hourMs = 3_600_000;
/** How far back lists must have every run; further back if they had left some out. */
const rangeMs = 6 * hourMs;
const longRangeMs = 7 * 24 * hourMs;
const everyMs = 6 * hourMs;
const mostLookedFor = 3;

/**
 * Checks that lists without a service have the runs that lists with one have brought. If one is missing, such lists can't
 * be relied on, and everything is read by service; until a later check finds all of them.
 */
export function createUnfilteredCheck(context: ReaderContext): ReaderTask {
  const { clock, writer, requests, steady, location, state, update, log } = context;
  let checkedAt: EpochMs | undefined;

  const rangeNow = () => (state().isByService ? longRangeMs : rangeMs);
  /** Runs that a service has listed, and that lists without a service must have. */
  const expected = (now: EpochMs): readonly Run[] =>
    writer.mirror
      .between(now - rangeNow(), now - newestMs)
      .filter(run => run.type === 'backup' && isIn(run, location) && run.services.length > 0 && !isGone(run));

  async function readListOfAll(now: EpochMs): Promise<ReadResult | undefined> {
    const span = openWindow(now - rangeNow() - context.clockDifferenceMs());
    try {
      return await requests.readWhole({ type: 'backup', service: undefined, state: undefined, span }, steady);
    } catch (error) {
      if (isRefusal(error) && state().isByService) return undefined;
      throw error;
    }
  }

  /** Services were read by their own filters since the last check, which may have brought what the other lists lack. */
  const hasNewProof = () =>
    services.some(service => {
      const { checkedAt: provenAt } = unitOf(state(), unitKey('backup', service));
      return provenAt !== undefined && (checkedAt === undefined || provenAt > checkedAt);
    });

  return {
    name: 'unfiltered',
    isDue: now =>
      (isOlder(checkedAt, everyMs, now) || (!state().isByService && hasNewProof())) &&
      expected(now).length > 0,
    async run() {
      const now = clock.now();
      const read = await readListOfAll(now);
      checkedAt = now;
      if (!read?.isWhole) return;
      const listed = new Set(read.runs.map(({ key }) => key));
      const missing = expected(now).filter(({ key }) => !listed.has(key));
      if (state().isByService) {
        if (missing.length > 0) return;
        log.info({}, 'lists without a service are complete again');
        update({ isByService: false });
        return;
      }
      for (const run of missing.slice(0, mostLookedFor)) {
        if ((await isListed(context, run)) !== true) continue;
        readByServiceFromNowOn(context);
        return;
      }
    },
  };
}

/** Lists without a service were seen to leave out a run. */
export function readByServiceFromNowOn({ log, update }: ReaderContext): void {
  log.warn({}, 'lists without a service leave out jobs; reading by service from now on');
  update({ isByService: true });
}
