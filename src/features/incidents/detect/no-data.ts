import type { Service } from '../../../domain/job.ts';
import type { EpochMs } from '../../../domain/time.ts';
import type { Pause } from '../../../job-index/read-state.ts';
import { type Incident, isOpen, type NoDataSubject, withCardChange } from '../incident/incident.ts';
import { openIncident } from '../incident/open-incident.ts';
import type { Watch } from '../watch/watch.ts';
import type { ServiceSnapshot } from './poller.ts';

/** A watched service, and the latest scan of it. */
export interface WatchedService {
  readonly service: Service;
  readonly watch: Watch;
  readonly state: ServiceSnapshot;
}

/** True if there has been no data for a service long enough to report it. */
export function hasNoData({ gap }: ServiceSnapshot, now: EpochMs): boolean {
  return gap !== undefined && now >= gap.reportAt;
}

/**
 * Returns the incident of missing data, new or changed: one for all services of the conversation, which ends when there
 * is data for all of them. A watch that is ending opens none, and continues an open one to its end. Returns undefined
 * if nothing changes.
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

/** Older pauses aren't reported. */
const recentPauseMs = 2 * 24 * 3_600_000;
/** Shorter pauses aren't reported. */
const shortestPauseMs = 3_600_000;

/**
 * Returns an incident, already over, for each pause in which the bot was down and didn't read AvePoint. Leaves out
 * pauses that another incident of missing data covers.
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

/** Merges pauses that overlap: each location has its own. */
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

/** True if what the incident leaves uncovered is shorter than any pause that is reported. */
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

/** Returns no names if they are all that is watched. */
function namesOf(those: readonly { readonly service: Service }[], all: number): readonly Service[] {
  return those.length === all ? [] : those.map(({ service }) => service);
}
