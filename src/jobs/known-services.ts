import { type Service, services } from '../domain/job.ts';
import type { Log } from '../domain/log.ts';
import type { LastBackups, RecordsByService, ServiceRecords } from '../domain/service-records.ts';
import { type Clock, type EpochMs, inMs, type MonotonicMs } from '../domain/time.ts';
import { doubtOf } from '../job-index/queries/doubt.ts';
import { runsOf } from '../job-index/queries/runs.ts';
import type { IndexView } from '../job-index/view.ts';
import { lastBackupsOf } from './stopped.ts';

/** The services that were ever backed up, including those whose runs the index doesn't have any more. */
export interface KnownServices {
  /** Resolves to undefined if the store can't be read. Never rejects. */
  read(): Promise<RecordsByService | undefined>;
  /** Records new backups of the index, at most once an hour for each service. Returns at once and never throws. */
  update(): void;
  /** Resolves when nothing is being recorded. */
  settled(): Promise<void>;
}

interface KnownServicesParts {
  readonly records: ServiceRecords;
  readonly index: IndexView;
  readonly clock: Clock;
  readonly log: Log;
}

const hourMs = 3_600_000;
/** Pause after a failure. */
const retryMs = 60_000;

export function createKnownServices({ records, index, clock, log }: KnownServicesParts): KnownServices {
  const nextAt = new Map<Service, MonotonicMs>();
  let recording: Promise<unknown> = Promise.resolve();

  async function record(service: Service, last: LastBackups): Promise<void> {
    try {
      await records.saw(service, last);
    } catch (err) {
      nextAt.set(service, inMs(retryMs, clock));
      log.warn({ err, service }, 'last backups of a service not recorded, trying again');
    }
  }

  return {
    async read() {
      try {
        return await records.all();
      } catch (err) {
        log.warn({ err }, 'records of the services not read');
        return undefined;
      }
    },

    update() {
      const now = clock.now();
      const seen = services.flatMap(service => {
        const next = nextAt.get(service);
        const isDue = next === undefined || clock.monotonic() >= next;
        if (!index.mirror.has('backup', service) || !isDue) return [];
        nextAt.set(service, inMs(hourMs, clock));
        const last = isAttributionCertain(index, service, now) ? lastBackups(index, service, now) : undefined;
        return last ? [record(service, last)] : [];
      });
      if (seen.length > 0) recording = Promise.all([recording, ...seen]);
    },

    async settled() {
      await recording;
    },
  };
}

/** Returns false if AvePoint ignores a filter: then a run that is listed for a service may be another's. */
function isAttributionCertain(index: IndexView, service: Service, now: EpochMs): boolean {
  return doubtOf(index, { type: 'backup', service, from: undefined }, now)?.kind !== 'ignored';
}

/** Returns the latest backups in the index that are of this service only; undefined if there are none. */
function lastBackups(index: IndexView, service: Service, now: EpochMs): LastBackups | undefined {
  const from = now - index.days * 24 * hourMs;
  const runs = runsOf(index, { type: 'backup', service, from, to: now }).filter(
    run => run.services.length === 1,
  );
  return lastBackupsOf(runs);
}
