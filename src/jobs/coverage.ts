import { type Job, type Service, services } from '../domain/job.ts';
import { JobSourceError } from '../domain/job-source.ts';
import type { CoverageQuestion } from '../domain/question.ts';
import type { ServiceSchedule } from '../domain/schedule.ts';
import type { TargetsByService } from '../domain/targets.ts';
import type { EpochMs } from '../domain/time.ts';
import { type Verdict, worstOf } from '../domain/verdict.ts';
import { rowsAtOnce } from './careful.ts';
import type { HealthParts } from './health.ts';
import { goingAt, type MissedRun, missedRuns, type Plan, readPlan, runsBefore } from './missed-runs.ts';
import { createSettle, type Settle } from './settle.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** How far back is looked after the target, step by step. */
const furtherMs = [2 * dayMs, 7 * dayMs, 30 * dayMs, 60 * dayMs] as const;

/**
 * The latest run of a kind. The source filters by start, and what a run holds is as of its start, so its age is counted
 * from there: exactly where all runs of the window were read, else only between two steps (milliseconds, over and under).
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
  /** With a plan, but with more runs than were read to hold against it. */
  readonly unjudged: readonly Service[];
  readonly answeredAt: EpochMs;
}

/**
 * How old the last good backup of each service is: one request each, which also tells what has started today, and one
 * for today's plan; more for those without a good one within the target, or whose runs no page holds. Ends by `until`.
 * Throws the source's error where nothing could be read.
 */
export async function readCoverage(
  { careful, seen, schedule, clock, log }: HealthParts,
  question: CoverageQuestion,
  targets: TargetsByService,
  until: EpochMs,
): Promise<CoverageAnswer> {
  const failures: unknown[] = [];
  const settle = createSettle(log, failures);
  const now = clock.now();
  const to = Math.floor(now / 1000) * 1000;
  const targetOf = (service: Service) =>
    (question.isUsual ? targets[service] : undefined) ?? question.targetMs;

  /** The latest run that started within `under`; undefined where there is none. */
  const latest = async (service: Service, state: Job['state'], over: number, under: number) => {
    const filter = { type: 'backup', service, state } as const;
    const { jobs, total } = await careful.list(filter, { from: to - under, to }, rowsAtOnce, until);
    if (total.value === 0) return undefined;
    const starts = jobs.map(({ startedAt }) => startedAt);
    const isWhole =
      jobs.length === total.value && !total.atLeast && starts.every(start => start !== undefined);
    return { startedAt: isWhole ? Math.max(...(starts as number[])) : undefined, over, under };
  };
  const further = async (service: Service): Promise<LastRun | undefined> => {
    const targetMs = targetOf(service);
    let over = targetMs;
    for (const under of furtherMs.filter(step => step > targetMs)) {
      const found = await latest(service, 'finished', over, under);
      if (found) return found;
      over = under;
    }
    return undefined;
  };
  /** All its runs since the target, and since the day began in UTC, by which the plan goes; undefined where too many. */
  const firstFromOf = (service: Service) =>
    Math.min(to - targetOf(service), Math.floor(to / dayMs) * dayMs - hourMs);
  const recentOf = async (service: Service): Promise<readonly Job[] | undefined> => {
    const filter = { type: 'backup', service, state: undefined } as const;
    const { jobs, total } = await careful.list(filter, { from: firstFromOf(service), to }, rowsAtOnce, until);
    const isWhole = jobs.length === total.value && !total.atLeast;
    return isWhole && jobs.every(({ startedAt }) => startedAt !== undefined) ? jobs : undefined;
  };
  const within = (jobs: readonly Job[], state: Job['state'], targetMs: number): LastRun | undefined => {
    const starts = jobs
      .filter(job => job.state === state && (job.startedAt ?? 0) >= to - targetMs)
      .map(({ startedAt }) => startedAt as EpochMs);
    return starts.length === 0 ? undefined : { startedAt: Math.max(...starts), over: 0, under: targetMs };
  };
  const coverageOf = async (service: Service): Promise<Told | 'not seen'> => {
    const targetMs = targetOf(service);
    const recent = await recentOf(service);
    const last = async (state: Job['state']) =>
      recent ? within(recent, state, targetMs) : latest(service, state, 0, targetMs);
    const good = await last('finished');
    if (good) return { service, verdict: 'good', targetMs, good, impaired: undefined, recent };
    const isSeen =
      recent === undefined || recent.length > 0 || (await seen.isSeen(service, now, until, throwing));
    if (!isSeen) return 'not seen';
    const impaired = await Promise.all(
      impairedStates.map(async state => {
        const found = await last(state);
        return found && { ...found, state };
      }),
    );
    const impairedLast = impaired.filter(one => one !== undefined).sort(byStart)[0];
    return {
      service,
      verdict: impairedLast ? 'warning' : 'attention',
      targetMs,
      good: await further(service),
      impaired: impairedLast,
      recent,
    };
  };
  /** What did not start of a service's plan; a run that was going since before the window is asked for. */
  const missedOf = async (
    { service, startsAt }: ServiceSchedule,
    { recent }: Told,
  ): Promise<readonly MissedRun[]> => {
    if (!recent) return [];
    const from = firstFromOf(service);
    const missed = missedRuns({ service, startsAt }, recent, { from, now: to });
    if (missed.every(({ before }) => before !== undefined)) return missed;
    const { jobs } = await runsBefore(careful, service, from, until, settle);
    return missed.map(run => ({ ...run, before: goingAt([...recent, ...jobs], run.dueAt) }));
  };

  const planning = readPlan(schedule, createSettle(log), until);
  const read = await Promise.all(
    (question.service ? [question.service] : services).map(async service => ({
      service,
      coverage: await settle(coverageOf(service), { service }),
    })),
  );
  const [first] = failures;
  if (failures.length === read.length && first instanceof JobSourceError) throw first;
  const told = read.flatMap(({ service, coverage }): Told[] => {
    if (coverage === 'not seen') return [];
    return [
      coverage ?? {
        service,
        verdict: 'unknown',
        targetMs: targetOf(service),
        good: undefined,
        impaired: undefined,
        recent: undefined,
      },
    ];
  });
  const plan = await planning;
  const missed = await Promise.all(
    (plan.kind === 'read' ? plan.services : []).map(planned => {
      const one = told.find(({ service }) => service === planned.service);
      return one ? missedOf(planned, one) : [];
    }),
  );
  const planned = plan.kind === 'read' ? plan.services.map(({ service }) => service) : [];
  const unjudged = told
    .filter(({ service, recent }) => !recent && planned.includes(service))
    .map(({ service }) => service);
  const late: readonly Verdict[] = missed.flat().length > 0 ? ['warning'] : [];
  return {
    question,
    verdict: worstOf([...told.map(({ verdict }) => verdict), ...late]),
    services: told.map(({ recent: _, ...coverage }) => coverage),
    notSeen: read.filter(({ coverage }) => coverage === 'not seen').map(({ service }) => service),
    plan,
    missed: missed.flat(),
    unjudged,
    answeredAt: now,
  };
}

/** A service's part, with the runs that it was made from. */
interface Told extends ServiceCoverage {
  readonly recent: readonly Job[] | undefined;
}

/** Inside one service's part, what cannot be read makes the whole part unknown. */
const throwing: Settle = reading => reading;

function byStart(a: LastRun, b: LastRun): number {
  return (b.startedAt ?? 0) - (a.startedAt ?? 0);
}
