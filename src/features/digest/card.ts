import { execute, ranked } from '../../cards/actions.ts';
import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import { failureBars } from '../../cards/charts.ts';
import { withDetails } from '../../cards/details.ts';
import { readAtTexts } from '../../cards/doubt-texts.ts';
import { recurrenceText } from '../../cards/recurrence-text.ts';
import { retiredTexts } from '../../cards/retired-words.ts';
import { partsOf } from '../../cards/service-rows.ts';
import { totalTexts } from '../../cards/service-totals.ts';
import { moodLooks } from '../../cards/severity.ts';
import { bytesOf, maxCardBytes } from '../../cards/size.ts';
import { cardTemplate } from '../../cards/template.ts';
import template from '../../cards/templates/services.json' with { type: 'json' };
import type { Times } from '../../cards/times.ts';
import { namesOf } from '../../cards/words.ts';
import { plural } from '../../domain/plural.ts';
import type { HealthQuestion } from '../../domain/question.ts';
import { zoneName } from '../../domain/zone.ts';
import type { ServiceHealth } from '../../jobs/health.ts';
import type { Report } from '../../jobs/report.ts';
import { isFine, worstFirst } from '../../jobs/service-state.ts';
import { findPostLink, searchFor } from '../job/buttons.ts';
import { pageLink } from '../job-list/buttons.ts';
import { showLink as statusShowLink } from '../status/buttons.ts';
import { digestSections, rareTexts } from './card-sections.ts';
import { digestActions, settingsAction } from './list-actions.ts';
import type { DigestMessage } from './message.ts';
import { digestHeadline, digestLines, digestNotes, newMeaningTexts } from './texts.ts';
import { digestTitle, digestWindow, previousText, timesOf } from './title.ts';

const expand = cardTemplate(template);

/**
 * Draws a digest. If it doesn't fit into a message, it first leaves out the charts, which repeat the numbers, then rows
 * of the services that are better than others, and says so.
 */
export function digestCard(message: DigestMessage): AdaptiveCard {
  const times = timesOf(message);
  if (!message.report) return expand({ ...frameOf(message, times), ...nothingKnown(message, times) });
  const report = { ...message.report, services: worstFirst(message.report.services) };
  const frame = frameOf({ ...message, report }, times);
  const details = detailsOf(message, report, times);
  const { days, ...figures } = figuresOf(message, report, times);
  const draw = (count: number, bars: typeof days) =>
    withDetails(
      expand({ ...frame, ...figures, days: bars, ...rowsOf(count, message, report, times) }),
      details,
    );
  const card = draw(report.services.length, days);
  if (bytesOf(card) <= maxCardBytes) return card;
  for (let count = report.services.length; ; count -= 1) {
    const card = draw(count, []);
    if (count === 0 || bytesOf(card) <= maxCardBytes) return card;
  }
}

function frameOf(message: DigestMessage, times: Times) {
  const { wish } = message;
  const services = wish?.services ?? [];
  const { text, mood } = digestHeadline(message, times);
  const look = mood === 'unknown' ? { ...moodLooks.warning, sign: '? ' } : moodLooks[mood];
  const title = digestTitle(message, times);
  const headline = `${look.sign}${text}`;
  return {
    fallback: `${headline} · ${title}`,
    title,
    window: `${services.length === 0 ? '' : `${namesOf(services)} · `}${digestWindow(message)}`,
    notes: digestNotes(message, times).map(text => ({ text })),
    style: look.style,
    headline,
    lines: digestLines(message, times).map(text => ({ text })),
  };
}

/** Says why the digest comes, and how to end it. The window has the zone unless it's the reader's own. */
function whyText({ locale, wish }: DigestMessage, times: Times): string {
  if (!wish) return 'To get one every day, say “digest daily at 08:00”.';
  const zone = times.zoneNote === '' ? ` (${zoneName(wish.when.zone)})` : '';
  return `${recurrenceText(wish.when, locale)}${zone}. Say “digest” to change or stop it.`;
}

function nothingKnown(message: DigestMessage, times: Times) {
  return {
    parts: [],
    tableNotes: [],
    days: [],
    dayTexts: [],
    sections: [],
    foot: [{ text: whyText(message, times) }],
    actions: ranked([execute('Check again', statusShowLink.encode(questionOf(message))), settingsAction]),
  };
}

function figuresOf(message: DigestMessage, report: Report, times: Times) {
  return {
    ...failureBars({ question: message, services: report.services }, times),
    sections: digestSections(report, times),
    actions: digestActions(message, report, times),
  };
}

/** Returns the rows of the first `count` services, and what stands below them. */
function rowsOf(count: number, message: DigestMessage, report: Report, times: Times) {
  const { services } = report;
  const listed = questionOf(message);
  const left = services.length - count;
  return {
    parts: partsOf(services.slice(0, count), {
      listed,
      times,
      pageLink,
      openJob: (id, startedAt) => findPostLink.encode(searchFor(id, startedAt, listed.zone)),
      isCompared: true,
    }),
    tableNotes: [
      ...(left > 0
        ? [`and ${left} more ${plural(left, 'service', 'services')}: say “status” to see them.`]
        : []),
      ...(areBracketsShown(services) ? [bracketsText(message)] : []),
    ].map(text => ({ text })),
    foot: [{ text: whyText(message, times) }],
  };
}

function bracketsText({ span }: DigestMessage): string {
  return `In brackets: change from ${previousText(span)}.`;
}

/** Returns false if only the folded rows have numbers in brackets. */
function areBracketsShown(services: readonly ServiceHealth[]): boolean {
  return services.some(one => isCompared(one) && (services.length === 1 || !isFine(one)));
}

function isCompared({ before, tally }: ServiceHealth): boolean {
  return tally !== undefined && before !== undefined && !tally.atLeast && !before.atLeast;
}

function questionOf({ span, wish, zone }: DigestMessage): HealthQuestion {
  const services = wish?.services ?? [];
  return { service: services.length === 1 ? services[0] : undefined, span, spanWords: undefined, zone };
}

/** Returns what unfolds under "Details": the exact window, the totals, and what has no row. */
function detailsOf(message: DigestMessage, report: Report, times: Times): readonly string[] {
  const { answeredAt, notSeen, readAt, retired, services } = report;
  return [
    `Backups that started from ${times.span(message.span)}.`,
    ...totalTexts(services, times),
    ...(!areBracketsShown(services) && services.some(isCompared) ? [bracketsText(message)] : []),
    ...rareTexts(report, times),
    'A service is failing until a clean run has started after its last failure ended.',
    ...newMeaningTexts(message, report),
    ...(notSeen.length > 0 ? [`No backups in the last 60 days: ${namesOf(notSeen)}.`] : []),
    ...retiredTexts(retired, times),
    ...readAtTexts(readAt, answeredAt, times),
  ];
}
