import { setTimeout as sleep } from 'node:timers/promises';
import type { Simulator } from '../../simulator/simulator.ts';
import type { JobsApiName } from '../../src/avepoint/index.ts';
import { type Bot, createBot } from '../../src/bot/bot.ts';
import type { JobQuery } from '../../src/domain/job.ts';
import { type JobSource, JobSourceError } from '../../src/domain/job-source.ts';
import type { Store } from '../../src/domain/store.ts';
import type { Alerting } from '../../src/features/incidents/incidents.ts';
import { createJobs } from '../../src/jobs/jobs.ts';
import { createKnownServices } from '../../src/jobs/known-services.ts';
import { createServiceRecords } from '../../src/store/service-records.ts';
import { systemClock } from '../../src/system-clock.ts';
import { createDrivenIndex } from './driven-index.ts';
import { fakeClock, recordingLog } from './fakes.ts';
import { keeping } from './keeping.ts';
import { createMemoryStore } from './memory-store.ts';
import { openSimulatedSource } from './simulated-source.ts';

/** Everything between a sentence and the API's answer, over real HTTP. */
export interface WholePath {
  readonly conversation: Bot;
  readonly simulator: Simulator;
  readonly source: JobSource;
  readonly watching: Alerting;
  /** In memory. */
  readonly store: Store;
  readonly clock: ReturnType<typeof fakeClock>;
  readonly log: ReturnType<typeof recordingLog>;
  /** The jobs requests that reached the API for answers; those of the index's reader are left out. */
  jobRequests(): readonly { readonly path: string; readonly query: Readonly<Record<string, string>> }[];
  /**
   * Lets the source fail with what is meant, for answers and for the index alike, until the function that it returns is
   * called.
   */
  failing(isMeant: (query: JobQuery) => boolean): () => void;
  close(): Promise<void>;
}

/** Opens it with a clock that stands still and that waits move on; in real time only if a test is about limits. */
export async function openWholePath({
  jobsApi = 'cloudbackup-jobs' as JobsApiName,
  isRealTime = false,
  history = true,
} = {}): Promise<WholePath> {
  const clock = isRealTime
    ? { ...systemClock, elsewhere: systemClock.now, advance() {}, jump() {} }
    : fakeClock();
  const log = recordingLog();
  const { simulator, source, background, schedule, close } = await openSimulatedSource({
    clock,
    log,
    jobsApi,
    history,
    sleep: isRealTime ? ms => sleep(ms) : async ms => clock.advance(ms),
  });
  const index = createDrivenIndex({ source: background, simulator, clock, log });
  const failing = (isMeant: (query: JobQuery) => boolean) => {
    const mends = [source, background].map(one => {
      const { page } = one;
      one.page = async (query, until, queued) => {
        if (isMeant(query)) throw new JobSourceError('unavailable', 'x');
        return page(query, until, queued);
      };
      return () => {
        one.page = page;
      };
    });
    index.readAnew();
    return () => {
      for (const mend of mends) mend();
      index.readAnew();
    };
  };
  const store = createMemoryStore();
  const known = createKnownServices({ records: createServiceRecords(store), index, clock, log });
  const jobs = createJobs({ source, index, schedule, known, clock, log });
  const kept = keeping({ jobs, clock, log, store, index });
  return {
    watching: kept.watching,
    store,
    conversation: createBot({
      ...kept,
      jobs,
      clock,
      log,
      newReference: () => 'ref-1',
    }),
    simulator,
    source,
    clock,
    log,
    jobRequests: () =>
      simulator.requests().filter(request => request.path.includes('jobs') && !index.isOwn(request)),
    failing,
    close,
  };
}
