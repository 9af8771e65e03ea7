import type { Job } from '../domain/job.ts';
import type { JobSource, Noting } from '../domain/job-source.ts';
import type { Log } from '../domain/log.ts';
import type {
  CausesQuestion,
  CompareQuestion,
  CoverageQuestion,
  HealthQuestion,
  JobSearch,
  TabsQuestion,
} from '../domain/question.ts';
import type { ScheduleSource } from '../domain/schedule.ts';
import type { TargetsByService } from '../domain/targets.ts';
import type { Clock, EpochMs } from '../domain/time.ts';
import type { IndexView } from '../job-index/view.ts';
import type { JobAnswer, PageAnswer, PagePointer } from './answers.ts';
import { createCareful } from './careful.ts';
import { type CausesAnswer, readCauses } from './causes/read-causes.ts';
import { type CompareAnswer, readComparison } from './compare.ts';
import { createCountTrust } from './count-trust.ts';
import { type CoverageAnswer, readCoverage } from './coverage.ts';
import { findById, findByStart, findJob } from './find-job.ts';
import { type HealthAnswer, readHealth } from './health.ts';
import { readIndexPage } from './index-page.ts';
import { servicesOf } from './indexed-run.ts';
import type { KnownServices } from './known-services.ts';
import { createLivePages, queryOf } from './live-page.ts';
import { type Report, type ReportQuestion, readReport } from './report.ts';
import { createSeenServices } from './seen-services.ts';
import { bounded, shared } from './sharing.ts';
import { readTabs } from './tabs.ts';

/** Answers questions about jobs. Every call ends by `until` and throws what the source throws. */
export interface Jobs {
  /**
   * One page of AvePoint's list, with one request, or of the job index's, with none. If AvePoint's first page is empty and a
   * state was asked for, one request more, and for a bad state two. The first time that a page 1 is read takes one more, too.
   */
  page(pointer: PagePointer, until: EpochMs): Promise<PageAnswer>;
  /**
   * One job that a page has shown; by its id if the source knows that, else from its page, or by its start if the page is of the
   * job index.
   */
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
  /** What a digest reports of a window; see `readReport`. */
  report(question: ReportQuestion, until: EpochMs): Promise<Report>;
}

export interface JobsParts {
  readonly source: JobSource;
  /** What overviews are answered from. */
  readonly index: IndexView;
  /** Undefined if no plan is read. */
  readonly schedule?: ScheduleSource | undefined;
  /** Undefined if nothing is remembered of the services. */
  readonly known?: KnownServices | undefined;
  /** Sees what every answer asks for, even if the request is one that another answer has made. */
  readonly noting?: Noting;
  readonly clock: Clock;
  readonly log: Log;
}

export function createJobs({
  source: own,
  index,
  schedule,
  known,
  noting = one => one,
  clock,
  log,
}: JobsParts): Jobs {
  const source = noting(shared(own));
  const trust = createCountTrust();
  const careful = createCareful(noting(shared(bounded(own, clock))), trust);
  const seen = createSeenServices(careful);
  const livePage = createLivePages({ source, index, careful, trust, clock, log });
  const overviews = { index, schedule, known, clock, log };

  async function onItsPage(page: PagePointer, jobId: string, until: EpochMs): Promise<Job | undefined> {
    const { jobs } = await source.page(queryOf(page), until);
    return jobs.find(({ id }) => id === jobId);
  }

  return {
    page: (pointer, until) =>
      pointer.from === 'index' ? readIndexPage(overviews, pointer, until) : livePage(pointer, until),

    async job(page, jobId, until) {
      const byId = await findById(source, index, jobId, until);
      const isOfIndex = page.from === 'index';
      const elsewhere = () =>
        isOfIndex ? findByStart(source, index, jobId, until) : onItsPage(page, jobId, until);
      const job = byId ?? (await elsewhere());
      const services = job && servicesOf(index, job, clock.now());
      return { place: { page }, jobId, job, services, searched: undefined, answeredAt: clock.now() };
    },

    async find(search, until) {
      const found = await findJob({ source, careful, index }, search, until);
      const services = found.job && servicesOf(index, found.job, clock.now());
      return { place: { search }, jobId: search.jobId, ...found, services, answeredAt: clock.now() };
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
