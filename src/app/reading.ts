import { createAvePointJobSource, locations } from '../avepoint/index.ts';
import type { IndexJournal } from '../domain/index-journal.ts';
import type { Log } from '../domain/log.ts';
import { inMs } from '../domain/time.ts';
import type { Round } from '../features/digest/due-loop.ts';
import { createJobIndex } from '../job-index/job-index.ts';
import { createDaySumsRecorder } from '../job-index/sums/record-sums.ts';
import { createJobs } from '../jobs/jobs.ts';
import { createKnownServices } from '../jobs/known-services.ts';
import { createRequestQueue } from '../jobs/request-queue.ts';
import { createSharedSchedule } from '../jobs/shared-schedule.ts';
import { type OpenedIndexJournal, openIndexJournal } from '../store/journal-open.ts';
import type { StoreSettings } from '../store/open-store.ts';
import { createRequestRecorder } from '../telemetry/request-recorder.ts';
import type { Runtime } from './runtime.ts';
import type { Stored } from './stored.ts';

/** How soon this process takes over what the one that reads AvePoint has written. */
const followEveryMs = 2_000;

/** The limit for the first token. */
const signInMs = 10_000;

/** AvePoint, and everything that is read from it. */
export type Reading = Awaited<ReturnType<typeof openReading>>;

/** Rejects with `StoreError` if the job index can't be opened. */
export async function openReading(runtime: Runtime, stored: Stored, replacement: IndexJournal | undefined) {
  const { clock, turns, meter, log, config } = runtime;
  const avePoint = createAvePoint(runtime, stored, () => index.wake());
  /** AvePoint's clock if this machine's is wrong: AvePoint's jobs have its times. */
  const jobsClock = avePoint.clock;
  const journal: OpenedIndexJournal = replacement ?? (await openJournal(config.store, log));
  const index = createIndex(runtime, avePoint, journal);
  const known = createKnownServices({ records: stored.records, index, clock: jobsClock, log });
  const daySums = createDaySumsRecorder({ index, sums: stored.daySums, clock: jobsClock, log });
  const queue = createRequestQueue({ clock, meter });
  const schedule = createSharedSchedule(avePoint.schedule, jobsClock, queue);
  const requestRecorder = createRequestRecorder(turns, () => avePoint.shape() ?? config.avePoint.jobsApi);
  const jobs = createJobs({
    source: avePoint.source,
    queue,
    index,
    known,
    schedule: requestRecorder.schedule(schedule),
    recordRequests: requestRecorder.source,
    clock: jobsClock,
    log,
  });
  return { avePoint, jobsClock, journal, index, known, daySums, schedule, jobs };
}

type AvePoint = ReturnType<typeof createAvePoint>;

function createAvePoint(runtime: Runtime, { signIns }: Stored, onClockSet: () => void) {
  const { config, background, later, meter, log } = runtime;
  return createAvePointJobSource({
    settings: config.avePoint,
    ...background,
    meter,
    onSignIn: refusal => {
      // A transient failure doesn't show whether AvePoint accepts the client.
      if (!refusal || refusal.details.isClientRefused) signIns.note(refusal !== undefined);
    },
    onClockSet,
    later,
    proxies: config.proxies,
    log,
  });
}

/** Opens the journal of the job index. Logs if its file was unusable and a new one is begun. */
async function openJournal(settings: StoreSettings, log: Log): Promise<OpenedIndexJournal> {
  const journal = await openIndexJournal(settings);
  if (journal.replaced) log.warn({ ...journal.replaced }, 'job index replaced; reading AvePoint again');
  return journal;
}

function createIndex({ config, meter, log }: Runtime, avePoint: AvePoint, journal: IndexJournal) {
  const { graphUrl, clientId, location } = config.avePoint;
  return createJobIndex({
    journal,
    source: avePoint.background,
    sourceName: `${new URL(graphUrl).host} ${clientId}`,
    locations: config.avePoint.locations,
    // With a location of its own, nothing else is read.
    knownLocations: location === undefined ? locations : [],
    intervalMs: config.watchIntervalMs,
    clockAheadMs: avePoint.clockAheadMs,
    uncorrectedMs: avePoint.uncorrectedMs,
    clock: avePoint.clock,
    onFollowed: avePoint.saw,
    random: Math.random,
    meter,
    log,
    days: config.indexDays,
  });
}

/** The passes of the process that reads AvePoint. */
export function readingRound({ index, known, daySums }: Reading): Round {
  return {
    async go(mayGoOn) {
      await index.go(mayGoOn);
      known.update();
      daySums.update(mayGoOn);
    },
    async settled() {
      await index.settled();
      await known.settled();
      await daySums.settled();
    },
  };
}

/** Fetches a token, so that the first question doesn't wait for one. */
export function signIn({ avePoint }: Reading, { clock, log }: Runtime): void {
  avePoint.signedIn(inMs(signInMs, clock)).catch(err => log.warn({ err }, 'no token of AvePoint yet'));
}

/** Takes over what the process that reads AvePoint has written, until this process stops. */
export async function followIndex({ index }: Reading, { background, ending, log }: Runtime): Promise<void> {
  while (!ending.aborted) {
    await index.follow().catch(err => log.warn({ err }, 'job index not followed, trying again'));
    await background.sleep(followEveryMs);
  }
}
