import type { Service } from '../../../domain/job.ts';
import type { EpochMs } from '../../../domain/time.ts';
import type { Pause } from '../../../job-index/read-state.ts';
import { type About, changed, type Fault, isOpen } from '../incident/incident.ts';
import { openFault } from '../incident/open-incident.ts';
import { runIdOf } from '../runs/run-history.ts';
import type { Watch } from '../watch/watch.ts';
import { overdueOf } from './long-running.ts';
import type { SeenService } from './poller.ts';

type Blind = Extract<About, { kind: 'blind' }>;
type Stuck = Extract<About, { kind: 'stuck' }>;

/** A watched service, and what is known of it. */
export interface Watched {
  readonly service: Service;
  readonly watch: Watch;
  readonly state: SeenService;
}

/** True if a service has not been seen for a while. */
export function isBlind({ unseen }: SeenService, now: EpochMs): boolean {
  return unseen !== undefined && now >= unseen.tellAt;
}

/**
 * What a conversation should be told of not seeing: one notice for all its services, which ends when all are seen again.
 * A watch that is ended opens none, and sees one through. Undefined if nothing changes.
 */
export function blindnessOf(
  seen: readonly Watched[],
  faults: readonly Fault[],
  now: EpochMs,
): Fault | undefined {
  const open = faults.find(fault => isOpen(fault) && fault.about.kind === 'blind');
  return open?.about.kind === 'blind'
    ? stillBlind(open, open.about, seen, now)
    : newlyBlind(
        seen.filter(({ watch }) => !watch.isEnding),
        now,
      );
}

/** Pauses that ended longer ago aren't told any more. */
const recentPauseMs = 2 * 24 * 3_600_000;
/** A shorter time without a look isn't told. */
const shortestPauseMs = 3_600_000;

/**
 * What a conversation should be told of times in which nobody looked, since the bot stood still: each once, as a notice that is
 * over. What AvePoint's silence was told for already isn't told again.
 */
export function pausesToTell(
  seen: readonly Watched[],
  pauses: readonly Pause[],
  faults: readonly Fault[],
  now: EpochMs,
): readonly Fault[] {
  const lasting = seen.filter(({ watch }) => !watch.isEnding).map(({ watch }) => watch);
  const [oldest] = lasting.toSorted((a, b) => a.createdAt - b.createdAt);
  if (!oldest) return [];
  return asOne(pauses)
    .filter(({ to }) => to > Math.max(oldest.createdAt, now - recentPauseMs))
    .map(({ from, to }) => ({ from: Math.max(from, oldest.createdAt), to }))
    .filter(pause => !faults.some(({ about }) => about.kind === 'blind' && isToldBy(about, pause)))
    .map(({ from, to }) => {
      const about: Blind = { kind: 'blind', services: [], since: from, seenAgainAt: to, reason: 'noAnswer' };
      const fault = openFault(oldest, about, { since: from, mark: `pause ${from}`, lateMs: 0, now });
      return { ...fault, overAt: to };
    });
}

/** Each location has its own pause of a time in which nobody looked. */
function asOne(pauses: readonly Pause[]): readonly Pause[] {
  const apart: Pause[] = [];
  for (const pause of pauses.toSorted((a, b) => a.from - b.from)) {
    const last = apart.at(-1);
    if (last && pause.from < last.to)
      apart[apart.length - 1] = { from: last.from, to: Math.max(last.to, pause.to) };
    else apart.push(pause);
  }
  return apart;
}

/** True unless more of the pause than a pause is at least has not been told. */
function isToldBy({ since, seenAgainAt = Number.POSITIVE_INFINITY }: Blind, { from, to }: Pause): boolean {
  const beforeMs = Math.min(since, to) - from;
  const afterMs = to - Math.max(seenAgainAt, from);
  return Math.max(0, beforeMs) + Math.max(0, afterMs) <= shortestPauseMs && since < to && seenAgainAt > from;
}

function stillBlind(open: Fault, about: Blind, seen: readonly Watched[], now: EpochMs): Fault | undefined {
  const lasting = seen.filter(({ service, watch }) => !watch.isEnding || about.services.includes(service));
  const meant = lasting.length > 0 ? lasting : seen;
  const unseen = meant.filter(({ state }) => state.unseen !== undefined);
  if (unseen.length === 0) return changed(open, { about: { ...about, seenAgainAt: now }, overAt: now });
  const blind = meant.filter(({ state }) => isBlind(state, now));
  const services = namesOf(blind.length > 0 ? blind : unseen, meant.length);
  return services.join() === about.services.join()
    ? undefined
    : changed(open, { about: { ...about, services } });
}

function newlyBlind(seen: readonly Watched[], now: EpochMs): Fault | undefined {
  const blind = seen.filter(({ state }) => isBlind(state, now));
  const [first] = blind;
  if (!first) return undefined;
  const sinces = blind.map(({ state }) => state.seenAt ?? state.unseen?.since ?? now);
  const since = Math.max(Math.min(...sinces), first.watch.createdAt);
  const about: Blind = {
    kind: 'blind',
    services: namesOf(blind, seen.length),
    since,
    seenAgainAt: undefined,
    reason: first.state.unseen?.reason ?? 'noAnswer',
  };
  return openFault(first.watch, about, { since, mark: 'blind', lateMs: 0, now });
}

/** None named if it is all that is watched. */
function namesOf(those: readonly { readonly service: Service }[], all: number): readonly Service[] {
  return those.length === all ? [] : those.map(({ service }) => service);
}

/** Backups of a service that have been running for too long and of which nobody has been told, as new notices. */
export function stuckOf(
  { service, watch, state: { ledger } }: Watched,
  faults: readonly Fault[],
  now: EpochMs,
): readonly Fault[] {
  const { usualMs } = ledger;
  if (watch.isEnding) return [];
  return overdueOf(ledger, now).flatMap(({ id, startedAt }) => {
    if (startedAt === undefined || usualMs === undefined) return [];
    const about: Stuck = { kind: 'stuck', service, jobId: id, startedAt, usualMs, ended: undefined };
    if (faults.some(fault => fault.about.kind === 'stuck' && isSameBackup(fault.about, about))) return [];
    return [openFault(watch, about, { since: startedAt, mark: `stuck ${service} ${id}`, lateMs: 0, now })];
  });
}

/** The notice of a backup that was stuck, once it has ended or is lost; undefined while it runs on. */
export function unstuck(fault: Fault, { ledger }: SeenService, now: EpochMs): Fault | undefined {
  const { about } = fault;
  if (about.kind !== 'stuck' || !isOpen(fault) || about.service !== ledger.service) return undefined;
  const isRunning = ledger.running.some(one => isSame(one.id, one.startedAt, about));
  if (isRunning) return undefined;
  const runId = runIdOf({ id: about.jobId, startedAt: about.startedAt, finishedAt: undefined });
  const run = ledger.runs.find(({ id }) => id === runId);
  const state = run && run.state !== 'inProgress' ? run.state : undefined;
  const at = run?.endedAt ?? now;
  return changed(fault, { about: { ...about, ended: { at, state } }, overAt: at });
}

function isSameBackup(a: Stuck, b: Stuck): boolean {
  return a.service === b.service && isSame(a.jobId, a.startedAt, b);
}

/** A job with an id is the same whatever start it has: that may move while it's queued. */
function isSame(
  id: string | undefined,
  startedAt: EpochMs | undefined,
  { jobId, startedAt: at }: Stuck,
): boolean {
  return id === undefined ? jobId === undefined && startedAt === at : id === jobId;
}
