import { errorCard } from '../cards/error-card.ts';
import { helpCard, welcomeCard } from '../cards/help-card.ts';
import { jobCard } from '../cards/job-card.ts';
import type { Asides } from '../cards/notes.ts';
import { notUnderstoodCard, offerCard } from '../cards/offer-card.ts';
import { pageCard } from '../cards/page-card.ts';
import { isPackableSentence, type Press, unpackPress } from '../cards/press.ts';
import { staleQuestionText, unreadablePressText } from '../cards/press-texts.ts';
import { JobSourceError } from '../domain/job-source.ts';
import type { Log } from '../domain/log.ts';
import { isSoundQuestion, type Question } from '../domain/question.ts';
import type { Offer } from '../domain/reading.ts';
import type { Clock, EpochMs } from '../domain/time.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { defaultSpan, helpTopics, offersFor, readSentence, readSpan } from '../language/index.ts';
import type { PressTurn, Reader, Reply, Turn } from './turn.ts';

/** How long an answer may take in all, requests and their retries included. */
export const budgetsMs = { message: 10_000, press: 3_500 } as const;

/** What the bot does, without any SDK: it hears, is pressed, and replies. None of these throws. */
export interface Conversation {
  hear(turn: Turn): Promise<Reply>;
  press(turn: PressTurn): Promise<Reply>;
  welcome(): Reply;
}

export interface ConversationParts {
  readonly jobs: Jobs;
  readonly clock: Clock;
  readonly log: Log;
  /** A short id that the operator can quote and the log can be searched for. */
  readonly newReference: () => string;
}

interface AskedAnew {
  readonly question: Question;
  readonly offers: readonly Offer[];
}

const noAsides: Asides = { notes: [], offers: [] };

export function createConversation({ jobs, clock, log, newReference }: ConversationParts): Conversation {
  async function answerSentence(text: string, reader: Reader, until: EpochMs): Promise<Reply> {
    if (text.trim() === '') return card(helpCard(helpTopics, noAsides));
    const { command, notes, offers } = readSentence(text, { ...reader, now: clock.now() });
    const asides = { notes, offers };
    switch (command.kind) {
      case 'jobs':
        return answerQuestion(command.question, asides, reader, until);
      case 'help':
        return card(helpCard(helpTopics, asides));
      case 'noQuestion':
        return card(offerCard({ reason: command.reason, ...asides }));
      case 'notUnderstood':
        return card(notUnderstoodCard(asides));
    }
  }

  function answerQuestion(
    question: Question,
    asides: Asides,
    reader: Reader,
    until: EpochMs,
  ): Promise<Reply> {
    const page = { question, pageIndex: 0, firstTotal: undefined };
    return orError({ verb: 'jobs.page', page }, question, reader, async () =>
      card(pageCard(await jobs.page(page, until), asides, reader)),
    );
  }

  function answerPress(press: Press, reader: Reader, until: EpochMs): Promise<Reply> | Reply {
    switch (press.verb) {
      case 'jobs.page':
        return orError(press, press.page.question, reader, async () =>
          card(pageCard(await jobs.page(press.page, until), noAsides, reader)),
        );
      case 'jobs.job':
        return orError(press, press.page.question, reader, async () =>
          card(jobCard(await jobs.job(press.page, press.jobId, until), reader)),
        );
      case 'jobs.again': {
        const anew = askedAnew(press.question, reader);
        if (!anew) return text(staleQuestionText());
        return answerQuestion(anew.question, { notes: [], offers: anew.offers }, reader, until);
      }
      case 'ask':
        return answerSentence(press.sentence, reader, until);
      case 'help':
        return card(helpCard(helpTopics, noAsides));
    }
  }

  /** The same question with the span that its words give now; undefined where they give none any more. */
  function askedAnew(question: Question, reader: Reader): AskedAnew | undefined {
    if (question.span.from === undefined) return { question, offers: [] };
    const now = clock.now();
    const context = { now, zone: question.zone, locale: reader.locale };
    const { spanWords } = question;
    const read = spanWords === undefined ? undefined : readSpan(spanWords, context);
    const span = spanWords === undefined ? defaultSpan(now) : read?.span;
    const anew = span && { ...question, span };
    if (!anew || !isSoundQuestion(anew, now)) return undefined;
    return { question: anew, offers: offersFor(anew, read?.others ?? []) };
  }

  /** The one boundary: what went wrong is logged under a reference, and the operator is told that reference. */
  async function orError(
    retry: Press | undefined,
    question: Question | undefined,
    reader: Reader,
    answer: () => Promise<Reply>,
  ): Promise<Reply> {
    try {
      return await answer();
    } catch (error) {
      const reference = newReference();
      const zone = question?.zone ?? reader.zone;
      const trouble = { reference, retry, question, zone, at: clock.now() };
      if (error instanceof JobSourceError) {
        const { code, details } = error;
        const { requestId, traceId } = details;
        log.warn({ reference, code, requestId, traceId, err: error }, 'jobs could not be read');
        const { retryAt, permission } = details;
        return card(errorCard({ problem: code, retryAt, permission, ...trouble }, reader));
      }
      log.error({ reference, err: error }, 'an answer failed');
      return card(errorCard({ problem: 'unexpected', ...trouble }, reader));
    }
  }

  return {
    hear(turn) {
      const until = clock.now() + budgetsMs.message;
      const again: Press | undefined = isPackableSentence(turn.text)
        ? { verb: 'ask', sentence: turn.text }
        : undefined;
      return orError(again, undefined, turn, () => answerSentence(turn.text, turn, until));
    },

    press(turn) {
      const now = clock.now();
      const press = unpackPress(turn.verb, turn.data, now);
      if (!press) {
        log.warn({ verb: typeof turn.verb }, 'a press could not be read');
        return Promise.resolve(text(unreadablePressText()));
      }
      return orError(press, undefined, turn, async () => answerPress(press, turn, now + budgetsMs.press));
    },

    welcome: () => card(welcomeCard(helpTopics)),
  };
}

const card = (card: Extract<Reply, { kind: 'card' }>['card']): Reply => ({ kind: 'card', card });
const text = (text: string): Reply => ({ kind: 'text', text });
