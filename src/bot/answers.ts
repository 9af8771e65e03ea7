import type { Asides } from '../cards/notes.ts';
import type { Press } from '../cards/press.ts';
import { retiredQuestion } from '../cards/retired-words.ts';
import type { Asker } from '../domain/asker.ts';
import type { Service } from '../domain/job.ts';
import type {
  CausesQuestion,
  CoverageQuestion,
  HealthQuestion,
  JobSearch,
  Lead,
  Question,
  TabsQuestion,
} from '../domain/question.ts';
import type { ServiceRecords } from '../domain/service-records.ts';
import type { Targets } from '../domain/targets.ts';
import type { Clock, MonotonicMs } from '../domain/time.ts';
import { causesCard } from '../features/causes/card.ts';
import { causeJobsCard } from '../features/causes/jobs-card.ts';
import { coverageCard } from '../features/coverage/card.ts';
import { targetsCard } from '../features/coverage/limits-card.ts';
import { jobCard } from '../features/job/card.ts';
import { jobsCard } from '../features/job/several-card.ts';
import { jobMessage } from '../features/job/text.ts';
import { createPageRenderer } from '../features/job-list/card-cache.ts';
import { retiredCard, retiredServicesCard } from '../features/retired/card.ts';
import { healthCard } from '../features/status/card.ts';
import { card, type Reader, type Reply } from '../features/turn.ts';
import type { JobAnswer, PagePointer } from '../jobs/answers.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { OrError } from './error-boundary.ts';

/** For whom an answer is, what stands beside it, by when it must be there, and who pays for its requests. */
export interface Asking {
  readonly reader: Reader;
  readonly asides: Asides;
  readonly until: MonotonicMs;
  /** Whose requests to AvePoint it takes. */
  readonly asker: Asker;
}

/** A job as its card, or with a message in plain text beside it. */
export type JobForm = 'card' | 'withMessage';

export interface AnswersParts {
  readonly jobs: Jobs;
  readonly targets: Targets;
  readonly records: Pick<ServiceRecords, 'all'>;
  readonly clock: Clock;
  readonly orError: OrError;
}

/** One answer for each kind of question; they throw as `OrError`. */
export function createAnswers({ jobs, targets, records, clock, orError }: AnswersParts) {
  const pageCard = createPageRenderer();
  const formed = (answer: JobAnswer, form: JobForm, reader: Reader): Reply => ({
    kind: 'card',
    card: jobCard(answer, reader),
    ...(form === 'withMessage' ? { message: jobMessage(answer, reader) } : {}),
  });

  return {
    page: (page: PagePointer, { reader, asides, until, asker }: Asking) =>
      orError({ verb: 'jobs.page', page }, page.question, reader, async () =>
        card(pageCard(await jobs.page(page, until, asker), asides, reader)),
      ),

    tabs: (question: TabsQuestion, lead: Lead | undefined, { reader, asides, until, asker }: Asking) =>
      orError({ verb: 'tabs.show', question, lead }, undefined, reader, async () => {
        const page = { ...(await jobs.tabs(question, until)), lead };
        return card(pageCard(await jobs.page(page, until, asker), asides, reader));
      }),

    health: (question: HealthQuestion, { reader, asides, until }: Asking) =>
      orError({ verb: 'health.show', question }, undefined, reader, async () =>
        card(healthCard(await jobs.health(question, until), asides, reader)),
      ),

    coverage: (question: CoverageQuestion, { reader, asides, until }: Asking) =>
      orError({ verb: 'coverage', question }, undefined, reader, async () => {
        const own = question.isUsual ? await targets.all() : {};
        return card(coverageCard(await jobs.coverage(question, own, until), asides, reader));
      }),

    targets: ({ reader, asides }: Asking) =>
      orError({ verb: 'ask', sentence: 'targets' }, undefined, reader, async () =>
        card(targetsCard(await targets.all(), undefined, asides)),
      ),

    retired: (service: Service | undefined, { reader, asides }: Asking) =>
      orError({ verb: 'ask', sentence: retiredQuestion(service) }, undefined, reader, async () => {
        const all = await records.all();
        const answeredAt = clock.now();
        if (!service) return card(retiredServicesCard(all, answeredAt, asides, reader));
        const shown = { service, record: all[service], isChanged: undefined, answeredAt };
        return card(retiredCard(shown, asides, reader));
      }),

    causes: (question: CausesQuestion, { reader, asides, until }: Asking) =>
      orError({ verb: 'causes.show', question }, undefined, reader, async () =>
        card(causesCard(await jobs.causes(question, until), asides, reader)),
      ),

    causeJobs: (question: CausesQuestion, cause: string, { reader, until }: Asking) =>
      orError({ verb: 'causes.jobs', question, cause }, undefined, reader, async () =>
        card(causeJobsCard(await jobs.causes(question, until), cause, reader)),
      ),

    jobOnPage: (page: PagePointer, jobId: string, form: JobForm, { reader, until, asker }: Asking) => {
      const retry: Press = { verb: form === 'card' ? 'jobs.job' : 'jobs.text', page, jobId };
      return orError(retry, page.question, reader, async () =>
        formed(await jobs.job(page, jobId, until, asker), form, reader),
      );
    },

    severalJobs: (searches: readonly JobSearch[], { reader, until, asker }: Asking) =>
      orError(undefined, undefined, reader, async () => {
        const found = await Promise.all(searches.map(search => jobs.find(search, until, asker)));
        return card(jobsCard(found, reader));
      }),

    job: (search: JobSearch, form: JobForm, { reader, until, asker }: Asking) => {
      const verb = form === 'card' ? 'job.find' : 'job.text';
      return orError({ verb, search }, undefined, reader, async () =>
        formed(await jobs.find(search, until, asker), form, reader),
      );
    },
  };
}

export type Answers = ReturnType<typeof createAnswers>;

/** Where every list begins. */
export function firstPage(question: Question, lead: Lead | undefined): PagePointer {
  return { question, pageIndex: 0, firstTotal: undefined, lead };
}
