import type { Job, Service } from '../domain/job.ts';
import { type JobFinder, JobSourceError } from '../domain/job-source.ts';
import type { Window } from '../domain/question.ts';
import type { EpochMs } from '../domain/time.ts';
import { type Verdict, worstOf } from '../domain/verdict.ts';
import { type Careful, rowsAtOnce } from './careful.ts';
import {
  type CarriedBackup,
  carriedInto,
  type RunningBackup,
  runningOf,
  verdictOfCarried,
  whereabouts,
} from './carried.ts';
import { causesOf } from './causes/counted-causes.ts';
import type { CausesReading } from './causes/read-causes.ts';
import { type HealthParts, healthOf } from './counted-health.ts';
import type { HealthReading, ServiceHealth } from './health.ts';
import { createSettle, type Settle } from './settle.ts';
import { notGood } from './tally.ts';

/** What is to be told of the backups of a window. */
export interface ReportQuestion {
  readonly span: Window['span'];
  /** As in `JudgedWindow`. */
  readonly isDayLong: boolean;
  /** None means all. */
  readonly services: readonly Service[];
  /** The backups that were running when the window before was told; undefined where that was not recorded. */
  readonly carried: readonly RunningBackup[] | undefined;
}

export interface LongestBackup {
  readonly service: Service;
  readonly job: Job;
  readonly durationMs: number;
}

export interface Report extends HealthReading {
  readonly question: ReportQuestion;
  /** Of the window and of what was running before it. */
  readonly verdict: Verdict;
  /** Those that were running when the window began, with how they stand now; undefined where it is not known. */
  readonly carried: readonly CarriedBackup[] | undefined;
  /** The backups that are running still; undefined where they could not be read. */
  readonly running: readonly RunningBackup[] | undefined;
  /** The one that took, or takes, longest, of those that were looked through. */
  readonly longest: LongestBackup | undefined;
  /** Only where any did not end well. */
  readonly causes: CausesReading | undefined;
  /** False where the source gave no answer to a part of it, so that asking again may tell more. */
  readonly isWhole: boolean;
  readonly answeredAt: EpochMs;
}

export interface ReportParts extends HealthParts {
  readonly finder: JobFinder;
}

/** Rows of one service that are looked through for the longest backup. */
const mostRows = 500;

/**
 * Reads what is to be told of a window: about four requests a service. Ends by `until`. Throws the source's error where
 * nothing at all could be read.
 */
export async function readReport(
  parts: ReportParts,
  question: ReportQuestion,
  until: EpochMs,
): Promise<Report> {
  const { careful, clock, log } = parts;
  const failures: unknown[] = [];
  const settle = createSettle(log, failures);
  const { span } = question;
  const health = await healthOf(parts, question.services, question, until, settle);
  const [first] = failures;
  if (health.services.every(({ tally }) => !tally) && first instanceof JobSourceError) throw first;

  const services = health.services.map(({ service }) => service);
  const isAnyBad = health.services.some(({ tally }) => !tally || notGood(tally) > 0);
  const reading = runningOf(parts, services, span.to, until, settle);
  const carrying = question.carried
    ? whereabouts(parts, question.carried, until, settle)
    : carriedInto(parts, services, await reading, span.from, until, settle);
  const [running, carried, longest, causes] = await Promise.all([
    reading,
    carrying,
    longestOf(careful, health.services, span, clock.now(), until, settle),
    isAnyBad ? causesOf(careful, { type: 'backup', services, span }, until, settle) : undefined,
  ]);
  return {
    ...health,
    question,
    verdict: withCarried(health.verdict, verdictOfCarried(carried)),
    carried,
    running,
    longest,
    causes,
    isWhole: !failures.some(failure => failure instanceof JobSourceError),
    answeredAt: clock.now(),
  };
}

/** What was running before can only make it worse: that it ended well says nothing of the services that did not run. */
function withCarried(verdict: Verdict, carried: readonly Verdict[]): Verdict {
  const worst = worstOf([verdict, ...carried]);
  return worst === 'good' ? verdict : worst;
}

async function longestOf(
  careful: Careful,
  healths: readonly ServiceHealth[],
  span: Window['span'],
  now: EpochMs,
  until: EpochMs,
  settle: Settle,
): Promise<LongestBackup | undefined> {
  const read = await Promise.all(
    healths
      .filter(({ tally }) => tally && tally.total > 0)
      .map(async ({ service, tally }) => {
        const filter = { type: 'backup', service, state: undefined } as const;
        const rows = tally && tally.total <= rowsAtOnce ? rowsAtOnce : mostRows;
        const listing = await settle(careful.list(filter, span, rows, until), { service, longest: true });
        return (listing?.jobs ?? []).map(job => ({ service, job, durationMs: durationOf(job, now) }));
      }),
  );
  const known = read.flat().filter((one): one is LongestBackup => one.durationMs !== undefined);
  return known.toSorted((a, b) => b.durationMs - a.durationMs)[0];
}

function durationOf({ durationMs, finishedAt, startedAt, state }: Job, now: EpochMs): number | undefined {
  if (durationMs !== undefined && state !== 'inProgress') return durationMs;
  const end = state === 'inProgress' ? now : finishedAt;
  return startedAt === undefined || end === undefined ? undefined : Math.max(0, end - startedAt);
}
