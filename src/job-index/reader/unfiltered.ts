import { services } from '../../domain/job.ts';
import type { EpochMs } from '../../domain/time.ts';
import { unitKey, unitOf } from '../read-state.ts';
import { isGone, isIn, type Run } from '../run.ts';
import { isRefusal } from './back-off.ts';
import { createShare } from './budget.ts';
import { UnstableListError } from './chunks.ts';
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

/** The part of the requests that it may use: a check that has to be made again and again takes no more. */
const share = 0.05;

/**
 * Checks that lists without a service have the runs that lists with one have brought. If one is missing, such lists can't
 * be relied on, and everything is read by service; until a later check finds all of them. A check that shows nothing,
 * since the list wasn't read whole or the runs couldn't be looked for, is made again with growing pauses.
 */
export function createUnfilteredCheck(context: ReaderContext): ReaderTask {
  const { clock, writer, requests, steady, caps, location, state, update, log } = context;
  const budget = createShare(clock, steady, {
    perMinute: caps.steadyPerMinute * share,
    atOnce: caps.steadyPerMinute,
  });
  /** When a check last showed whether such lists leave out runs, or that they are still refused. */
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
      return await requests.readWhole({ type: 'backup', service: undefined, state: undefined, span }, budget);
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

  /** Resolves to true if a service lists one of these runs; to undefined if none of them could be looked for. */
  async function isAnyListed(missing: readonly Run[]): Promise<boolean | undefined> {
    let isKnown = missing.length === 0;
    for (const run of missing.slice(0, mostLookedFor)) {
      const isThere = await isListed(context, run, budget);
      if (isThere) return true;
      isKnown ||= isThere === false;
    }
    return isKnown ? false : undefined;
  }

  /** Goes over to reading by service, or back, by what a whole list of all has. */
  async function judge({ runs }: ReadResult, now: EpochMs): Promise<void> {
    const listed = new Set(runs.map(({ key }) => key));
    const missing = expected(now).filter(({ key }) => !listed.has(key));
    if (state().isByService) {
      if (missing.length > 0) return;
      log.info({}, 'lists without a service are complete again');
      update({ isByService: false });
      return;
    }
    const isLeavingOut = await isAnyListed(missing);
    if (isLeavingOut === undefined) throw new UnstableListError('no list shows whether runs are left out');
    if (isLeavingOut) readByServiceFromNowOn(context);
  }

  return {
    name: 'unfiltered',
    budget,
    isDue: now =>
      (isOlder(checkedAt, everyMs, now) || (!state().isByService && hasNewProof())) &&
      expected(now).length > 0,
    async run() {
      const now = clock.now();
      const read = await readListOfAll(now);
      if (read && !read.isWhole) throw new UnstableListError('the list of all services was not read whole');
      if (read) await judge(read, now);
      checkedAt = now;
    },
  };
}

/** Lists without a service were seen to leave out a run. */
export function readByServiceFromNowOn({ log, update }: ReaderContext): void {
  log.warn({}, 'lists without a service leave out jobs; reading by service from now on');
  update({ isByService: true });
}
