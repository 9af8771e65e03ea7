import assert from 'node:assert/strict';
import type { Question } from '../../src/domain/question.ts';
import { monotonicMs } from '../../src/domain/time.ts';
import { createJobs, type Jobs } from '../../src/jobs/jobs.ts';
import { aQuestion, fakeClock, hour, monday, recordingLog } from '../support/fakes.ts';
import { type IndexedSource, openIndexedSource } from '../support/indexed-source.ts';

const minute = 60_000;

describe('a page of the job index', () => {
  let clock: ReturnType<typeof fakeClock>;
  let source: IndexedSource;
  let jobs: Jobs;
  beforeEach(async () => {
    clock = fakeClock();
    const log = recordingLog();
    source = await openIndexedSource({ clock, log });
    jobs = createJobs({ source: source.source, index: source.index, clock, log });
  });
  afterEach(() => source.close());

  const until = () => clock.now() + 600;
  const plant = (hoursAgo: number, state = 3, service = 1) => {
    const startedAt = monday - hoursAgo * hour;
    return source.simulator.plant({ service, state, startedAt, endedAt: startedAt + minute })[0]?.id;
  };
  /** Polls often enough to read the whole history. */
  const readAll = async () => {
    for (let pass = 0; pass < 3; pass += 1) await source.pass();
  };
  const page = (changes: Partial<Question> = {}, pageIndex = 0, firstTotal?: number) =>
    jobs.page({ question: aQuestion(changes), from: 'index', pageIndex, firstTotal }, monotonicMs(until()));

  it('a page of the index has the newest runs first, those of one moment by id, each once over all pages', async () => {
    const older = [plant(5), plant(5), plant(5)].toSorted();
    const newest = plant(2);
    plant(3, 2);
    await readAll();
    source.simulator.clearRequests();
    const first = await page({ pageSize: 3 });
    const second = await page({ pageSize: 3 }, 1, first.firstTotal);
    assert.deepEqual(
      [first, second].map(one => one.jobs.map(({ id }) => id)),
      [[newest, older[0], older[1]], [older[2]]],
    );
    assert.deepEqual(
      [first, second].map(({ total, hasPrevious, hasNext }) => [total.value, hasPrevious, hasNext]),
      [
        [4, false, true],
        [4, true, false],
      ],
    );
    assert.deepEqual(first.services, [['exchange'], ['exchange'], ['exchange']]);
    assert.deepEqual([first.readAt, first.doubtful], [monday, []]);
    assert.equal(source.simulator.requests().length, 0);
  });

  it('a page of the index shows a change if its count differs from the first page’s', async () => {
    plant(2);
    await readAll();
    assert.equal((await page({}, 0, 1)).changed, false);
    assert.equal((await page({}, 0, 2)).changed, true);
  });

  it('an empty page of the index has what ran instead', async () => {
    await readAll();
    assert.deepEqual((await page()).silence, { kind: 'nothingRan', lastHours: undefined });
    plant(2, 2);
    await source.run(10 * minute);
    assert.deepEqual((await page()).silence, {
      kind: 'othersRan',
      count: { value: 1, atLeast: false },
      lastHours: undefined,
      running: { value: 0, atLeast: false },
    });
  });

  it('an empty page of the index is no good news if AvePoint wasn’t read recently, and names the services', async () => {
    plant(2, 2);
    await readAll();
    clock.advance(10 * minute);
    const { silence, doubtful = [], readAt } = await page({ service: 'exchange' });
    assert.deepEqual(silence, { kind: 'unknown' });
    assert.deepEqual(doubtful, [{ service: 'exchange', doubt: { kind: 'notRead', since: monday } }]);
    assert.equal(readAt, monday);
  });

  it('a job of an index page is opened by the second of its start, if AvePoint has no request for one job', async () => {
    const id = plant(2) ?? '';
    await readAll();
    source.simulator.clearRequests();
    const pointer = { question: aQuestion(), from: 'index', pageIndex: 0, firstTotal: 1 } as const;
    const { job, services } = await jobs.job(pointer, id, monotonicMs(until()));
    assert.deepEqual([job?.id, services], [id, ['exchange']]);
    assert.equal(source.simulator.requests().length, 1);
  });
});

describe('a page of AvePoint’s list with jobs that the index lacks', () => {
  let clock: ReturnType<typeof fakeClock>;
  let source: IndexedSource;
  let jobs: Jobs;
  beforeEach(async () => {
    clock = fakeClock();
    const log = recordingLog();
    source = await openIndexedSource({ clock, log });
    jobs = createJobs({ source: source.source, index: source.index, clock, log });
    for (let pass = 0; pass < 3; pass += 1) await source.pass();
  });
  afterEach(() => source.close());

  const plant = (agoMs: number, endedAgoMs: number | undefined) =>
    source.simulator.plant({
      service: 1,
      state: 3,
      startedAt: clock.now() - agoMs,
      ...(endedAgoMs === undefined ? {} : { endedAt: clock.now() - endedAgoMs }),
    })[0]?.id ?? '';
  const list = (state: Question['state'] = undefined) => {
    const span = { from: clock.now() - 24 * hour, to: clock.now() };
    const question = aQuestion({ state, span });
    return jobs.page({ question, pageIndex: 0, firstTotal: undefined }, monotonicMs(clock.now() + 5_000));
  };
  /** Returns how many requests the reader's next pass sends. */
  const requestsOfPass = async () => {
    source.simulator.clearRequests();
    await source.pass();
    return source.simulator.requests().length;
  };
  const stateOf = (id: string) => source.index.mirror.withId(id)[0]?.job.state;

  it('a live page with a job that the index lacks wakes the reader, though no poll is due', async () => {
    clock.advance(10_000);
    const id = plant(5 * minute, minute);
    assert.equal(await requestsOfPass(), 0);
    assert.equal(stateOf(id), undefined);
    await list();
    assert.ok((await requestsOfPass()) >= 5);
    assert.equal(stateOf(id), 'failed');
  });

  it('a live page wakes the reader once in five seconds at most', async () => {
    clock.advance(10_000);
    // The reader's polls don't list it: it ended well too long ago.
    source.simulator.plant({
      service: 1,
      state: 2,
      startedAt: monday - 3 * hour,
      endedAt: monday - 2 * hour,
    });
    await list();
    assert.ok((await requestsOfPass()) > 0);
    await list();
    assert.equal(await requestsOfPass(), 0);
    clock.advance(5_000);
    assert.ok((await requestsOfPass()) > 0);
  });

  it('a live page wakes the reader if a run has ended that is running in the index', async () => {
    const endedAt = clock.now() + 65_000;
    const startedAt = clock.now() - hour;
    const id = source.simulator.plant({ service: 1, state: 3, startedAt, endedAt })[0]?.id ?? '';
    await source.run(minute);
    assert.equal(stateOf(id), 'inProgress');
    clock.advance(10_000);
    await list();
    await source.pass();
    assert.equal(stateOf(id), 'failed');
  });

  it('a live page doesn’t wake the reader if the index is complete, or if a run has only just started', async () => {
    plant(5 * minute, minute);
    await source.run(minute);
    clock.advance(10_000);
    plant(20_000, undefined);
    await list();
    assert.equal(await requestsOfPass(), 0);
  });

  it('a live page doesn’t wake the reader for a run that is older than its polls', async () => {
    const startedAt = monday - 60 * hour;
    source.simulator.plant({ service: 1, state: 3, startedAt, endedAt: startedAt + minute });
    clock.advance(10_000);
    const span = { from: monday - 70 * hour, to: monday };
    const question = aQuestion({ state: undefined, span });
    await jobs.page({ question, pageIndex: 0, firstTotal: undefined }, monotonicMs(clock.now() + 5_000));
    assert.equal(await requestsOfPass(), 0);
  });
});
