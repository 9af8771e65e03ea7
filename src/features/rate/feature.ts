import type { Clock } from '../../domain/time.ts';
import type { IndexView } from '../../job-index/view.ts';
import { askAgain, staleQuestion } from '../ask-again.ts';
import { button, command } from '../feature.ts';
import { permissions } from '../permission.ts';
import type { Request } from '../request.ts';
import { card, type Reply } from '../turn.ts';
import { againLink, showLink } from './buttons.ts';
import { rateCard } from './card.ts';
import { composeRate } from './compose.ts';
import type { RateQuestion } from './question.ts';
import { readRate } from './rate.ts';
import { knownWords, type RateCommand, read, readUnrated } from './read.ts';

interface RateParts {
  readonly index: IndexView;
  readonly clock: Clock;
}

async function answer(question: RateQuestion, request: Request, parts: RateParts): Promise<Reply> {
  const { reader, asides, until } = request;
  return card(rateCard(await readRate(parts, question, until), asides, reader));
}

function answerAgain(question: RateQuestion, request: Request, parts: RateParts) {
  const anew = askAgain(question, parts.clock.now());
  if (!anew) return staleQuestion;
  const offers = anew.others.map(words => ({ label: words, sentence: composeRate(anew.question, words) }));
  return answer(anew.question, { ...request, asides: { notes: [], offers } }, parts);
}

/** "success rate last 30 days", "percentage of failed backups": a share of the jobs that ended, in all and by service. */
export const rate = {
  knownWords,
  help: [
    {
      title: 'Success rate',
      examples: ['success rate last 30 days'],
      gives: 'the share of all that ended, in all and by service',
    },
  ],
  readings: [
    { rank: 'counted', read },
    { rank: 'notBuilt', read: readUnrated },
  ],
  commands: [
    command({
      kind: 'rate',
      permission: permissions.ask,
      isQuestion: true,
      retry: ({ question }: RateCommand) => showLink.encode(question),
      run: ({ question }: RateCommand, request, parts: RateParts) => answer(question, request, parts),
    }),
  ],
  buttons: [
    button(showLink, { auditTitle: 'Rate', permission: permissions.ask, run: answer }),
    button(againLink, { auditTitle: 'Refresh', permission: permissions.ask, run: answerAgain }),
  ],
} as const;
