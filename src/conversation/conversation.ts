import { causeJobsCard } from '../cards/cause-jobs-card.ts';
import { causesCard } from '../cards/causes-card.ts';
import { compareCard } from '../cards/compare-card.ts';
import { coverageCard } from '../cards/coverage-card.ts';
import { errorCard } from '../cards/error-card.ts';
import { healthCard } from '../cards/health-card.ts';
import { helpCard, welcomeCard } from '../cards/help-card.ts';
import { jobCard } from '../cards/job-card.ts';
import { jobMessage } from '../cards/job-message.ts';
import type { Asides } from '../cards/notes.ts';
import { notUnderstoodCard, offerCard } from '../cards/offer-card.ts';
import { pageCard } from '../cards/page-card.ts';
import { isPackableSentence, type Press, unpackPress } from '../cards/press.ts';
import { staleQuestionText, unreadablePressText } from '../cards/press-texts.ts';
import { JobSourceError } from '../domain/job-source.ts';
import type { Log } from '../domain/log.ts';
import type {
  CausesQuestion,
  CompareQuestion,
  CoverageQuestion,
  HealthQuestion,
  JobSearch,
  Question,
  TabsQuestion,
} from '../domain/question.ts';
import type { Clock, EpochMs } from '../domain/time.ts';
import type { JobAnswer } from '../jobs/answers.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { healthParts, helpTopics, offersFor, readSentence, windowBefore } from '../language/index.ts';
import { askedAnew } from './asked-anew.ts';
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

const noAsides: Asides = { notes: [], offers: [] };

export function createConversation({ jobs, clock, log, newReference }: ConversationParts): Conversation {
  async function answerSentence(text: string, reader: Reader, until: EpochMs): Promise<Reply> {
    if (text.trim() === '') return card(helpCard(helpTopics, noAsides));
    const { command, notes, offers } = readSentence(text, { ...reader, now: clock.now() });
    const asides = { notes, offers };
    switch (command.kind) {
      case 'jobs':
        return answerQuestion(command.question, asides, reader, until);
      case 'tabs':
        return answerTabs(command.question, asides, reader, until);
      case 'health':
        return answerHealth(command.question, asides, reader, until);
      case 'compare':
        return answerComparison(command.question, asides, reader, until);
      case 'job':
        return answerSearch(command.search, reader, until);
      case 'causes':
        return answerCauses(command.question, asides, reader, until);
      case 'coverage':
        return answerCoverage(command.question, asides, reader, until);
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

  function answerSearch(search: JobSearch, reader: Reader, until: EpochMs): Promise<Reply> {
    return orError({ verb: 'job.find', search }, undefined, reader, async () =>
      card(jobCard(await jobs.find(search, until), reader)),
    );
  }

  function answerCoverage(
    question: CoverageQuestion,
    asides: Asides,
    reader: Reader,
    until: EpochMs,
  ): Promise<Reply> {
    return orError({ verb: 'coverage', question }, undefined, reader, async () =>
      card(coverageCard(await jobs.coverage(question, until), asides, reader)),
    );
  }

  function answerCauses(
    question: CausesQuestion,
    asides: Asides,
    reader: Reader,
    until: EpochMs,
  ): Promise<Reply> {
    return orError({ verb: 'causes.show', question }, undefined, reader, async () =>
      card(causesCard(await jobs.causes(question, until), asides, reader)),
    );
  }

  function answerTabs(
    question: TabsQuestion,
    asides: Asides,
    reader: Reader,
    until: EpochMs,
  ): Promise<Reply> {
    return orError({ verb: 'tabs.show', question }, undefined, reader, async () => {
      const page = await jobs.tabs(question, until);
      return card(pageCard(await jobs.page(page, until), asides, reader));
    });
  }

  function answerHealth(
    question: HealthQuestion,
    asides: Asides,
    reader: Reader,
    until: EpochMs,
  ): Promise<Reply> {
    return orError({ verb: 'health.show', question }, undefined, reader, async () =>
      card(healthCard(await jobs.health(question, until), asides, reader)),
    );
  }

  function answerComparison(
    question: CompareQuestion,
    asides: Asides,
    reader: Reader,
    until: EpochMs,
  ): Promise<Reply> {
    return orError({ verb: 'compare.show', question }, undefined, reader, async () =>
      card(compareCard(await jobs.compare(question, until), asides, reader)),
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
      case 'jobs.text':
        return orError(press, press.page.question, reader, async () =>
          withMessage(await jobs.job(press.page, press.jobId, until), reader),
        );
      case 'job.find':
        return answerSearch(press.search, reader, until);
      case 'job.text':
        return orError(press, undefined, reader, async () =>
          withMessage(await jobs.find(press.search, until), reader),
        );
      case 'jobs.again': {
        const anew = askedAnew(press.question, clock.now(), reader.locale);
        if (!anew) return text(staleQuestionText());
        const { question, others } = anew;
        return answerQuestion(question, { notes: [], offers: offersFor(question, others) }, reader, until);
      }
      case 'tabs.show':
        return answerTabs(press.question, noAsides, reader, until);
      case 'tabs.again': {
        const anew = askedAnew(press.question, clock.now(), reader.locale);
        if (!anew) return text(staleQuestionText());
        const { question, others } = anew;
        const parts = { ...question, service: question.services, state: question.states };
        return answerTabs(question, { notes: [], offers: offersFor(parts, others) }, reader, until);
      }
      case 'health.show':
        return answerHealth(press.question, noAsides, reader, until);
      case 'health.again': {
        const anew = askedAnew(press.question, clock.now(), reader.locale);
        if (!anew) return text(staleQuestionText());
        const { question, others } = anew;
        const offers = offersFor({ ...healthParts, service: question.service }, others);
        return answerHealth(question, { notes: [], offers }, reader, until);
      }
      case 'coverage':
        return answerCoverage(press.question, noAsides, reader, until);
      case 'causes.show':
        return answerCauses(press.question, noAsides, reader, until);
      case 'causes.again': {
        const anew = askedAnew(press.question, clock.now(), reader.locale);
        if (!anew) return text(staleQuestionText());
        return answerCauses(anew.question, noAsides, reader, until);
      }
      case 'causes.jobs':
        return orError(press, undefined, reader, async () =>
          card(causeJobsCard(await jobs.causes(press.question, until), press.cause, reader)),
        );
      case 'compare.show':
        return answerComparison(press.question, noAsides, reader, until);
      case 'compare.again': {
        const { window, other, ...filter } = press.question;
        const anew = askedAnew(window, clock.now(), reader.locale);
        const beside =
          other.spanWords === undefined ? undefined : askedAnew(other, clock.now(), reader.locale);
        if (!anew || (other.spanWords !== undefined && !beside)) return text(staleQuestionText());
        const question = {
          ...filter,
          window: anew.question,
          other: beside?.question ?? windowBefore(anew.question),
        };
        return answerComparison(question, noAsides, reader, until);
      }
      case 'ask':
        return answerSentence(press.sentence, reader, until);
      case 'help':
        return card(helpCard(helpTopics, noAsides));
    }
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
/** A job's card again, and the job as a message that can be copied. */
const withMessage = (answer: JobAnswer, reader: Reader): Reply => ({
  kind: 'card',
  card: jobCard(answer, reader),
  message: jobMessage(answer, reader),
});
const text = (text: string): Reply => ({ kind: 'text', text });
