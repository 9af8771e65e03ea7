import type { Service } from '../../../domain/job.ts';
import type { Log } from '../../../domain/log.ts';
import type { ScheduleSource } from '../../../domain/schedule.ts';
import { type Clock, type EpochMs, inMs, type MonotonicMs, msSince } from '../../../domain/time.ts';
import { doubtOf } from '../../../job-index/queries/doubt.ts';
import { locationsOf, runsOf, wholeHistoryMs } from '../../../job-index/queries/runs.ts';
import { overdueSince, usualAgeLimitMs } from '../../../job-index/queries/usual-gap.ts';
import { startOf } from '../../../job-index/run.ts';
import type { IndexView } from '../../../job-index/view.ts';
import { createDueRuns } from '../../../jobs/due-runs.ts';
import type { KnownServices } from '../../../jobs/known-services.ts';
import { tallied } from '../../../jobs/tally.ts';

/** The starts of a service's backups, in one of its locations if it has several. */
export interface LocationStarts {
  readonly location: string | undefined;
  readonly lastAt: EpochMs;
  /** When the next one should have started; undefined if it isn't due yet. */
  readonly dueAt: EpochMs | undefined;
  /** Since when it is late enough to be reported; undefined if it isn't. */
  readonly lateAt: EpochMs | undefined;
}

interface ServiceStarts {
  readonly isRetired: boolean;
  readonly starts: readonly LocationStarts[];
}

/**
 * Finds services whose backups don't start any more, by the rule of the overviews. Without a plan a run may start an
 * hour later or earlier than usual: a schedule that follows the local time of a zone does so in each week in which the
 * clocks change.
 */
export interface MissingStarts {
  /** Computes the starts again, unless that was done some minutes ago. */
  refresh(services: readonly Service[]): Promise<void>;
  /** Returns undefined if the starts aren't known. */
  of(service: Service): ServiceStarts | undefined;
}

export interface MissingStartsParts {
  readonly index: IndexView;
  readonly schedule: ScheduleSource | undefined;
  readonly known: Pick<KnownServices, 'read'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** What is usual is learned from weeks of runs: that takes a while, and changes slowly. */
const everyMs = 3 * 60_000;
/** For the plans of all services. */
const planMs = 20_000;
const graceMs = 75 * 60_000;

interface Moments {
  readonly now: EpochMs;
  readonly until: MonotonicMs;
}

export function createMissingStarts(parts: MissingStartsParts): MissingStarts {
  const { index, known, clock } = parts;
  const found = new Map<Service, ServiceStarts>();
  let refreshedAt: MonotonicMs | undefined;

  async function startsOf(
    service: Service,
    moments: Moments,
  ): Promise<readonly LocationStarts[] | undefined> {
    const { now } = moments;
    const from = now - wholeHistoryMs;
    if (doubtOf(index, { type: 'backup', service, from }, now)) return undefined;
    const runs = runsOf(index, { type: 'backup', service, from, to: now });
    const locations = locationsOf(runs);
    const starts: LocationStarts[] = [];
    for (const location of locations.length < 2 ? [undefined] : locations) {
      const own = runs.filter(run => location === undefined || run.location === location);
      const inOrder = own.map(startOf).sort((a, b) => a - b);
      const before = found.get(service)?.starts.find(one => one.location === location);
      const one = await locationStarts(parts, { service, location, inOrder, before }, moments);
      if (one) starts.push(one);
    }
    return starts;
  }

  return {
    async refresh(services) {
      if (refreshedAt !== undefined && msSince(refreshedAt, clock) < everyMs) return;
      refreshedAt = clock.monotonic();
      const moments = { now: clock.now(), until: inMs(planMs, clock) };
      const records = await known.read();
      if (!records) return;
      for (const service of services) {
        const starts = await startsOf(service, moments);
        if (starts) found.set(service, { isRetired: records[service]?.retired !== undefined, starts });
      }
    },
    of: service => found.get(service),
  };
}

interface LocationRuns {
  readonly service: Service;
  readonly location: string | undefined;
  /** Starts of its runs. */
  readonly inOrder: readonly EpochMs[];
  /** The last result. */
  readonly before: LocationStarts | undefined;
}

/** Returns undefined if nothing has started there. */
async function locationStarts(
  { index, schedule, clock, log }: MissingStartsParts,
  { service, location, inOrder, before }: LocationRuns,
  { now, until }: Moments,
): Promise<LocationStarts | undefined> {
  const [firstAt, lastAt] = [inOrder[0], inOrder.at(-1)];
  if (firstAt === undefined || lastAt === undefined) return undefined;
  const since = { from: lastAt + 1, to: now };
  const dueRuns = createDueRuns({ index, schedule, records: {}, clock, log }, since, until);
  const expectation = await dueRuns(service, tallied([], false), location);
  if (expectation.kind === 'expected') {
    const usual = { starts: inOrder, knownSince: firstAt, ageLimitMs: usualAgeLimitMs };
    const dueAt = expectation.at ?? overdueSince(usual, since) ?? now;
    const lateAt = expectation.at ?? overdueSince({ ...usual, graceMs }, since);
    return { location, lastAt, dueAt, lateAt };
  }
  // While nothing can be said, the last result still counts.
  if (expectation.kind === 'unknown' && before?.lastAt === lastAt) return before;
  return { location, lastAt, dueAt: undefined, lateAt: undefined };
}
