import { LRUCache } from 'lru-cache';
import type { Service } from '../../domain/job.ts';
import type { Log } from '../../domain/log.ts';
import { type Clock, type EpochMs, inMs, type MonotonicMs, msBetween } from '../../domain/time.ts';
import type { Jobs } from '../../jobs/jobs.ts';
import type { Report, ReportQuestion } from '../../jobs/report.ts';

/** What was read, and whether more may be known later. */
export interface Told {
  /** Undefined if nothing could be read. */
  readonly report: Report | undefined;
  readonly isWhole: boolean;
}

export interface Reports {
  /** True if all that a digest of these services since `from` needs was read. */
  isRead(services: readonly Service[], from: EpochMs): boolean;
  /** What is known now. The same question of the same half minute has the same answer. Never rejects. */
  read(question: ReportQuestion): Promise<Told>;
  /** For somebody who waits: reads what isn't read yet, until `until`. Rejects as `Jobs` does. */
  readNow(question: ReportQuestion, until: MonotonicMs): Promise<Report>;
}

/** The plan of the runs is waited for so long. */
const readingMs = 30_000;
const keptMs = 30_000;
/** Thousands of conversations ask few questions; more aren't kept, since their cards are kept with them. */
const mostKept = 32;

export interface ReportsParts {
  readonly jobs: Pick<Jobs, 'report' | 'reportNow' | 'isReportRead'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Makes the reports of digests, each once for all that ask the same at the same time. */
export function createReports({ jobs, clock, log }: ReportsParts): Reports {
  const kept = new LRUCache<string, { readonly at: MonotonicMs; readonly told: Promise<Told> }>({
    max: mostKept,
  });

  async function tell(question: ReportQuestion): Promise<Told> {
    try {
      const report = await jobs.report(question, inMs(readingMs, clock));
      return { report: report.readAt === undefined ? undefined : report, isWhole: report.isWhole };
    } catch (err) {
      log.error({ ...question, err }, 'digest not made');
      return { report: undefined, isWhole: false };
    }
  }

  return {
    isRead: (services, from) => jobs.isReportRead(services, from),
    read(question) {
      const now = clock.monotonic();
      const name = JSON.stringify(question);
      const known = kept.get(name);
      if (known && msBetween(known.at, now) < keptMs) return known.told;
      const told = tell(question);
      kept.set(name, { at: now, told });
      return told;
    },
    readNow: (question, until) => jobs.reportNow(question, until),
  };
}
