import { staleQuestionText } from '../cards/button-replies.ts';
import type { Asides } from '../cards/notes.ts';
import type { Press } from '../cards/press.ts';
import type { Clock } from '../domain/time.ts';
import { askedAnew } from '../features/ask-again.ts';
import type { AuditPress } from '../features/audit/buttons.ts';
import { type Reply, text } from '../features/turn.ts';
import { healthParts, offersFor } from '../language/index.ts';
import { type Answers, type Asking, firstPage } from './answers.ts';

type AgainPress = Exclude<Extract<Press, { readonly verb: `${string}.again` }>, AuditPress>;

/** The same question with the span that its words give now, and their other readings as buttons. */
export function createAgainAnswers(
  answers: Answers,
  clock: Clock,
): (press: AgainPress, asking: Asking) => Promise<Reply> | Reply {
  return (press, asking) => {
    const now = clock.now();
    switch (press.verb) {
      case 'jobs.again': {
        const anew = askedAnew(press.question, now);
        if (!anew) return text(staleQuestionText());
        const { question, others } = anew;
        return answers.page(firstPage(question, press.lead), {
          ...asking,
          asides: offering(question, others),
        });
      }
      case 'tabs.again': {
        const anew = askedAnew(press.question, now);
        if (!anew) return text(staleQuestionText());
        const { question, others } = anew;
        const parts = { ...question, service: question.services, state: question.states };
        return answers.tabs(question, press.lead, { ...asking, asides: offering(parts, others) });
      }
      case 'health.again': {
        const anew = askedAnew(press.question, now);
        if (!anew) return text(staleQuestionText());
        const { question, others } = anew;
        const parts = { ...healthParts, service: question.service };
        return answers.health(question, { ...asking, asides: offering(parts, others) });
      }
      case 'causes.again': {
        const anew = askedAnew(press.question, now);
        if (!anew) return text(staleQuestionText());
        const { question, others } = anew;
        const { type, service } = question;
        const parts = { isWhy: true, type, service, state: undefined, pageSize: undefined };
        return answers.causes(question, { ...asking, asides: offering(parts, others) });
      }
    }
  };
}

function offering(parts: Parameters<typeof offersFor>[0], others: readonly string[]): Asides {
  return { notes: [], offers: offersFor(parts, others) };
}
