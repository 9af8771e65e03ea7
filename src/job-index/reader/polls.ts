import { badStates, type JobState, jobTypes } from '../../domain/job.ts';
import { type EpochMs, msSince, type Span } from '../../domain/time.ts';
import { allUnits, type PollKind, unitOf } from '../read-state.ts';
import { withStretch } from '../stretches.ts';
import { createShare } from './budget.ts';
import { isOlder, type ReaderContext, type ReaderTask } from './context.ts';
import { readAll } from './read-all.ts';
import type { ReadResult } from './requests.ts';
import { timetable } from './timetable.ts';
import { openWindow } from './window.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** How far back the newest starts are asked for. */
export const newestMs = timetable.newest.rangeMs;
/** By so much the list of the newest starts overlaps with the one before it. */
const overlapMs = 5 * minuteMs;
/** After a longer pause, what was missed is read by service, and everything from a week before it is read again. */
const longPauseMs = hourMs;

/** Pauses are remembered as long as digests may tell of them. */
const pausesKeptMs = 60 * dayMs;
const mostPauses = 50;

export const unbounded: Span = { from: undefined, to: undefined };

/**
 * The lists that are asked for again and again: the newest starts, what runs, and the bad ends of two days. Each finds a
 * job by another path, so that none can hide one that's listed late. A list that takes more requests than its share is asked
 * for less often.
 */
export function createPolls(
  context: ReaderContext,
): Readonly<Record<'newest' | 'running' | 'bad' | 'others', ReaderTask>> {
  const { clock, intervalMs, state, steady, caps } = context;
  const since = (ms: number) => openWindow(clock.now() - ms - context.clockDifferenceMs());

  /** `read` gets a function that reads a list within the poll's share of the requests. */
  function poll(
    name: 'newest' | 'running' | 'bad' | 'others',
    everyMs: number,
    read: (list: (jobState: JobState | undefined, span: Span) => Promise<ReadResult>) => Promise<boolean>,
    onRead: (askedAt: EpochMs, order: number) => void = () => {},
  ): ReaderTask {
    const perMinute = caps.steadyPerMinute * timetable[name].share;
    const budget = createShare(clock, steady, { perMinute, atOnce: perMinute });
    const types = name === 'others' ? jobTypes.filter(type => type !== 'backup') : (['backup'] as const);
    return {
      name,
      budget,
      isDue: now => isOlder(state().readAt[name], everyMs, now),
      async run() {
        const [now, begunAt] = [clock.now(), clock.monotonic()];
        const order = context.writer.ask();
        const isWhole = await read((jobState, span) =>
          readAll(context, { types, state: jobState, span }, budget),
        );
        const askedAt = clock.now() - msSince(begunAt, clock);
        // The clock was set meanwhile, or was found to be wrong: what was asked for may be another time.
        if (!isWhole || Math.abs(askedAt - now) > newestMs / 3) return;
        onRead(askedAt, order);
        setRead(context, name, askedAt);
      },
    };
  }

  return {
    newest: poll(
      'newest',
      intervalMs,
      async list => (await list(undefined, since(newestRangeMs(context)))).isWhole,
      askedAt => noteGap(context, askedAt),
    ),
    running: poll(
      'running',
      intervalMs,
      async list => (await list('inProgress', unbounded)).isWhole,
      (_, order) => context.listed.set('backup', order),
    ),
    bad: poll('bad', timetable.bad.everyMs, async list => {
      let isWhole = true;
      for (const state of badStates)
        isWhole = (await list(state, since(timetable.bad.rangeMs))).isWhole && isWhole;
      return isWhole;
    }),
    others: poll(
      'others',
      timetable.others.everyMs,
      async list => (await list(undefined, since(timetable.others.rangeMs))).isWhole,
      (_, order) => {
        for (const type of jobTypes) if (type !== 'backup') context.listed.set(type, order);
      },
    ),
  };
}

export function setRead({ state, update }: ReaderContext, poll: PollKind, at: EpochMs): void {
  update({ readAt: { ...state().readAt, [poll]: at } });
}

/** How far back to ask for the newest starts: over a short pause. What a long one has left out, `noteGap` has read by service. */
function newestRangeMs({ state, clock }: ReaderContext): number {
  const pauseMs = clock.now() - (state().readAt.newest ?? clock.now());
  return pauseMs > longPauseMs ? newestMs : Math.max(newestMs, pauseMs + overlapMs);
}

/** After a long pause, has the pause read by service, and the week before it swept again. */
function noteGap({ state, update, log }: ReaderContext, now: EpochMs): void {
  const { readAt } = state();
  const before = readAt.newest;
  if (before === undefined || now - before <= longPauseMs) return;
  log.warn(
    { since: new Date(before).toISOString() },
    'AvePoint was not read for a while; reading what was missed',
  );
  const gap = { from: before - newestMs, to: now, isHistory: false };
  const units = allUnits.map(({ key }) => {
    const unit = unitOf(state(), key);
    return [key, { ...unit, unread: withStretch(unit.unread, gap) }];
  });
  const pauses = [...(state().pauses ?? []), { from: before, to: now }];
  update({
    pauses: pauses.filter(({ to }) => to > now - pausesKeptMs).slice(-mostPauses),
    units: Object.fromEntries(units),
    readAt: { ...readAt, sweep: undefined },
    sweepFrom: before - 7 * dayMs,
  });
}
