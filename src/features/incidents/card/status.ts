import type { EpochMs } from '../../../domain/time.ts';
import {
  failingSince,
  type Incident,
  isOpen,
  lastingFailures,
  serviceFailures,
} from '../incident/incident.ts';

/** The state of an incident: `over` if it neither recovered nor was closed. */
export type IncidentStatus = 'open' | 'recovered' | 'closed' | 'over';

/** A closed incident hasn't recovered: no clean run proved that. */
export function statusOf(incident: Incident): IncidentStatus {
  if (incident.closed) return 'closed';
  if (hasRecovered(incident)) return 'recovered';
  return isOpen(incident) ? 'open' : 'over';
}

function hasRecovered({ about }: Incident): boolean {
  switch (about.kind) {
    case 'failing':
      return about.troubles.every(({ recovery }) => recovery);
    case 'blind':
      return about.seenAgainAt !== undefined;
    case 'stuck':
      return about.ended !== undefined;
    case 'stopped':
      return about.stops.every(({ againAt, isRetired }) => againAt !== undefined || isRetired);
    case 'unclear':
      return false;
  }
}

/**
 * Returns when it began; since when its services fail this time if they had recovered in between. Every text about the
 * incident names that day, so later times of the same day don't.
 */
export function beganAt(incident: Incident): EpochMs {
  const { about } = incident;
  switch (about.kind) {
    case 'failing':
      return statusOf(incident) === 'recovered'
        ? firstFailureAt(incident)
        : Math.min(...lastingFailures(incident).map(failingSince(incident)));
    case 'blind':
      return about.since;
    case 'stuck':
      return about.startedAt;
    case 'stopped':
      return Math.min(...about.stops.map(({ lastAt }) => lastAt));
    case 'unclear':
      return about.runs[0]?.endedAt ?? about.countedUntil;
  }
}

/** Returns the end of the first of an incident's failures. */
export function firstFailureAt(incident: Incident): EpochMs {
  return Math.min(...serviceFailures(incident).map(({ first }) => first.endedAt));
}
