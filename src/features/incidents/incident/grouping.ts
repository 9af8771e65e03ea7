import type { Service } from '../../../domain/job.ts';
import type { EpochMs } from '../../../domain/time.ts';
import { quietUntil } from '../../../schedule/quiet-hours.ts';
import { failingSubject, withEndTime } from '../detect/evaluate.ts';
import { type Incident, isOpen, type ServiceFailure, serviceFailures, withCardChange } from './incident.ts';
import { includesRun, mergedFailures } from './service-failure.ts';

/** More services than these are one wide outage. */
const mostApart = 3;
/** A service that fails within this time of a wide outage's beginning is part of it. */
const joinsWithinMs = 30 * 60_000;

/** The incident that others are merged into, which may be new, and those others. */
interface Merge {
  readonly into: Incident;
  readonly isNew: boolean;
  readonly from: readonly Incident[];
}

/** Changes to the incidents that are about to be announced. */
export interface Grouping {
  /** Over before they were due to be announced: they stay silent. */
  readonly silent: readonly Incident[];
  readonly merged: readonly Merge[];
}

/**
 * Merges incidents that a reader takes for one: those of more than three services, and those that closely follow a wide
 * outage. Incidents that quiet hours held back are silent if all of them were over when the quiet hours ended, however
 * late they are grouped. Missing data is announced if it began before the quiet hours, and a run whose end is unknown
 * always is.
 */
export function groupIncidents(incidents: readonly Incident[], now: EpochMs): Grouping {
  const unannounced = incidents.filter(
    incident => isUnannounced(incident) && (incident.heldUntil ?? now) <= now,
  );
  const heldBack = unannounced.filter(
    incident =>
      incident.heldUntil !== undefined && !isEarlierGap(incident) && incident.about.kind !== 'unclear',
  );
  const silent = heldBack.every(isOverInTime) ? heldBack : [];
  const rest = unannounced.filter(
    incident => !silent.includes(incident) && incident.about.kind === 'failing',
  );

  const merged: Merge[] = [];
  const left: Incident[] = [];
  for (const incident of rest) {
    const at = merged.findIndex(({ into }) => absorbs(into, incident, now));
    const host =
      merged[at]?.into ?? incidents.find(other => other !== incident && absorbs(other, incident, now));
    if (!host) left.push(incident);
    else if (at >= 0) merged[at] = joined(host, incident, merged[at]?.from ?? []);
    else merged.push(joined(host, incident, []));
  }
  const [first, ...others] = left;
  if (first && servicesOf(left).size > mostApart)
    merged.push({ into: wideOf(first, others), isNew: true, from: left });
  else merged.push(...ofOneService(left));
  return { silent, merged };
}

/** True if the incident was over when the quiet hours that held it back ended. */
function isOverInTime({ overAt, heldUntil = 0 }: Incident): boolean {
  return overAt !== undefined && overAt <= heldUntil;
}

/** True for missing data that began before the quiet hours in which it was noticed. */
function isEarlierGap({ about, quiet, heldUntil }: Incident): boolean {
  return about.kind === 'blind' && quietUntil(quiet, about.since) !== heldUntil;
}

function servicesOf(incidents: readonly Incident[]): ReadonlySet<Service> {
  return new Set(incidents.flatMap(serviceFailures).map(({ service }) => service));
}

/** Merges incidents of one service that followed each other unannounced into the last of them. */
function ofOneService(left: readonly Incident[]): readonly Merge[] {
  return [...servicesOf(left)].flatMap(service => {
    const those = left.filter(incident => serviceFailures(incident)[0]?.service === service);
    const [last] = those.toSorted((a, b) => b.openedAt - a.openedAt);
    if (!last || those.length < 2) return [];
    const others = those.filter(incident => incident !== last);
    const none: Merge = { into: last, isNew: false, from: [] };
    return [others.reduce((so, incident) => joined(so.into, incident, so.from), none)];
  });
}

/** True if the card was neither posted nor is in flight. */
function isUnannounced({ events, telling, isSilent }: Incident): boolean {
  const isAnnounced = events.some(({ what }) => what === 'told');
  return !telling.said && telling.begun.length === 0 && !isAnnounced && !isSilent;
}

/**
 * True if `host` is an open incident that includes this failure already, or a wide outage that has just begun and isn't
 * snoozed.
 */
function absorbs(host: Incident, incident: Incident, now: EpochMs): boolean {
  if (host.id === incident.id || host.about.kind !== 'failing' || !isOpen(host) || isUnannounced(host))
    return false;
  const has = ({ service, first }: ServiceFailure) =>
    serviceFailures(host).some(one => one.service === service && (!one.recovery || includesRun(one, first)));
  if (serviceFailures(incident).every(has)) return true;
  const isSilenced = host.snoozed !== undefined && host.snoozed.until > now;
  return servicesOf([host]).size > mostApart && now - host.openedAt <= joinsWithinMs && !isSilenced;
}

function joined(host: Incident, incident: Incident, from: readonly Incident[]): Merge {
  const about = failingSubject(allTroubles([host, incident]));
  return { into: withEndTime(withCardChange(host, { about })), isNew: false, from: [...from, incident] };
}

/** Merges all of them into a new incident. Its id is computed from theirs, so every instance computes the same one. */
function wideOf(first: Incident, others: readonly Incident[]): Incident {
  const all = [first, ...others];
  const sum = all.reduce((so, { id }) => (so + Number.parseInt(id.slice(8), 16)) % 0x1_0000_0000, 0);
  const id = `${first.id.slice(0, 8)}${sum.toString(16).padStart(8, '0')}`;
  const lateMs = Math.max(...all.map(incident => incident.lateMs ?? 0));
  const { lateMs: _, ...rest } = first;
  const wide: Incident = {
    ...rest,
    id,
    about: failingSubject(allTroubles(all)),
    openedAt: Math.min(...all.map(({ openedAt }) => openedAt)),
    ...(lateMs > 0 ? { lateMs } : {}),
    // If one of them has no quiet hours, the outage has none.
    quiet: all.every(({ quiet }) => quiet) ? first.quiet : undefined,
    heldUntil: undefined,
    pausedUntil: leastPause(all),
    overAt: undefined,
  };
  return withEndTime(wide);
}

function allTroubles(incidents: readonly Incident[]): readonly ServiceFailure[] {
  const troubles = new Map<string, ServiceFailure>();
  for (const failure of incidents.flatMap(serviceFailures)) {
    const known = troubles.get(failure.service);
    troubles.set(failure.service, known ? mergedFailures(known, failure) : failure);
  }
  return [...troubles.values()];
}

/** If one of them isn't paused, the outage isn't. */
function leastPause(all: readonly Incident[]): Incident['pausedUntil'] {
  const ends = all.flatMap(({ pausedUntil }) => pausedUntil ?? []);
  return ends.length === all.length ? Math.min(...ends) : undefined;
}
