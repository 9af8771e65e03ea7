import type { Asker } from '../domain/asker.ts';
import type { Job, Service } from '../domain/job.ts';
import type { JobSource, RecordRequests } from '../domain/job-source.ts';
import type { Log } from '../domain/log.ts';
import type {
  CausesQuestion,
  CoverageQuestion,
  HealthQuestion,
  JobSearch,
  TabsQuestion,
} from '../domain/question.ts';
import type { ScheduleSource } from '../domain/schedule.ts';
import type { TargetsByService } from '../domain/targets.ts';
import type { Clock, EpochMs, MonotonicMs } from '../domain/time.ts';
import type { IndexView } from '../job-index/view.ts';
import type { JobAnswer, PageAnswer, PagePointer } from './answers.ts';
import { type CausesAnswer, readCauses } from './causes/read-causes.ts';
import { createCountTrust } from './count-trust.ts';
import { type CoverageAnswer, readCoverage } from './coverage.ts';
import { findById, findByStart, findJob } from './find-job.ts';
import { type HealthAnswer, readHealth } from './health.ts';
import { readIndexPage } from './index-page.ts';
import { servicesOf } from './indexed-run.ts';
import type { KnownServices } from './known-services.ts';
import { createLivePages, type LiveSource, queryOf } from './live-page.ts';
import { isReadFor, type Report, type ReportQuestion, readReport } from './report.ts';
import { createRequestQueue, type RequestQueue } from './request-queue.ts';
import { shared } from './sharing.ts';
import { readTabs } from './tabs.ts';
import { createCareful } from './verified-reader.ts';
import { waitForIndex } from './wait-for-index.ts';

/**
 * Answers questions about jobs. Every call ends by `until` and throws what the source throws. Those that send requests to AvePoint
 * throw `AskedTooOftenError` too; their requests are those of `asker`, or of the bot itself if there is none.
 */
export interface Jobs {
  /**
   * One page of AvePoint's list, with one request, or of the job index's, with none. If AvePoint's first page is empty and a
   * state was asked for, one request more, and for a bad state two. The first time that a page 1 is read takes one more, too.
   */
  page(pointer: PagePointer, until: MonotonicMs, asker?: Asker): Promise<PageAnswer>;
  /**
   * One job that a page has shown; by its id if the source knows that, else from its page, or by its start if the page is of the
   * job index.
   */
  job(page: PagePointer, jobId: string, until: MonotonicMs, asker?: Asker): Promise<JobAnswer>;
  /** One job by its id; see `findJob`. */
  find(search: JobSearch, until: MonotonicMs, asker?: Asker): Promise<JobAnswer>;
  /** Several lists at once; see `readTabs`. */
  tabs(question: TabsQuestion, until: MonotonicMs): Promise<PagePointer>;
  /** Whether the backups are well; see `readHealth`. */
  health(question: HealthQuestion, until: MonotonicMs): Promise<HealthAnswer>;
  /** How old the last good backups are; see `readCoverage`. */
  coverage(
    question: CoverageQuestion,
    targets: TargetsByService,
    until: MonotonicMs,
  ): Promise<CoverageAnswer>;
  /** Why jobs did not end well; see `readCauses`. */
  causes(question: CausesQuestion, until: MonotonicMs): Promise<CausesAnswer>;
  /** What a digest reports, as far as it's known; see `readReport`. */
  report(question: ReportQuestion, until: MonotonicMs): Promise<Report>;
  /** The same, once all that it needs was read. */
  reportNow(question: ReportQuestion, until: MonotonicMs): Promise<Report>;
  /** True if all was read that a report of these services, or of all if there are none, needs since `from`. */
  isReportRead(services: readonly Service[], from: EpochMs): boolean;
}

export interface JobsParts {
  readonly source: JobSource;
  /** In front of `source`; one of its own if it isn't given. */
  readonly queue?: RequestQueue;
  /** What overviews are answered from. */
  readonly index: IndexView;
  /** Undefined if no plan is read. */
  readonly schedule?: ScheduleSource | undefined;
  /** Undefined if nothing is remembered of the services. */
  readonly known?: KnownServices | undefined;
  /** Sees what every answer asks for, even if the request is one that another answer has made. */
  readonly recordRequests?: RecordRequests;
  readonly clock: Clock;
  readonly log: Log;
}

export function createJobs({
  source: own,
  clock,
  queue = createRequestQueue({ clock }),
  index,
  schedule,
  known,
  recordRequests = one => one,
  log,
}: JobsParts): Jobs {
  const sourceFor = shared(own, queue);
  const trust = createCountTrust();
  const livePage = createLivePages({ index, trust, clock, log });
  const overviews = { index, schedule, known, clock, log };

  function liveFor(asker: Asker | undefined): LiveSource {
    const source = recordRequests(sourceFor(asker));
    return { source, careful: createCareful(source, trust) };
  }

  async function onItsPage(
    source: JobSource,
    page: PagePointer,
    jobId: string,
    until: MonotonicMs,
  ): Promise<Job | undefined> {
    const { jobs } = await source.page(queryOf(page), until);
    return jobs.find(({ id }) => id === jobId);
  }

  async function report(question: ReportQuestion, until: MonotonicMs): Promise<Report> {
    const records = known ? await known.read() : {};
    known?.update();
    return readReport(overviews, question, records, until);
  }

  return {
    page: (pointer, until, asker) =>
      pointer.from === 'index'
        ? readIndexPage(overviews, pointer, until)
        : livePage(liveFor(asker), pointer, until),

    async job(page, jobId, until, asker) {
      const { source } = liveFor(asker);
      const byId = await findById(source, index, jobId, until);
      const isOfIndex = page.from === 'index';
      const elsewhere = () =>
        isOfIndex ? findByStart(source, index, jobId, until) : onItsPage(source, page, jobId, until);
      const job = byId ?? (await elsewhere());
      const services = job && servicesOf(index, job, clock.now());
      return { place: { page }, jobId, job, services, searched: undefined, answeredAt: clock.now() };
    },

    async find(search, until, asker) {
      const found = await findJob({ ...liveFor(asker), index }, search, until);
      const services = found.job && servicesOf(index, found.job, clock.now());
      return { place: { search }, jobId: search.jobId, ...found, services, answeredAt: clock.now() };
    },

    tabs: (question, until) => readTabs(overviews, question, until),
    health: (question, until) => readHealth(overviews, question, until),
    coverage: (question, targets, until) => readCoverage(overviews, question, targets, until),
    causes: (question, until) => readCauses(overviews, question, until),
    report,
    async reportNow(question, until) {
      await waitForIndex(index, { from: question.span.from, type: 'backup' }, until);
      return report(question, until);
    },
    isReportRead: (services, from) => isReadFor(index, services, from, clock.now()),
  };
}
