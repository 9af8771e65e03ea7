import { type HealthQuestion, servicesOf } from '../../domain/question.ts';
import type { Clock } from '../../domain/time.ts';
import type { Jobs } from '../../jobs/jobs.ts';
import { healthParts } from '../../language/asked.ts';
import { offersFor } from '../../language/compose.ts';
import { askAgain, staleQuestion } from '../ask-again.ts';
import { button, command } from '../feature.ts';
import { permissions } from '../permission.ts';
import type { Request } from '../request.ts';
import { card, type Reply } from '../turn.ts';
import { againLink, showLink } from './buttons.ts';
import { statusCard } from './card.ts';
import { isItFixed, status as read, type StatusCommand, whichAreBroken } from './read.ts';
import { knownWords, whatNeedsAttention } from './read-attention.ts';

interface StatusParts {
  readonly jobs: Pick<Jobs, 'health'>;
  readonly clock: Clock;
}

async function show(question: HealthQuestion, request: Request, { jobs }: StatusParts): Promise<Reply> {
  const { asides, reader, until } = request;
  return card(statusCard(await jobs.health(question, until), asides, reader));
}

function again(question: HealthQuestion, request: Request, parts: StatusParts) {
  const anew = askAgain(question, parts.clock.now());
  if (!anew) return staleQuestion;
  const service = servicesOf(anew.question);
  const asides = { notes: [], offers: offersFor({ ...healthParts, service }, anew.others) };
  return show(anew.question, { ...request, asides }, parts);
}

/** "status": how the backups are. */
export const status = {
  knownWords,
  readings: [
    { rank: 'attention', read: whatNeedsAttention },
    { rank: 'pasted', read: isItFixed },
    { rank: 'wellOfAll', read: whichAreBroken },
    { rank: 'status', read },
  ],
  commands: [
    command({
      kind: 'health',
      isQuestion: true,
      permission: permissions.ask,
      retry: ({ question }: StatusCommand) => showLink.encode(question),
      run: ({ question }: StatusCommand, request, parts: StatusParts) => show(question, request, parts),
    }),
  ],
  buttons: [
    button(showLink, { auditTitle: 'Look now', permission: permissions.ask, run: show }),
    button(againLink, {
      auditTitle: 'Refresh',
      permission: permissions.ask,
      retry(question, now) {
        const anew = askAgain(question, now);
        return anew && showLink.encode(anew.question);
      },
      run: again,
    }),
  ],
} as const;
