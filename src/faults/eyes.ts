import { services as allServices, type Job, type Service } from '../domain/job.ts';
import { JobSourceError } from '../domain/job-source.ts';
import type { Log } from '../domain/log.ts';
import type { Clock, EpochMs } from '../domain/time.ts';
import type { BackupSight, Pulse } from '../jobs/backup-sight.ts';
import { afterLook, type Ledger, lookBackMs, runIdOf, runOf, usualOf } from './ledger.ts';
import type { Ledgers } from './ledgers.ts';

/** Why a service could not be seen. */
export type BlindReason = 'noAnswer' | 'doubtful' | 'refused';

/** What is known of one service, and until when. */
export interface SeenService {
  readonly ledger: Ledger;
  /** The last poll that saw it; undefined where none has. */
  readonly seenAt: EpochMs | undefined;
  /** Polls in a row that could not see it, and why the last could not. */
  readonly failures: number;
  readonly reason: BlindReason | undefined;
  /** When a poll first could not see it. */
  readonly failingSince: EpochMs | undefined;
}

/** What one poll came to. */
export interface PollResult {
  /** Services of which something new is known. */
  readonly news: readonly Service[];
  readonly isSeen: boolean;
}

/** Looks at the services that are watched, with as few requests as will do. Rejects with `StoreError`. */
export interface Eyes {
  poll(services: readonly Service[]): Promise<PollResult>;
  seen(service: Service): SeenService | undefined;
  /** A job as the last look told it. */
  details(service: Service, runId: string): Job | undefined;
}

export interface EyesParts {
  readonly sight: BackupSight;
  readonly ledgers: Ledgers;
  readonly clock: Clock;
  readonly log: Log;
}

/** One poll's requests, with their retries. */
const pollMs = 50_000;
/** The window of the counts stays as it is for so long, so that they can only grow; then everything is looked at anew. */
const windowKeptMs = 6 * 3_600_000;
/** That all was seen is recorded no more often. */
const markEveryMs = 55_000;
/** How far back is looked once for how long a service's runs take, where the window has too few. */
const usualDaysMs = 14 * 24 * 3_600_000;

/**
 * A poll counts three things (see `Pulse`), of the one service that is watched or of all. Only where a count has changed,
 * or a look has failed before, it looks at the services themselves.
 */
export function createEyes({ sight, ledgers, clock, log }: EyesParts): Eyes {
  const known = new Map<Service, SeenService>();
  const jobs = new Map<Service, ReadonlyMap<string, Job>>();
  const unlooked = new Set<Service>();
  const usualTried = new Set<Service>();
  let markedAt: EpochMs = 0;
  let last:
    | { readonly service: Service | undefined; readonly from: EpochMs; readonly pulse: Pulse }
    | undefined;

  async function stateOf(service: Service): Promise<SeenService> {
    const state = known.get(service);
    if (state) return state;
    const fresh = {
      ledger: await ledgers.get(service),
      seenAt: await ledgers.seenAt(),
      failures: 0,
      reason: undefined,
      failingSince: undefined,
    };
    known.set(service, fresh);
    unlooked.add(service);
    return fresh;
  }

  async function failed(service: Service, error: unknown): Promise<void> {
    const state = await stateOf(service);
    known.set(service, {
      ...state,
      failures: state.failures + 1,
      reason: reasonOf(error),
      failingSince: state.failingSince ?? clock.now(),
    });
  }

  function saw(service: Service, ledger: Ledger): void {
    known.set(service, {
      ledger,
      seenAt: clock.now(),
      failures: 0,
      reason: undefined,
      failingSince: undefined,
    });
  }

  /** True where something may have started or ended since the last poll. */
  async function hasChanged(services: readonly Service[], now: EpochMs, until: EpochMs): Promise<boolean> {
    const service = services.length === 1 ? services[0] : undefined;
    const isSameWindow = last && last.service === service && now - last.from < lookBackMs + windowKeptMs;
    const from = isSameWindow && last ? last.from : now - lookBackMs;
    const pulse = await sight.pulse(service, { from, to: now }, until);
    const before = isSameWindow ? last?.pulse : undefined;
    last = { service, from, pulse };
    return (
      !before?.isExact ||
      !pulse.isExact ||
      before.all !== pulse.all ||
      before.running !== pulse.running ||
      before.failed !== pulse.failed
    );
  }

  async function lookAt(service: Service, now: EpochMs, until: EpochMs): Promise<boolean> {
    const { ledger } = await stateOf(service);
    try {
      const look = await sight.look(service, { from: now - lookBackMs, to: now }, ledger.running, until);
      const after = afterLook(ledger, look, clock.now());
      const usual = after.usualMs ?? (await usualFromPast(service, after, now, until));
      const whole = { ...after, usualMs: usual };
      if (look.lost.length > 0)
        log.warn({ service, lost: look.lost.length }, 'running backups were not found again');
      await ledgers.put(whole);
      jobs.set(service, byRun(look.ended));
      saw(service, whole);
      unlooked.delete(service);
      return true;
    } catch (error) {
      if (isStoreError(error)) throw error;
      log.warn({ service, err: error }, 'a service could not be looked at');
      await failed(service, error);
      return false;
    }
  }

  /** Asked once, and only where something runs whose length could be judged by it. */
  async function usualFromPast(service: Service, { running }: Ledger, now: EpochMs, until: EpochMs) {
    if (running.length === 0 || usualTried.has(service)) return undefined;
    usualTried.add(service);
    const past = await sight.runs(service, { from: now - usualDaysMs, to: now }, until);
    return past && usualOf(past.flatMap(job => runOf(job) ?? []));
  }

  return {
    async poll(services) {
      const now = Math.floor(clock.now() / 1_000) * 1_000;
      const until = clock.now() + pollMs;
      for (const service of services) await stateOf(service);
      try {
        if (await hasChanged(services, now, until)) for (const service of services) unlooked.add(service);
      } catch (error) {
        log.warn({ err: error }, 'backups cannot be seen');
        for (const service of services) await failed(service, error);
        return { news: [], isSeen: false };
      }
      const news: Service[] = [];
      const asked = services.filter(service => unlooked.has(service));
      const looked = await Promise.all(asked.map(service => lookAt(service, now, until)));
      for (const [at, service] of asked.entries()) if (looked[at]) news.push(service);
      for (const service of services) {
        const state = known.get(service);
        if (state && !asked.includes(service)) saw(service, state.ledger);
      }
      const isSeen = looked.every(Boolean);
      if (isSeen && clock.now() - markedAt >= markEveryMs) {
        markedAt = clock.now();
        await ledgers.markSeen(markedAt);
      }
      return { news, isSeen };
    },
    seen: service => known.get(service),
    details: (service, runId) => jobs.get(service)?.get(runId),
  };
}

function byRun(jobs: readonly Job[]): ReadonlyMap<string, Job> {
  return new Map(jobs.map(job => [runIdOf(job) ?? '', job]));
}

function isStoreError(error: unknown): boolean {
  return (error as Error).name === 'StoreError';
}

function reasonOf(error: unknown): BlindReason {
  if (!(error instanceof JobSourceError)) return 'doubtful';
  if (error.code === 'malformed') return 'doubtful';
  return ['unauthorised', 'forbidden', 'not-found', 'rejected'].includes(error.code) ? 'refused' : 'noAnswer';
}

/** The watched services in their own order, each once. */
export function inOrder(services: Iterable<Service>): readonly Service[] {
  const wanted = new Set(services);
  return allServices.filter(service => wanted.has(service));
}
