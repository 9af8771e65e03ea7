import { type Job, type Service, services } from '../domain/job.ts';
import { JobSourceError } from '../domain/job-source.ts';
import type { CoverageQuestion } from '../domain/question.ts';
import type { EpochMs } from '../domain/time.ts';
import { type Verdict, worstOf } from '../domain/verdict.ts';
import { rowsAtOnce } from './careful.ts';
import type { HealthParts } from './health.ts';
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
  readonly answeredAt: EpochMs;
}

/**
 * How old the last good backup of each service is: one request for each that has one within the target; for the others
 * one each further step back, two for impaired runs and one to tell whether they are backed up at all. Ends by `until`.
 * Throws the source's error where nothing could be read.
 */
export async function readCoverage(
  { careful, seen, clock, log }: HealthParts,
  question: CoverageQuestion,
  until: EpochMs,
): Promise<CoverageAnswer> {
  const failures: unknown[] = [];
  const settle = createSettle(log, failures);
  const now = clock.now();
  const to = Math.floor(now / 1000) * 1000;
  const { targetMs } = question;

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
    let over = targetMs;
    for (const under of furtherMs.filter(step => step > targetMs)) {
      const found = await latest(service, 'finished', over, under);
      if (found) return found;
      over = under;
    }
    return undefined;
  };
  const coverageOf = async (service: Service): Promise<ServiceCoverage | 'not seen'> => {
    const good = await latest(service, 'finished', 0, targetMs);
    if (good) return { service, verdict: 'good', good, impaired: undefined };
    const isSeen = await seen.isSeen(service, now, until, throwing);
    if (!isSeen) return 'not seen';
    const impaired = await Promise.all(
      impairedStates.map(async state => {
        const found = await latest(service, state, 0, targetMs);
        return found && { ...found, state };
      }),
    );
    const last = impaired.filter(one => one !== undefined).sort(byStart)[0];
    return {
      service,
      verdict: last ? 'warning' : 'attention',
      good: await further(service),
      impaired: last,
    };
  };

  const read = await Promise.all(
    (question.service ? [question.service] : services).map(async service => ({
      service,
      coverage: await settle(coverageOf(service), { service }),
    })),
  );
  const [first] = failures;
  if (failures.length === read.length && first instanceof JobSourceError) throw first;
  const told = read.flatMap(({ service, coverage }): ServiceCoverage[] => {
    if (coverage === 'not seen') return [];
    return [coverage ?? { service, verdict: 'unknown', good: undefined, impaired: undefined }];
  });
  return {
    question,
    verdict: worstOf(told.map(({ verdict }) => verdict)),
    services: told,
    notSeen: read.filter(({ coverage }) => coverage === 'not seen').map(({ service }) => service),
    answeredAt: now,
  };
}

/** Inside one service's part, what cannot be read makes the whole part unknown. */
const throwing: Settle = reading => reading;

function byStart(a: LastRun, b: LastRun): number {
  return (b.startedAt ?? 0) - (a.startedAt ?? 0);
}
