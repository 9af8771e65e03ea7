import { type JobState, jobStates, type Service, services } from '../../domain/job.ts';
import type { Clock, EpochMs, MonotonicMs } from '../../domain/time.ts';
import { type DoubtfulService, readAtOf } from '../../job-index/queries/doubt.ts';
import { hasDisappeared, type Run } from '../../job-index/run.ts';
import type { IndexView } from '../../job-index/view.ts';
import { doubtfulServices, forEachRun } from '../../jobs/count.ts';
import { waitForIndex } from '../../jobs/wait-for-index.ts';
import type { RateQuestion } from './question.ts';

/** How the jobs of a window ended. */
export interface Ends {
  readonly states: Readonly<Record<JobState, number>>;
  /** It's unknown how these ended. */
  readonly unknown: number;
  /** False if there may be more. */
  readonly isCounted: boolean;
}

export interface RateAnswer {
  readonly question: RateQuestion;
  /** Each job once, though it counts for each of its services. */
  readonly total: Ends;
  /** Those of which a job has ended. */
  readonly services: readonly (Ends & { readonly service: Service })[];
  /** Jobs whose service isn't known: in the total if all services were asked for. */
  readonly beyond: number;
  /** Services whose jobs could not all be counted, and why. */
  readonly doubtful: readonly DoubtfulService[];
  readonly readAt?: EpochMs | undefined;
  readonly answeredAt: EpochMs;
}

/** Returns how many jobs have ended. */
export function endedOf({ states, unknown }: Ends): number {
  const { inProgress: _, ...ended } = states;
  return Object.values(ended).reduce((sum, count) => sum + count, unknown);
}

/** Returns how many jobs ended in one of these states. */
export function countOf({ states: counts }: Ends, states: readonly JobState[]): number {
  return states.reduce((sum, state) => sum + counts[state], 0);
}

interface Counts {
  readonly states: Record<JobState, number>;
  unknown: number;
}

/** Counts how jobs ended, from the index. Waits until the window was read, but answers by `until`. */
export async function readRate(
  { index, clock }: { readonly index: IndexView; readonly clock: Clock },
  question: RateQuestion,
  until: MonotonicMs,
): Promise<RateAnswer> {
  const { type, services: asked, span } = question;
  await waitForIndex(index, { from: span.from, type }, until);
  const now = clock.now();
  const isAsked = (service: Service) => asked.length === 0 || asked.includes(service);
  const doubtful = doubtfulServices(index, { type, service: undefined }, span.from, now).filter(
    ({ service }) => isAsked(service),
  );
  const total = none();
  const byService = new Map(services.filter(isAsked).map(service => [service, none()] as const));
  let beyond = 0;
  forEachRun(index, type, span, now, run => {
    if (run.services.length === 0) beyond += 1;
    if (asked.length > 0 && !run.services.some(isAsked)) return;
    add(run, total);
    for (const service of run.services) {
      const counts = byService.get(service);
      if (counts) add(run, counts);
    }
  });
  const isDoubted = (service: Service) => doubtful.some(one => one.service === service);
  const rows = [...byService].map(([service, counts]) => ({
    service,
    ...counts,
    // A job without a known service may be of any.
    isCounted: beyond === 0 && !isDoubted(service),
  }));
  return {
    question,
    total: { ...total, isCounted: doubtful.length === 0 && (asked.length === 0 || beyond === 0) },
    services: rows.filter(row => endedOf(row) > 0),
    beyond,
    doubtful,
    readAt: readAtOf(index, type ?? 'all'),
    answeredAt: now,
  };
}

function none(): Counts {
  const states = Object.fromEntries(jobStates.map(state => [state, 0])) as Record<JobState, number>;
  return { states, unknown: 0 };
}

function add(run: Run, counts: Counts): void {
  const state = hasDisappeared(run) ? undefined : run.job.state;
  if (state !== undefined) counts.states[state] += 1;
  // A state that isn't documented is no end before it's over.
  else if (run.endSeenAt !== undefined) counts.unknown += 1;
  else counts.states.inProgress += 1;
}
