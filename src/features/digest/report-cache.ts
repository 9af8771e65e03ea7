import { LRUCache } from 'lru-cache';
import type { Service } from '../../domain/job.ts';
import type { Log } from '../../domain/log.ts';
import { type Clock, type EpochMs, inMs, type MonotonicMs, msBetween } from '../../domain/time.ts';
import type { Jobs } from '../../jobs/jobs.ts';
import type { Report, ReportQuestion } from '../../jobs/report.ts';

/** A report, and whether a later one may have more. */
export interface CachedReport {
  /** Undefined if nothing could be read. */
  readonly report: Report | undefined;
  readonly isWhole: boolean;
}

export interface Reports {
  /** Returns true if everything was read that a digest of these services since `from` needs. */
  isRead(services: readonly Service[], from: EpochMs): boolean;
  /** Returns what is known now. Equal questions within half a minute share one result. Never rejects. */
  read(question: ReportQuestion): Promise<CachedReport>;
  /** Reads what isn't read yet, until `until`, for a user who waits. Rejects as `Jobs` does. */
  readNow(question: ReportQuestion, until: MonotonicMs): Promise<Report>;
}

/** How long to wait for the backup schedule. */
const readingMs = 30_000;
const cachedMs = 30_000;
/**
 * Thousands of conversations ask few different questions. The limit is low since the cards of a report stay in memory
 * with it.
 */
const mostReports = 32;

export interface ReportsParts {
  readonly jobs: Pick<Jobs, 'report' | 'reportNow' | 'isReportRead'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Creates the reports of digests. Subscriptions that ask the same at the same time share one. */
export function createReports({ jobs, clock, log }: ReportsParts): Reports {
  const cache = new LRUCache<string, { readonly at: MonotonicMs; readonly reading: Promise<CachedReport> }>({
    max: mostReports,
  });

  async function readReport(question: ReportQuestion): Promise<CachedReport> {
    try {
      const report = await jobs.report(question, inMs(readingMs, clock));
      return { report: report.readAt === undefined ? undefined : report, isWhole: report.isWhole };
    } catch (err) {
      log.error({ ...question, err }, 'digest report not read');
      return { report: undefined, isWhole: false };
    }
  }

  return {
    isRead: (services, from) => jobs.isReportRead(services, from),
    read(question) {
      const now = clock.monotonic();
      const name = JSON.stringify(question);
      const known = cache.get(name);
      if (known && msBetween(known.at, now) < cachedMs) return known.reading;
      const reading = readReport(question);
      cache.set(name, { at: now, reading });
      return reading;
    },
    readNow: (question, until) => jobs.reportNow(question, until),
  };
}
