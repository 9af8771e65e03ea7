import { minutesText } from '../../../cards/durations.ts';
import type { Times } from '../../../cards/times.ts';
import { capitalised } from '../../../cards/words.ts';
import { subjectText } from '../card/service-names.ts';
import { statusOf } from '../card/status.ts';
import { incidentSummary } from '../card/summary.ts';
import { isOpen, serviceFailures } from '../incident/incident.ts';
import type { IncidentReport } from './timeline.ts';

/** Returns "Incident report · Exchange Online", "Incident report · 12 services". */
export function reportTitle({ incident }: IncidentReport): string {
  return `Incident report · ${capitalised(subjectText(incident.about))}`;
}

/** What a report says first. */
export interface ReportSummary {
  readonly headline: string;
  readonly style: string;
  /** How long it failed, then how long it took to acknowledge the alert. */
  readonly lines: readonly string[];
  readonly asOf: string;
}

/** Summarises an incident for its report. */
export function reportSummary(report: IncidentReport, times: Times): ReportSummary {
  const { answeredAt, incident } = report;
  const { headline, style, details } = incidentSummary(incident, answeredAt, times);
  const isLasting = serviceFailures(incident).length > 0 && statusOf(incident) !== 'recovered';
  return {
    headline,
    style,
    lines: [
      ...details,
      ...(isLasting ? [isOpen(incident) ? 'No recovery so far' : 'No recovery before it was closed'] : []),
      acknowledgementText(report),
    ],
    asOf: `As of ${times.instant(answeredAt)}${times.zoneNote}`,
  };
}

/** If it was opened again, it had no owner any more. */
function acknowledgementText({ incident, toAcknowledgeMs, toAcknowledgeAgainMs }: IncidentReport): string {
  const isAgain = incident.events.some(({ what }) => what === 'reopened');
  const again =
    toAcknowledgeAgainMs === undefined ? '' : `${minutesText(toAcknowledgeAgainMs)} after it failed again`;
  if (toAcknowledgeMs === undefined)
    return again === '' ? `Not acknowledged${isOpen(incident) ? ' yet' : ''}` : `Acknowledged ${again}`;
  const first = `Acknowledged ${minutesText(toAcknowledgeMs)} after the`;
  if (!isAgain) return `${first} alert`;
  return `${first} first alert, ${again === '' ? 'but not after it failed again' : `and ${again}`}`;
}
