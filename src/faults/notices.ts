import type { Service } from '../domain/job.ts';
import type { EpochMs } from '../domain/time.ts';
import type { SeenService } from './eyes.ts';
import type { About, Fault } from './fault.ts';
import { isOpen } from './fault.ts';
import { runIdOf } from './ledger.ts';
import { changed, openFault } from './open-fault.ts';
import type { Watch } from './watch.ts';

/** So many polls in a row must fail before it is told that nothing is seen. */
const failuresUntilTold = 3;
/** A backup is not stuck before it has run so many times as long as usual, and this long. */
const stuckTimes = 3;
const stuckAtLeastMs = 5 * 60_000;

type Blind = Extract<About, { kind: 'blind' }>;
type Stuck = Extract<About, { kind: 'stuck' }>;

/** True where the services of a watch have not been seen for a while. */
export function isBlind({ failures }: SeenService): boolean {
  return failures >= failuresUntilTold;
}

/**
 * What a conversation should be told of not seeing: one notice for all its services, which ends when all are seen again.
 * Undefined where nothing changes.
 */
export function blindnessOf(
  watch: Watch,
  seen: readonly { readonly service: Service; readonly state: SeenService }[],
  faults: readonly Fault[],
  now: EpochMs,
): { readonly fault: Fault; readonly isNew: boolean } | undefined {
  const open = faults.find(fault => isOpen(fault) && fault.about.kind === 'blind');
  const unseen = seen.filter(({ state }) => state.failures > 0);
  const blind = seen.filter(({ state }) => isBlind(state));
  if (open?.about.kind === 'blind') {
    if (unseen.length === 0) {
      const about: Blind = { ...open.about, seenAgainAt: now };
      return { fault: changed(open, { about, overAt: now }), isNew: false };
    }
    const services = namesOf(blind.length > 0 ? blind : unseen, seen.length);
    if (services.join() === open.about.services.join()) return undefined;
    return { fault: changed(open, { about: { ...open.about, services } }), isNew: false };
  }
  const [first] = blind;
  if (!first) return undefined;
  const sinces = blind.map(({ state }) => state.seenAt ?? state.failingSince ?? now);
  const since = Math.max(Math.min(...sinces), watch.createdAt);
  const about: Blind = {
    kind: 'blind',
    services: namesOf(blind, seen.length),
    since,
    seenAgainAt: undefined,
    reason: first.state.reason ?? 'noAnswer',
  };
  return { fault: openFault(watch, about, { since, mark: 'blind', lateMs: 0, now }), isNew: true };
}

/** None named where it is all that is watched. */
function namesOf(those: readonly { readonly service: Service }[], all: number): readonly Service[] {
  return those.length === all ? [] : those.map(({ service }) => service);
}

/** Backups of a service that have been running for too long and of which nobody has been told, as new notices. */
export function stuckOf(
  watch: Watch,
  { ledger }: SeenService,
  faults: readonly Fault[],
  now: EpochMs,
): readonly Fault[] {
  const { service, usualMs } = ledger;
  if (usualMs === undefined || watch.isEnding) return [];
  return ledger.running.flatMap(({ id, startedAt }) => {
    if (startedAt === undefined || now - startedAt <= Math.max(stuckTimes * usualMs, stuckAtLeastMs))
      return [];
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
