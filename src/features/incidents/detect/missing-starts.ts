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

/** How the starts of a service's backups are, in one of its locations if it has several. */
export interface Starts {
  readonly location: string | undefined;
  readonly lastAt: EpochMs;
  /** When the next one should have started, if it should have by now. */
  readonly dueAt: EpochMs | undefined;
  /** Since when it's so late that it's told; undefined if it isn't. */
  readonly lateAt: EpochMs | undefined;
}

/** What is known of a service's starts. */
interface ServiceStarts {
  readonly isRetired: boolean;
  readonly starts: readonly Starts[];
}

/**
 * Finds services whose backups don't start any more, by the rule that overviews go by. Without a plan a run may be an hour later or
 * earlier than usual: each week in which the clocks are changed, all that start by the clocks of a zone are.
 */
export interface Stops {
  /** Looks at them, if the last look was some minutes ago. */
  look(services: readonly Service[]): Promise<void>;
  /** Undefined if it isn't known. */
  of(service: Service): ServiceStarts | undefined;
}

export interface StopsParts {
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

export function createStops({ index, schedule, known, clock, log }: StopsParts): Stops {
  const found = new Map<Service, ServiceStarts>();
  let lookedAt: MonotonicMs | undefined;

  async function lookAt(
    service: Service,
    isRetired: boolean,
    { now, until }: { readonly now: EpochMs; readonly until: MonotonicMs },
  ): Promise<void> {
    const from = now - wholeHistoryMs;
    if (doubtOf(index, { type: 'backup', service, from }, now)) return;
    const runs = runsOf(index, { type: 'backup', service, from, to: now });
    const locations = locationsOf(runs);
    const places = locations.length < 2 ? [undefined] : locations;
    const starts: Starts[] = [];
    for (const location of places) {
      const those = runs.filter(run => location === undefined || run.location === location);
      const inOrder = those.map(startOf).sort((a, b) => a - b);
      const [firstAt, lastAt] = [inOrder[0], inOrder.at(-1)];
      if (firstAt === undefined || lastAt === undefined) continue;
      const span = { from: lastAt + 1, to: now };
      const dueRuns = createDueRuns({ index, schedule, records: {}, clock, log }, span, until);
      const expectation = await dueRuns(service, tallied([], false), location);
      const usual = { starts: inOrder, knownSince: firstAt, ageLimitMs: usualAgeLimitMs };
      const since = { from: lastAt + 1, to: now };
      if (expectation.kind === 'expected') {
        const dueAt = expectation.at ?? overdueSince(usual, since) ?? now;
        const lateAt = expectation.at ?? overdueSince({ ...usual, graceMs }, since);
        starts.push({ location, lastAt, dueAt, lateAt });
        continue;
      }
      // What can't be said isn't forgotten: then the last answer counts on.
      const before = found
        .get(service)
        ?.starts.find(one => one.location === location && one.lastAt === lastAt);
      const isUnknown = expectation.kind === 'unknown';
      starts.push(isUnknown && before ? before : { location, lastAt, dueAt: undefined, lateAt: undefined });
    }
    found.set(service, { isRetired, starts });
  }

  return {
    async look(services) {
      if (lookedAt !== undefined && msSince(lookedAt, clock) < everyMs) return;
      lookedAt = clock.monotonic();
      const moments = { now: clock.now(), until: inMs(planMs, clock) };
      const records = await known.read();
      if (!records) return;
      for (const service of services) await lookAt(service, records[service]?.retired !== undefined, moments);
    },
    of: service => found.get(service),
  };
}
