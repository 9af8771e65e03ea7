import { execute, ranked, suggestionActions } from '../../cards/actions.ts';
import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import { type CountCell, openCell, rightCell, wordCell } from '../../cards/count-cells.ts';
import { withDetails } from '../../cards/details.ts';
import { doubtTexts } from '../../cards/doubt-texts.ts';
import { type Asides, noteTexts } from '../../cards/notes.ts';
import { signed } from '../../cards/number-table.ts';
import { unknownResultTexts, unknownServiceTexts } from '../../cards/problem-counts.ts';
import { titleOf } from '../../cards/question-title.ts';
import { moodLooks } from '../../cards/severity.ts';
import { cardTemplate } from '../../cards/template.ts';
import template from '../../cards/templates/counts.json' with { type: 'json' };
import { type CardLocale, type Times, timesFor } from '../../cards/times.ts';
import { capitalised, kindOf, nameOf } from '../../cards/words.ts';
import { services as allServices, type Service } from '../../domain/job.ts';
import { type Question, questionLimits, type Window } from '../../domain/question.ts';
import type { Count } from '../../jobs/answers.ts';
import { pageLink } from '../job-list/buttons.ts';
import { askAgainLink } from './buttons.ts';
import type { CompareAnswer, CompareQuestion, Pair } from './compare.ts';
import { headlineOf, isCertain, isCounted } from './headline.ts';
import { nameOfOther, nameOfWindow } from './names.ts';

const expand = cardTemplate(template);

/** Of the service, the two windows and the change. */
const columns = [{ width: 10 }, { width: 6 }, { width: 6 }, { width: 7 }];

/** Draws how many jobs there were in one window and in another: in all, and by service. It judges nothing. */
export function compareCard(answer: CompareAnswer, asides: Asides, reader: CardLocale): AdaptiveCard {
  const { question, readAt, answeredAt } = answer;
  const times = timesFor(question.window.zone, reader, answeredAt);
  const title = titleOf(question);
  const doubt = isCertain(answer) ? '' : '? ';
  const { text, numbers } = headlineOf(answer, times);
  const asOf = readAt === undefined ? '' : ` · as of ${times.near(readAt, answeredAt)}`;
  const card = expand({
    // The headline has the user's words, which some clients would read as Markdown here.
    fallback: `${title}${numbers}`,
    title,
    window: `${windowsText(question, times)}${asOf}`,
    notes: noteTexts(asides.notes).map(text => ({ text })),
    style: (doubt === '' ? moodLooks.neutral : moodLooks.warning).style,
    headline: `${doubt}${text}${numbers}`,
    lines: linesOf(answer, times).map(text => ({ text })),
    tables: tablesOf(answer, times),
    rest: [],
    actions: ranked([execute('Refresh', askAgainLink.encode(question)), ...suggestionActions(asides.offers)]),
  });
  return withDetails(card, [
    `${capitalised(nameOfWindow(question))}: ${times.span(question.window.span)}.`,
    `${capitalised(nameOfOther(question, times))}: ${times.span(question.other.span)}.`,
  ]);
}

/** Returns by how much a number has grown; one that isn't known comes first. */
function growth({ here, there }: Pair): number {
  return here && there ? here.value - there.value : Number.MAX_SAFE_INTEGER;
}

/** Returns both windows, with their zone once. */
function windowsText({ window, other }: CompareQuestion, times: Times): string {
  const [first, second] = [window, other].map(({ span }) => times.window(span).replace(times.zoneNote, ''));
  return `${first} vs ${second}${times.zoneNote}`;
}

function linesOf(answer: CompareAnswer, times: Times): readonly string[] {
  const { answeredAt, doubtful, question } = answer;
  const { state, window, other } = question;
  const length = ({ span }: Window) => span.to - span.from;
  return [
    ...doubtTexts(doubtful, question.service ? 1 : allServices.length, answeredAt, times),
    ...unknownServiceTexts(answer.beyond, question.service ? [question.service] : [], times),
    ...unknownResultTexts(answer.unknown, times),
    ...failedTexts(answer, times),
    ...(state === 'inProgress' ? ['Started in each of the windows and still running.'] : []),
    ...(length(window) === length(other) ? [] : ['The two windows have different lengths.']),
  ];
}

/** Returns the table, unless both windows are known to be empty. */
function tablesOf({ question, services, total }: CompareAnswer, times: Times) {
  const isEmpty = total.here?.value === 0 && total.there?.value === 0 && isCounted(total);
  if (isEmpty) return [];
  const sorted = services.toSorted((a, b) => growth(b) - growth(a));
  const rows = [
    ...sorted.map(({ service, ...pair }) => rowOf(service, pair, question, times)),
    totalRow(total, question, times),
  ];
  // The headline has the change of the total.
  const shown = services.length === 0 && isCounted(total) ? columns.length - 1 : columns.length;
  return [
    {
      columns: columns.slice(0, shown),
      heads: headsOf(question, times).slice(0, shown),
      rows: rows.map(({ cells }) => ({ cells: cells.slice(0, shown) })),
    },
  ];
}

/** Returns the last row: the way to all jobs of each window. The headline has its numbers, if they are known. */
function totalRow(total: Pair, question: CompareQuestion, times: Times) {
  const { cells } = rowOf(question.service, total, question, times);
  if (!isCounted(total)) return { cells };
  const [name, ...numbers] = cells;
  const links = numbers.map(cell => ({ ...cell, text: cell.open.length > 0 ? 'Show\u00a0›' : '' }));
  return { cells: [name, ...links] };
}

function failedTexts({ failed, total }: CompareAnswer, times: Times): readonly string[] {
  if (!failed?.here || !failed.there || !isCounted(failed) || total.here?.value === 0) return [];
  const { here, there } = failed;
  const isSame = here.value === there.value;
  return [
    `Failed: ${times.number(here.value)}${isSame ? ', as before' : ` instead of ${times.number(there.value)}`}.`,
  ];
}

function headsOf(question: CompareQuestion, times: Times) {
  return [
    { text: 'Service', align: 'Left' },
    { text: capitalised(nameOfWindow(question)), align: 'Right' },
    { text: capitalised(nameOfOther(question, times)).replace(/^The p/, 'P'), align: 'Right' },
    { text: 'Change', align: 'Right' },
  ];
}

function rowOf(service: Service | undefined, { here, there }: Pair, question: CompareQuestion, times: Times) {
  const { window, other } = question;
  const name = wordCell(service === undefined ? 'All services' : nameOf(service));
  const cell = (value: Count | undefined, { words, ...of }: Window & { words: string }): CountCell =>
    countCell(value, listOf(question, of, service), words, times);
  return {
    cells: [
      name,
      cell(here, { ...window, words: nameOfWindow(question) }),
      cell(there, { ...other, words: nameOfOther(question, times) }),
      rightCell(here && there && isCounted({ here, there }) ? signed(here.value - there.value, times) : '?'),
    ],
  };
}

function countCell(value: Count | undefined, question: Question, words: string, times: Times): CountCell {
  if (!value) return rightCell('not read');
  if (value.value === 0) return rightCell('0');
  const page = { question, from: 'index', pageIndex: 0, firstTotal: undefined } as const;
  const kind = capitalised(kindOf(question));
  const title = question.service ? `${kind} of ${nameOf(question.service)}, ${words}` : `${kind}, ${words}`;
  const text = `${times.number(value.value)}${value.atLeast ? '+' : ''}`;
  return openCell(text, title, pageLink.encode(page));
}

function listOf({ type, state }: CompareQuestion, window: Window, service: Service | undefined): Question {
  return { type, state, service, ...window, pageSize: questionLimits.defaultPageSize };
}
