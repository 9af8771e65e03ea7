import { execute, suggestionActions } from '../../cards/actions.ts';
import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import { healthCharts } from '../../cards/charts.ts';
import { doubtTexts, readAtTexts } from '../../cards/doubt-texts.ts';
import {
  isNothingStarted,
  neutralHeadline,
  nothingStartedText,
  quietTexts,
  unknownTexts,
} from '../../cards/no-result-texts.ts';
import { type Asides, noteTexts } from '../../cards/notes.ts';
import { fourColumns, healthRow, numberHeads, stillRunningTexts } from '../../cards/number-table.ts';
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
import overview from '../../cards/templates/overview.json' with { type: 'json' };
import { type CardLocale, type Times, timesFor } from '../../cards/times.ts';
import { nameOf, namesOf } from '../../cards/words.ts';
import { services } from '../../domain/job.ts';
import type { HealthQuestion } from '../../domain/question.ts';
import { verdicts } from '../../domain/verdict.ts';
import type { HealthAnswer, ServiceHealth } from '../../jobs/health.ts';
import { pageLink } from '../job-list/buttons.ts';
import { againLink } from './buttons.ts';

const expand = cardTemplate(overview);

/** Longer lists are in the table only. */
const mostDetails = 6;
/** If more services than this have stopped, and all of them, they have one cause. */
const mostOfOneCause = 2;

/**
 * Draws how the backups are: the verdict, each service with its numbers, and those of the time before. If that doesn't
 * fit into a message, it leaves out first the charts, which repeat the table, then the period's words in the lists
 * behind the numbers, then the changes.
 */
export function statusCard(answer: HealthAnswer, asides: Asides, reader: CardLocale): AdaptiveCard {
  const times = timesFor(answer.question.zone, reader, answer.answeredAt);
  const fits = (card: AdaptiveCard) => bytesOf(card) <= maxCardBytes;
  const model = modelOf(answer, asides, times, answer.question);
  const whole = expand(model);
  if (fits(whole)) return whole;
  const withoutCharts = expand({ ...model, outcomes: [], days: [] });
  if (fits(withoutCharts)) return withoutCharts;
  const wordless = { ...answer.question, spanWords: undefined };
  const withoutWords = expand({ ...modelOf(answer, asides, times, wordless), outcomes: [], days: [] });
  if (fits(withoutWords)) return withoutWords;
  const bare = modelOf(withoutChanges(answer), asides, times, wordless);
  return expand({ ...bare, lines: withoutTimeBefore(bare.lines), outcomes: [], days: [] });
}

function withoutChanges(answer: HealthAnswer): HealthAnswer {
  return { ...answer, services: answer.services.map(one => ({ ...one, before: undefined })) };
}

function withoutTimeBefore(lines: readonly { readonly text: string }[]) {
  return lines.filter(({ text }) => !text.startsWith(timeBeforeUnread));
}

const timeBeforeUnread = 'The time before could not be read';

/** `listed` is the question as the lists behind the numbers ask it. */
function modelOf(answer: HealthAnswer, asides: Asides, times: Times, listed: HealthQuestion) {
  const { question, verdict } = answer;
  const look = verdict === 'unknown' ? { ...moodLooks.warning, sign: '? ' } : moodLooks[verdict];
  const title = question.service ? `Backups · ${nameOf(question.service)}` : 'Backups · all services';
  const headline = `${look.sign}${headlineOf(answer)}`;
  const worstFirst = answer.services.toSorted(
    (a, b) =>
      verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict) ||
      services.indexOf(a.service) - services.indexOf(b.service),
  );
  return {
    fallback: `${title}: ${headline}`,
    title,
    window: times.span(question.span),
    notes: noteTexts(asides.notes).map(text => ({ text })),
    style: look.style,
    headline,
    details: detailsOf(answer, worstFirst, times).map(text => ({ text })),
    table:
      worstFirst.length === 0
        ? []
        : [
            {
              columns: fourColumns,
              heads: numberHeads,
              rows: worstFirst.map(one => healthRow(one, listed, times, pageLink.encode)),
            },
          ],
    ...healthCharts(answer, times),
    sections: [],
    lines: linesOf(answer, times).map(text => ({ text })),
    actions: [
      execute('Ask again', againLink.encode(question)),
      ...retireActions(stoppedOf(answer), answer.retired, answer.answeredAt),
      ...suggestionActions(asides.offers),
    ].slice(0, 6),
  };
}

function headlineOf(answer: HealthAnswer): string {
  const { beyond, question, services, verdict } = answer;
  const bad = services.filter(one => one.verdict === 'attention').length;
  switch (verdict) {
    case 'unknown':
      return bad === 0
        ? 'I cannot say how the backups are'
        : `${needing(bad, services)}, and not all could be read`;
    case 'attention':
      if (!question.service && beyond === 0 && isNothingStarted(services)) return nothingStartedText;
      return question.service ? `${nameOf(question.service)} needs attention` : needing(bad, services);
    case 'warning':
      return 'Nothing failed, but there were exceptions';
    case 'good':
      return question.service ? 'All that finished is good' : 'Every service finished without a fault';
    case 'neutral':
      return retiredHeadline(answer) ?? neutralHeadline(services);
  }
}

/** Returns the headline if nothing is judged because all is retired. */
function retiredHeadline({ question, retired = [], services }: HealthAnswer): string | undefined {
  if (retired.length === 0 || services.some(({ tally }) => tally?.total !== 0)) return undefined;
  if (question.service) return `${nameOf(question.service)} is retired`;
  return services.length === 0 ? 'Every service that was backed up is retired' : undefined;
}

/**
 * Returns the rows to offer retirement for. If everything has stopped it's the schedule, unless the index has forgotten
 * a service.
 */
function stoppedOf({ services }: HealthAnswer): readonly ServiceHealth[] {
  const isEverything = services.length > mostOfOneCause && isNothingStarted(services);
  return isEverything ? services.filter(({ stopped }) => stopped?.isForgotten) : services;
}

function needing(bad: number, all: readonly ServiceHealth[]): string {
  return `${bad} of ${all.length} ${all.length === 1 ? 'service' : 'services'} ${bad === 1 ? 'needs' : 'need'} attention`;
}

function detailsOf(
  answer: HealthAnswer,
  worstFirst: readonly ServiceHealth[],
  times: Times,
): readonly string[] {
  const isAnyRun = answer.services.some(({ tally }) => tally?.total !== 0);
  if (answer.verdict === 'neutral' && !isAnyRun) return ['No backup started in this window.'];
  const doubtful = worstFirst.flatMap(({ service, doubt }) => (doubt ? [{ service, doubt }] : []));
  const of = (verdict: string) => worstFirst.filter(one => one.verdict === verdict);
  const details = [
    ...(answer.areRecordsUnread ? [recordsUnreadText] : []),
    ...ranThoughRetiredTexts(worstFirst, answer.retired, times),
    ...unknownTexts(worstFirst),
    ...doubtTexts(doubtful, worstFirst.length, answer.answeredAt, times),
    ...beyondTexts(answer, times),
    ...of('attention').map(one => `${nameOf(one.service)}: ${problemsOf(one, times)}.`),
    ...of('warning').map(one => `${nameOf(one.service)}: ${problemsOf(one, times)}.`),
    ...quietTexts(worstFirst),
  ];
  const rest = details.length - mostDetails;
  return rest > 0 ? [...details.slice(0, mostDetails), `and ${rest} more, in the table.`] : details;
}

function beyondTexts({ beyond }: HealthAnswer, times: Times): readonly string[] {
  if (beyond === 0) return [];
  return beyond === undefined
    ? ['How many backups there are in all could not be read.']
    : [
        `${times.number(beyond)} more ${beyond === 1 ? 'backup is' : 'backups are'} of no service that I know.`,
      ];
}

function linesOf(answer: HealthAnswer, times: Times): readonly string[] {
  const { answeredAt, notSeen, readAt, retired, services } = answer;
  const compared = services.some(({ tally, before }) => tally && before);
  const unread = services.filter(({ tally, before, doubt }) => tally && !before && !doubt);
  return [
    ...stillRunningTexts(services.map(({ tally }) => tally)),
    ...(compared ? ['In brackets: the change from the equally long time directly before.'] : []),
    ...(unread.length > 0 ? [`${timeBeforeUnread}: ${namesOf(unread.map(({ service }) => service))}.`] : []),
    ...(notSeen.length > 0 ? [`No backups in the last 60 days: ${namesOf(notSeen)}.`] : []),
    ...retiredTexts(retired, times),
    ...readAtTexts(readAt, answeredAt, times),
  ];
}
