import { execute, ranked } from '../../../cards/actions.ts';
import type { AdaptiveCard } from '../../../cards/adaptive-card.ts';
import { askLink } from '../../../cards/common-buttons.ts';
import { bytesOf, maxCardBytes } from '../../../cards/size.ts';
import { cardTemplate } from '../../../cards/template.ts';
import { type CardLocale, type Times, timesFor } from '../../../cards/times.ts';
import { plural } from '../../../domain/plural.ts';
import { jobsLink, reportTextLink } from '../buttons.ts';
import { reasonsOf } from '../card/reasons.ts';
import { serviceFailures } from '../incident/incident.ts';
import template from './card.json' with { type: 'json' };
import { timelineOf } from './lines.ts';
import { reportSummary, reportTitle } from './texts.ts';
import type { IncidentReport } from './timeline.ts';

const expand = cardTemplate(template);

/** As many as a user scrolls through on a phone. */
const mostLines = 40;

/**
 * Renders the report of an incident: key figures, reasons and timeline. Counts the middle of a long timeline.
 *
 * @param others - How many other incidents are open, if the user hasn't chosen this one.
 */
export function reportCard(record: IncidentReport, reader: CardLocale, others = 0): AdaptiveCard {
  const times = timesFor(record.incident.zone, reader, record.answeredAt);
  for (let most = mostLines; ; most -= 1) {
    const card = draw(record, most, others, times);
    if (bytesOf(card) <= maxCardBytes || most === 3) return card;
  }
}

function draw(record: IncidentReport, most: number, others: number, times: Times): AdaptiveCard {
  const { id, about } = record.incident;
  const { lines, ...summary } = reportSummary(record, times);
  const timeline = timelineOf(record, most, times).map(({ when, text }) => ({
    lead: when === '' ? '' : `${when}\u00a0 `,
    text,
  }));
  return expand({
    ...summary,
    others: others === 0 ? [] : [{ text: othersText(others) }],
    title: reportTitle(record),
    details: lines.map(text => ({ text })),
    sections: [
      ...reasonsOf(serviceFailures(record.incident), times),
      ...(timeline.length === 0 ? [] : [{ head: 'Timeline', lines: timeline }]),
    ],
    actions: ranked([
      execute('Post as text', reportTextLink.encode(id)),
      ...(about.kind === 'blind' ? [] : [execute('Show jobs', jobsLink.encode(id))]),
      ...(others === 0 ? [] : [execute('Open incidents', askLink.encode('open incidents'))]),
    ]),
  });
}

function othersText(count: number): string {
  return `△ ${count} other ${plural(count, 'incident is', 'incidents are')} open here now`;
}
