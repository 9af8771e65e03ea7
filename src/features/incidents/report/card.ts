import { execute } from '../../../cards/actions.ts';
import type { AdaptiveCard } from '../../../cards/adaptive-card.ts';
import { bytesOf, maxCardBytes } from '../../../cards/size.ts';
import { cardTemplate } from '../../../cards/template.ts';
import { type CardLocale, type Times, timesFor } from '../../../cards/times.ts';
import { jobsLink, reportTextLink } from '../buttons.ts';
import { incidentHeadline } from '../card/headlines.ts';
import { causeTexts } from '../card/reasons.ts';
import { serviceFailures } from '../incident/incident.ts';
import template from './card.json' with { type: 'json' };
import { timelineOf } from './lines.ts';
import { reportFigures, reportTitle, reportWindow } from './texts.ts';
import type { IncidentReport } from './timeline.ts';

const expand = cardTemplate(template);

/** As many as a user scrolls through on a phone. */
const mostLines = 40;

/** Renders the report of an incident: key figures, causes and timeline. Counts the middle of a long timeline. */
export function reportCard(record: IncidentReport, reader: CardLocale): AdaptiveCard {
  const times = timesFor(record.incident.zone, reader, record.answeredAt);
  for (let most = mostLines; ; most -= 1) {
    const card = draw(record, most, times);
    if (bytesOf(card) <= maxCardBytes || most === 3) return card;
  }
}

function draw(record: IncidentReport, most: number, times: Times): AdaptiveCard {
  const { answeredAt, incident } = record;
  const { id, about } = incident;
  const { text: headline, style } = incidentHeadline(incident, answeredAt, times);
  const causes = causeTexts(serviceFailures(incident), times).map(text => ({ when: '', text }));
  const lines = timelineOf(record, most, times);
  return expand({
    title: reportTitle(record),
    style,
    headline,
    window: reportWindow(record, times),
    facts: reportFigures(record, times),
    sections: [
      ...(causes.length === 0 ? [] : [{ head: 'Causes', texts: causes }]),
      {
        head: 'What happened',
        texts: lines.map(({ when, text }) => ({ when: when === '' ? '' : `${when}\u00a0 `, text })),
      },
    ],
    actions: [
      execute('As text', reportTextLink.encode(id)),
      ...(about.kind === 'blind' ? [] : [execute('Show jobs', jobsLink.encode(id))]),
    ],
  });
}
