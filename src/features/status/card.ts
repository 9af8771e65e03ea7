import { execute, ranked, suggestionActions } from '../../cards/actions.ts';
import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import { failureBars } from '../../cards/charts.ts';
import { withDetails } from '../../cards/details.ts';
import { type Asides, noteTexts } from '../../cards/notes.ts';
import { countedList } from '../../cards/number-table.ts';
import { retireActions, retiredTexts } from '../../cards/retired-words.ts';
import { headlineOf } from '../../cards/service-headline.ts';
import { doubtLines, firstLines, problemLines, runningIn, runningLines } from '../../cards/service-lines.ts';
import { partsOf } from '../../cards/service-rows.ts';
import { totalTexts } from '../../cards/service-totals.ts';
import { moodLooks, unknownLook } from '../../cards/severity.ts';
import { bytesOf, maxCardBytes } from '../../cards/size.ts';
import { cardTemplate } from '../../cards/template.ts';
import template from '../../cards/templates/services.json' with { type: 'json' };
import { type CardLocale, type Times, timesFor } from '../../cards/times.ts';
import { namesIn, namesOf } from '../../cards/words.ts';
import { badStates, type JobState } from '../../domain/job.ts';
import { type HealthQuestion, questionLimits } from '../../domain/question.ts';
import type { HealthAnswer, ServiceHealth } from '../../jobs/health.ts';
import { isMissing, worstFirst } from '../../jobs/service-state.ts';
import { problemCount } from '../../jobs/tally.ts';
import { showLink as whyLink } from '../causes/buttons.ts';
import { findPostLink, searchFor } from '../job/buttons.ts';
import { pageLink, tabsLink } from '../job-list/buttons.ts';
import { againLink } from './buttons.ts';

const expand = cardTemplate(template);

/** A window that ended longer ago doesn't say how the backups are now. */
const presentMs = 60_000;
/** If more services than this have stopped, and all of them, they have one cause. */
const mostOfOneCause = 2;
/** Lists of more services in all bad states don't fit side by side. */
const mostTabbed = questionLimits.maxTabs / badStates.length;

/**
 * Draws whether the backups of a window are well: which services are failing now, which have recovered, and in one
 * folded line those that are fine. If the card doesn't fit into a message, it first leaves out the bars, then the
 * period's words in the buttons, then the totals of the time before.
 */
export function statusCard(answer: HealthAnswer, asides: Asides, reader: CardLocale): AdaptiveCard {
  const times = timesFor(answer.question.zone, reader, answer.answeredAt);
  const draw = (model: ReturnType<typeof modelOf>, details: readonly string[]) =>
    withDetails(expand(model), details);
  const details = detailsOf(answer, answer.services, times);
  const model = modelOf(answer, asides, times, answer.question);
  const wordless = modelOf(answer, asides, times, { ...answer.question, spanWords: undefined });
  const smaller = [
    () => draw(model, details),
    () => draw({ ...model, days: [] }, details),
    () => draw({ ...wordless, days: [] }, details),
  ];
  for (const make of smaller) {
    const card = make();
    if (bytesOf(card) <= maxCardBytes) return card;
  }
  const withoutBefore = answer.services.map(one => ({ ...one, before: undefined }));
  return draw({ ...wordless, days: [] }, detailsOf(answer, withoutBefore, times));
}

/** `listed` is the question as the lists behind the numbers ask it. */
function modelOf(answer: HealthAnswer, asides: Asides, times: Times, listed: HealthQuestion) {
  const { question, readAt, answeredAt } = answer;
  const services = worstFirst(answer.services);
  const endText = answeredAt - question.span.to < presentMs ? undefined : 'at the end';
  const { text, mood } = headlineOf(answer, {
    service: question.service,
    isOfSome: question.services !== undefined,
    endText,
  });
  const look = mood === 'unknown' ? unknownLook : moodLooks[mood];
  const headline = `${look.sign}${text}`;
  const names = namesIn(question);
  const asOf = readAt === undefined ? '' : ` · as\u00a0of\u00a0${times.near(readAt, answeredAt)}`;
  return {
    fallback: headline,
    title: names === undefined ? 'Backup status' : `Status · ${names}`,
    window: `${times.window(question.span)}${asOf}`,
    notes: noteTexts(asides.notes).map(text => ({ text })),
    style: look.style,
    headline,
    lines: linesOf({ ...answer, services }, times).map(text => ({ text })),
    parts: partsOf(services, {
      listed,
      times,
      pageLink,
      openJob: (id, startedAt) => findPostLink.encode(searchFor(id, startedAt, question.zone)),
    }),
    ...failureBars(answer, times),
    tableNotes: [],
    sections: [],
    foot: [],
    actions: actionsOf(answer, asides, listed, times),
  };
}

function actionsOf(answer: HealthAnswer, asides: Asides, listed: HealthQuestion, times: Times) {
  const { question } = answer;
  const tallies = answer.services.flatMap(({ tally }) => tally ?? []);
  const problems = tallies.reduce((sum, tally) => sum + problemCount(tally), 0);
  const listOf = (states: readonly JobState[]) => {
    const counted = countedList(listed, question.service, states, tallies);
    if (!counted || !question.services) return counted && pageLink.encode(counted);
    const { services, span, spanWords, zone } = { ...listed, services: question.services };
    const { pageSize } = counted.question;
    return tabsLink.encode({
      question: { type: 'backup', services, states, span, spanWords, zone, pageSize },
    });
  };
  const list =
    question.services === undefined || question.services.length <= mostTabbed ? listOf(badStates) : undefined;
  const running = listOf(['inProgress']);
  const why = { ...listed, type: 'backup' } as const;
  return ranked([
    ...(list ? [execute(`Problems (${times.number(problems)})`, list)] : []),
    ...(list ? [execute('Why', whyLink.encode(why))] : []),
    execute('Refresh', againLink.encode(question)),
    ...(running ? [execute(`Running (${times.number(runningIn(answer))})`, running)] : []),
    ...retireActions(stoppedOf(answer), answer.retired, answer.answeredAt),
    ...suggestionActions(asides.offers),
  ]);
}

/**
 * Returns the rows to offer retirement for. If everything has stopped it's the schedule, unless the index has forgotten
 * a service.
 */
function stoppedOf({ services }: HealthAnswer): readonly ServiceHealth[] {
  const isEverything = services.length > mostOfOneCause && services.every(isMissing);
  return isEverything ? services.filter(({ stopped }) => stopped?.isForgotten) : services;
}

/** Returns what stands under the headline: why it isn't certain, then what it doesn't name. */
function linesOf(answer: HealthAnswer, times: Times): readonly string[] {
  const isAnyRun = answer.services.some(({ tally }) => tally?.total !== 0);
  if (answer.verdict === 'neutral' && !isAnyRun) return ['No backup started in this window.'];
  return firstLines([
    ...doubtLines(answer, times),
    ...problemLines(answer, times),
    ...runningLines(answer, times),
  ]);
}

/** Returns what unfolds under "Details": the exact window, the totals, and what has no row. */
function detailsOf(
  { question, notSeen, retired, services }: HealthAnswer,
  counted: readonly ServiceHealth[],
  times: Times,
): readonly string[] {
  const unread = services.filter(({ tally, before, doubt }) => tally && !before && !doubt);
  return [
    `Backups that started from ${times.span(question.span)}.`,
    ...totalTexts(counted, times),
    ...(unread.length > 0
      ? [`The time before could not be read: ${namesOf(unread.map(({ service }) => service))}.`]
      : []),
    'A service is failing until a clean run has started after its last failure ended.',
    ...(notSeen.length > 0 ? [`No backups in the last 60 days: ${namesOf(notSeen)}.`] : []),
    ...retiredTexts(retired, times),
  ];
}
