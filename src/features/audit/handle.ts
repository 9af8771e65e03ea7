import type { Asking } from '../../bot/answers.ts';
import { pressedText } from '../../bot/button-text.ts';
import type { OrError } from '../../bot/error-boundary.ts';
import { auditInPrivateText, staleQuestionText } from '../../cards/button-replies.ts';
import type { Asides } from '../../cards/notes.ts';
import type { AuditQuestion } from '../../domain/audit.ts';
import type { Clock } from '../../domain/time.ts';
import { askedAnew } from '../ask-again.ts';
import { card, type Hearer, type Reply, text } from '../turn.ts';
import { auditCard } from './card.ts';
import type { AuditPages, AuditPointer } from './pages.ts';

export interface AuditAnswersParts {
  readonly pages: AuditPages;
  readonly clock: Clock;
  readonly orError: OrError;
}

const noAsides: Asides = { notes: [], offers: [] };

/** What the bot says of the audit record, to an admin who is alone with it; none of these throws. */
export function createAuditAnswers({ pages, clock, orError }: AuditAnswersParts) {
  function show(page: AuditPointer, { place }: Hearer, { reader, asides, until }: Asking): Promise<Reply> {
    return orError({ verb: 'audit.show', page }, undefined, reader, async () => {
      // Elsewhere everybody would read what only admins may.
      if (place?.kind !== 'personal') return text(auditInPrivateText());
      return card(auditCard(await pages(page, until), asides, reader, pressedText));
    });
  }

  return {
    show,
    ask: (question: AuditQuestion, hearer: Hearer, asking: Asking) =>
      show({ question, pageIndex: 0 }, hearer, asking),
    again(question: AuditQuestion, hearer: Hearer, asking: Asking): Promise<Reply> | Reply {
      const anew = askedAnew(question, clock.now());
      if (!anew) return text(staleQuestionText());
      return show({ question: anew.question, pageIndex: 0 }, hearer, { ...asking, asides: noAsides });
    },
  };
}
