import { services as allServices, type Job, type Service } from '../../../domain/job.ts';
import type { JobSourceErrorCode } from '../../../domain/job-source.ts';
import { type Clock, type EpochMs, type MonotonicMs, msSince } from '../../../domain/time.ts';
import { type Doubt, doubtOf, readAtOf } from '../../../job-index/queries/doubt.ts';
import { unitKey, unitOf } from '../../../job-index/read-state.ts';
import type { IndexView } from '../../../job-index/view.ts';
import type { BlindReason } from '../incident/incident.ts';
import { createReadLedgers, type ReadLedger } from '../runs/read-histories.ts';
import type { Ledger } from '../runs/run-history.ts';
import type { Looked } from './last-poll.ts';

/** What is known of one service, and until when. */
export interface SeenService {
  readonly ledger: Ledger;
  /** Until when all of it is known; undefined if that isn't known. */
  readonly seenAt: EpochMs | undefined;
  /** Why not all of it is known now; undefined if it is. */
  readonly unseen: Unseen | undefined;
}

interface Unseen {
  readonly since: EpochMs;
  /** From when on people are told of it. */
  readonly tellAt: EpochMs;
  readonly reason: BlindReason;
}

/** Looks at the services that are watched, as the index has them: without a request. */
export interface Eyes {
  look(services: readonly Service[]): void;
  seen(service: Service): SeenService | undefined;
  /** A job as the last look had it. */
  details(service: Service, runId: string): Job | undefined;
}

const minuteMs = 60_000;
/** All of a service's runs of so long must have been read. */
const knownMs = 48 * 3_600_000;
const tellAfterMs = 2 * minuteMs;
/** Reading what was missed takes its time. */
const tellUnreadAfterMs = 10 * minuteMs;

export function createEyes(index: IndexView, looked: Pick<Looked, 'freshSince'>, clock: Clock): Eyes {
  const readLedgers = createReadLedgers(index);
  const known = new Map<Service, SeenService>();
  let read: ReadonlyMap<Service, ReadLedger> = new Map();
  /** How old the latest reading was at the last look. */
  let aged: { readonly readAt: EpochMs; readonly ms: number; readonly at: MonotonicMs } | undefined;

  /** How much older the latest reading looks than it is, since the wall clock was set. */
  function tooOldByMs(readAt: EpochMs | undefined, now: EpochMs): number {
    if (readAt === undefined) return 0;
    const ms = aged?.readAt === readAt ? aged.ms + msSince(aged.at, clock) : now - readAt;
    aged = { readAt, ms, at: clock.monotonic() };
    return now - readAt - ms;
  }

  function unseenOf(service: Service, now: EpochMs, tooOldMs: number): Unseen | undefined {
    const doubt = doubtOf(index, { type: 'backup', service, from: now - knownMs }, now);
    if (!doubt) return undefined;
    const before = known.get(service)?.unseen?.since;
    const since = Math.min(before ?? now, doubt.kind === 'notRead' ? (doubt.since ?? now) + tooOldMs : now);
    const afterMs = doubt.kind === 'history' ? tellUnreadAfterMs : tellAfterMs;
    return { since, tellAt: since + afterMs, reason: reasonOf(index, service, doubt) };
  }

  return {
    look(services) {
      const now = clock.now();
      read = readLedgers(services, now, looked.freshSince());
      const readAt = readAtOf(index);
      const tooOldMs = tooOldByMs(readAt, now);
      for (const service of known.keys()) if (!services.includes(service)) known.delete(service);
      for (const [service, { ledger }] of read) {
        const before = known.get(service);
        const unseen = unseenOf(service, now, tooOldMs);
        known.set(service, { ledger, seenAt: unseen ? (before?.seenAt ?? readAt) : readAt, unseen });
      }
    },
    seen: service => known.get(service),
    details: (service, runId) => read.get(service)?.jobs.get(runId),
  };
}

function reasonOf(index: IndexView, service: Service, doubt: Doubt): BlindReason {
  if (doubt.kind === 'ignored') return 'doubtful';
  if (doubt.kind === 'refused') return 'refused';
  const locations = index.locations.flatMap(name => index.state()?.locations[name ?? ''] ?? []);
  const code =
    locations.map(({ trouble }) => trouble?.code).find(found => found !== undefined) ??
    locations.map(state => unitOf(state, unitKey('backup', service)).refused?.code).find(found => found);
  return code === undefined ? 'noAnswer' : reasons[code];
}

const reasons: Readonly<Record<JobSourceErrorCode, BlindReason>> = {
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

/** The watched services in their own order, each once. */
export function inOrder(services: Iterable<Service>): readonly Service[] {
  const wanted = new Set(services);
  return allServices.filter(service => wanted.has(service));
}
