import { personName } from '../../../cards/mention.ts';
import { moodLooks } from '../../../cards/severity.ts';
import type { Times } from '../../../cards/times.ts';
import type { EpochMs } from '../../../domain/time.ts';
import type { Incident } from '../incident/incident.ts';
import { failureSummary } from './failure-summary.ts';
import { noticeSummary } from './notice-summary.ts';
import { statusOf } from './status.ts';
import type { SubjectSummary } from './subject-summary.ts';

/** The answer at the top of an incident's card. */
export interface IncidentSummary {
  /** With its sign. */
  readonly headline: string;
  readonly notification: string;
  /** Style of the container that it is in. */
  readonly style: string;
  readonly details: readonly string[];
}

/** Returns the state of any incident at `now`. It stays true while the card ages: times are absolute. */
export function incidentSummary(incident: Incident, now: EpochMs, times: Times): IncidentSummary {
  const { about } = incident;
  const subject =
    about.kind === 'failing'
      ? failureSummary(incident, times)
      : // A closed incident isn't followed any more.
        noticeSummary(about, statusOf(incident), incident.closed?.at ?? now, times);
  const { sign, text, notification = text, mood, details } = endedSummary(incident, subject, times);
  return {
    headline: sign === '' ? text : `${sign} ${text}`,
    notification,
    style: moodLooks[mood].style,
    details,
  };
}

/** Returns the summary of an incident that ended without a recovery: neutral, since nothing proves that it's well. */
function endedSummary(incident: Incident, subject: SubjectSummary, times: Times): SubjectSummary {
  const status = statusOf(incident);
  if (incident.about.kind === 'unclear' || status === 'open' || status === 'recovered') return subject;
  const { closed } = incident;
  const end = closed && `${personName(closed.by)} closed it on ${times.instant(closed.at)}${times.zoneNote}`;
  return {
    sign: '',
    text: `${closed ? 'Closed' : 'No longer watched'} · ${subject.text}`,
    mood: 'neutral',
    // Why there is no data may have changed since.
    details: [
      ...(incident.about.kind === 'blind' ? [] : subject.details),
      ...(end === undefined ? [] : [end]),
    ],
  };
}
