import { type Job, type Service, services } from '../domain/job.ts';
import type { Log } from '../domain/log.ts';
import { type HealthQuestion, servicesOf } from '../domain/question.ts';
import type { ScheduleSource } from '../domain/schedule.ts';
import type { RecordsByService } from '../domain/service-records.ts';
import type { Clock, EpochMs, MonotonicMs } from '../domain/time.ts';
import { type Verdict, verdicts, worstOf } from '../domain/verdict.ts';
import { type Doubt, doubtOf, readAtOf } from '../job-index/queries/doubt.ts';
import { jobOf, locationsOf, runsOf, wholeHistoryMs } from '../job-index/queries/runs.ts';
import { type Run, startOf } from '../job-index/run.ts';
import type { IndexView } from '../job-index/view.ts';
import { createDueRuns } from './due-runs.ts';
import type { KnownServices } from './known-services.ts';
import { isFailure, type Standing, standingOf } from './latest-end.ts';
import { latest, type RetiredService, retiredOf, type Stopped } from './stopped.ts';
import { type Expectation, isQuiet, type Tally, tallied, verdictOf } from './tally.ts';
import { waitForIndex } from './wait-for-index.ts';

/** The health of one service's backups. Numbers that couldn't be read, or aren't reliable, are undefined. */
export interface ServiceHealth {
  readonly service: Service;
  readonly verdict: Verdict;
  readonly tally: Tally | undefined;
  /** False if it needs attention for another reason than a run that was due. */
  readonly isDue?: boolean;
  /** When a scheduled run didn't start, if that is why the service needs attention. */
  readonly missedAt: EpochMs | undefined;
  /** How it stands after the runs of the window; undefined if they couldn't be read. */
  readonly standing?: Standing | undefined;
  /** Its last backups, if it needs attention and its usual gap is exceeded. */
  readonly stopped?: Stopped | undefined;
  /** The counts of the previous window of the same length. */
  readonly before: Tally | undefined;
  /** The location in which nothing finished, if that is the reason and other locations differ. */
  readonly location?: string | undefined;
  /** Why its numbers may be incomplete. */
  readonly doubt?: Doubt | undefined;
}

export interface HealthAnswer {
  readonly question: HealthQuestion;
  readonly verdict: Verdict;
  /** In the order of `services`. */
  readonly services: readonly ServiceHealth[];
  /** Services without any backup in the last 60 days; empty if services were named. */
  readonly notSeen: readonly Service[];
  /** The retired services, or the one that was asked for. They have no row unless they ran. */
  readonly retired?: readonly RetiredService[] | undefined;
  /** True if it couldn't be read which services are retired, or were ever backed up. */
  readonly areRecordsUnread?: boolean | undefined;
  /** Backups that belong to no known service; undefined if they couldn't be read. */
  readonly beyond: number | undefined;
  /** When AvePoint was last read; undefined if it wasn't read yet. */
  readonly readAt?: EpochMs | undefined;
  readonly answeredAt: EpochMs;
}

/** The health of a window's backups, for both overviews and digests. */
export type HealthReading = Omit<HealthAnswer, 'question' | 'answeredAt' | 'readAt'>;

/** The dependencies of every overview. */
export interface OverviewParts {
  readonly index: IndexView;
  /** Undefined if the source has no schedule. */
  readonly schedule?: ScheduleSource | undefined;
  /** Undefined if there are no records of the services. */
  readonly known?: KnownServices | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** The backups that are asked for, and the time of the answer. */
export interface HealthScope {
  /** Empty means all. */
  readonly services: readonly Service[];
  readonly span: HealthQuestion['span'];
  /** Undefined if the store couldn't be read. */
  readonly records: RecordsByService | undefined;
  readonly now: EpochMs;
  /** Returns the job that a run counts as. */
  readonly jobOf: (run: Run) => Job;
  /** Runs from before the window whose end is reported with it. */
  readonly earlier?: readonly Run[];
}

/**
 * Returns the health of backups, from the index: no request for jobs, and one for the schedule if a service may have
 * missed a run today. Waits until the window was read, but answers by `until`: what wasn't read by then is unknown.
 */
export async function readHealth(
  parts: OverviewParts,
  question: HealthQuestion,
  until: MonotonicMs,
): Promise<HealthAnswer> {
  const { index, known, clock } = parts;
  const { span } = question;
  const reading = known ? known.read() : {};
  await waitForIndex(index, { from: beforeOf(span).from, type: 'backup' }, until);
  const records = await reading;
  known?.update();
  const now = clock.now();
  const scope = { services: servicesOf(question), span, records, now, jobOf };
  return { question, ...(await healthOf(parts, scope, until)), readAt: readAtOf(index), answeredAt: now };
}

/** Returns the health of any services, from the index as it is at the call. */
export async function healthOf(
  { index, schedule, clock, log }: OverviewParts,
  { services: asked, span, records: recorded, now, jobOf, earlier = [] }: HealthScope,
  until: MonotonicMs,
): Promise<HealthReading> {
  const records: RecordsByService = recorded ?? {};
  const here = jobsByService(index, span);
  const reading: WindowReading = {
    index,
    span,
    records,
    now,
    jobOf,
    earlier,
    here,
    before: jobsByService(index, beforeOf(span)),
    expectationOf: createDueRuns({ index, schedule, records, clock, log }, span, until),
  };
  const isOfAll = asked.length === 0;
  const { seen, notSeen } = isOfAll ? servicesSeen(index, now, records) : { seen: asked, notSeen: [] };
  const all = await Promise.all(seen.map(service => serviceHealth(service, reading)));
  const retired = retiredOf(isOfAll ? services : asked, records, service =>
    latest(here.of(service).flatMap(({ job }) => job.startedAt ?? [])),
  );
  const isSilent = ({ tally }: ServiceHealth) => tally === undefined || tally.total === 0;
  const isLeftOut = (one: ServiceHealth) =>
    isSilent(one) && retired.some(({ service }) => service === one.service);
  const read = isOfAll ? all.filter(one => !isLeftOut(one)) : all;
  // A backup without a known service may be of the service that was asked for.
  const beyond = here.unknown;
  const areRecordsUnread = recorded === undefined && (isOfAll || all.some(isSilent));
  return {
    verdict: areRecordsUnread ? 'unknown' : overall(read, beyond),
    services: read,
    notSeen: notSeen.filter(service => !records[service]?.retired),
    retired,
    areRecordsUnread,
    beyond,
  };
}

const weekMs = 7 * 24 * 3_600_000;

/** What the health of each service is computed from. */
interface WindowReading extends Required<Pick<HealthScope, 'span' | 'now' | 'jobOf' | 'earlier'>> {
  readonly index: IndexView;
  readonly records: RecordsByService;
  /** Backups of the window, and of the one before. */
  readonly here: JobsByService;
  readonly before: JobsByService;
  readonly expectationOf: ReturnType<typeof createDueRuns>;
}

async function serviceHealth(service: Service, reading: WindowReading): Promise<ServiceHealth> {
  const { index, span, records, now, jobOf, here, before } = reading;
  const tally = tallied(here.of(service).map(jobOf), false);
  const doubt = doubtOf(index, { type: 'backup', service, from: span.from }, now);
  const isRetired = records[service]?.retired !== undefined;
  const isJudged = !doubt && !isRetired;
  // Read before anything is waited for: the index may change meanwhile.
  const standing = standingIn(service, isRetired, reading);
  const quiet = isJudged ? await worstQuiet(service, tally, reading) : undefined;
  const expectation = quiet?.expectation ?? notAsked;
  // A failure from before the window that no clean run has followed is still one.
  const still = isJudged && standing.isFailing ? (['attention'] as const) : [];
  const isBeforeKnown = !doubtOf(index, { type: 'backup', service, from: beforeOf(span).from }, now);
  return {
    service,
    verdict:
      isRetired && tally.total === 0
        ? 'neutral'
        : doubt
          ? 'unknown'
          : worstOf([verdictOf(tally, expectation), ...(quiet ? [quiet.verdict] : []), ...still]),
    tally: doubt && tally.total === 0 ? undefined : tally,
    standing,
    isDue: expectation.kind === 'expected',
    missedAt: expectation.kind === 'expected' ? expectation.at : undefined,
    stopped: expectation.kind === 'expected' ? expectation.stopped : undefined,
    before: isBeforeKnown ? tallied(before.of(service).map(jobOf), false) : undefined,
    location: expectation.kind === 'notExpected' ? undefined : quiet?.location,
    doubt,
  };
}

/**
 * Returns how a service stands at the end of the window, after its runs and the earlier ones that are reported with it.
 * A failure from before the window counts until a clean run has followed, unless the service is retired. A service that
 * ran neither in the window nor in the week before may run once a month.
 */
function standingIn(
  service: Service,
  isRetired: boolean,
  { index, span, jobOf, here, earlier }: WindowReading,
): Standing {
  const since = (from: EpochMs) => runsOf(index, { type: 'backup', service, from, to: span.to });
  const own = earlier.filter(run => run.services.includes(service));
  const failures = own.filter(run => isFailure(jobOf(run)));
  // A clean run that followed an earlier failure may be older than the window.
  const later = failures.length > 0 ? since(Math.min(...failures.map(startOf), span.from)) : here.of(service);
  const reported = standingOf([...new Set([...later, ...own])], jobOf);
  if (reported.isFailing || isRetired) return reported;
  const ofWeek = since(span.from - weekMs);
  const lasting = standingOf(ofWeek.length > 0 ? ofWeek : since(span.to - wholeHistoryMs), jobOf);
  return lasting.isFailing ? lasting : reported;
}

/**
 * Returns the service, or its worst location, in which nothing finished, with its verdict; undefined if something
 * finished in each.
 */
async function worstQuiet(service: Service, tally: Tally, reading: WindowReading) {
  const judged = await Promise.all(
    talliesByLocation(service, tally, reading)
      .filter(part => isQuiet(part.tally))
      .map(async part => {
        const expectation = await reading.expectationOf(service, part.tally, part.location);
        return { ...part, expectation, verdict: verdictOf(part.tally, expectation) };
      }),
  );
  return judged.sort((a, b) => verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict))[0];
}

/** A service, or one of its locations, and how its runs ended. */
interface LocationTally {
  readonly location: string | undefined;
  readonly tally: Tally;
}

/** Returns the tally of each location of a service, or the one of the whole service if it has fewer than two. */
function talliesByLocation(
  service: Service,
  tally: Tally,
  { index, now, here, jobOf }: WindowReading,
): readonly LocationTally[] {
  const history = { type: 'backup', service } as const;
  const locations =
    index.locations.length < 2 ? [] : locationsOf(index.mirror.between(now - wholeHistoryMs, now, history));
  if (locations.length < 2) return [{ tally, location: undefined }];
  return locations.map(location => {
    const runs = here.of(service).filter(run => run.location === location);
    return { location, tally: tallied(runs.map(jobOf), false) };
  });
}

/** Returns the previous window of the same length. */
function beforeOf({ from, to }: HealthQuestion['span']): HealthQuestion['span'] {
  return { from: from - (to - from), to: from };
}

/** The expectation if some runs finished: then it doesn't matter. */
const notAsked: Expectation = { kind: 'notExpected' };

/**
 * Returns which services are backed up: those with runs in the index, and those that are recorded as backed up before.
 * A service for which that isn't known counts as backed up.
 */
export function servicesSeen(
  index: IndexView,
  now: EpochMs,
  records: RecordsByService,
): { readonly seen: readonly Service[]; readonly notSeen: readonly Service[] } {
  const isSeen = (service: Service) =>
    index.mirror.has('backup', service) ||
    records[service]?.last !== undefined ||
    doubtOf(index, { type: 'backup', service, from: now - wholeHistoryMs }, now) !== undefined;
  return { seen: services.filter(isSeen), notSeen: services.filter(service => !isSeen(service)) };
}

interface JobsByService {
  of(service: Service): readonly Run[];
  /** How many have no known service. */
  readonly unknown: number;
}

/** Groups the backups of a window by service, in one pass. */
function jobsByService(
  index: IndexView,
  span: { readonly from: EpochMs; readonly to: EpochMs },
): JobsByService {
  const runs = new Map<Service, Run[]>(services.map(service => [service, []]));
  let unknown = 0;
  for (const run of runsOf(index, { type: 'backup', service: undefined, ...span })) {
    if (run.services.length === 0) unknown += 1;
    for (const service of run.services) runs.get(service)?.push(run);
  }
  return { of: (service: Service) => runs.get(service) ?? [], unknown };
}

/** Returns the worst verdict; good only if every service is good, and neutral if some didn't run. */
function overall(services: readonly ServiceHealth[], beyond: number | undefined): Verdict {
  const verdicts = services.map(({ verdict }) => verdict);
  const worst = worstOf([...verdicts, ...(beyond === 0 ? [] : ['unknown' as const])]);
  return worst === 'good' && verdicts.includes('neutral') ? 'neutral' : worst;
}
