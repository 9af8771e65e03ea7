import {
  badStates,
  type JobState,
  type JobType,
  jobTypes,
  type Service,
  services,
} from '../../domain/job.ts';
import type { EpochMs, Span } from '../../domain/time.ts';
import { allUnits, type Poll, unitKey, unitOf, withUnit } from '../read-state.ts';
import { withStretch } from '../stretches.ts';
import { isOlder, type ReaderContext, type ReaderTask } from './context.ts';
import type { ReadResult } from './requests.ts';
import { openWindow } from './window.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** How far back the newest starts are asked for. */
export const newestMs = 15 * minuteMs;
/** How far back jobs that ended badly are asked for. */
const badMs = 48 * hourMs;
const badEveryMs = 5 * minuteMs;
const othersMs = dayMs;
const othersEveryMs = 5 * minuteMs;
/** So long without a reading leaves a gap in what the newest starts have shown. */
const gapMs = 10 * minuteMs;
/** After a stop that was longer, everything is read again from a week before it. */
const longStopMs = hourMs;

export const unbounded: Span = { from: undefined, to: undefined };

/**
 * The lists that are asked for again and again: the newest starts, what runs, and the bad ends of two days. Each finds a
 * job by another path, so that none can hide one that's listed late.
 */
export function createPolls(context: ReaderContext): readonly ReaderTask[] {
  const { clock, intervalMs, state } = context;
  const task = (name: Poll, everyMs: number, run: () => Promise<void>): ReaderTask => ({
    name,
    isDue: now => isOlder(state().readAt[name], everyMs, now),
    run,
  });
  const since = (ms: number) => openWindow(clock.now() - ms - context.clockDifferenceMs());

  return [
    task('newest', intervalMs, async () => {
      const now = clock.now();
      noteGap(context, now);
      const { isWhole } = await readAll(context, ['backup'], undefined, since(newestMs));
      if (isWhole) setRead(context, 'newest', now);
    }),
    task('running', intervalMs, async () => {
      const now = clock.now();
      const order = context.writer.ask();
      const { isWhole } = await readAll(context, ['backup'], 'inProgress', unbounded);
      if (!isWhole) return;
      context.listed.set('backup', order);
      setRead(context, 'running', now);
    }),
    task('bad', badEveryMs, async () => {
      const now = clock.now();
      let isWhole = true;
      for (const bad of badStates)
        isWhole = (await readAll(context, ['backup'], bad, since(badMs))).isWhole && isWhole;
      if (isWhole) setRead(context, 'bad', now);
    }),
    task('others', othersEveryMs, async () => {
      const now = clock.now();
      const order = context.writer.ask();
      const types = jobTypes.filter(type => type !== 'backup');
      const { isWhole } = await readAll(context, types, undefined, since(othersMs));
      if (!isWhole) return;
      for (const type of types) context.listed.set(type, order);
      setRead(context, 'others', now);
    }),
  ];
}

export function setRead({ state, update }: ReaderContext, poll: Poll, at: EpochMs): void {
  update({ readAt: { ...state().readAt, [poll]: at } });
}

/** Reads a list for all services at once; or, if such lists can't be relied on, for each of them. */
export async function readAll(
  { requests, steady, state, update, clock }: ReaderContext,
  types: readonly JobType[],
  jobState: JobState | undefined,
  span: Span,
): Promise<ReadResult> {
  const those: readonly (Service | undefined)[] = state().isByService ? services : [undefined];
  const results: ReadResult[] = [];
  for (const type of types) {
    for (const service of those) {
      results.push(await requests.readWhole({ type, service, state: jobState, span }, steady));
      if (service === undefined) continue;
      update(withUnit(state(), unitKey(type, service), { answeredAt: clock.now() }));
    }
  }
  return {
    runs: results.flatMap(({ runs }) => runs),
    isWhole: results.every(({ isWhole }) => isWhole),
  };
}

/** What the newest starts can't show after a pause is to be read by service; after a long one, a week before it too. */
function noteGap({ state, update, log }: ReaderContext, now: EpochMs): void {
  const { readAt } = state();
  const before = readAt.newest;
  if (before === undefined || now - before <= gapMs) return;
  log.warn(
    { since: new Date(before).toISOString() },
    'AvePoint was not read for a while; reading what was missed',
  );
  const gap = { from: before - newestMs, to: now, isHistory: false };
  const patched = allUnits.map(({ key }) => {
    const unit = unitOf(state(), key);
    return [key, { ...unit, unread: withStretch(unit.unread, gap) }];
  });
  const isLong = now - before > longStopMs;
  update({
    units: Object.fromEntries(patched),
    ...(isLong && { readAt: { ...readAt, sweep: undefined }, sweepFrom: before - 7 * dayMs }),
  });
}
