import { unreadablePressText } from '../cards/button-replies.ts';
import type { Asides } from '../cards/notes.ts';
import type { Log } from '../domain/log.ts';
import type { Clock, MonotonicMs } from '../domain/time.ts';
import { type PressTurn, type Reply, text } from '../features/turn.ts';
import type { Answer } from './answer.ts';
import { decodePress } from './decode-press.ts';
import type { Boundary } from './error-boundary.ts';
import type { LastQuestions } from './follow-up/last-questions.ts';
import type { SentenceAnswer } from './sentence-answer.ts';

export interface PressAnswerParts {
  readonly answer: Answer;
  readonly answerSentence: SentenceAnswer;
  readonly boundary: Boundary;
  readonly lastQuestions: LastQuestions;
  /** Called with the verb, once the press is read. */
  readonly about: (verb: string) => void;
  readonly clock: Clock;
  readonly log: Log;
}

const noAsides: Asides = { notes: [], offers: [] };

/**
 * Answers a press by `until`. A refused press changes nothing that others see, and only its user gets the refusal.
 * Never throws.
 */
export function createPressAnswer(parts: PressAnswerParts) {
  const { answer, answerSentence, lastQuestions, boundary, about, clock, log } = parts;
  return (turn: PressTurn, until: MonotonicMs): Promise<Reply> => {
    const press = decodePress(turn.verb, turn.data, clock.now());
    if (!press) {
      log.warn({ verb: typeof turn.verb }, 'press unreadable');
      const ending = { kind: 'failed', problem: 'unreadable' } as const;
      return Promise.resolve({ ...text(unreadablePressText()), ending });
    }
    if ('sentence' in press) {
      const sentence = { ...turn, text: press.sentence, isPressed: true };
      return boundary.orError(
        () => ({ retry: press.packed }),
        turn,
        () => answerSentence(sentence, until),
      );
    }
    about(press.packed.verb);
    const { packed, pressed } = press;
    const { isOnSharedCard } = pressed.button;
    const run = async () => {
      const manner = {
        asides: noAsides,
        until,
        refusedAs: { kind: 'text' },
        isOnSharedCard,
        retry: packed,
      } as const;
      const reply = await answer(pressed, turn, manner);
      if (reply.list) lastQuestions.remember(turn, { list: reply.list });
      return reply;
    };
    return isOnSharedCard ? boundary.orText(run) : boundary.orError(() => ({ retry: packed }), turn, run);
  };
}
