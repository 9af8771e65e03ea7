import { isDeepStrictEqual } from 'node:util';
import { services as allServices, type Job, type Service } from '../domain/job.ts';
import { JobSourceError } from '../domain/job-source.ts';
import type { Log } from '../domain/log.ts';
import { StoreError } from '../domain/store.ts';
import type { Clock, EpochMs } from '../domain/time.ts';
import { type BackupSight, type Pulse, TooMany } from '../jobs/backup-sight.ts';
import { DoubtfulAnswer } from '../jobs/careful.ts';
import type { BlindReason } from './fault.ts';
import { afterLook, type Ledger, lookBackMs, runIdOf, runOf, usualOf } from './ledger.ts';
import type { Ledgers } from './ledgers.ts';

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
  /** When the source wants to be asked again, if it told. */
  readonly retryAt: EpochMs | undefined;
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
/** After a longer pause others may have looked, and what is kept here says nothing of it. */
const pauseMs = 15 * 60_000;
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
  let polledAt: EpochMs = 0;
  /** The counts have changed, and no list has shown why: the lists may be late. */
  let isUnexplained = false;
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
    try {
      // As it is kept: another process may have written it since the last look from here.
      const ledger = await ledgers.get(service);
      const look = await sight.look(service, { from: now - lookBackMs, to: now }, ledger.running, until);
      if (look.ended.some(job => job.state === 'failed' && runIdOf(job) === undefined))
        throw new DoubtfulAnswer('a job that failed has neither an id nor a time');
      const after = afterLook(ledger, look, clock.now());
      const usual = after.usualMs ?? (await usualFromPast(service, after, now, until));
      const whole = { ...after, usualMs: usual };
      if (!isDeepStrictEqual(idsOf(whole), idsOf(ledger))) isUnexplained = false;
      if (look.lost.length > 0)
        log.warn({ service, lost: look.lost.length }, 'running backups were not found again');
      await ledgers.put(whole);
      jobs.set(service, byRun(look.ended));
      saw(service, whole);
      // What was not found, or not read, this time is asked for with the next poll.
      const isOwing = look.lost.length > 0 || (needsUsual(whole) && !usualTried.has(service));
      if (!isOwing) unlooked.delete(service);
      return true;
    } catch (error) {
      if (error instanceof StoreError) throw error;
      log.warn({ service, err: error }, 'a service could not be looked at');
      await failed(service, error);
      return false;
    }
  }

  /** Asked once, and only where something runs whose length could be judged by it. */
  async function usualFromPast(service: Service, ledger: Ledger, now: EpochMs, until: EpochMs) {
    if (!needsUsual(ledger) || usualTried.has(service)) return undefined;
    try {
      const past = await sight.runs(service, { from: now - usualDaysMs, to: now }, until);
      usualTried.add(service);
      return past && usualOf(past.flatMap(job => runOf(job) ?? []));
    } catch (error) {
      log.warn({ service, err: error }, 'how long backups usually take could not be read');
      return undefined;
    }
  }

  return {
    async poll(services) {
      const now = Math.floor(clock.now() / 1_000) * 1_000;
      const until = clock.now() + pollMs;
      if (clock.now() - polledAt > pauseMs) last = undefined;
      polledAt = clock.now();
      for (const service of known.keys()) if (!services.includes(service)) known.delete(service);
      for (const service of services) await stateOf(service);
      const wasUnexplained = isUnexplained;
      isUnexplained = false;
      try {
        const isChanged = await hasChanged(services, now, until);
        if (isChanged || wasUnexplained) for (const service of services) unlooked.add(service);
        isUnexplained = isChanged;
      } catch (error) {
        log.warn({ err: error }, 'backups cannot be seen');
        for (const service of services) await failed(service, error);
        const retryAt = error instanceof JobSourceError ? error.details.retryAt : undefined;
        return { news: [], isSeen: false, retryAt };
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
        const at = clock.now();
        await ledgers.markSeen(at);
        markedAt = at;
      }
      return { news, isSeen, retryAt: undefined };
    },
    seen: service => known.get(service),
    details: (service, runId) => jobs.get(service)?.get(runId),
  };
}

function byRun(jobs: readonly Job[]): ReadonlyMap<string, Job> {
  return new Map(jobs.map(job => [runIdOf(job) ?? '', job]));
}

/** True where something runs whose length nobody can judge. */
function needsUsual({ running, usualMs }: Ledger): boolean {
  return running.length > 0 && usualMs === undefined;
}

/** What a look can have found. */
function idsOf({ runs, running }: Ledger) {
  return [runs.map(({ id }) => id), running.map(({ id, startedAt }) => [id, startedAt])];
}

function reasonOf(error: unknown): BlindReason {
  if (error instanceof TooMany) return 'tooMany';
  if (error instanceof DoubtfulAnswer) return 'doubtful';
  if (!(error instanceof JobSourceError)) return 'unexpected';
  if (error.code === 'malformed') return 'doubtful';
  return ['unauthorised', 'forbidden', 'not-found', 'rejected'].includes(error.code) ? 'refused' : 'noAnswer';
}

/** The watched services in their own order, each once. */
export function inOrder(services: Iterable<Service>): readonly Service[] {
  const wanted = new Set(services);
  return allServices.filter(service => wanted.has(service));
}
