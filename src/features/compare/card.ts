import { execute, suggestionActions } from '../../cards/actions.ts';
import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import { doubtTexts, readAtTexts } from '../../cards/doubt-texts.ts';
import { type Asides, noteTexts } from '../../cards/notes.ts';
import { type Cell, fourColumns, plain, signed } from '../../cards/number-table.ts';
import { clipped } from '../../cards/plain.ts';
import { moodLooks } from '../../cards/severity.ts';
import { cardTemplate } from '../../cards/template.ts';
import { type CardLocale, type Times, timesFor } from '../../cards/times.ts';
import { nameOf, titleOf } from '../../cards/words.ts';
import { services as allServices, type Service } from '../../domain/job.ts';
import { type Question, questionLimits, type Window } from '../../domain/question.ts';
import type { Count } from '../../jobs/answers.ts';
import { pageLink } from '../job-list/buttons.ts';
import { askAgainLink } from './buttons.ts';
import template from './card.json' with { type: 'json' };
import type { CompareAnswer, CompareQuestion, Pair } from './compare.ts';

const expand = cardTemplate(template);

/** How many jobs in one time and in another: in all, and by service. It judges nothing. */
export function compareCard(answer: CompareAnswer, asides: Asides, reader: CardLocale): AdaptiveCard {
  const { question, total, services } = answer;
  const times = timesFor(question.window.zone, reader, answer.answeredAt);
  const title = titleOf(question);
  const headline = headlineOf(total, times);
  const row = (name: string, pair: Pair, service: Service | undefined) => ({
    cells: [
      plain([{ text: name, color: 'Default' }]),
      count(pair.here, listOf(question, question.window, service), times),
      count(pair.there, listOf(question, question.other, service), times),
      right(differenceOf(pair, times)),
    ],
  });
  return expand({
    fallback: `${title}: ${headline}`,
    title,
    window: `${times.span(question.window.span)}, against ${times.span(question.other.span)}`,
    notes: noteTexts(asides.notes).map(text => ({ text })),
    style: moodLooks.neutral.style,
    headline,
    details: detailsOf(answer, times).map(text => ({ text })),
    table: [
      {
        columns: fourColumns,
        heads: headsOf(question, times),
        rows: [
          row('All', total, question.service),
          ...services.map(({ service, ...pair }) => row(nameOf(service), pair, service)),
        ],
      },
    ],
    lines: readAtTexts(answer.readAt, answer.answeredAt, times).map(text => ({ text })),
    actions: [execute('Refresh', askAgainLink.encode(question)), ...suggestionActions(asides.offers)],
  });
}

function headlineOf({ here, there }: Pair, times: Times): string {
  if (!here || !there) return 'I could not count both times';
  const numbers = `${numberOf(here, times)}, against ${numberOf(there, times)}`;
  if (here.atLeast || there.atLeast) return numbers;
  const change = here.value - there.value;
  if (change === 0) return `${numbers}: as many`;
  return `${numbers}: ${times.number(Math.abs(change))} ${change > 0 ? 'more' : 'fewer'}`;
}

function detailsOf(answer: CompareAnswer, times: Times): readonly string[] {
  const { answeredAt, doubtful, question } = answer;
  const { state, window, other } = question;
  const length = ({ span }: Window) => span.to - span.from;
  return [
    ...doubtTexts(doubtful, question.service ? 1 : allServices.length, answeredAt, times),
    ...beyondTexts(answer, times),
    ...(state === 'inProgress' ? ['Started in each of the two times and still running.'] : []),
    ...(length(window) === length(other) ? [] : ['The two times are not equally long.']),
  ];
}

function beyondTexts({ beyond, question }: CompareAnswer, times: Times): readonly string[] {
  if (beyond === 0) return [];
  const jobs = `${times.number(beyond)} ${beyond === 1 ? 'job' : 'jobs'}`;
  const verb = beyond === 1 ? 'is' : 'are';
  return question.service
    ? [`${jobs} ${verb} of no service that I know, and may be of ${nameOf(question.service)}.`]
    : [`All includes ${jobs} of no service that I know.`];
}

function headsOf({ window, other }: CompareQuestion, times: Times) {
  const words = ({ spanWords }: Window, otherwise: string) => clipped(spanWords ?? otherwise, 24);
  // A part of last week is neither last week nor directly before.
  const isBefore = other.span.to === window.span.from;
  return [
    { text: 'Service', align: 'Left' },
    { text: words(window, 'Last 24 hours'), align: 'Right' },
    {
      text: words(other, isBefore ? 'The time before' : `From ${times.day(other.span.from)}`),
      align: 'Right',
    },
    { text: 'Change', align: 'Right' },
  ];
}

function numberOf({ value, atLeast }: Count, times: Times): string {
  return `${times.number(value)}${atLeast ? '+' : ''}`;
}

function differenceOf({ here, there }: Pair, times: Times): string {
  if (!here || !there || here.atLeast || there.atLeast) return '?';
  return signed(here.value - there.value, times);
}

function right(text: string): Cell {
  return { ...plain([{ text, color: 'Default' }]), align: 'Right' };
}

function count(value: Count | undefined, question: Question, times: Times): Cell {
  if (!value) return right('not read');
  if (value.value === 0) return right('0');
  const page = { question, from: 'index', pageIndex: 0, firstTotal: undefined } as const;
  return {
    align: 'Right',
    runs: [{ text: numberOf(value, times), color: 'Accent' }],
    changes: [],
    open: [{ title: 'Show the jobs', ...pageLink.encode(page) }],
  };
}

function listOf({ type, state }: CompareQuestion, window: Window, service: Service | undefined): Question {
  return { type, state, service, ...window, pageSize: questionLimits.defaultPageSize };
}
