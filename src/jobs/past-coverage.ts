import type { Job, Service } from '../domain/job.ts';
import { type CoverageQuestion, servicesOf, type Window } from '../domain/question.ts';
import type { RecordsByService } from '../domain/service-records.ts';
import type { EpochMs, MonotonicMs } from '../domain/time.ts';
import { type Verdict, worstOf } from '../domain/verdict.ts';
import { type Doubt, doubtOf, readAtOf } from '../job-index/queries/doubt.ts';
import { jobOf, locationsOf, runsOf, wholeHistoryMs } from '../job-index/queries/runs.ts';
import type { Run } from '../job-index/run.ts';
import type { IndexView } from '../job-index/view.ts';
import type { LastRun } from './coverage.ts';
import { type OverviewParts, servicesSeen } from './health.ts';
import { type RetiredService, retiredOf } from './stopped.ts';
import { type Tally, tallied } from './tally.ts';
import { waitForIndex } from './wait-for-index.ts';

/** A question for the last good backups in a window that is over. */
export interface PastCoverageQuestion extends CoverageQuestion {
  readonly window: Omit<Window, 'zone'>;
}

/** The backups of a service that started in the window. */
export interface PastService {
  readonly service: Service;
  /** Good if one finished without problems; a warning if the best one was impaired, or is still running. */
  readonly verdict: Verdict;
  /** The latest one that finished without problems. */
  readonly good: LastRun | undefined;
  readonly tally: Tally;
  /** The location with this result, if the locations differ. */
  readonly location?: string | undefined;
  /** Why there may be others. */
  readonly doubt?: Doubt | undefined;
}

export interface PastCoverageAnswer {
  readonly question: PastCoverageQuestion;
  readonly verdict: Verdict;
  readonly services: readonly PastService[];
  /** Services without any known backup. */
  readonly notSeen: readonly Service[];
  /** The retired services; those that ran in the window are judged like any other. */
  readonly retired: readonly RetiredService[];
  /** True if it couldn't be read which services are retired, or were ever backed up. */
  readonly areRecordsUnread: boolean;
  /** Backups of the window without a known service that may be good. */
  readonly beyond: number;
  readonly readAt: EpochMs | undefined;
  readonly answeredAt: EpochMs;
}

/**
 * Returns for each service whether a good backup started in the window, from the index, without a request. Waits until
 * the window was read, but answers by `until`: what wasn't read by then is unknown.
 */
export async function readPastCoverage(
  { index, known, clock }: Pick<OverviewParts, 'index' | 'known' | 'clock'>,
  question: PastCoverageQuestion,
  until: MonotonicMs,
): Promise<PastCoverageAnswer> {
  const { span } = question.window;
  const reading = known ? known.read() : {};
  const from = Math.max(span.from, clock.now() - wholeHistoryMs);
  await waitForIndex(index, { from, type: 'backup' }, until);
  const recorded = await reading;
  known?.update();
  const records: RecordsByService = recorded ?? {};
  const now = clock.now();
  const named = servicesOf(question);
  const { seen, notSeen } =
    named.length > 0 ? { seen: named, notSeen: [] } : servicesSeen(index, now, records);
  const beyond = unknownIn(index, span);
  const all = seen.map(service => pastOf(service, { index, span, records, now, beyond }));
  const retired = retiredOf(seen, records, () => undefined);
  // A retired service without a run has no row, unless it was asked for.
  const services = named.length > 0 ? all : all.filter(({ verdict }) => verdict !== 'neutral');
  const areRecordsUnread =
    recorded === undefined && (named.length === 0 || all.some(({ tally }) => tally.total === 0));
  const each = services.map(one => one.verdict);
  // A service that is retired and didn't run is no good news.
  const worst = worstOf(each) === 'good' && each.includes('neutral') ? 'neutral' : worstOf(each);
  return {
    question,
    verdict: areRecordsUnread || each.includes('unknown') ? 'unknown' : worst,
    services,
    notSeen: notSeen.filter(service => !records[service]?.retired),
    retired,
    areRecordsUnread,
    beyond,
    readAt: readAtOf(index),
    answeredAt: now,
  };
}

interface PastScope {
  readonly index: IndexView;
  readonly span: PastCoverageQuestion['window']['span'];
  readonly records: RecordsByService;
  readonly now: EpochMs;
  readonly beyond: number;
}

/** Counts the backups of a window without a known service, of which each service may have one. */
function unknownIn(index: IndexView, span: PastScope['span']): number {
  const runs = runsOf(index, { type: 'backup', service: undefined, ...span });
  return runs.filter(run => run.services.length === 0 && mayBeGood(jobOf(run))).length;
}

/** Returns false only for jobs that ended with problems. */
function mayBeGood({ state }: Job): boolean {
  return state === undefined || state === 'finished' || state === 'inProgress';
}

const order: readonly Verdict[] = ['unknown', 'attention', 'warning', 'good'];

/** Returns the result of a service: that of its worst location, as far as its locations are known. */
function pastOf(service: Service, scope: PastScope): PastService {
  const { index, span } = scope;
  const before = Math.min(span.from, scope.now - wholeHistoryMs);
  const known = runsOf(index, { type: 'backup', service, from: before, to: scope.now });
  const runs = runsOf(index, { type: 'backup', service, ...span });
  const locations = locationsOf(known);
  const whole = pastOfRuns(service, runs, scope);
  if (locations.length < 2 || whole.verdict === 'neutral') return whole;
  const each = locations.map(location => ({
    ...pastOfRuns(
      service,
      runs.filter(run => run.location === location),
      scope,
    ),
    location,
  }));
  const worst = each.toSorted((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict))[0];
  return worst && worst.verdict !== whole.verdict ? worst : whole;
}

function pastOfRuns(service: Service, runs: readonly Run[], scope: PastScope): PastService {
  const { index, span, records, now, beyond } = scope;
  const jobs = runs.map(jobOf);
  const doubt = doubtOf(index, { type: 'backup', service, from: span.from }, now);
  const tally = tallied(jobs, doubt !== undefined);
  const good = jobs
    .flatMap(({ id, state, startedAt }) =>
      state === 'finished' && startedAt !== undefined ? [{ jobId: id, startedAt }] : [],
    )
    .toSorted((a, b) => b.startedAt - a.startedAt)[0];
  const isRetired = records[service]?.retired !== undefined && jobs.length === 0;
  const verdict = isRetired ? 'neutral' : doubt ? 'unknown' : verdictOf(tally, beyond);
  return { service, verdict, good, tally, doubt };
}

/** A job whose end isn't known, or whose service isn't, may have been the good one. */
function verdictOf({ states, other }: Tally, beyond: number): Verdict {
  if (states.finished > 0) return 'good';
  if (other + beyond > 0) return 'unknown';
  const impaired = states.finishedWithException + states.partiallyFinished;
  return impaired + states.inProgress > 0 ? 'warning' : 'attention';
}
