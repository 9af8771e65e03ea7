import { type Job, type Service, services } from '../domain/job.ts';
import { type CoverageQuestion, servicesOf } from '../domain/question.ts';
import type { ServiceSchedule } from '../domain/schedule.ts';
import type { RecordsByService } from '../domain/service-records.ts';
import type { TargetsByService } from '../domain/targets.ts';
import type { EpochMs, MonotonicMs } from '../domain/time.ts';
import { type Verdict, verdicts, worstOf } from '../domain/verdict.ts';
import { type Doubt, doubtOf, readAtOf } from '../job-index/queries/doubt.ts';
import { jobOf, locationsOf, runsOf, wholeHistoryMs } from '../job-index/queries/runs.ts';
import { type Run, startOf } from '../job-index/run.ts';
import type { IndexView } from '../job-index/view.ts';
import { type OverviewParts, servicesSeen } from './health.ts';
import { type MissedRun, missedRuns, type Plan, readPlan } from './missed-runs.ts';
import { createSettle } from './still-running.ts';
import { lastBackupsOf, type RetiredService, retiredOf, type Stopped, stoppedOf } from './stopped.ts';
import { type Tally, tallied } from './tally.ts';
import { waitForIndex } from './wait-for-index.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** The age up to which a backup counts as recent. */
const recentMs = dayMs;
/** Good backups are searched this far back. */
const searchedMs = 60 * dayMs;

/** The latest run of a kind. A backup has the data of its start, so its age is counted from there. */
export interface LastRun {
  readonly jobId: string | undefined;
  readonly startedAt: EpochMs;
}

/** The runs since the last good backup, or of 60 days if there is none. */
interface RunsSince {
  /** Whole seconds, as a list can ask for them. */
  readonly from: EpochMs;
  readonly tally: Tally;
}

export interface ServiceCoverage {
  readonly service: Service;
  readonly verdict: Verdict;
  /** The backup-age limit. */
  readonly targetMs: number;
  /** The latest backup that finished without problems; undefined if there is none in 60 days, or if it isn't known. */
  readonly good: LastRun | undefined;
  readonly since: RunsSince;
  /** The latest backup within the limit that was partial or had exceptions, if there is no good one. */
  readonly impaired: (LastRun & { readonly state: ImpairedState }) | undefined;
  /** The location with this result, if the locations differ. */
  readonly location?: string | undefined;
  /** Why there may be a later backup. */
  readonly doubt?: Doubt | undefined;
  /** Its last backups, if it needs attention because its backups have stopped. */
  readonly stopped?: Stopped | undefined;
}

type ImpairedState = (typeof impairedStates)[number];
const impairedStates = ['finishedWithException', 'partiallyFinished'] as const;

export interface CoverageAnswer {
  readonly question: CoverageQuestion;
  readonly verdict: Verdict;
  readonly services: readonly ServiceCoverage[];
  /** Services without any backup in the last 60 days. */
  readonly notSeen: readonly Service[];
  /**
   * The retired services, or the one that was asked for. If all services were asked for, a retired one has a row only
   * if it ran since, and within the limit.
   */
  readonly retired?: readonly RetiredService[] | undefined;
  /** True if it couldn't be read which services are retired, or were ever backed up. */
  readonly areRecordsUnread?: boolean | undefined;
  /** All services with a good backup in the last 24 hours. If there are none, the reason isn't one service. */
  readonly recentlyGood: readonly Service[];
  readonly plan: Plan;
  /** Runs that were due today and didn't start; empty if the schedule wasn't read. */
  readonly missed: readonly MissedRun[];
  /** Services with a schedule whose runs aren't known well enough to compare them with it. */
  readonly unjudged: readonly Service[];
  /** When AvePoint was last read; undefined if it wasn't read yet. */
  readonly readAt?: EpochMs | undefined;
  readonly answeredAt: EpochMs;
}

/**
 * Returns how old the last good backup of each service is, from the index: no request for jobs, and one for today's
 * schedule. Waits until all was read, but answers by `until`: what wasn't read by then is unknown.
 */
export async function readCoverage(
  { index, schedule, known, clock, log }: OverviewParts,
  question: CoverageQuestion,
  targets: TargetsByService,
  until: MonotonicMs,
): Promise<CoverageAnswer> {
  const planning = readPlan(schedule, createSettle(log), until);
  const reading = known ? known.read() : {};
  await waitForIndex(index, { from: clock.now() - wholeHistoryMs, type: 'backup' }, until);
  const recorded = await reading;
  known?.update();
  const records: RecordsByService = recorded ?? {};
  const now = clock.now();
  const to = Math.floor(now / 1000) * 1000;

  const scope: CoverageScope = { index, question, targets, records, now, to };
  const named = servicesOf(question);
  const { seen, notSeen } =
    named.length > 0 ? { seen: named, notSeen: [] } : servicesSeen(index, now, records);
  const all = seen.map(service => coverageOf(service, scope));
  const startOfLast = (service: Service) => all.find(one => one.service === service)?.startedAt;
  const retired = retiredOf(named.length > 0 ? named : services, records, startOfLast);
  const judged = all.filter(({ isRetired }) => !isRetired);
  const read = named.length > 0 ? all : judged;
  const areRecordsUnread =
    recorded === undefined && (named.length === 0 || all.some(({ jobs }) => jobs.length === 0));
  const plan = await planning;
  const planned = plan.kind === 'read' ? plan.services : [];
  const missed = planned.flatMap(one => missedOf(one, judged, to));
  const unjudged = judged.filter(
    ({ service, doubt }) => doubt && planned.some(one => one.service === service),
  );
  const late: readonly Verdict[] = missed.length > 0 ? ['warning'] : [];
  const verdict = worstOf([...read.map(one => one.verdict), ...late]);
  // A run that was missed today doesn't show in the age of the last good one, and would have made it a warning.
  const mayBeLate = verdict === 'good' && plan.kind === 'unread';
  return {
    question,
    verdict: areRecordsUnread || mayBeLate ? 'unknown' : verdict,
    services: read.map(({ jobs: _, startedAt: __, isRetired: ___, ...coverage }) => coverage),
    notSeen: notSeen.filter(service => !records[service]?.retired),
    retired,
    areRecordsUnread,
    recentlyGood: servicesWithGood(index, { from: to - recentMs, to }),
    plan,
    missed,
    unjudged: unjudged.map(({ service }) => service),
    readAt: readAtOf(index),
    answeredAt: now,
  };
}

/** What the coverage of each service is computed from. */
interface CoverageScope {
  readonly index: IndexView;
  readonly question: CoverageQuestion;
  readonly targets: TargetsByService;
  readonly records: RecordsByService;
  readonly now: EpochMs;
  /** `now` in whole seconds. */
  readonly to: EpochMs;
}

/** Returns the coverage of a service: that of its worst location. */
function coverageOf(service: Service, scope: CoverageScope): ReadCoverage {
  const { index, to } = scope;
  const runs = runsOf(index, { type: 'backup', service, from: to - searchedMs, to });
  const locations = locationsOf(runs);
  if (locations.length < 2) return coverageOfRuns(service, runs, scope);
  const each = locations.map(location => ({
    ...coverageOfRuns(
      service,
      runs.filter(run => run.location === location),
      scope,
    ),
    location,
  }));
  const [worst = coverageOfRuns(service, runs, scope)] = each.sort(worstFirst);
  const isSameEverywhere = each.every(one => one.verdict === 'good');
  return {
    ...worst,
    location: isSameEverywhere ? undefined : worst.location,
    since: isSameEverywhere ? runsSince(worst.good, runs, to, worst.doubt) : worst.since,
    jobs: runs.map(jobOf),
    startedAt: lastBackupsOf(runs)?.startedAt,
  };
}

function coverageOfRuns(service: Service, runs: readonly Run[], scope: CoverageScope): ReadCoverage {
  const { index, question, targets, records, now, to } = scope;
  const targetMs = (question.isUsual ? targets[service] : undefined) ?? question.targetMs;
  const jobs = runs.map(jobOf);
  const good = lastOf(jobs, 'finished');
  const isWithin = good !== undefined && good.startedAt >= to - targetMs;
  const from = isWithin ? good.startedAt : now - wholeHistoryMs;
  const doubt = doubtOf(index, { type: 'backup', service, from }, now);
  const since = runsSince(good, runs, to, doubt);
  const impaired = isWithin ? undefined : impairedOf(jobs, to - targetMs);
  const { last, retired } = records[service] ?? {};
  const judged = doubt ? 'unknown' : isWithin ? 'good' : impaired ? 'warning' : 'attention';
  // A retired service is judged by its runs since, if there are any, and by nothing else.
  const isRetired =
    retired !== undefined && !runs.some(run => startOf(run) > Math.max(retired.at, to - targetMs));
  const verdict = isRetired ? 'neutral' : judged;
  const isRunning = jobs.some(({ state }) => state === 'inProgress');
  const stopped = verdict === 'attention' && !isRunning && !retired ? stoppedOf(runs, last, now) : undefined;
  const startedAt = lastBackupsOf(runs)?.startedAt;
  return { service, verdict, targetMs, good, since, impaired, doubt, stopped, jobs, startedAt, isRetired };
}

/** Counts the runs that started since a good one, in the second of its start or later. */
function runsSince(
  good: LastRun | undefined,
  runs: readonly Run[],
  to: EpochMs,
  doubt: Doubt | undefined,
): RunsSince {
  const from = good ? Math.floor(good.startedAt / 1000) * 1000 : to - searchedMs;
  const jobs = runs.filter(run => startOf(run) >= from).map(jobOf);
  return { from, tally: tallied(jobs, doubt !== undefined) };
}

/** Returns the latest job from `from` on that was partial or had exceptions; undefined if there is none. */
function impairedOf(jobs: readonly Job[], from: EpochMs): ServiceCoverage['impaired'] {
  return impairedStates
    .flatMap(state => {
      const last = lastOf(jobs, state);
      return last && last.startedAt >= from ? [{ ...last, state }] : [];
    })
    .sort((a, b) => b.startedAt - a.startedAt)[0];
}

function worstFirst(a: ReadCoverage, b: ReadCoverage): number {
  const ageOf = ({ good }: ReadCoverage) => -(good?.startedAt ?? 0);
  return verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict) || ageOf(b) - ageOf(a);
}

/** A service's result, with the runs that it was computed from. */
interface ReadCoverage extends ServiceCoverage {
  readonly jobs: readonly Job[];
  /** When the latest of these runs started. */
  readonly startedAt: EpochMs | undefined;
  /** The service is retired, and hasn't run lately. */
  readonly isRetired: boolean;
}

/** Returns the services with a good backup that started in a span. */
function servicesWithGood(index: IndexView, span: { readonly from: EpochMs; readonly to: EpochMs }) {
  const good = runsOf(index, { type: 'backup', service: undefined, ...span }).filter(
    run => jobOf(run).state === 'finished',
  );
  return services.filter(service => good.some(run => run.services.includes(service)));
}

/** Returns the scheduled runs of a service that didn't start. */
function missedOf(
  planned: ServiceSchedule,
  read: readonly ReadCoverage[],
  to: EpochMs,
): readonly MissedRun[] {
  const one = read.find(({ service }) => service === planned.service);
  if (!one || one.doubt) return [];
  return missedRuns(planned, one.jobs, { from: Math.floor(to / dayMs) * dayMs - hourMs, now: to });
}

/** Returns the latest job of a state. */
function lastOf(jobs: readonly Job[], state: Job['state']): LastRun | undefined {
  return jobs
    .flatMap(job =>
      job.state === state && job.startedAt !== undefined ? [{ jobId: job.id, startedAt: job.startedAt }] : [],
    )
    .reduce<LastRun | undefined>(
      (last, one) => (last && last.startedAt >= one.startedAt ? last : one),
      undefined,
    );
}
