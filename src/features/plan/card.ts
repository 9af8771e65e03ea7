import { execute, ranked, suggestionActions } from '../../cards/actions.ts';
import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import { askLink } from '../../cards/common-buttons.ts';
import { withDetails } from '../../cards/details.ts';
import { type Asides, noteTexts } from '../../cards/notes.ts';
import { clipped } from '../../cards/plain.ts';
import { cardTemplate } from '../../cards/template.ts';
import { type CardLocale, type Times, timesFor } from '../../cards/times.ts';
import { nameOf, namesIn, namesOf } from '../../cards/words.ts';
import { servicesOf } from '../../domain/question.ts';
import type { PlanAnswer } from '../../jobs/planned.ts';
import { namesInWords } from '../../language/compose.ts';
import template from './card.json' with { type: 'json' };
import { planSentence } from './read.ts';

const expand = cardTemplate(template);
/** Starts of one service; more are counted. */
const mostTimes = 6;

/** Draws when backups are planned to start next: the soonest in the first line. Never green, since nothing has run. */
export function planCard(answer: PlanAnswer, asides: Asides, reader: CardLocale): AdaptiveCard {
  const { question, next, plan, answeredAt } = answer;
  const times = timesFor(question.zone, reader, answeredAt);
  const names = namesIn(question);
  const title = names === undefined ? 'Planned backups' : `Planned backups · ${names}`;
  const headline = headlineOf(answer, times);
  const services = servicesOf(question);
  const lastGood = services.length === 0 ? 'coverage' : `last good backup of ${namesInWords(services)}`;
  const card = expand({
    fallback: `${title}: ${headline}`,
    title,
    window: `${plan === 'read' ? 'AvePoint’s plan' : 'AvePoint'} · as\u00a0of\u00a0${times.time(answeredAt)}${times.zoneNote}`,
    notes: noteTexts(asides.notes).map(text => ({ text })),
    headline,
    lines: linesOf(answer, times).map(text => ({ text })),
    rows: (question.isOfTomorrow ? [] : next).map(({ service, startsAt }) => ({
      name: nameOf(service),
      times: `  ${timesText(startsAt, answer, times)}`,
    })),
    actions: ranked([
      execute('Last good backup', askLink.encode(lastGood)),
      execute(question.isOfTomorrow ? 'Rest of today' : 'Refresh', askLink.encode(planSentence(services))),
      ...suggestionActions(asides.offers),
    ]),
  });
  return withDetails(card, detailsOf(answer));
}

function headlineOf({ next, plan, question, over }: PlanAnswer, times: Times): string {
  if (question.isOfTomorrow && plan === 'read')
    return 'AvePoint doesn’t tell yet what’s planned for tomorrow';
  const [first] = question.isOfTomorrow ? [] : next;
  const [at] = first?.startsAt ?? [];
  if (first && at !== undefined) return `Next: ${nameOf(first.service)} at ${times.brief(at)}`;
  switch (plan) {
    case 'read':
      return over.length > 0 || servicesOf(question).length === 0
        ? 'No more backups are planned today'
        : 'No backup is planned today';
    case 'none':
      return 'This AvePoint API doesn’t tell when backups are planned';
    case 'forbidden':
      return 'I’m not allowed to read when backups are planned';
    case 'unread':
      return 'I couldn’t read when backups are planned';
  }
}

function linesOf(
  { next, over, permission, plan, question, until, without }: PlanAnswer,
  times: Times,
): readonly string[] {
  if (plan === 'forbidden') return [`The app registration lacks ${clipped(permission ?? '', 120)}.`];
  if (plan === 'unread') return ['Try again in a minute.'];
  if (plan === 'none') return ['The last good backup shows when each service ran.'];
  const ends = `The plan ends ${times.brief(until)}; AvePoint doesn’t tell what comes after.`;
  if (question.isOfTomorrow) return [ends];
  return [
    ends,
    ...(next.length > 0 && over.length > 0 ? [`No more today: ${namesOf(over)}.`] : []),
    ...(without.length > 0 && next.length + over.length > 0
      ? [`No backup planned today: ${namesOf(without)}.`]
      : []),
  ];
}

/** Returns "18:00, 22:00 and 3 more". */
function timesText(startsAt: readonly number[], { answeredAt }: PlanAnswer, times: Times): string {
  const rest = startsAt.length - mostTimes;
  const shown = startsAt.slice(0, mostTimes).map(at => times.near(at, answeredAt));
  return rest > 0 ? `${shown.join(', ')} and ${times.number(rest)} more` : shown.join(', ');
}

function detailsOf({ isOfOneLocation, plan }: PlanAnswer): readonly string[] {
  if (plan !== 'read') return [];
  return [
    'AvePoint’s plan is of one day in UTC.',
    'A planned run may start later, or not at all if the one before is still running.',
    ...(isOfOneLocation ? ['The plan is that of the central location.'] : []),
  ];
}
