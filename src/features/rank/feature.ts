import type { Clock } from '../../domain/time.ts';
import type { IndexView } from '../../job-index/view.ts';
import { askAgain, staleQuestion } from '../ask-again.ts';
import { button, command } from '../feature.ts';
import { permissions } from '../permission.ts';
import type { Request } from '../request.ts';
import { card, type Reply } from '../turn.ts';
import { againLink, showLink } from './buttons.ts';
import { rankCard } from './card.ts';
import { composeRank } from './compose.ts';
import type { RankQuestion } from './question.ts';
import { readRank } from './rank.ts';
import { type RankCommand, read, readUnarranged } from './read.ts';
import { knownWords, words } from './words.ts';

interface RankParts {
  readonly index: IndexView;
  readonly clock: Clock;
}

async function answer(question: RankQuestion, request: Request, parts: RankParts): Promise<Reply> {
  const { reader, asides, until } = request;
  return card(rankCard(await readRank(parts, question, until), asides, reader));
}

function answerAgain(question: RankQuestion, request: Request, parts: RankParts) {
  const anew = askAgain(question, parts.clock.now());
  if (!anew) return staleQuestion;
  const offers = anew.others.map(words => ({ label: words, sentence: composeRank(anew.question, words) }));
  return answer(anew.question, { ...request, asides: { notes: [], offers } }, parts);
}

/** "failures by service", "failed backups per day last week": how many jobs each group has, the worst first. */
export const rank = {
  words,
  knownWords,
  help: [
    {
      title: 'Numbers by service, day or state',
      examples: ['which service fails most this week?', 'failed backups per day last week'],
      gives: 'the numbers of each, with their lists',
    },
  ],
  readings: [
    { rank: 'counted', read },
    { rank: 'notBuilt', read: readUnarranged },
  ],
  commands: [
    command({
      kind: 'rank',
      permission: permissions.ask,
      isQuestion: true,
      retry: ({ question }: RankCommand) => showLink.encode(question),
      run: ({ question }: RankCommand, request, parts: RankParts) => answer(question, request, parts),
    }),
  ],
  buttons: [
    button(showLink, { auditTitle: 'Group jobs', permission: permissions.ask, run: answer }),
    button(againLink, { auditTitle: 'Refresh', permission: permissions.ask, run: answerAgain }),
  ],
} as const;
