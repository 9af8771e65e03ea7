import { personName } from '../../../cards/mention.ts';
import { type Mood, moodLooks } from '../../../cards/severity.ts';
import type { Times } from '../../../cards/times.ts';
import type { EpochMs } from '../../../domain/time.ts';
import type { Incident } from '../incident/incident.ts';
import { failureSummary } from './failure-summary.ts';
import { noticeSummary } from './notice-summary.ts';
import { statusOf } from './status.ts';

/** What happened, as far as it depends on what the incident is about. */
export interface SubjectSummary {
  readonly sign: string;
  /** Only the bot's own words, names of services among them. */
  readonly text: string;
  /** For a phone's notification, if that isn't `text`. */
  readonly notification?: string;
  readonly mood: Mood;
  /** Since when, and how sure that is. May contain data, so no client may read Markdown there. */
  readonly details: readonly string[];
}

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
      : noticeSummary(about, statusOf(incident), now, times);
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
    details: end === undefined ? subject.details : [end],
  };
}
