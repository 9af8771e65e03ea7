import { execute, ranked, suggestionActions } from '../../cards/actions.ts';
import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import { failureBars } from '../../cards/charts.ts';
import { withDetails } from '../../cards/details.ts';
import { doubtTexts } from '../../cards/doubt-texts.ts';
import { quietTexts, unknownTexts } from '../../cards/no-result-texts.ts';
import { type Asides, noteTexts } from '../../cards/notes.ts';
import { countedList } from '../../cards/number-table.ts';
import { plural } from '../../cards/plural.ts';
import { problemsOf } from '../../cards/problem-texts.ts';
import {
  ranThoughRetiredTexts,
  recordsUnreadText,
  retireActions,
  retiredTexts,
} from '../../cards/retired-words.ts';
import { moodLooks } from '../../cards/severity.ts';
import { bytesOf, maxCardBytes } from '../../cards/size.ts';
import { cardTemplate } from '../../cards/template.ts';
import { type CardLocale, type Times, timesFor } from '../../cards/times.ts';
import { nameOf, namesOf } from '../../cards/words.ts';
import { badStates, services } from '../../domain/job.ts';
import type { HealthQuestion } from '../../domain/question.ts';
import { verdicts } from '../../domain/verdict.ts';
import type { HealthAnswer, ServiceHealth } from '../../jobs/health.ts';
import { problemCount } from '../../jobs/tally.ts';
import { showLink as whyLink } from '../causes/buttons.ts';
import { pageLink } from '../job-list/buttons.ts';
import { againLink } from './buttons.ts';
import template from './card.json' with { type: 'json' };
import { hasRecovered, headlineOf, isMissing, presentVerdict } from './headline.ts';
import { partsOf } from './rows.ts';
import { totalTexts } from './totals.ts';

const expand = cardTemplate(template);

/** Longer lists are in the table only. */
const mostLines = 6;
/** If more services than this have stopped, and all of them, they have one cause. */
const mostOfOneCause = 2;

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
  const { text, mood } = headlineOf(answer);
  const look = mood === 'unknown' ? { ...moodLooks.warning, sign: '? ' } : moodLooks[mood];
  const headline = `${look.sign}${text}`;
  const worstFirst = answer.services.toSorted(
    (a, b) =>
      verdicts.indexOf(presentVerdict(a)) - verdicts.indexOf(presentVerdict(b)) ||
      services.indexOf(a.service) - services.indexOf(b.service),
  );
  const asOf = readAt === undefined ? '' : ` · as\u00a0of\u00a0${times.near(readAt, answeredAt)}`;
  return {
    fallback: headline,
    title: question.service ? `Status · ${nameOf(question.service)}` : 'Backup status',
    window: `${times.window(question.span)}${asOf}`,
    notes: noteTexts(asides.notes).map(text => ({ text })),
    style: look.style,
    headline,
    lines: linesOf(answer, worstFirst, times).map(text => ({ text })),
    parts: partsOf(worstFirst, listed, times),
    ...failureBars(answer, times),
    actions: actionsOf(answer, asides, listed, times),
  };
}

function actionsOf(answer: HealthAnswer, asides: Asides, listed: HealthQuestion, times: Times) {
  const { question } = answer;
  const tallies = answer.services.flatMap(({ tally }) => tally ?? []);
  const problems = tallies.reduce((sum, tally) => sum + problemCount(tally), 0);
  const list = countedList(listed, question.service, badStates, tallies);
  const running = countedList(listed, question.service, ['inProgress'], tallies);
  const why = { ...listed, type: 'backup' } as const;
  return ranked([
    ...(list ? [execute(`Problems (${times.number(problems)})`, pageLink.encode(list))] : []),
    ...(list ? [execute('Why', whyLink.encode(why))] : []),
    execute('Refresh', againLink.encode(question)),
    ...(running
      ? [execute(`Running (${times.number(runningIn(answer.services))})`, pageLink.encode(running))]
      : []),
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
function linesOf(
  answer: HealthAnswer,
  worstFirst: readonly ServiceHealth[],
  times: Times,
): readonly string[] {
  const isAnyRun = answer.services.some(({ tally }) => tally?.total !== 0);
  if (answer.verdict === 'neutral' && !isAnyRun) return ['No backup started in this window.'];
  const doubtful = worstFirst.flatMap(({ service, doubt }) => (doubt ? [{ service, doubt }] : []));
  const isNamed = answer.verdict === 'warning';
  const lines = [
    ...(answer.areRecordsUnread ? [recordsUnreadText] : []),
    ...ranThoughRetiredTexts(worstFirst, answer.retired, times),
    ...unknownTexts(worstFirst),
    ...doubtTexts(doubtful, worstFirst.length, answer.answeredAt, times),
    ...beyondTexts(answer, times),
    ...worstFirst.filter(isMissing).map(one => `${nameOf(one.service)}: ${problemsOf(one, times)}.`),
    ...recoveredTexts(worstFirst, times),
    ...(isNamed ? [] : exceptionsTexts(worstFirst)),
    ...quietTexts(worstFirst),
    ...runningTexts(worstFirst, times),
  ];
  const rest = lines.length - mostLines;
  return rest > 0 ? [...lines.slice(0, mostLines), `and ${rest} more, in the table.`] : lines;
}

function recoveredTexts(all: readonly ServiceHealth[], times: Times): readonly string[] {
  const recovered = all.filter(hasRecovered).map(({ service }) => service);
  const [first, second] = recovered;
  if (!first) return [];
  if (!second) return [`${nameOf(first)} failed earlier and has been good since.`];
  return [
    `${times.number(recovered.length)} failed earlier and have been good since: ${namesOf(recovered)}.`,
  ];
}

function exceptionsTexts(all: readonly ServiceHealth[]): readonly string[] {
  const those = all.filter(({ verdict }) => verdict === 'warning');
  return those.length === 0 ? [] : [`With exceptions: ${namesOf(those.map(({ service }) => service))}.`];
}

/** Says that some may yet fail. */
function runningTexts(all: readonly ServiceHealth[], times: Times): readonly string[] {
  const running = runningIn(all);
  return running === 0
    ? []
    : [`${times.number(running)} ${plural(running, 'backup is', 'backups are')} still running.`];
}

function runningIn(all: readonly ServiceHealth[]): number {
  return all.reduce((sum, { tally }) => sum + (tally?.states.inProgress ?? 0), 0);
}

function beyondTexts({ beyond }: HealthAnswer, times: Times): readonly string[] {
  if (beyond === 0) return [];
  return beyond === undefined
    ? ['How many backups there are in all could not be read.']
    : [
        `${times.number(beyond)} more ${plural(beyond, 'backup is', 'backups are')} of no service that I know.`,
      ];
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
