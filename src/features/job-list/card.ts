import { type ExecuteAction, execute, ranked, suggestionActions } from '../../cards/actions.ts';
import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import { withDetails } from '../../cards/details.ts';
import { jobRows, type ListedJob, unfoldedJobs } from '../../cards/job-rows.ts';
import { type Asides, noteTexts } from '../../cards/notes.ts';
import { titleOf } from '../../cards/question-title.ts';
import { type Mood, moodLooks, moodOf, unknownLook } from '../../cards/severity.ts';
import { bytesOf, maxCardBytes } from '../../cards/size.ts';
import { cardTemplate } from '../../cards/template.ts';
import page from '../../cards/templates/page.json' with { type: 'json' };
import { type CardLocale, type Times, timesFor } from '../../cards/times.ts';
import { lookOfState } from '../../cards/words.ts';
import type { BadState, Service } from '../../domain/job.ts';
import { questionLimits } from '../../domain/question.ts';
import type { PageAnswer, PagePointer } from '../../jobs/answers.ts';
import { linksOnPage } from '../job/buttons.ts';
import type { ShownList } from '../turn.ts';
import { againOfPage, pageLink } from './buttons.ts';
import { type EmptyPageTexts, emptyPageTexts } from './empty-page.ts';
import { leadText } from './lead.ts';
import { fewerText, narrowedDetails, onlyOneText, windowText } from './narrowed-texts.ts';
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
  const listed = listedJobs(answer);
  const draw = (shown: number) =>
    withDetails(expand(modelOf(answer, asides, listed.slice(0, shown), times)), detailsOf(answer, times));
  const whole = draw(listed.length);
  return bytesOf(whole) <= maxCardBytes ? whole : cardThatFits(listed.length, draw);
}

/** Returns the page that a card shows, with its rows as they stand there before anything is unfolded. */
export function shownList(answer: PageAnswer, reader: CardLocale): ShownList {
  const times = timesFor(answer.question.zone, reader, answer.answeredAt);
  return {
    page: pageLink.encode(pointerTo(answer)),
    jobIds: unfoldedJobs(listedJobs(answer), times).map(({ id }) => id ?? ''),
  };
}

function listedJobs(answer: PageAnswer): readonly ListedJob[] {
  return answer.jobs.map((job, index) => ({ job, services: servicesOfRow(answer, index) }));
}

/** Returns the services of a row; none if the question names one already. */
function servicesOfRow({ question, services = [] }: PageAnswer, index: number): readonly Service[] {
  return question.service === undefined ? (services[index] ?? []) : [];
}

/** Returns the card with the most rows that a message holds; `count` are too many. */
function cardThatFits(count: number, draw: (shown: number) => AdaptiveCard): AdaptiveCard {
  let [fitting, tooMany] = [0, count];
  let card = draw(0);
  while (tooMany - fitting > 1) {
    const middle = Math.floor((fitting + tooMany) / 2);
    const drawn = draw(middle);
    if (bytesOf(drawn) > maxCardBytes) tooMany = middle;
    else [fitting, card] = [middle, drawn];
  }
  return card;
}

function modelOf(answer: PageAnswer, asides: Asides, listed: readonly ListedJob[], times: Times) {
  const { question, jobs } = answer;
  const empty = jobs.length === 0 ? emptyPageTexts(answer, times) : undefined;
  const title = answer.tabs === undefined ? titleOf(question) : titleOfTabs(answer);
  const counts =
    jobs.length === 0
      ? []
      : [
          {
            text:
              onlyOneText(answer, times) ??
              `${listLabel(answer)}${countsText(answer, listed.length, times)}${fewerText(answer, times)}`,
          },
        ];
  const smaller = listed.length < jobs.length ? smallerPages.find(size => size <= listed.length) : undefined;
  const first = leadText(answer, times);
  const open = linksOnPage(pointerTo(answer));
  return {
    title: first ?? title,
    fallback: `${title}: ${empty?.headline ?? first ?? counts[0]?.text}`,
    window: [
      ...(first === undefined ? [] : [title]),
      windowText(answer.question, times),
      ...asOf(answer, times),
    ].join(' · '),
    notes: [
      ...noteTexts(asides.notes),
      ...(jobs.length > 0 && isStillRunning(question) ? [stillRunningText] : []),
    ].map(text => ({
      text,
    })),
    warnings: pageWarnings(answer, listed.length, times).map(text => ({ text })),
    verdict: empty === undefined ? [] : [verdictOf(empty, moodOf(answer))],
    counts,
    tabs: tabRows(answer, times),
    emptyTabs: emptyTabsOf(answer),
    blocks: jobRows(listed, {
      now: answer.answeredAt,
      times,
      knownDay: onlyDayOf(question.span, times),
      open: (_, jobId) => open(jobId),
    }),
    actions: actionsOf(answer, asides, empty?.apart ?? [], smaller),
  };
}

/** Says how old a list of the job index is. */
function asOf({ from, readAt, answeredAt }: PageAnswer, times: Times): readonly string[] {
  return from === undefined || readAt === undefined
    ? []
    : [`as\u00a0of\u00a0${times.near(readAt, answeredAt)}`];
}

/** Returns the day of a window that is of one day. */
function onlyDayOf({ from, to }: PageAnswer['question']['span'], times: Times): string | undefined {
  if (from === undefined || to === undefined) return undefined;
  return times.day(from) === times.day(to - 1) ? times.day(from) : undefined;
}

/** Returns what unfolds under "Details": the exact window, where the list comes from, and what a row counts. */
function detailsOf(
  { answeredAt, question: { narrowed, span }, from, jobs }: PageAnswer,
  times: Times,
): readonly string[] {
  const source =
    from === undefined
      ? `Read from AvePoint at ${times.time(answeredAt)}.`
      : 'Read from the bot’s job index.';
  return [
    ...(span.from === undefined
      ? []
      : [`${narrowed?.length ? 'Ended' : 'Started'} from ${times.span(span)}.`]),
    ...narrowedDetails(narrowed),
    jobs.length === 0 ? source : `${source} Rows count objects: mailboxes, sites and the like.`,
  ];
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

function verdictOf({ headline, detail, apart, isUncertain }: EmptyPageTexts, mood: Mood) {
  const look = isUncertain ? unknownLook : moodLooks[mood];
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
  const actions = [
    ...(answer.hasPrevious && answer.pageIndex > 0
      ? [execute('Previous', pageLink.encode(pointerTo(answer, -1)))]
      : []),
    ...(answer.hasNext && answer.pageIndex < questionLimits.maxPageIndex
      ? [execute('Next', pageLink.encode(pointerTo(answer, 1)))]
      : []),
    ...(smaller === undefined
      ? []
      : [execute(`${smaller} per page`, pageLink.encode(first({ pageSize: smaller })))]),
    ...(answer.from === 'index' && question.narrowed === undefined
      ? [execute('Read live', pageLink.encode(liveOf(answer)))]
      : [execute('Refresh', againOfPage(answer))]),
    ...(isStillRunning(question)
      ? [
          execute(
            'All running now',
            pageLink.encode({ ...first({ span: unbounded, spanWords: undefined }), from: undefined }),
          ),
        ]
      : []),
    ...apart.map(state => execute(lookOfState(state).short, pageLink.encode(first({ state })))),
    ...suggestionActions(offers),
  ];
  return ranked(
    actions,
    actions.find(({ title }) => title === 'Next'),
  );
}

/** Returns the first page of AvePoint's own list. */
function liveOf(answer: PageAnswer): PagePointer {
  return { ...pointerTo(answer), from: undefined, pageIndex: 0, firstTotal: undefined };
}
