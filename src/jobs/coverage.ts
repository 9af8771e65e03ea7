import type { Job, Service } from '../domain/job.ts';
import type { CoverageQuestion } from '../domain/question.ts';
import type { ServiceSchedule } from '../domain/schedule.ts';
import type { TargetsByService } from '../domain/targets.ts';
import type { EpochMs } from '../domain/time.ts';
import { type Verdict, worstOf } from '../domain/verdict.ts';
import { type Doubt, doubtOf, readAtOf } from '../job-index/queries/doubt.ts';
import { jobOf, runsOf } from '../job-index/queries/runs.ts';
import { type OverviewParts, servicesSeen, wholeHistoryMs } from './health.ts';
import { type MissedRun, missedRuns, type Plan, readPlan } from './missed-runs.ts';
import { createSettle } from './settle.ts';
import { waitForIndex } from './wait-for-index.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** The lists behind an age go back to the first of these that holds it. */
const stepsMs = [2 * dayMs, 7 * dayMs, 30 * dayMs, 60 * dayMs] as const;

/**
 * The latest run of a kind. What a run holds is as of its start, so its age is counted from there. It started within `under`
 * milliseconds, and not within `over`.
 */
export interface LastRun {
  readonly startedAt: EpochMs | undefined;
  readonly over: number;
  readonly under: number;
}

export interface ServiceCoverage {
  readonly service: Service;
  readonly verdict: Verdict;
  /** How old its last good backup may be. */
  readonly targetMs: number;
  /** The latest backup that finished without a fault; undefined where there is none in 60 days, or it is not known. */
  readonly good: LastRun | undefined;
  /** Where no good one lies within the target: the latest partial one or one with exceptions that does. */
  readonly impaired: (LastRun & { readonly state: ImpairedState }) | undefined;
  /** Why there may be a later one. */
  readonly doubt?: Doubt | undefined;
}

export type ImpairedState = (typeof impairedStates)[number];
const impairedStates = ['finishedWithException', 'partiallyFinished'] as const;

export interface CoverageAnswer {
  readonly question: CoverageQuestion;
  readonly verdict: Verdict;
  readonly services: readonly ServiceCoverage[];
  /** Without any backup in the last 60 days. */
  readonly notSeen: readonly Service[];
  readonly plan: Plan;
  /** Runs that were due today and did not start; empty where the plan was not read. */
  readonly missed: readonly MissedRun[];
  /** With a plan, but not read well enough to hold against it. */
  readonly unjudged: readonly Service[];
  /** When AvePoint was last read; undefined if it wasn't read yet. */
  readonly readAt?: EpochMs | undefined;
  readonly answeredAt: EpochMs;
}

/**
 * Returns how old the last good backup of each service is, from the index: no request for jobs, and one for today's plan.
 * Waits until all was read, but answers by `until`: what wasn't read by then is unknown.
 */
export async function readCoverage(
  { index, schedule, clock, log }: OverviewParts,
  question: CoverageQuestion,
  targets: TargetsByService,
  until: EpochMs,
): Promise<CoverageAnswer> {
  const planning = readPlan(schedule, createSettle(log), until);
  await waitForIndex(index, clock.now() - wholeHistoryMs, until);
  const now = clock.now();
  const to = Math.floor(now / 1000) * 1000;

  const coverageOf = (service: Service): Read => {
    const targetMs = (question.isUsual ? targets[service] : undefined) ?? question.targetMs;
    const runs = runsOf(index, { type: 'backup', service, from: to - 60 * dayMs, to });
    const jobs = [...runs].map(jobOf);
    const good = lastOf(jobs, 'finished', targetMs, to);
    const isWithin = good !== undefined && good.over === 0;
    const from = isWithin && good.startedAt !== undefined ? good.startedAt : now - wholeHistoryMs;
    const doubt = doubtOf(index, { type: 'backup', service, from }, now);
    const impaired = isWithin
      ? undefined
      : impairedStates
          .flatMap(state => {
            const last = lastOf(jobs, state, targetMs, to);
            return last?.over === 0 ? [{ ...last, state }] : [];
          })
          .sort((a, b) => (b.startedAt ?? 0) - (a.startedAt ?? 0))[0];
    const verdict = doubt ? 'unknown' : isWithin ? 'good' : impaired ? 'warning' : 'attention';
    return { service, verdict, targetMs, good, impaired, doubt, jobs };
  };

  const { seen, notSeen } = question.service
    ? { seen: [question.service], notSeen: [] }
    : servicesSeen(index, now);
  const read = seen.map(coverageOf);
  const plan = await planning;
  const planned = plan.kind === 'read' ? plan.services : [];
  const missed = planned.flatMap(one => missedOf(one, read, to));
  const unjudged = read.filter(({ service, doubt }) => doubt && planned.some(one => one.service === service));
  const late: readonly Verdict[] = missed.length > 0 ? ['warning'] : [];
  return {
    question,
    verdict: worstOf([...read.map(({ verdict }) => verdict), ...late]),
    services: read.map(({ jobs: _, ...coverage }) => coverage),
    notSeen,
    plan,
    missed,
    unjudged: unjudged.map(({ service }) => service),
    readAt: readAtOf(index),
    answeredAt: now,
  };
}

/** A service's part, with the runs that it was made from. */
interface Read extends ServiceCoverage {
  readonly jobs: readonly Job[];
}

/** What did not start of a service's plan. */
function missedOf(planned: ServiceSchedule, read: readonly Read[], to: EpochMs): readonly MissedRun[] {
  const one = read.find(({ service }) => service === planned.service);
  if (!one || one.doubt) return [];
  return missedRuns(planned, one.jobs, { from: Math.floor(to / dayMs) * dayMs - hourMs, now: to });
}

/** The latest job of a state, and between which steps its age lies. */
function lastOf(
  jobs: readonly Job[],
  state: Job['state'],
  targetMs: number,
  to: EpochMs,
): LastRun | undefined {
  const starts = jobs.flatMap(job =>
    job.state === state && job.startedAt !== undefined ? [job.startedAt] : [],
  );
  const [first, ...others] = starts;
  if (first === undefined) return undefined;
  const startedAt = others.reduce((latest, start) => Math.max(latest, start), first);
  const steps = [targetMs, ...stepsMs.filter(step => step > targetMs)];
  const at = steps.findIndex(step => startedAt >= to - step);
  return { startedAt, over: at <= 0 ? 0 : (steps[at - 1] ?? 0), under: steps[at] ?? targetMs };
}
