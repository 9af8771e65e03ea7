import { type CausesQuestion, servicesOf } from '../../domain/question.ts';
import type { Clock } from '../../domain/time.ts';
import type { Jobs } from '../../jobs/jobs.ts';
import { offersFor } from '../../language/compose.ts';
import { askAgain, staleQuestion } from '../ask-again.ts';
import { button, command } from '../feature.ts';
import { permissions } from '../permission.ts';
import type { Request } from '../request.ts';
import { card, type Reply } from '../turn.ts';
import { againLink, type JobsOfCause, jobsLink, showLink } from './buttons.ts';
import { causesCard } from './card.ts';
import { causeJobsCard } from './jobs-card.ts';
import { type CausesCommand, causes as read } from './read.ts';
import { kindsOfReasons, knownWords } from './read-kinds.ts';

interface CausesParts {
  readonly jobs: Pick<Jobs, 'causes'>;
  readonly clock: Clock;
}

const { ask } = permissions;

async function show(question: CausesQuestion, request: Request, { jobs }: CausesParts): Promise<Reply> {
  const { asides, reader, until } = request;
  return card(causesCard(await jobs.causes(question, until), asides, reader));
}

function again(question: CausesQuestion, request: Request, parts: CausesParts) {
  const anew = askAgain(question, parts.clock.now());
  if (!anew) return staleQuestion;
  const { type } = anew.question;
  const asked = {
    isWhy: true,
    type,
    service: servicesOf(anew.question),
    state: undefined,
    pageSize: undefined,
  };
  const asides = { notes: [], offers: offersFor(asked, anew.others) };
  return show(anew.question, { ...request, asides }, parts);
}

async function showJobs({ question, cause }: JobsOfCause, { reader, until }: Request, { jobs }: CausesParts) {
  return card(causeJobsCard(await jobs.causes(question, until), cause, reader));
}

/** "why did exchange fail?": the reasons, and the jobs behind each. */
export const causes = {
  knownWords,
  readings: [
    { rank: 'counted', read: kindsOfReasons },
    { rank: 'why', read },
  ],
  commands: [
    command({
      kind: 'causes',
      isQuestion: true,
      permission: ask,
      retry: ({ question }: CausesCommand) => showLink.encode(question),
      run: ({ question }: CausesCommand, request, parts: CausesParts) => show(question, request, parts),
    }),
  ],
  buttons: [
    button(showLink, { auditTitle: 'Why', permission: ask, run: show }),
    button(againLink, {
      auditTitle: 'Refresh',
      permission: ask,
      retry(question, now) {
        const anew = askAgain(question, now);
        return anew && showLink.encode(anew.question);
      },
      run: again,
    }),
    button(jobsLink, { auditTitle: 'Jobs with this reason', permission: ask, run: showJobs }),
  ],
} as const;
