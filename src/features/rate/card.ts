import { execute, ranked, suggestionActions } from '../../cards/actions.ts';
import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import { type CountCell, openCell, rightCell, wordCell } from '../../cards/count-cells.ts';
import { withDetails } from '../../cards/details.ts';
import { doubtTexts } from '../../cards/doubt-texts.ts';
import { type Asides, noteTexts } from '../../cards/notes.ts';
import { unknownServiceTexts } from '../../cards/problem-counts.ts';
import { moodLooks } from '../../cards/severity.ts';
import { cardTemplate } from '../../cards/template.ts';
import template from '../../cards/templates/counts.json' with { type: 'json' };
import { type CardLocale, type Times, timesFor } from '../../cards/times.ts';
import { kindOfAny, nameOf, namesOf } from '../../cards/words.ts';
import { services as allServices, type JobState } from '../../domain/job.ts';
import { questionLimits } from '../../domain/question.ts';
import type { PagePointer, Tab } from '../../jobs/answers.ts';
import { pageLink } from '../job-list/buttons.ts';
import { againLink } from './buttons.ts';
import { byShare, endsTexts, headlineOf } from './headline.ts';
import { percentText } from './percent.ts';
import { isOfSuccess, type RateQuestion } from './question.ts';
import { countOf, endedOf, type RateAnswer } from './rate.ts';

const expand = cardTemplate(template);

type Row = RateAnswer['services'][number];

/** A column of numbers: the jobs of a service that ended in one of these states. */
interface Column {
  readonly head: string;
  readonly states: readonly JobState[];
}

const clean: Column = { head: 'Clean', states: ['finished'] };
const failed: Column = { head: 'Failed', states: ['failed'] };
const between: Column = { head: 'Other', states: ['partiallyFinished', 'finishedWithException'] };

/** Draws which share of the jobs of a window ended in some way, in all and by service. It judges nothing. */
export function rateCard(answer: RateAnswer, asides: Asides, reader: CardLocale): AdaptiveCard {
  const { question, total, readAt, answeredAt } = answer;
  const times = timesFor(question.zone, reader, answeredAt);
  const title = titleOf(question);
  const headline = headlineOf(answer, times);
  const asOf = readAt === undefined ? '' : ` · as of ${times.near(readAt, answeredAt)}`;
  const [share, ...others] = columnsOf(question);
  const rows = byShare(answer);
  const card = expand({
    fallback: `${title}: ${headline}`,
    title,
    window: `${times.window(question.span)} · by start${asOf}`,
    notes: noteTexts(asides.notes).map(text => ({ text })),
    style: (headline.startsWith('?') || !total.isCounted ? moodLooks.warning : moodLooks.neutral).style,
    headline,
    lines: linesOf(answer, times).map(text => ({ text })),
    tables:
      rows.length === 0
        ? []
        : [
            {
              columns: [{ width: 8 }, { width: 9 }, { width: 5 }, { width: 4 }],
              heads: [
                { text: 'Service', align: 'Left' },
                ...[share, ...others].map(({ head }) => ({ text: head, align: 'Right' })),
              ],
              rows: rows.map(row => ({
                cells: [
                  wordCell(nameOf(row.service)),
                  shareCell(row, share, question, times),
                  ...others.map(column => numberCell(row, column, question, times)),
                ],
              })),
            },
          ],
    rest: [],
    actions: ranked([execute('Refresh', againLink.encode(question)), ...suggestionActions(asides.offers)]),
  });
  return withDetails(card, detailsOf(question, [share, ...others], times));
}

function titleOf({ type, services, states }: RateQuestion): string {
  const title = isOfSuccess({ states })
    ? `Success rate of ${kindOfAny(type, [])}`
    : `Share of ${kindOfAny(type, states)}`;
  return services.length === 0 ? title : `${title} · ${namesOf(services)}`;
}

/** Returns the columns: the share that was asked for, and the other ends that aren't in it. */
function columnsOf({ states }: RateQuestion): readonly [Column, ...Column[]] {
  const [state, other] = states;
  if (other !== undefined) return [{ head: states.length === 3 ? 'Problems' : 'Share', states }, clean];
  switch (state) {
    case 'failed':
      return [failed, clean, between];
    case 'partiallyFinished':
      return [{ head: 'Partial', states }, clean, failed];
    case 'finishedWithException':
      return [{ head: 'Exceptions', states }, clean, failed];
    default:
      return [clean, failed, between];
  }
}

function shareCell(row: Row, column: Column, question: RateQuestion, times: Times): CountCell {
  const ended = endedOf(row);
  if (!row.isCounted) return numberCell(row, column, question, times);
  const percent = percentText(countOf(row, column.states), ended);
  const short = percent.replace('more than ', '>').replace('less than ', '<');
  const least = row.unknown > 0 ? '≥' : '';
  return cellOf(row, column, `${least}${short} of ${times.number(ended)}`, question);
}

function numberCell(row: Row, column: Column, question: RateQuestion, times: Times): CountCell {
  const count = countOf(row, column.states);
  if (count === 0 && !row.isCounted) return rightCell('?');
  const text = `${times.number(count)}${row.isCounted ? '' : '+'}`;
  return cellOf(row, column, text, question);
}

function cellOf(row: Row, { head, states }: Column, text: string, question: RateQuestion): CountCell {
  const { type, span, spanWords, zone } = question;
  const those = states.filter(state => row.states[state] > 0);
  const [state] = those;
  if (state === undefined) return rightCell(text);
  const { service } = row;
  const tabs = those.map((one): Tab => {
    const count = { value: row.states[one], atLeast: !row.isCounted };
    return { service, state: one, count };
  });
  const page: PagePointer = {
    question: { type, service, state, span, spanWords, zone, pageSize: questionLimits.defaultPageSize },
    from: 'index',
    pageIndex: 0,
    firstTotal: undefined,
    tabs: tabs.length > 1 ? tabs : undefined,
  };
  return openCell(text, `${head}: ${nameOf(service)}`, pageLink.encode(page));
}

function linesOf(answer: RateAnswer, times: Times): readonly string[] {
  const { answeredAt, beyond, doubtful, question, total } = answer;
  const count = question.services.length || allServices.length;
  return [
    ...doubtTexts(doubtful, count, answeredAt, times),
    ...unknownServiceTexts(beyond, question.services, times),
    ...endsTexts(answer, times),
    ...(endedOf(total) + total.states.inProgress === 0 && total.isCounted
      ? ['Nothing started in this window.']
      : []),
  ];
}

function detailsOf({ span }: RateQuestion, columns: readonly Column[], times: Times): readonly string[] {
  return [
    `Started from ${times.span(span)}, and ended.`,
    '“Clean” is finished without problems; a job with exceptions or a partial one is neither clean nor failed.',
    ...(columns.includes(between) ? ['“Other” is partially finished or with exceptions.'] : []),
    'A job of several services counts for each of them, and once in the total.',
  ];
}
