import { type ExecuteAction, execute, maxActions, suggestionActions } from '../../cards/actions.ts';
import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import { jobRow } from '../../cards/job-row.ts';
import { type Asides, noteTexts } from '../../cards/notes.ts';
import { moodLooks, moodOf } from '../../cards/severity.ts';
import { bytesOf, countThatFits, maxCardBytes } from '../../cards/size.ts';
import { cardTemplate } from '../../cards/template.ts';
import page from '../../cards/templates/page.json' with { type: 'json' };
import { type CardLocale, type Times, timesFor } from '../../cards/times.ts';
import { titleOf } from '../../cards/words.ts';
import type { BadState, Service } from '../../domain/job.ts';
import { questionLimits } from '../../domain/question.ts';
import type { PageAnswer, PagePointer } from '../../jobs/answers.ts';
import { linksOnPage } from '../job/buttons.ts';
import { againOfPage, pageLink } from './buttons.ts';
import { type EmptyPageTexts, emptyPageTexts } from './empty-page.ts';
import { leadText } from './lead.ts';
import { emptyTabsText, tabLabel, tabRows, titleOfTabs } from './tab-buttons.ts';
import { pageWarnings } from './warnings.ts';

const expand = cardTemplate(page);

/** Page sizes to offer if a page doesn't fit into a message. */
const smallerPages = [20, 15, 10, 5, 3, 2, 1];

/**
 * Draws one page of a list. If its rows don't fit into a message, the card leaves out the last ones, says so, and
 * offers smaller pages.
 */
export function pageCard(answer: PageAnswer, asides: Asides, reader: CardLocale): AdaptiveCard {
  const times = timesFor(answer.question.zone, reader, answer.answeredAt);
  const open = linksOnPage(pointerTo(answer));
  const rows = answer.jobs.map((job, index) =>
    jobRow(job, servicesOfRow(answer, index), answer.answeredAt, times, open),
  );
  const draw = (shown: readonly object[]) => expand(modelOf(answer, asides, shown, times));
  const card = draw(rows);
  if (bytesOf(card) <= maxCardBytes) return card;
  return cardThatFits(card, rows, draw);
}

/** Returns the services of a row; none if the question names one already. */
function servicesOfRow({ question, services = [] }: PageAnswer, index: number): readonly Service[] {
  return question.service === undefined ? (services[index] ?? []) : [];
}

/** Draws `card` again with as many of its rows as a message holds. */
function cardThatFits(
  card: AdaptiveCard,
  rows: readonly object[],
  draw: (rows: readonly object[]) => AdaptiveCard,
): AdaptiveCard {
  const drawn = card.body.slice(card.body.length - rows.length);
  let count = countThatFits(drawn, maxCardBytes - (bytesOf(card) - bytesOf(drawn)));
  let smaller = draw(rows.slice(0, count));
  // The text about the rows left out takes room, too.
  while (bytesOf(smaller) > maxCardBytes && count > 0) {
    count -= 1;
    smaller = draw(rows.slice(0, count));
  }
  return smaller;
}

function modelOf(answer: PageAnswer, asides: Asides, rows: readonly object[], times: Times) {
  const { question, jobs } = answer;
  const mood = moodLooks[moodOf(answer)];
  const empty = jobs.length === 0 ? emptyPageTexts(answer, times) : undefined;
  const title = answer.tabs === undefined ? titleOf(question) : titleOfTabs(answer);
  const counts =
    jobs.length === 0
      ? []
      : [{ text: `${listLabel(answer)}${countsText(answer, rows.length, times)}`, color: mood.color }];
  const smaller = rows.length < jobs.length ? smallerPages.find(size => size <= rows.length) : undefined;
  const first = leadText(answer, times);
  const span = times.span(question.span);
  return {
    title: first ?? title,
    fallback: `${title}: ${empty?.headline ?? first ?? counts[0]?.text}`,
    source: sourceOf(answer, times),
    window: first === undefined ? span : `${title} · ${span}`,
    notes: [
      ...noteTexts(asides.notes),
      ...(jobs.length > 0 && isStillRunning(question) ? [stillRunningText] : []),
    ].map(text => ({
      text,
    })),
    warnings: pageWarnings(answer, rows.length, times).map(text => ({ text })),
    verdict: empty === undefined ? [] : [verdictOf(empty, mood)],
    counts,
    tabs: tabRows(answer, times),
    emptyTabs: emptyTabsOf(answer),
    rows,
    actions: actionsOf(answer, asides, empty?.apart ?? [], smaller),
  };
}

/** Says where a list comes from that isn't AvePoint's own, and how old it is. */
function sourceOf(
  { from, readAt, answeredAt }: PageAnswer,
  times: Times,
): readonly { readonly text: string }[] {
  if (from === undefined) return [];
  const age = readAt === undefined ? '' : `, as of ${times.near(readAt, answeredAt)}`;
  return [{ text: `From the job index${age}` }];
}

const stillRunningText = 'Started in this window and still running.';
const unbounded = { from: undefined, to: undefined };

/**
 * Returns true for the running jobs of a window, which only buttons ask for; a typed question asks for all that run.
 */
function isStillRunning({ span, state }: PageAnswer['question']): boolean {
  return state === 'inProgress' && span.from !== undefined;
}

/** Says which of several lists is shown: "Failed: ". */
function listLabel(answer: PageAnswer): string {
  return answer.tabs === undefined ? '' : `${tabLabel(answer.question, answer)}: `;
}

function verdictOf({ headline, detail, apart }: EmptyPageTexts, look: (typeof moodLooks)['good']) {
  return {
    style: look.style,
    headline: `${look.sign}${headline}`,
    detail,
    apart:
      apart.length === 0
        ? []
        : [{ text: `Not counted here: ${apart.map(state => apartTexts[state]).join(', ')}.` }],
  };
}

const apartTexts: Readonly<Record<BadState, string>> = {
  failed: 'failed runs',
  partiallyFinished: 'partial runs',
  finishedWithException: 'runs with exceptions',
};

/** Returns "11–20 of 43 · page 2 of 5"; if the total isn't reliable, what is certain. */
function countsText({ question, pageIndex, jobs, total }: PageAnswer, shown: number, times: Times): string {
  const first = pageIndex * question.pageSize + 1;
  const last = first + jobs.length - 1;
  const lastShown = first + shown - 1;
  const certain = !total.atLeast && total.value >= last;
  const all = times.number(Math.max(total.value, last));
  const range = shown === 1 ? times.number(first) : `${times.number(first)}–${times.number(lastShown)}`;
  const page = `page ${times.number(pageIndex + 1)}`;
  if (!certain) return `${range} of at least ${all} · ${page}`;
  const pages = Math.ceil(total.value / question.pageSize);
  return pages === 1 ? `${range} of ${all}` : `${range} of ${all} · ${page} of ${times.number(pages)}`;
}

function pointerTo({ question, from, firstTotal, pageIndex, tabs, lead }: PageAnswer, step = 0): PagePointer {
  return { question, from, firstTotal, pageIndex: pageIndex + step, tabs, lead };
}

function emptyTabsOf(answer: PageAnswer): readonly { readonly text: string }[] {
  const text = emptyTabsText(answer);
  return text === undefined ? [] : [{ text }];
}

function actionsOf(
  answer: PageAnswer,
  { offers }: Asides,
  apart: readonly BadState[],
  smaller: number | undefined,
): readonly ExecuteAction[] {
  const { question } = answer;
  const first = (changes: Partial<typeof question>): PagePointer => ({
    question: { ...question, ...changes },
    from: answer.from,
    pageIndex: 0,
    firstTotal: undefined,
    // A list of other jobs answers another question.
    ...('pageSize' in changes ? { tabs: answer.tabs, lead: answer.lead } : {}),
  });
  return [
    ...(answer.hasPrevious && answer.pageIndex > 0
      ? [execute('Previous', pageLink.encode(pointerTo(answer, -1)))]
      : []),
    ...(answer.hasNext && answer.pageIndex < questionLimits.maxPageIndex
      ? [execute('Next', pageLink.encode(pointerTo(answer, 1)))]
      : []),
    ...(smaller === undefined
      ? []
      : [execute(`${smaller} per page`, pageLink.encode(first({ pageSize: smaller })))]),
    ...(answer.from === 'index'
      ? [execute('Read live', pageLink.encode(liveOf(answer)))]
      : [execute('Ask again', againOfPage(answer))]),
    ...(isStillRunning(question)
      ? [
          execute(
            'All running now',
            pageLink.encode({ ...first({ span: unbounded, spanWords: undefined }), from: undefined }),
          ),
        ]
      : []),
    ...apart.map(state => execute(apartTitle(state), pageLink.encode(first({ state })))),
    ...suggestionActions(offers),
  ].slice(0, maxActions);
}

/** Returns the first page of AvePoint's own list. */
function liveOf(answer: PageAnswer): PagePointer {
  return { ...pointerTo(answer), from: undefined, pageIndex: 0, firstTotal: undefined };
}

function apartTitle(state: BadState): string {
  return { failed: 'Failed', partiallyFinished: 'Partial', finishedWithException: 'With exceptions' }[state];
}
