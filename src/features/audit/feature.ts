import type { AuditQuestion } from '../../domain/audit.ts';
import type { Clock } from '../../domain/time.ts';
import { askAgain, staleQuestion } from '../ask-again.ts';
import { button, command } from '../feature.ts';
import { permissions } from '../permission.ts';
import type { Request } from '../request.ts';
import { card, type Reply, text } from '../turn.ts';
import { againLink, showLink } from './buttons.ts';
import { auditCard } from './card.ts';
import type { AuditPages, AuditPointer } from './pages.ts';
import { type AuditCommand, audit as read, words } from './read.ts';
import type { PressedText } from './row.ts';

interface AuditParts {
  readonly auditPages: AuditPages;
  readonly pressedText: PressedText;
  readonly clock: Clock;
}

const inPrivate = 'The audit record says who asked what, so I only show it in personal chats. Ask me there.';

async function show(
  page: AuditPointer,
  { asides, place, reader, until }: Request,
  { auditPages, pressedText }: AuditParts,
): Promise<Reply> {
  // Elsewhere others would read what only admins may.
  if (place?.kind !== 'personal') return text(inPrivate);
  return card(auditCard(await auditPages(page, until), asides, reader, pressedText));
}

function firstPage(question: AuditQuestion): AuditPointer {
  return { question, pageIndex: 0 };
}

function again(question: AuditQuestion, request: Request, parts: AuditParts) {
  const anew = askAgain(question, parts.clock.now());
  return anew ? show(firstPage(anew.question), request, parts) : staleQuestion;
}

/** "audit last 7 days": what was asked and pressed, by whom. */
export const audit = {
  words,
  help: [{ title: 'For admins', examples: ['audit today', 'audit last 7 days'], gives: 'who asked what' }],
  readings: [{ rank: 'setting', read }],
  commands: [
    command({
      kind: 'audit',
      permission: permissions.govern,
      retry: ({ question }: AuditCommand) => showLink.encode(firstPage(question)),
      run: ({ question }: AuditCommand, request, parts: AuditParts) =>
        show(firstPage(question), request, parts),
    }),
  ],
  buttons: [
    button(showLink, {
      auditTitle: 'Audit record',
      permission: permissions.govern,
      details: ({ pageIndex }) => [`page ${pageIndex + 1}`],
      run: show,
    }),
    button(againLink, {
      auditTitle: 'Refresh',
      permission: permissions.govern,
      retry(question, now) {
        const anew = askAgain(question, now);
        return anew && showLink.encode(firstPage(anew.question));
      },
      run: again,
    }),
  ],
} as const;
