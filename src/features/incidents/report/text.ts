import { markdownFree } from '../../../cards/markdown-free.ts';
import { type CardLocale, timesFor } from '../../../cards/times.ts';
import { reasonsOf } from '../card/reasons.ts';
import { serviceFailures } from '../incident/incident.ts';
import { timelineOf } from './lines.ts';
import { reportSummary, reportTitle } from './texts.ts';
import type { IncidentReport } from './timeline.ts';

/** In UTF-8. */
const mostBytes = 20_000;
const mostLines = 200;

/**
 * Returns the report of an incident as text, to be copied into a ticket: at most 20,000 bytes. It reads the same as
 * Markdown, in which the two spaces keep the end of a line. Names its zone for readers elsewhere.
 */
export function reportText(record: IncidentReport, { locale }: CardLocale): string {
  const { answeredAt, incident } = record;
  const times = timesFor(incident.zone, { locale }, answeredAt);
  const { asOf, headline, lines } = reportSummary(record, times);
  const blockOf = (texts: readonly string[]) => texts.map(markdownFree).join('  \n');
  const reasons = reasonsOf(serviceFailures(incident), times).map(section =>
    blockOf([`${section.head}:`, ...section.lines.map(({ lead, text }) => `${lead}${text}`)]),
  );
  const textOf = (most: number) => {
    const timeline = timelineOf(record, most, times).map(({ when, text }) => `${when} ${text}`);
    return [
      blockOf([reportTitle(record), headline, ...lines, asOf]),
      ...reasons,
      ...(timeline.length === 0 ? [] : [blockOf(['Timeline:', ...timeline])]),
    ].join('\n\n');
  };
  for (let most = mostLines; ; most -= 1) {
    const text = textOf(most);
    if (Buffer.byteLength(text) <= mostBytes || most === 3) return text;
  }
}
