import type { Service } from '../domain/job.ts';
import type { EpochMs } from '../domain/time.ts';
import type { SeenService } from './eyes.ts';
import { type About, changed, type Fault, isOpen } from './fault.ts';
import { runIdOf } from './ledger.ts';
import { openFault } from './open-fault.ts';
import { overdueOf } from './overdue.ts';
import type { Watch } from './watch.ts';

/** So many polls in a row must fail, over so long, before it is told that nothing is seen; over longer, fewer will do. */
const failuresUntilTold = 3;
const blindUntilToldMs = 2 * 60_000;
const longBlindMs = 10 * 60_000;

type Blind = Extract<About, { kind: 'blind' }>;
type Stuck = Extract<About, { kind: 'stuck' }>;

/** A watched service, and what is known of it. */
export interface Watched {
  readonly service: Service;
  readonly watch: Watch;
  readonly state: SeenService;
}

/** True where a service has not been seen for a while. */
export function isBlind({ failures, failingSince }: SeenService, now: EpochMs): boolean {
  const blindMs = failures > 0 ? now - (failingSince ?? now) : 0;
  return blindMs >= (failures >= failuresUntilTold ? blindUntilToldMs : longBlindMs);
}

/**
 * What a conversation should be told of not seeing: one notice for all its services, which ends when all are seen again.
 * A watch that is ended opens none, and sees one through. Undefined where nothing changes.
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

function stillBlind(open: Fault, about: Blind, seen: readonly Watched[], now: EpochMs): Fault | undefined {
  const lasting = seen.filter(({ service, watch }) => !watch.isEnding || about.services.includes(service));
  const meant = lasting.length > 0 ? lasting : seen;
  const unseen = meant.filter(({ state }) => state.failures > 0);
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
  const sinces = blind.map(({ state }) => state.seenAt ?? state.failingSince ?? now);
  const since = Math.max(Math.min(...sinces), first.watch.createdAt);
  const about: Blind = {
    kind: 'blind',
    services: namesOf(blind, seen.length),
    since,
    seenAgainAt: undefined,
    reason: first.state.reason ?? 'noAnswer',
  };
  return openFault(first.watch, about, { since, mark: 'blind', lateMs: 0, now });
}

/** None named where it is all that is watched. */
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
  const isRunning = ledger.running.some(one => one.id === about.jobId && one.startedAt === about.startedAt);
  if (isRunning) return undefined;
  const runId = runIdOf({ id: about.jobId, startedAt: about.startedAt, finishedAt: undefined });
  const run = ledger.runs.find(({ id }) => id === runId);
  const state = run && run.state !== 'inProgress' ? run.state : undefined;
  const at = run?.endedAt ?? now;
  return changed(fault, { about: { ...about, ended: { at, state } }, overAt: at });
}

function isSameBackup(a: Stuck, b: Stuck): boolean {
  return a.service === b.service && a.jobId === b.jobId && a.startedAt === b.startedAt;
}
