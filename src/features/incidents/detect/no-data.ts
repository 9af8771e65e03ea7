import type { Service } from '../../../domain/job.ts';
import type { EpochMs } from '../../../domain/time.ts';
import type { Pause } from '../../../job-index/read-state.ts';
import { type Incident, type IncidentSubject, isOpen, withCardChange } from '../incident/incident.ts';
import { openIncident } from '../incident/open-incident.ts';
import { runIdOf } from '../runs/run-history.ts';
import type { Watch } from '../watch/watch.ts';
import { overdueBackups } from './long-running.ts';
import type { ServiceSnapshot } from './poller.ts';

type NoDataSubject = Extract<IncidentSubject, { kind: 'blind' }>;
type LongRunningSubject = Extract<IncidentSubject, { kind: 'stuck' }>;

/** A watched service, and what is known of it. */
export interface WatchedService {
  readonly service: Service;
  readonly watch: Watch;
  readonly state: ServiceSnapshot;
}

/** True if a service has not been seen for a while. */
export function hasNoData({ gap }: ServiceSnapshot, now: EpochMs): boolean {
  return gap !== undefined && now >= gap.reportAt;
}

/**
 * What a conversation should be told of not seeing: one notice for all its services, which ends when all are seen again.
 * A watch that is ended opens none, and sees one through. Undefined if nothing changes.
 */
export function noDataIncident(
  watched: readonly WatchedService[],
  incidents: readonly Incident[],
  now: EpochMs,
): Incident | undefined {
  const open = incidents.find(incident => isOpen(incident) && incident.about.kind === 'blind');
  return open?.about.kind === 'blind'
    ? updatedNoData(open, open.about, watched, now)
    : openNoData(
        watched.filter(({ watch }) => !watch.isEnding),
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
export function pauseIncidents(
  watched: readonly WatchedService[],
  pauses: readonly Pause[],
  incidents: readonly Incident[],
  now: EpochMs,
): readonly Incident[] {
  const lasting = watched.filter(({ watch }) => !watch.isEnding).map(({ watch }) => watch);
  const [oldest] = lasting.toSorted((a, b) => a.createdAt - b.createdAt);
  if (!oldest) return [];
  return mergedPauses(pauses)
    .filter(({ to }) => to > Math.max(oldest.createdAt, now - recentPauseMs))
    .map(({ from, to }) => ({ from: Math.max(from, oldest.createdAt), to }))
    .filter(pause => !incidents.some(({ about }) => about.kind === 'blind' && isCoveredBy(about, pause)))
    .map(({ from, to }) => {
      const about: NoDataSubject = {
        kind: 'blind',
        services: [],
        since: from,
        seenAgainAt: to,
        reason: 'noAnswer',
      };
      const incident = openIncident(oldest, about, { since: from, mark: `pause ${from}`, lateMs: 0, now });
      return { ...incident, overAt: to };
    });
}

/** Each location has its own pause of a time in which nobody looked. */
function mergedPauses(pauses: readonly Pause[]): readonly Pause[] {
  const merged: Pause[] = [];
  for (const pause of pauses.toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last && pause.from < last.to)
      merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, pause.to) };
    else merged.push(pause);
  }
  return merged;
}

/** True unless more of the pause than a pause is at least has not been told. */
function isCoveredBy(
  { since, seenAgainAt = Number.POSITIVE_INFINITY }: NoDataSubject,
  { from, to }: Pause,
): boolean {
  const beforeMs = Math.min(since, to) - from;
  const afterMs = to - Math.max(seenAgainAt, from);
  return Math.max(0, beforeMs) + Math.max(0, afterMs) <= shortestPauseMs && since < to && seenAgainAt > from;
}

function updatedNoData(
  open: Incident,
  about: NoDataSubject,
  watched: readonly WatchedService[],
  now: EpochMs,
): Incident | undefined {
  const lasting = watched.filter(({ service, watch }) => !watch.isEnding || about.services.includes(service));
  const relevant = lasting.length > 0 ? lasting : watched;
  const incomplete = relevant.filter(({ state }) => state.gap !== undefined);
  if (incomplete.length === 0)
    return withCardChange(open, { about: { ...about, seenAgainAt: now }, overAt: now });
  const reported = relevant.filter(({ state }) => hasNoData(state, now));
  const services = namesOf(reported.length > 0 ? reported : incomplete, relevant.length);
  return services.join() === about.services.join()
    ? undefined
    : withCardChange(open, { about: { ...about, services } });
}

function openNoData(watched: readonly WatchedService[], now: EpochMs): Incident | undefined {
  const affected = watched.filter(({ state }) => hasNoData(state, now));
  const [first] = affected;
  if (!first) return undefined;
  const sinces = affected.map(({ state }) => state.seenAt ?? state.gap?.since ?? now);
  const since = Math.max(Math.min(...sinces), first.watch.createdAt);
  const about: NoDataSubject = {
    kind: 'blind',
    services: namesOf(affected, watched.length),
    since,
    seenAgainAt: undefined,
    reason: first.state.gap?.reason ?? 'noAnswer',
  };
  return openIncident(first.watch, about, { since, mark: 'blind', lateMs: 0, now });
}

/** None named if it is all that is watched. */
function namesOf(those: readonly { readonly service: Service }[], all: number): readonly Service[] {
  return those.length === all ? [] : those.map(({ service }) => service);
}

/** Backups of a service that have been running for too long and of which nobody has been told, as new notices. */
export function longRunningIncidents(
  { service, watch, state: { history } }: WatchedService,
  incidents: readonly Incident[],
  now: EpochMs,
): readonly Incident[] {
  const { usualMs } = history;
  if (watch.isEnding) return [];
  return overdueBackups(history, now).flatMap(({ id, startedAt }) => {
    if (startedAt === undefined || usualMs === undefined) return [];
    const about: LongRunningSubject = {
      kind: 'stuck',
      service,
      jobId: id,
      startedAt,
      usualMs,
      ended: undefined,
    };
    if (incidents.some(incident => incident.about.kind === 'stuck' && isSameBackup(incident.about, about)))
      return [];
    return [openIncident(watch, about, { since: startedAt, mark: `stuck ${service} ${id}`, lateMs: 0, now })];
  });
}

/** The notice of a backup that was stuck, once it has ended or is lost; undefined while it runs on. */
export function longRunningEnded(
  incident: Incident,
  { history }: ServiceSnapshot,
  now: EpochMs,
): Incident | undefined {
  const { about } = incident;
  if (about.kind !== 'stuck' || !isOpen(incident) || about.service !== history.service) return undefined;
  const isRunning = history.running.some(one => isSame(one.id, one.startedAt, about));
  if (isRunning) return undefined;
  const runId = runIdOf({ id: about.jobId, startedAt: about.startedAt, finishedAt: undefined });
  const run = history.runs.find(({ id }) => id === runId);
  const state = run && run.state !== 'inProgress' ? run.state : undefined;
  const at = run?.endedAt ?? now;
  return withCardChange(incident, { about: { ...about, ended: { at, state } }, overAt: at });
}

function isSameBackup(a: LongRunningSubject, b: LongRunningSubject): boolean {
  return a.service === b.service && isSame(a.jobId, a.startedAt, b);
}

/** A job with an id is the same whatever start it has: that may move while it's queued. */
function isSame(
  id: string | undefined,
  startedAt: EpochMs | undefined,
  { jobId, startedAt: at }: LongRunningSubject,
): boolean {
  return id === undefined ? jobId === undefined && startedAt === at : id === jobId;
}
