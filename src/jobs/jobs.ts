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
import { type PastCoverageAnswer, type PastCoverageQuestion, readPastCoverage } from './past-coverage.ts';
import { type PlanAnswer, type PlanQuestion, readPlanned } from './planned.ts';
import { isReadFor, type Report, type ReportQuestion, readReport } from './report.ts';
import { createRequestQueue, type RequestQueue } from './request-queue.ts';
import { shared } from './sharing.ts';
import { readTabs } from './tabs.ts';
import { createVerifiedReader } from './verified-reader.ts';
import { waitForIndex } from './wait-for-index.ts';

/**
 * Answers questions about jobs. Every call ends by `until` and throws what the source throws. Calls that send requests
 * to AvePoint also throw `AskedTooOftenError`; the requests are charged to `asker`, or to the bot itself if there is
 * none.
 */
export interface Jobs {
  /**
   * Returns one page of AvePoint's list, with one request, or of the job index's, without one. If AvePoint's first page
   * is empty and a state was asked for, it takes one request more, and for a bad state two. The first time that a page
   * 1 is read takes one more, too.
   */
  page(pointer: PagePointer, until: MonotonicMs, asker?: Asker): Promise<PageAnswer>;
  /**
   * Returns one job of a page: by its id if the source has such a request, else from its page, or by its start if the
   * page is of the job index.
   */
  job(page: PagePointer, jobId: string, until: MonotonicMs, asker?: Asker): Promise<JobAnswer>;
  /** Returns one job by its id; see `findJob`. */
  find(search: JobSearch, until: MonotonicMs, asker?: Asker): Promise<JobAnswer>;
  /** Returns several lists at once; see `readTabs`. */
  tabs(question: TabsQuestion, until: MonotonicMs): Promise<PagePointer>;
  /** Returns what is planned for the rest of today; see `readPlanned`. */
  planned(question: PlanQuestion, until: MonotonicMs): Promise<PlanAnswer>;
  /** Returns whether the backups are well; see `readHealth`. */
  health(question: HealthQuestion, until: MonotonicMs): Promise<HealthAnswer>;
  /** Returns whether good backups started in a window that is over; see `readPastCoverage`. */
  pastCoverage(question: PastCoverageQuestion, until: MonotonicMs): Promise<PastCoverageAnswer>;
  /** Returns how old the last good backups are; see `readCoverage`. */
  coverage(
    question: CoverageQuestion,
    targets: TargetsByService,
    until: MonotonicMs,
  ): Promise<CoverageAnswer>;
  /** Returns why jobs failed; see `readCauses`. */
  causes(question: CausesQuestion, until: MonotonicMs): Promise<CausesAnswer>;
  /** Returns the report of a digest, as far as it's known; see `readReport`. */
  report(question: ReportQuestion, until: MonotonicMs): Promise<Report>;
  /** Returns the report once everything that it needs was read. */
  reportNow(question: ReportQuestion, until: MonotonicMs): Promise<Report>;
  /** Returns true if everything was read that a report of these services (empty means all) needs since `from`. */
  isReportRead(services: readonly Service[], from: EpochMs): boolean;
}

export interface JobsParts {
  readonly source: JobSource;
  /** The queue for `source`; a new one if absent. */
  readonly queue?: RequestQueue;
  /** The job index, for overviews. */
  readonly index: IndexView;
  /** Undefined if no schedule is read. */
  readonly schedule?: ScheduleSource | undefined;
  /** Undefined if there are no records of the services. */
  readonly known?: KnownServices | undefined;
  /** Records the requests of every answer, even if a request is shared with another answer. */
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
    return { source, careful: createVerifiedReader(source, trust) };
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
      pointer.from === 'index' || pointer.question.narrowed !== undefined
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
    pastCoverage: (question, until) => readPastCoverage(overviews, question, until),
    coverage: (question, targets, until) => readCoverage(overviews, question, targets, until),
    causes: (question, until) => readCauses(overviews, question, until),
    planned: (question, until) => readPlanned(overviews, question, until),
    report,
    async reportNow(question, until) {
      await waitForIndex(index, { from: question.span.from, type: 'backup' }, until);
      return report(question, until);
    },
    isReportRead: (services, from) => isReadFor(index, services, from, clock.now()),
  };
}
