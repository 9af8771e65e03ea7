import type { Job, JobQuery } from '../domain/job.ts';
import type { JobSource, Noting } from '../domain/job-source.ts';
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
import type { ScheduleSource } from '../domain/schedule.ts';
import type { TargetsByService } from '../domain/targets.ts';
import type { Clock, EpochMs } from '../domain/time.ts';
import type { IndexView } from '../job-index/view.ts';
import type { JobAnswer, PageAnswer, PagePointer, Silence } from './answers.ts';
import { createCareful } from './careful.ts';
import { type CausesAnswer, readCauses } from './causes/read-causes.ts';
import { type CompareAnswer, readComparison } from './compare.ts';
import { createCountTrust } from './count-trust.ts';
import { type CoverageAnswer, readCoverage } from './coverage.ts';
import { extentOf } from './extent.ts';
import { findJob } from './find-job.ts';
import { type HealthAnswer, readHealth } from './health.ts';
import { createPageMemory } from './page-memory.ts';
import { type Report, type ReportQuestion, readReport } from './report.ts';
import { createSeenServices } from './seen-services.ts';
import { bounded, shared } from './sharing.ts';
import { explainSilence } from './silence.ts';
import { countStrays } from './strays.ts';
import { explainTabs, readTabs } from './tabs.ts';

/** Answers questions about jobs. Every call ends by `until` and throws what the source throws. */
export interface Jobs {
  /**
   * One page; one request. If the first page is empty and a state was asked for, one more, and for a bad state two more.
   */
  page(pointer: PagePointer, until: EpochMs): Promise<PageAnswer>;
  /** One job that a page has shown; by its id where the source knows that, else from its page. */
  job(page: PagePointer, jobId: string, until: EpochMs): Promise<JobAnswer>;
  /** One job by its id; see `findJob`. */
  find(search: JobSearch, until: EpochMs): Promise<JobAnswer>;
  /** Several lists at once; see `readTabs`. */
  tabs(question: TabsQuestion, until: EpochMs): Promise<PagePointer>;
  /** Whether the backups are well; see `readHealth`. */
  health(question: HealthQuestion, until: EpochMs): Promise<HealthAnswer>;
  /** How old the last good backups are; see `readCoverage`. */
  coverage(question: CoverageQuestion, targets: TargetsByService, until: EpochMs): Promise<CoverageAnswer>;
  /** Why jobs did not end well; see `readCauses`. */
  causes(question: CausesQuestion, until: EpochMs): Promise<CausesAnswer>;
  /** The jobs of two windows; see `readComparison`. */
  compare(question: CompareQuestion, until: EpochMs): Promise<CompareAnswer>;
  /** What a digest tells of a window; see `readReport`. */
  report(question: ReportQuestion, until: EpochMs): Promise<Report>;
}

export interface JobsParts {
  readonly source: JobSource;
  /** What overviews are answered from. */
  readonly index: IndexView;
  /** Undefined if no plan is read. */
  readonly schedule?: ScheduleSource | undefined;
  /** Sees what every answer asks for, also where the request is one that another answer has made. */
  readonly noting?: Noting;
  readonly clock: Clock;
  readonly log: Log;
}

export function createJobs({
  source: own,
  index,
  schedule,
  noting = one => one,
  clock,
  log,
}: JobsParts): Jobs {
  const source = noting(shared(own));
  const trust = createCountTrust();
  const careful = createCareful(noting(shared(bounded(own, clock))), trust);
  const seen = createSeenServices(careful);
  const memory = createPageMemory();
  const overviews = { index, schedule, clock, log };

  async function onItsPage(page: PagePointer, jobId: string, until: EpochMs): Promise<Job | undefined> {
    const { jobs } = await source.page(queryOf(page), until);
    return jobs.find(({ id }) => id === jobId);
  }

  /** What stands behind an empty first page, or behind tabs that are all empty. */
  function silenceOf(pointer: PagePointer, question: Question, until: EpochMs): Promise<Silence> {
    const allEmpty = pointer.tabs?.every(({ count }) => count?.value === 0);
    return allEmpty
      ? explainTabs({ careful, log }, pointer, clock.now(), until)
      : explainSilence({ source, trust, careful, log }, question, clock.now(), until);
  }

  return {
    async page(pointer, until) {
      const query = queryOf(pointer);
      const page = await source.page(query, until);
      const { pageSize, ...extent } = extentOf(pointer, page, trust.learn(page));
      const question = { ...pointer.question, pageSize };
      const isEmpty = pointer.pageIndex === 0 && page.jobs.length === 0;
      return {
        ...extent,
        question,
        pageIndex: pointer.pageIndex,
        tabs: pointer.tabs,
        lead: pointer.lead,
        jobs: page.jobs,
        hasPrevious: pointer.pageIndex > 0,
        repeated: memory.repeats(query, page),
        strays: countStrays(question, page.jobs),
        silence: isEmpty ? await silenceOf(pointer, question, until) : undefined,
        answeredAt: clock.now(),
      };
    },

    async job(page, jobId, until) {
      const byId = (await source.canFindJob(until)) ? await source.job(jobId, until) : undefined;
      const job = byId ?? (await onItsPage(page, jobId, until));
      return { place: { page }, jobId, job, searched: undefined, answeredAt: clock.now() };
    },

    async find(search, until) {
      const found = await findJob(source, careful, search, until);
      return { place: { search }, jobId: search.jobId, ...found, answeredAt: clock.now() };
    },

    tabs: (question, until) => readTabs(overviews, question, until),
    health: (question, until) => readHealth(overviews, question, until),
    coverage: (question, targets, until) => readCoverage(overviews, question, targets, until),
    causes: (question, until) => readCauses(overviews, question, until),
    compare: (question, until) => readComparison(overviews, question, until),
    report: (question, until) =>
      readReport({ careful, seen, schedule, clock, log, finder: source }, question, until),
  };
}

function queryOf({ question, pageIndex }: PagePointer): JobQuery {
  const { type, service, state, span, pageSize } = question;
  return { type, service, state, span, pageIndex, pageSize };
}
