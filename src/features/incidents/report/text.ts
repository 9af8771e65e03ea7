import { type CardLocale, timesFor } from '../../../cards/times.ts';
import { incidentHeadline } from '../card/headlines.ts';
import { causeTexts } from '../card/reasons.ts';
import { serviceFailures } from '../incident/incident.ts';
import { timelineOf } from './lines.ts';
import { reportFigures, reportTitle, reportWindow } from './texts.ts';
import type { IncidentReport } from './timeline.ts';

/** In UTF-8. */
const mostBytes = 20_000;
const mostLines = 200;

/** Returns the report of an incident as plain text, to be copied into a ticket: at most 20,000 bytes. */
export function reportText(record: IncidentReport, reader: CardLocale): string {
  const { answeredAt, incident } = record;
  const times = timesFor(incident.zone, reader, answeredAt);
  const causes = causeTexts(serviceFailures(incident), times);
  const textOf = (most: number) =>
    [
      reportTitle(record),
      reportWindow(record, times),
      incidentHeadline(incident, answeredAt, times).text,
      ...reportFigures(record, times).map(({ title, value }) => `${title}: ${value}`),
      ...(causes.length === 0 ? [] : ['', 'Causes:', ...causes]),
      '',
      'What happened:',
      ...timelineOf(record, most, times).map(({ when, text }) => [when, text].filter(Boolean).join(' ')),
    ].join('\n');
  for (let most = mostLines; ; most -= 1) {
    const text = textOf(most);
    if (Buffer.byteLength(text) <= mostBytes || most === 3) return text;
  }
}
