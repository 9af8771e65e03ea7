import type { Service } from '../domain/job.ts';
import type { Log } from '../domain/log.ts';
import type { ScheduleSource } from '../domain/schedule.ts';
import type { RecordsByService } from '../domain/service-records.ts';
import type { Clock, EpochMs, MonotonicMs } from '../domain/time.ts';
import { doubtOf } from '../job-index/queries/doubt.ts';
import { jobOf, runsOf, wholeHistoryMs } from '../job-index/queries/runs.ts';
import { leastRuns } from '../job-index/queries/usual-gap.ts';
import type { IndexView } from '../job-index/view.ts';
import { missedRuns, type Plan, readPlan, runningAt } from './missed-runs.ts';
import { createSettle } from './still-running.ts';
import { type Stopped, stoppedOf } from './stopped.ts';
import type { Expectation, Tally } from './tally.ts';

interface DueRunsParts {
  readonly index: IndexView;
  readonly schedule: ScheduleSource | undefined;
  /** Services that were ever backed up stay expected even if the index has no run of them any more. */
  readonly records: RecordsByService;
  readonly clock: Clock;
  readonly log: Log;
}

const dayMs = 24 * 3_600_000;

/**
 * Returns a function that decides whether a service in which nothing finished should have run by the end of the window:
 * by today's schedule if there is one (the day in UTC; it's read once, and only if it matters), otherwise by the
 * service's usual gap. Decides for all locations together, or for one, by its own schedule. Ends by `until`.
 */
export function createDueRuns(
  { index, schedule, records, clock, log }: DueRunsParts,
  span: { readonly from: EpochMs; readonly to: EpochMs },
  until: MonotonicMs,
): (service: Service, tally: Tally, location?: string) => Promise<Expectation> {
  const now = clock.now();
  const at = Math.min(span.to, now);
  const today = Math.floor(now / dayMs) * dayMs;
  const readings = new Map<string, Promise<Plan>>();
  const plan = (location: string | undefined) => {
    const reading = readings.get(location ?? '') ?? readPlan(schedule, createSettle(log), until, location);
    readings.set(location ?? '', reading);
    return reading;
  };

  return async (service, { states }, location) => {
    if (states.inProgress > 0) return { kind: 'notExpected' };
    const runs = runsOf(index, { type: 'backup', service, from: at - wholeHistoryMs, to: at }).filter(
      run => location === undefined || run.location === location,
    );
    const jobs = runs.map(jobOf);
    const last = records[service]?.last;
    // The schedule is of today only, so it can't show that the service hasn't run for long.
    if (runs.length === 0 && last && last.startedAt < at) {
      const isDoubtful = doubtOf(index, { type: 'backup', service, from: now - wholeHistoryMs }, now);
      return isDoubtful ? { kind: 'unknown' } : expectedIf(stoppedOf(runs, last, at));
    }
    const read = at > today ? await plan(location) : undefined;
    const planned = read?.kind === 'read' ? read.services.find(one => one.service === service) : undefined;
    if (planned) {
      const missed = missedRuns(planned, jobs, { from: Math.max(span.from, today), now: at });
      const unexplained = missed.find(({ before }) => before === undefined);
      if (unexplained) return { kind: 'expected', at: unexplained.dueAt, stopped: stoppedOf(runs, last, at) };
      if (span.from >= today) return { kind: 'notExpected' };
    }
    if (runningAt(jobs, at)) return { kind: 'notExpected' };
    // So few runs have no usual gap, and the schedule, which would have decided, couldn't be read.
    if (read?.kind === 'unread' && runs.length < leastRuns) return { kind: 'unknown' };
    return expectedIf(stoppedOf(runs, last, at));
  };
}

function expectedIf(stopped: Stopped | undefined): Expectation {
  return stopped ? { kind: 'expected', at: undefined, stopped } : { kind: 'notExpected' };
}
