import type { Asides } from '../../cards/notes.ts';
import type { Question, TabsQuestion } from '../../domain/question.ts';
import type { Clock, EpochMs } from '../../domain/time.ts';
import type { PagePointer } from '../../jobs/answers.ts';
import type { Jobs } from '../../jobs/jobs.ts';
import { offersFor } from '../../language/compose.ts';
import { lengthWords } from '../../language/narrowing/length.ts';
import { orderWords } from '../../language/narrowing/superlatives.ts';
import { askAgain, staleQuestion } from '../ask-again.ts';
import { button, command } from '../feature.ts';
import type { ListCard } from '../list-card.ts';
import { permissions } from '../permission.ts';
import type { Request } from '../request.ts';
import { card, type Reply } from '../turn.ts';
import { againLink, pageLink, type QuestionWithLead, tabsAgainLink, tabsLink } from './buttons.ts';
import { shownList } from './card.ts';
import { passingWords } from './passing.ts';
import { type ListCommand, list, lists, type TabsCommand } from './read.ts';
import { passed } from './read-passed.ts';
import { pasted } from './read-pasted.ts';
import { whether, whetherAll } from './read-whether.ts';

interface JobListParts {
  readonly jobs: Pick<Jobs, 'page' | 'tabs'>;
  readonly clock: Clock;
  readonly listCard: ListCard;
}

const { ask } = permissions;

async function showPage(
  page: PagePointer,
  request: Request,
  { jobs, listCard }: JobListParts,
): Promise<Reply> {
  const { asides, asker, reader, until } = request;
  const answer = await jobs.page(page, until, asker);
  return { ...card(listCard(answer, asides, reader)), list: shownList(answer, reader) };
}

async function showTabs(
  { question, lead }: QuestionWithLead<TabsQuestion>,
  request: Request,
  parts: JobListParts,
): Promise<Reply> {
  return showPage({ ...(await parts.jobs.tabs(question, request.until)), lead }, request, parts);
}

/** Returns the first page of a list. */
function firstPage({ question, lead }: QuestionWithLead<Question>): PagePointer {
  return { question, pageIndex: 0, firstTotal: undefined, lead };
}

function anewOf({ question, lead }: QuestionWithLead<Question>, now: EpochMs) {
  const anew = askAgain(question, now);
  return anew && { question: anew.question, lead };
}

function offering(parts: Parameters<typeof offersFor>[0], others: readonly string[]): Asides {
  return { notes: [], offers: offersFor(parts, others) };
}

function again({ question, lead }: QuestionWithLead<Question>, request: Request, parts: JobListParts) {
  const anew = askAgain(question, parts.clock.now());
  if (!anew) return staleQuestion;
  const asides = offering(anew.question, anew.others);
  return showPage(firstPage({ question: anew.question, lead }), { ...request, asides }, parts);
}

function tabsAgain(
  { question, lead }: QuestionWithLead<TabsQuestion>,
  request: Request,
  parts: JobListParts,
) {
  const anew = askAgain(question, parts.clock.now());
  if (!anew) return staleQuestion;
  const { services: service, states: state } = anew.question;
  // No sentence names several types with another period.
  const others = anew.question.types ? [] : anew.others;
  const asides = offering({ ...anew.question, service, state }, others);
  return showTabs({ question: anew.question, lead }, { ...request, asides }, parts);
}

const aboutPage = ({ question }: PagePointer) => ({ question });

/** "failed backups today", "failed or partial exchange and teams backups": one list, or several side by side. */
export const jobList = {
  help: [
    {
      title: 'Counts and verdicts',
      examples: ['how many backups failed yesterday', 'did the backups run overnight', 'no failures today?'],
      gives: 'the number or the verdict first, and what had problems',
    },
    {
      title: 'Longest, latest, by error',
      examples: [
        'last 5 failed backups',
        'longest jobs today',
        'jobs that took longer than 2 hours',
        'failed backups with access denied',
        'failed backups except Teams',
      ],
      gives: 'the jobs picked out or in that order, as far back as they are known',
    },
  ],
  words: [passingWords],
  knownWords: [...orderWords, ...lengthWords],
  readings: [
    { rank: 'pasted', read: pasted },
    { rank: 'wellOfAll', read: whetherAll },
    { rank: 'whether', read: whether },
    { rank: 'whether', read: passed },
    { rank: 'lists', read: lists },
    { rank: 'list', read: list },
  ],
  commands: [
    command({
      kind: 'jobs',
      isQuestion: true,
      permission: ask,
      retry: (data: ListCommand) => pageLink.encode(firstPage(data)),
      about: (data: ListCommand) => aboutPage(firstPage(data)),
      run: (data: ListCommand, request, parts: JobListParts) => showPage(firstPage(data), request, parts),
    }),
    command({
      kind: 'tabs',
      isQuestion: true,
      permission: ask,
      retry: (data: TabsCommand) => tabsLink.encode(data),
      run: (data: TabsCommand, request, parts: JobListParts) => showTabs(data, request, parts),
    }),
  ],
  buttons: [
    button(pageLink, {
      auditTitle: 'Turn to',
      permission: ask,
      details: ({ pageIndex }) => [`page ${pageIndex + 1}`],
      about: aboutPage,
      run: showPage,
    }),
    button(againLink, {
      auditTitle: 'Refresh',
      permission: ask,
      about: (asked, now) => ({ question: anewOf(asked, now)?.question }),
      retry(asked, now) {
        const anew = anewOf(asked, now);
        return anew && pageLink.encode(firstPage(anew));
      },
      run: again,
    }),
    button(tabsLink, { auditTitle: 'Show lists', permission: ask, run: showTabs }),
    button(tabsAgainLink, {
      auditTitle: 'Refresh',
      permission: ask,
      retry({ question, lead }, now) {
        const anew = askAgain(question, now);
        return anew && tabsLink.encode({ question: anew.question, lead });
      },
      run: tabsAgain,
    }),
  ],
} as const;
