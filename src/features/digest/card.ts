import { execute } from '../../cards/actions.ts';
import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import { failureBars, noCharts } from '../../cards/charts.ts';
import { askLink } from '../../cards/common-buttons.ts';
import { readAtTexts } from '../../cards/doubt-texts.ts';
import { fourColumns, healthRow, numberHeads, stillRunningTexts } from '../../cards/number-table.ts';
import { recurrenceText } from '../../cards/recurrence-text.ts';
import { retiredTexts } from '../../cards/retired-words.ts';
import { bytesOf, maxCardBytes } from '../../cards/size.ts';
import { cardTemplate } from '../../cards/template.ts';
import overview from '../../cards/templates/overview.json' with { type: 'json' };
import { type Times, timesFor } from '../../cards/times.ts';
import { namesOf } from '../../cards/words.ts';
import { services as allServices } from '../../domain/job.ts';
import type { HealthQuestion } from '../../domain/question.ts';
import { verdicts } from '../../domain/verdict.ts';
import { zoneName } from '../../domain/zone.ts';
import type { ServiceHealth } from '../../jobs/health.ts';
import type { Report } from '../../jobs/report.ts';
import { pageLink } from '../job-list/buttons.ts';
import { showLink as statusShowLink } from '../status/buttons.ts';
import { digestSections } from './card-sections.ts';
import { listActions, outcomeTexts, totalRow } from './card-totals.ts';
import type { DigestMessage } from './message.ts';
import { digestHeadline, digestNotes } from './texts.ts';

const expand = cardTemplate(overview);

/**
 * Draws a digest. If it doesn't fit into a message, it first leaves out the charts, which repeat the numbers, then rows
 * of the services that are better than others, and says so.
 */
export function digestCard(message: DigestMessage): AdaptiveCard {
  const { report } = message;
  const times = timesFor(message.zone, message, message.composedAt);
  if (!report) return expand({ ...frameOf(message, times), ...nothingKnown(message) });
  const rows = report.services.filter(isTold).toSorted(worstFirst);
  const whole = { ...frameOf(message, times), ...figuresOf(message, report, times) };
  const card = expand({ ...whole, ...rowsOf(rows, rows.length, message, report, times) });
  if (bytesOf(card) <= maxCardBytes) return card;
  for (let count = rows.length; ; count -= 1) {
    const smaller = { ...whole, days: [] };
    const card = expand({ ...smaller, ...rowsOf(rows, count, message, report, times) });
    if (count === 0 || bytesOf(card) <= maxCardBytes) return card;
  }
}

function frameOf(message: DigestMessage, times: Times) {
  const { occasion, span, wish } = message;
  const services = wish?.services ?? [];
  const title = `${occasion === 'followUp' ? 'Backups, now known' : 'Backups'} · ${
    services.length === 0 ? 'all services' : namesOf(services)
  }`;
  const { text, style, details } = digestHeadline(message, times);
  return {
    fallback: `${title}: ${text}`,
    title,
    window: times.span(span),
    notes: digestNotes(message, times).map(text => ({ text })),
    style,
    headline: text,
    details: details.map(text => ({ text })),
  };
}

/** Says why the digest comes, and how to end it. */
function whyText({ wish }: DigestMessage): string {
  return wish
    ? `${recurrenceText(wish.when)} (${zoneName(wish.when.zone)}), as asked for here. Say “digest” to change or end it.`
    : 'Say “digest daily at 08:00”, and it comes by itself.';
}

function nothingKnown(message: DigestMessage) {
  return {
    table: [],
    ...noCharts,
    sections: [],
    lines: [{ text: whyText(message) }],
    actions: [execute('Look now', statusShowLink.encode(questionOf(message))), settings],
  };
}

const settings = execute('Digests here', askLink.encode('digest'));

function figuresOf(message: DigestMessage, report: Report, times: Times) {
  return {
    ...failureBars({ question: message, services: report.services }, times),
    outcomeTexts: outcomeTexts(report, times).map(text => ({ text })),
    sections: digestSections(report, times),
    actions: [...listActions(message, report, times), settings],
  };
}

function rowsOf(
  rows: readonly ServiceHealth[],
  count: number,
  message: DigestMessage,
  report: Report,
  times: Times,
) {
  const left = rows.length - count;
  return {
    table: [
      {
        columns: fourColumns,
        heads: numberHeads,
        rows: [
          totalRow(message, report, times),
          ...rows.slice(0, count).map(one => healthRow(one, questionOf(message), times, pageLink.encode)),
        ],
      },
    ],
    lines: [
      ...(left > 0 ? [`and ${left} more ${left === 1 ? 'service' : 'services'}; “status” shows them.`] : []),
      ...linesOf(report, times),
      whyText(message),
    ].map(text => ({ text })),
  };
}

/** Returns false for a service with nothing but clean finishes, which needs no row. */
function isTold({ tally }: ServiceHealth): boolean {
  return !tally || tally.atLeast || tally.states.finished === 0 || tally.states.finished < tally.total;
}

function worstFirst(a: ServiceHealth, b: ServiceHealth): number {
  return (
    verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict) ||
    allServices.indexOf(a.service) - allServices.indexOf(b.service)
  );
}

function questionOf({ span, wish, zone }: DigestMessage): HealthQuestion {
  const services = wish?.services ?? [];
  return { service: services.length === 1 ? services[0] : undefined, span, spanWords: undefined, zone };
}

function linesOf(
  { answeredAt, notSeen, readAt, retired, services }: Report,
  times: Times,
): readonly string[] {
  const clean = services.filter(one => !isTold(one)).map(({ service }) => service);
  const compared = services.some(({ tally, before }) => tally && before);
  return [
    ...(clean.length > 0 && clean.length < services.length
      ? [`All finished without a fault: ${namesOf(clean)}.`]
      : []),
    ...stillRunningTexts(services.map(({ tally }) => tally)),
    ...(compared ? ['In brackets: the change from the equally long time directly before.'] : []),
    ...(notSeen.length > 0 ? [`No backups in the last 60 days: ${namesOf(notSeen)}.`] : []),
    ...retiredTexts(retired, times),
    ...readAtTexts(readAt, answeredAt, times),
  ];
}
