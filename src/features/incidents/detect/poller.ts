import { services as allServices, type Job, type Service } from '../../../domain/job.ts';
import type { JobSourceErrorCode } from '../../../domain/job-source.ts';
import { type Clock, type EpochMs, type MonotonicMs, msSince } from '../../../domain/time.ts';
import { type Doubt, doubtOf, readAtOf } from '../../../job-index/queries/doubt.ts';
import { unitKey, unitOf } from '../../../job-index/read-state.ts';
import type { IndexView } from '../../../job-index/view.ts';
import type { NoDataReason } from '../incident/incident.ts';
import { createHistoryReader, type HistoryWithJobs } from '../runs/read-histories.ts';
import type { RunHistory } from '../runs/run-history.ts';
import type { LastPoll } from './last-poll.ts';

/** The history of one service, and until when it is complete. */
export interface ServiceSnapshot {
  readonly history: RunHistory;
  /** Until when all of it is known; undefined if that isn't known. */
  readonly seenAt: EpochMs | undefined;
  /** Undefined if all of it is known now. */
  readonly gap: DataGap | undefined;
}

/** A time for which AvePoint gave no data, or none that can be trusted. */
interface DataGap {
  readonly since: EpochMs;
  /** Shorter gaps aren't reported. */
  readonly reportAt: EpochMs;
  readonly reason: NoDataReason;
}

/** Scans the watched services in the job index, without a request to AvePoint. */
export interface Poller {
  scan(services: readonly Service[]): void;
  snapshotOf(service: Service): ServiceSnapshot | undefined;
  /** Returns a job as the last scan read it. */
  jobOf(service: Service, runId: string): Job | undefined;
}

const minuteMs = 60_000;
/** A service's data is complete once all of its runs of this time were read. */
const knownMs = 48 * 3_600_000;
const reportAfterMs = 2 * minuteMs;
/** Longer, since reading missed history takes its time. */
const reportHistoryAfterMs = 10 * minuteMs;

export function createPoller(index: IndexView, lastPoll: Pick<LastPoll, 'freshSince'>, clock: Clock): Poller {
  const readHistories = createHistoryReader(index);
  const tooOldByMs = createAgeCorrection(clock);
  const snapshots = new Map<Service, ServiceSnapshot>();
  let read: ReadonlyMap<Service, HistoryWithJobs> = new Map();

  function gapOf(service: Service, now: EpochMs, tooOldMs: number): DataGap | undefined {
    const doubt = doubtOf(index, { type: 'backup', service, from: now - knownMs }, now);
    if (!doubt) return undefined;
    const before = snapshots.get(service)?.gap?.since;
    const since = Math.min(before ?? now, doubt.kind === 'notRead' ? (doubt.since ?? now) + tooOldMs : now);
    const afterMs = doubt.kind === 'history' ? reportHistoryAfterMs : reportAfterMs;
    return { since, reportAt: since + afterMs, reason: reasonOf(index, service, doubt) };
  }

  return {
    scan(services) {
      const now = clock.now();
      read = readHistories(services, now, lastPoll.freshSince());
      const readAt = readAtOf(index);
      const tooOldMs = tooOldByMs(readAt, now);
      for (const service of snapshots.keys()) if (!services.includes(service)) snapshots.delete(service);
      for (const [service, { history }] of read) {
        const before = snapshots.get(service);
        const gap = gapOf(service, now, tooOldMs);
        snapshots.set(service, { history, seenAt: gap ? (before?.seenAt ?? readAt) : readAt, gap });
      }
    },
    snapshotOf: service => snapshots.get(service),
    jobOf: (service, runId) => read.get(service)?.jobs.get(runId),
  };
}

/**
 * Returns a function that computes how much older the latest reading looks than it is, since the wall clock was set.
 */
function createAgeCorrection(clock: Clock) {
  /** Age of the latest reading at the last scan. */
  let aged: { readonly readAt: EpochMs; readonly ms: number; readonly at: MonotonicMs } | undefined;
  return (readAt: EpochMs | undefined, now: EpochMs): number => {
    if (readAt === undefined) return 0;
    const ms = aged?.readAt === readAt ? aged.ms + msSince(aged.at, clock) : now - readAt;
    aged = { readAt, ms, at: clock.monotonic() };
    return now - readAt - ms;
  };
}

function reasonOf(index: IndexView, service: Service, doubt: Doubt): NoDataReason {
  if (doubt.kind === 'ignored') return 'doubtful';
  if (doubt.kind === 'refused') return 'refused';
  const locations = index.locations.flatMap(name => index.state()?.locations[name ?? ''] ?? []);
  const code =
    locations.map(({ trouble }) => trouble?.code).find(found => found !== undefined) ??
    locations.map(state => unitOf(state, unitKey('backup', service)).refused?.code).find(found => found);
  return code === undefined ? 'noAnswer' : reasons[code];
}

const reasons: Readonly<Record<JobSourceErrorCode, NoDataReason>> = {
  unauthorised: 'refused',
  forbidden: 'refused',
  'not-found': 'refused',
  rejected: 'refused',
  malformed: 'doubtful',
  unavailable: 'noAnswer',
  'timed-out': 'noAnswer',
  'rate-limited': 'noAnswer',
  busy: 'noAnswer',
};

/** Sorts the watched services, each once. */
export function inOrder(services: Iterable<Service>): readonly Service[] {
  const wanted = new Set(services);
  return allServices.filter(service => wanted.has(service));
}
