import type { Service } from '../domain/job.ts';
import type { ScheduleSource } from '../domain/schedule.ts';
import type { Clock, EpochMs } from '../domain/time.ts';
import type { Careful } from './careful.ts';
import { goingAt, missedRuns, type Plan, readPlan, runsBefore } from './missed-runs.ts';
import type { Settle } from './settle.ts';
import type { Stopped } from './stopped.ts';
import type { Tally } from './tally.ts';

/**
 * Whether a service in which nothing finished should have run. `at` is the planned start that no run came for; `stopped` has
 * the last backups if the usual gap is over.
 */
export type Expectation =
  | { readonly kind: 'expected'; readonly at: EpochMs | undefined; readonly stopped?: Stopped | undefined }
  | { readonly kind: 'notExpected' }
  | { readonly kind: 'unknown' };

/** The window that is judged. */
export interface JudgedWindow {
  readonly span: { readonly from: EpochMs; readonly to: EpochMs };
  /** It is 24 hours or a calendar day at least: every service is expected to run in it. */
  readonly isDayLong: boolean;
}

interface ExpectationParts {
  readonly careful: Careful;
  readonly schedule: ScheduleSource | undefined;
  readonly clock: Clock;
}

const dayMs = 24 * 3_600_000;

/**
 * The one rule for services in which nothing finished: they are expected to run in a window of a day or more, and in a
 * shorter one only if the plan has a run in it. The plan is read once, and only if it matters: it is of today alone (the
 * day in UTC). Ends by `until`.
 */
export function createExpectations(
  { careful, schedule, clock }: ExpectationParts,
  { span, isDayLong }: JudgedWindow,
  until: EpochMs,
  settle: Settle,
): (service: Service, tally: Tally) => Promise<Expectation> {
  let reading: Promise<Plan> | undefined;
  const plan = () => {
    reading ??= readPlan(schedule, settle, until);
    return reading;
  };
  const isOfToday = span.to > Math.floor(clock.now() / dayMs) * dayMs;

  return async (service, { states }) => {
    if (isDayLong) return { kind: 'expected', at: undefined };
    if (states.inProgress > 0 || !isOfToday) return { kind: 'notExpected' };
    const read = await plan();
    if (read.kind === 'unread') return { kind: 'unknown' };
    const planned = read.kind === 'read' ? read.services.find(one => one.service === service) : undefined;
    const missed = planned ? missedRuns(planned, [], { from: span.from, now: span.to }) : [];
    if (missed.length === 0) return { kind: 'notExpected' };
    // A run is skipped while the one before it still runs.
    const { jobs, isWhole } = await runsBefore(careful, service, span.from, until, settle);
    const unexplained = missed.find(({ dueAt }) => goingAt(jobs, dueAt) === undefined);
    if (!unexplained) return { kind: 'notExpected' };
    return isWhole ? { kind: 'expected', at: unexplained.dueAt } : { kind: 'unknown' };
  };
}
