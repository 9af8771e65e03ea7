import type { EpochMs } from '../../../domain/time.ts';
import {
  type Incident,
  isOpen,
  type MissingStart,
  type MissingStartsSubject,
  withCardChange,
} from '../incident/incident.ts';
import { openIncident } from '../incident/open-incident.ts';
import { ownerOf } from '../incident/ownership.ts';
import type { LocationStarts, MissingStarts } from './missing-starts.ts';
import type { WatchedService } from './no-data.ts';

/** Services that are noticed within this time of others share their incident. */
const joinsWithinMs = 30 * 60_000;

export interface MissingStartParts {
  readonly missingStarts: Pick<MissingStarts, 'of'>;
  /** When the index began. Starts that were missing by then aren't reported. */
  readonly since: EpochMs;
  readonly incidents: readonly Incident[];
  readonly now: EpochMs;
}

/** Returns new and changed incidents of backups that don't start any more. */
export function missingStartIncidents(
  watched: readonly WatchedService[],
  parts: MissingStartParts,
): readonly Incident[] {
  const { incidents, missingStarts, now } = parts;
  const open = incidents.filter(incident => isOpen(incident) && incident.about.kind === 'stopped');
  const followed = new Map(
    open.map(incident => [incident, startedAgain(incident.about as MissingStartsSubject, missingStarts)]),
  );
  const fresh = watched.filter(({ watch }) => !watch.isEnding).flatMap(one => newMissingStarts(one, parts));
  // If one of the watches has no quiet hours, the incident has none.
  const first = fresh.find(({ watch }) => !watch.quiet) ?? fresh[0];
  const isLoud = fresh.some(({ watch }) => !watch.quiet);
  const host = [...followed.keys()].find(
    incident => acceptsMore(incident, now) && !(incident.quiet && isLoud),
  );
  const added = fresh.map(({ stop }) => stop);
  const changes = [...followed].flatMap(([incident, about]) => {
    const stopsNow = incident === host ? [...about.stops, ...added] : about.stops;
    if (about === incident.about && stopsNow.length === about.stops.length) return [];
    return [withEndTime(withCardChange(incident, { about: { ...about, stops: stopsNow } }), now)];
  });
  if (!first || host) return changes;
  const { watch, stop } = first;
  const names = added.map(({ service, location = '' }) => `${service} ${location}`).join();
  // A service that was retired and is expected again stops anew, though it hasn't run since.
  const before = incidents.filter(
    ({ about }) => about.kind === 'stopped' && about.stops.some(has(added)),
  ).length;
  const mark = `stopped ${names}${before > 0 ? ` ${before}` : ''}`;
  const about: MissingStartsSubject = { kind: 'stopped', stops: added };
  return [...changes, openIncident(watch, about, { since: stop.dueAt, mark, lateMs: 0, now })];
}

/** True for an incident that others may join: no user has taken or snoozed it, so a user who does takes those, too. */
function acceptsMore(incident: Incident, now: EpochMs): boolean {
  const isSilenced = incident.snoozed !== undefined && incident.snoozed.until > now;
  return now - incident.openedAt < joinsWithinMs && !ownerOf(incident) && !isSilenced;
}

/** Returns those that no incident includes, open or over: one that was closed isn't reported again. */
function newMissingStarts(
  { service, watch }: WatchedService,
  { incidents, since, missingStarts }: MissingStartParts,
) {
  const { isRetired = true, starts = [] } = missingStarts.of(service) ?? {};
  if (isRetired) return [];
  return starts.flatMap(({ dueAt, lastAt, lateAt, location }) => {
    if (dueAt === undefined || lateAt === undefined || lateAt < since) return [];
    const stop: MissingStart = { service, lastAt, dueAt, ...(location !== undefined && { location }) };
    const isKnown = incidents.some(
      ({ about }) => about.kind === 'stopped' && about.stops.some(one => !one.isRetired && covers(one, stop)),
    );
    return isKnown ? [] : [{ watch, stop }];
  });
}

/** Returns the subject with the services that have started again or were retired since. */
function startedAgain(
  about: MissingStartsSubject,
  missingStarts: Pick<MissingStarts, 'of'>,
): MissingStartsSubject {
  const now = about.stops.map(stop => {
    if (stop.againAt !== undefined || stop.isRetired) return stop;
    const known = missingStarts.of(stop.service);
    if (known?.isRetired) return { ...stop, isRetired: true as const };
    const { lastAt, location } = (known && startsOf(stop, known.starts)) ?? {};
    if (lastAt !== undefined && lastAt > stop.lastAt) return { ...stop, againAt: lastAt };
    return location !== undefined && stop.location === undefined ? { ...stop, location } : stop;
  });
  return now.every((stop, at) => stop === about.stops[at]) ? about : { ...about, stops: now };
}

/**
 * Returns the starts that end a stop. A service may have had one location then and several now, or the other way round:
 * then it is the location of the last run, or else all.
 */
function startsOf(
  { lastAt, location }: MissingStart,
  starts: readonly LocationStarts[],
): LocationStarts | undefined {
  const own = starts.find(one => one.location === location);
  if (own || location !== undefined) return own ?? starts.find(one => one.location === undefined);
  return starts.find(one => one.lastAt === lastAt) ?? starts.toSorted((a, b) => b.lastAt - a.lastAt)[0];
}

/** Ends the incident once none of its services is stopped. */
function withEndTime(incident: Incident, now: EpochMs): Incident {
  const { stops } = incident.about as MissingStartsSubject;
  const isOver = stops.every(({ againAt, isRetired }) => againAt !== undefined || isRetired);
  return isOver
    ? { ...incident, overAt: Math.min(now, Math.max(...stops.map(({ againAt }) => againAt ?? now))) }
    : incident;
}

/** Returns a function that is true for an entry that covers one of `stops`. */
function has(stops: readonly MissingStart[]): (known: MissingStart) => boolean {
  return known => stops.some(stop => covers(known, stop));
}

/**
 * True if nothing has started since `known`. The last run of `stop` may be an earlier one, if AvePoint doesn't list the
 * later one any more.
 */
function covers(known: MissingStart, stop: MissingStart): boolean {
  const isElsewhere =
    known.location !== undefined && stop.location !== undefined && known.location !== stop.location;
  return known.service === stop.service && !isElsewhere && stop.lastAt <= known.lastAt;
}
