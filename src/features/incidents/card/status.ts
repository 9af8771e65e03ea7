import type { EpochMs } from '../../../domain/time.ts';
import { type Incident, isOpen } from '../incident/incident.ts';

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

/** Returns when it began. Every text about the incident names that day, so later times of the same day don't. */
export function beganAt({ about }: Incident): EpochMs {
  switch (about.kind) {
    case 'failing':
      return Math.min(...about.troubles.map(({ first }) => first.endedAt));
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
