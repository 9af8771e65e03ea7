import { isValidSpan } from '../../domain/question.ts';
import type { Clock } from '../../domain/time.ts';
import type { IndexView } from '../../job-index/view.ts';
import { askAgain, staleQuestion } from '../ask-again.ts';
import { button, command } from '../feature.ts';
import { permissions } from '../permission.ts';
import type { Request } from '../request.ts';
import { card, type Reply } from '../turn.ts';
import { askAgainLink, showLink } from './buttons.ts';
import { compareCard } from './card.ts';
import { type CompareQuestion, readComparison } from './compare.ts';
import { type CompareCommand, read } from './read.ts';
import { knownWords, readUncompared, readUnpaired } from './read-unpaired.ts';
import { words } from './sides.ts';
import { comparedAnew } from './windows.ts';

interface CompareParts {
  readonly index: IndexView;
  readonly clock: Clock;
}

async function answer(question: CompareQuestion, request: Request, parts: CompareParts): Promise<Reply> {
  const { reader, asides, until } = request;
  return card(compareCard(await readComparison(parts, question, until), asides, reader));
}

function answerAgain({ window, other, ...filter }: CompareQuestion, request: Request, parts: CompareParts) {
  const now = parts.clock.now();
  const anew = askAgain(window, now)?.question;
  const compared = anew && comparedAnew({ window, other }, anew, now);
  if (!compared || !isValidSpan(compared.other.span, now)) return staleQuestion;
  return answer({ ...filter, ...compared }, request, parts);
}

/** "failed backups this week vs last week": how many jobs there were in one period and in another, by service. */
export const compare = {
  words,
  knownWords,
  help: [
    {
      title: 'Comparisons',
      examples: ['failed backups this week vs last week', 'more failures than yesterday?'],
      gives: 'the difference, by service',
    },
  ],
  readings: [
    { rank: 'counted', read: readUnpaired },
    { rank: 'notBuilt', read: readUncompared },
    { rank: 'compare', read },
  ],
  commands: [
    command({
      kind: 'compare',
      isQuestion: true,
      permission: permissions.ask,
      retry: ({ question }: CompareCommand) => showLink.encode(question),
      run: ({ question }: CompareCommand, request, parts: CompareParts) => answer(question, request, parts),
    }),
  ],
  buttons: [
    button(showLink, { auditTitle: 'Compare', permission: permissions.ask, run: answer }),
    button(askAgainLink, { auditTitle: 'Refresh', permission: permissions.ask, run: answerAgain }),
  ],
} as const;
