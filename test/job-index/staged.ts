import assert from 'node:assert/strict';
import type { PlantedInput } from '../../simulator/planted.ts';
import type { SwitchesPatch } from '../../simulator/switches.ts';
import type { JobsApiName } from '../../src/avepoint/index.ts';
import { type Service, services } from '../../src/domain/job.ts';
import { inMs, msSince } from '../../src/domain/time.ts';
import type { JobIndexParts } from '../../src/job-index/job-index.ts';
import { type Doubt, doubtOf } from '../../src/job-index/queries/doubt.ts';
import { isGone, type Run } from '../../src/job-index/run.ts';
import { readHealth } from '../../src/jobs/health.ts';
import { fakeClock, hour, monday, recordingLog } from '../support/fakes.ts';
import { type IndexedSource, openIndexedSource } from '../support/indexed-source.ts';
import { createMemoryIndexJournal } from '../support/memory-index-journal.ts';

export const minute = 60_000;
export { hour, monday };

/** Both published shapes. */
export const shapes: readonly JobsApiName[] = ['cloudbackup-jobs', 'cloudbackupjobs'];

export const codes = { inProgress: 1, finished: 2, failed: 3, exceptions: 4, partial: 5 } as const;

export interface StageParts {
  readonly shape?: JobsApiName;
  readonly history?: boolean;
  readonly switches?: SwitchesPatch;
  readonly index?: Partial<JobIndexParts>;
  /** Planted before the first pass. */
  readonly before?: readonly PlantedInput[];
  /** False: nothing was read yet. */
  readonly isFilled?: boolean;
}

export interface Stage extends IndexedSource {
  readonly clock: ReturnType<typeof fakeClock>;
  readonly log: ReturnType<typeof recordingLog>;
  /** The runs of a job id, in no order. */
  runs(id: string): readonly Run[];
  /** The only run of a job id. */
  run1(id: string): Run;
  doubt(service: Service, hours?: number): Doubt | undefined;
  /** Services that an overview of the last hours calls OK. */
  okServices(hours?: number): Promise<readonly Service[]>;
  /** How long it takes from now until `isSo`, in steps of a minute; fails after `mostMs`. */
  until(isSo: () => boolean, mostMs: number): Promise<number>;
  /** Requests to the jobs API in each of the last minutes. */
  requestsIn(ms: number): number;
  /** Another process on the same journal, after a stop: its index begins with what is stored. */
  restart(): Promise<Stage>;
}

/** An index whose first pass has been made, unless `isFilled` is false. */
async function stage(parts: StageParts = {}): Promise<Stage> {
  const clock = fakeClock(monday);
  const log = recordingLog();
  const journal = createMemoryIndexJournal();
  return open({ ...parts }, { clock, log, journal });
}

interface Shared {
  readonly clock: Stage['clock'];
  readonly log: Stage['log'];
  readonly journal: ReturnType<typeof createMemoryIndexJournal>;
}

async function open(parts: StageParts, { clock, log, journal }: Shared): Promise<Stage> {
  const { shape = 'cloudbackup-jobs', history = false, switches, before = [], isFilled = true } = parts;
  const source = await openIndexedSource({
    clock,
    log,
    jobsApi: shape,
    history,
    index: { journal: journal.open(), ...parts.index },
  });
  const { simulator } = source;
  if (switches) simulator.setSwitches(switches);
  if (before.length > 0) simulator.plant(...before);
  const staged = around(source, { clock, log, journal }, parts);
  if (isFilled) {
    await source.pass();
    await source.pass();
  }
  return staged;
}

function around(source: IndexedSource, shared: Shared, parts: StageParts): Stage {
  const { clock, log, journal } = shared;
  const { simulator } = source;
  const runs = (id: string) => source.index.mirror.withId(id);
  const { now: nowThere } = source.clock;
  return {
    ...source,
    clock,
    log,
    runs,
    run1(id) {
      const [run, ...more] = runs(id);
      assert.ok(run && more.length === 0, `one run of ${id}, not ${more.length + (run ? 1 : 0)}`);
      return run;
    },
    doubt: (service, hours = 24) =>
      doubtOf(source.index, { type: 'backup', service, from: nowThere() - hours * hour }, nowThere()),
    async okServices(hours = 24) {
      const now = nowThere();
      const span = { from: now - hours * hour, to: now };
      const view = { ...source.index, mirror: source.index.mirror, caughtUp: async () => {} };
      const question = { span, spanWords: undefined, zone: 'UTC', service: undefined };
      const answer = await readHealth(
        { index: view, clock: source.clock, log },
        question,
        inMs(10_000, clock),
      ).catch(() => undefined);
      return (answer?.services ?? [])
        .filter(({ verdict }) => verdict === 'good')
        .map(({ service }) => service);
    },
    async until(isSo, mostMs) {
      const from = clock.monotonic();
      while (!isSo()) {
        assert.ok(msSince(from, clock) < mostMs, `not so within ${mostMs / minute} minutes`);
        await source.run(minute);
      }
      return msSince(from, clock);
    },
    requestsIn: ms =>
      simulator.requests().filter(({ path, at }) => path !== '/connect/token' && at > clock.elsewhere() - ms)
        .length,
    async restart() {
      await source.index.close();
      const reopened = await reopen(source, shared, parts);
      return reopened;
    },
  };

  async function reopen(running: IndexedSource, those: Shared, like: StageParts): Promise<Stage> {
    const { createJobIndex } = await import('../../src/job-index/job-index.ts');
    const index = createJobIndex({
      source: running.background,
      sourceName: 'simulator',
      locations: [],
      intervalMs: minute,
      clockAheadMs: running.clockAheadMs,
      uncorrectedMs: running.uncorrectedMs,
      clock: running.clock,
      random: () => 0.5,
      log,
      days: 60,
      ...like.index,
      journal: journal.open(),
    });
    await index.load();
    async function pass(): Promise<void> {
      await index.go(() => true);
      await index.settled();
    }
    const again: IndexedSource = {
      ...running,
      index,
      pass,
      async run(ms, stepMs = minute) {
        for (let left = ms; left > 0; left -= stepMs) {
          clock.advance(Math.min(stepMs, left));
          await pass();
        }
      },
    };
    return around(again, those, like);
  }
}

/** One good backup of each service, an hour ago, so that every service could be OK. */
export function goodBackups(at = monday - hour): readonly PlantedInput[] {
  return services.map((_, index) => ({
    id: `GOOD${index + 1}`,
    service: index + 1,
    startedAt: at + index * 1_000,
    endedAt: at + 10 * minute + index * 1_000,
  }));
}

/** All news numbers of the index, in order. */
export function newsOf({ index }: Pick<Stage, 'index'>): readonly number[] {
  return [...index.mirror.between(0, monday + 365 * 24 * hour)]
    .flatMap(({ news }) => news ?? [])
    .sort((a, b) => a - b);
}

/** Runs that overviews show. */
export function shown({ index }: Pick<Stage, 'index'>): readonly Run[] {
  return [...index.mirror.between(0, monday + 365 * 24 * hour)].filter(run => !isGone(run));
}

export function warnings({ log }: Pick<Stage, 'log'>): readonly string[] {
  return log.lines.filter(({ level }) => level === 'warn').map(({ message }) => message);
}

/** Runs `test` on a stage, and closes it. */
export async function on(parts: StageParts, test: (stage: Stage) => Promise<void>): Promise<void> {
  const staged = await stage(parts);
  try {
    await test(staged);
  } finally {
    await staged.close();
  }
}
