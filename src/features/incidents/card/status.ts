import { personName } from '../../../cards/mention.ts';
import type { Times } from '../../../cards/times.ts';
import type { EpochMs } from '../../../domain/time.ts';
import { type Incident, isOpen } from '../incident/incident.ts';

/** How it stands with a fault: `over` if it is neither good again nor closed by hand. */
export type IncidentStatus = 'open' | 'goodAgain' | 'closed' | 'over';

/** Closed by hand is not good again: nobody saw a clean run. */
export function statusOf(incident: Incident): IncidentStatus {
  if (incident.closed) return 'closed';
  if (isGoodAgain(incident)) return 'goodAgain';
  return isOpen(incident) ? 'open' : 'over';
}

function isGoodAgain({ about }: Incident): boolean {
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

/** When it began. Its day is named on everything that is said of the fault: later times of that day need none. */
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

/** What a fault that is neither open nor good again begins with: "Closed by Kim, 05:00". */
export function endText(incident: Incident, times: Times): string {
  const { closed } = incident;
  if (!closed) return 'Not followed any more';
  return `Closed by ${personName(closed.by)}, ${times.near(closed.at, beganAt(incident))}`;
}
