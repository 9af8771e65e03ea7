import { LRUCache } from 'lru-cache';
import { shortestDayMs } from '../domain/day-long.ts';
import type { Service } from '../domain/job.ts';
import { JobSourceError } from '../domain/job-source.ts';
import type { Log } from '../domain/log.ts';
import type { Store } from '../domain/store.ts';
import type { Clock, EpochMs } from '../domain/time.ts';
import type { RunningBackup } from '../jobs/carried.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Report } from '../jobs/report.ts';

/** What a digest asks: a stretch of time and some services, none for all. Many subscriptions ask the same. */
export interface ReportKey {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly services: readonly Service[];
}

/** What was read, and whether asking again may tell more. */
export interface Told {
  readonly report: Report | undefined;
  readonly isWhole: boolean;
}

export interface Reports {
  /**
   * What is known by now; undefined while it is read. It is read once, however many ask, and what could not all be read
   * is read again after a minute.
   */
  look(key: ReportKey): Told | undefined;
  /** Reads it at once, for one asker, by `until`. Rejects as `Jobs` and `Store` do. */
  readNow(key: ReportKey, until: EpochMs): Promise<Report>;
}

/** One report's requests, with their retries. */
const readingMs = 60_000;
const againAfterMs = 60_000;
/** Longer than the slowest delivery to many conversations takes. */
const keptMs = 30 * 60_000;
/** More questions at one time are asked by nobody. */
const keptAtMost = 500;
/** No digest reaches further back, so what ran at an older cut is of no use. */
const cutsKeptMs = 35 * 24 * 3_600_000;
/** More running backups than these are not followed. */
const mostFollowed = 200;

export interface ReportsParts {
  readonly jobs: Pick<Jobs, 'report'>;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}

interface Reading {
  told: Told | undefined;
  readonly at: EpochMs;
}

/**
 * Reads the reports of digests. What was running when one was read is kept, so that the next one can tell how it ended:
 * the source finds jobs by their start alone.
 */
export function createReports({ jobs, store, clock, log }: ReportsParts): Reports {
  const readings = new LRUCache<string, Reading>({ max: keptAtMost });

  async function readNow({ from, to, services }: ReportKey, until: EpochMs): Promise<Report> {
    const cut = await store.get({ collection: 'cuts', partition: partitionOf(services), key: keyOf(from) });
    const carried = cut?.value as readonly RunningBackup[] | undefined;
    // From one due time to the next, or a day: every service is expected to run in it. The clocks may take an hour of it.
    const isDayLong = to - from >= shortestDayMs;
    return jobs.report({ span: { from, to }, isDayLong, services, carried }, until);
  }

  async function keepCut({ to, services }: ReportKey, running: readonly RunningBackup[]): Promise<void> {
    const partition = partitionOf(services);
    // The first reading is kept: after a later one somebody would never hear how a job ended.
    await store.put({ collection: 'cuts', partition, key: keyOf(to) }, running, 'absent');
    const before = keyOf(clock.now() - cutsKeptMs);
    for (const { key } of await store.list('cuts', partition, { before, limit: 10 }))
      await store.remove({ collection: 'cuts', partition, key });
  }

  async function tell(key: ReportKey): Promise<Told> {
    try {
      const report = await readNow(key, clock.now() + readingMs);
      if (report.running && report.running.length <= mostFollowed) await keepCut(key, report.running);
      return { report, isWhole: report.isWhole };
    } catch (err) {
      if (err instanceof JobSourceError) log.warn({ ...key, code: err.code, err }, 'a digest is not known');
      else log.error({ ...key, err }, 'a digest could not be made');
      return { report: undefined, isWhole: false };
    }
  }

  return {
    readNow,
    look(key) {
      const now = clock.now();
      const name = JSON.stringify([key.from, key.to, key.services]);
      const last = readings.get(name);
      const told = last?.told;
      const isOver = told && now - last.at >= (told.isWhole ? keptMs : againAfterMs);
      if (last && !isOver) return told;
      const reading: Reading = { told: undefined, at: now };
      readings.set(name, reading);
      void tell(key).then(answer => {
        reading.told = answer;
      });
      return undefined;
    },
  };
}

const partitionOf = (services: readonly Service[]) => (services.length === 0 ? 'all' : services.join('+'));
const keyOf = (at: EpochMs) => String(at).padStart(15, '0');
