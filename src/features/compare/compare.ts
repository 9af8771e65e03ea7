import { type JobFilter, type Service, services } from '../../domain/job.ts';
import type { Window } from '../../domain/question.ts';
import type { Clock, EpochMs, MonotonicMs } from '../../domain/time.ts';
import { type DoubtfulService, readAtOf } from '../../job-index/queries/doubt.ts';
import { jobOf } from '../../job-index/queries/runs.ts';
import type { IndexView } from '../../job-index/view.ts';
import type { Count } from '../../jobs/answers.ts';
import { countOf, doubtfulServices, runsOfFilter } from '../../jobs/count.ts';
import { waitForIndex } from '../../jobs/wait-for-index.ts';

/** The question for the numbers of jobs in two windows, by service unless it names one. */
export interface CompareQuestion extends JobFilter {
  readonly window: Window;
  readonly other: Window;
  /** Set if the question is for yes or no: whether there are more, or fewer, in the first window. */
  readonly asks?: Asks | undefined;
}

export const comparatives = ['more', 'fewer'] as const;
type Asks = (typeof comparatives)[number];

/** The jobs of the two windows; undefined if they could not be counted. */
export interface Pair {
  readonly here: Count | undefined;
  readonly there: Count | undefined;
}

export interface CompareAnswer {
  readonly question: CompareQuestion;
  readonly total: Pair;
  /** The failed ones among them, if all states were asked for. */
  readonly failed?: Pair | undefined;
  /** Services that have jobs, or whose jobs could not be counted; empty if the question names one. */
  readonly services: readonly (Pair & { readonly service: Service })[];
  /** Jobs of the two windows whose service isn't known: part of the total, and possibly of any service. */
  readonly beyond: number;
  /** Jobs of the two windows that may have ended in the state that was asked for, since it's unknown how they ended. */
  readonly unknown: number;
  /** Services whose jobs could not all be counted, and why. */
  readonly doubtful: readonly DoubtfulService[];
  readonly readAt?: EpochMs | undefined;
  readonly answeredAt: EpochMs;
}

/** Counts the jobs of two windows, from the index. Waits until both were read, but answers by `until`. */
export async function readComparison(
  { index, clock }: { readonly index: IndexView; readonly clock: Clock },
  question: CompareQuestion,
  until: MonotonicMs,
): Promise<CompareAnswer> {
  const { type, state, window, other } = question;
  const from = Math.min(window.span.from, other.span.from);
  await waitForIndex(index, { from, type }, until);
  const now = clock.now();
  const filterOf = (service: Service | undefined) => ({ type, state, service });
  const pairOf = (service: Service | undefined, filter = filterOf(service)): Pair => ({
    here: countOf(index, filter, window.span, now),
    there: countOf(index, filter, other.span, now),
  });
  const runs = [window.span, other.span].flatMap(span => runsOfFilter(index, filterOf(undefined), span, now));
  // The windows may overlap.
  const beyond = new Set(runs.filter(run => run.services.length === 0));
  const ofAnyState = { type, service: question.service, state: undefined };
  const unknown = new Set(
    [window.span, other.span].flatMap(span =>
      state === undefined || state === 'inProgress'
        ? []
        : runsOfFilter(index, ofAnyState, span, now, run => jobOf(run).state === undefined),
    ),
  );
  const rows = question.service ? [] : services.map(service => ({ service, ...pairOf(service) }));
  const hasAny = ({ here, there }: Pair) => here?.value !== 0 || there?.value !== 0;
  return {
    question,
    total: pairOf(question.service),
    failed:
      state === undefined ? pairOf(undefined, { ...filterOf(question.service), state: 'failed' }) : undefined,
    services: rows.filter(hasAny),
    beyond: beyond.size,
    unknown: unknown.size,
    doubtful: doubtfulServices(index, question, from, now),
    readAt: readAtOf(index, type ?? 'all'),
    answeredAt: now,
  };
}
