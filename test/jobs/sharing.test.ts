import { strict as assert } from 'node:assert';
import type { JobQuery } from '../../src/domain/job.ts';
import type { JobSource } from '../../src/domain/job-source.ts';
import { type MonotonicMs, monotonicMs, msBetween } from '../../src/domain/time.ts';
import { createJobs } from '../../src/jobs/jobs.ts';
import { bounded, shared } from '../../src/jobs/sharing.ts';
import {
  aJob,
  aQuestion,
  fakeClock,
  jobsNumbered,
  monday,
  recordingLog,
  unreadIndex,
} from '../support/fakes.ts';

/** A source whose answers wait until they are let go. */
function heldSource() {
  const held: { readonly query: JobQuery; readonly until: MonotonicMs; answer(error?: Error): void }[] = [];
  const ids: string[] = [];
  const source: JobSource = {
    page: (query, until) =>
      new Promise((resolve, reject) => {
        const page = { jobs: jobsNumbered(10), totalCount: 41, hasMore: true };
        held.push({ query, until, answer: error => (error ? reject(error) : resolve(page)) });
      }),
    canFindJob: async () => true,
    job: async id => {
      ids.push(id);
      return aJob({ id });
    },
  };
  return { source, held, ids };
}

const query: JobQuery = {
  type: 'backup',
  service: undefined,
  state: 'failed',
  span: { from: monday - 86_400_000, to: monday },
  pageIndex: 0,
  pageSize: 10,
};

describe('the same question asked at the same moment', () => {
  it('reaches the API once, whoever asks', async () => {
    const { source, held } = heldSource();
    const jobs = createJobs({ source, index: unreadIndex, clock: fakeClock(), log: recordingLog() });
    const pointer = { question: aQuestion(), pageIndex: 0, firstTotal: undefined };
    const answers = Promise.all(
      Array.from({ length: 32 }, () => jobs.page(pointer, monotonicMs(monday + 10_000))),
    );
    assert.equal(held.length, 1);
    held[0]?.answer();
    assert.deepEqual(
      (await answers).map(({ jobs }) => jobs.length),
      Array.from({ length: 32 }, () => 10),
    );
  });

  it('is asked anew once the answer is there: nothing is kept', async () => {
    const { source, held } = heldSource();
    const { page } = shared(source);
    const first = page(query, monotonicMs(monday + 10_000));
    held[0]?.answer();
    await first;
    void page(query, monotonicMs(monday + 10_000));
    assert.equal(held.length, 2);
  });

  it('is not shared between two pages, two sizes, two windows or two locations', () => {
    const { source, held } = heldSource();
    const { page } = shared(source);
    const span = { from: monday - 1_000, to: monday };
    const others = [{ pageIndex: 1 }, { pageSize: 5 }, { span }, { location: 'EUR' }];
    for (const other of [{}, ...others]) void page({ ...query, ...other }, monotonicMs(monday + 10_000));
    assert.equal(held.length, 5);
  });

  it('is not waited for beyond one’s own time', () => {
    const { source, held } = heldSource();
    const { page } = shared(source);
    void page(query, monotonicMs(monday + 10_000));
    void page(query, monotonicMs(monday + 3_500));
    assert.deepEqual(
      held.map(({ until }) => msBetween(monotonicMs(monday), until)),
      [10_000, 3_500],
    );
  });

  it('is not given up long before one’s own time', () => {
    const { source, held } = heldSource();
    const { page } = shared(source);
    for (const until of [3_500, 4_500, 4_501]) void page(query, monotonicMs(monday + until));
    assert.deepEqual(
      held.map(({ until }) => msBetween(monotonicMs(monday), until)),
      [3_500, 4_501],
    );
  });

  it('fails for all who asked where it fails, and is asked anew then', async () => {
    const { source, held } = heldSource();
    const { page } = shared(source);
    const both = [page(query, monotonicMs(monday + 10_000)), page(query, monotonicMs(monday + 10_000))];
    held[0]?.answer(new Error('no'));
    for (const answer of both) await assert.rejects(answer, /no/);
    void page(query, monotonicMs(monday + 10_000));
    assert.equal(held.length, 2);
  });

  it('is one for one job, too', async () => {
    const { source, ids } = heldSource();
    const { job } = shared(source);
    await Promise.all([
      job?.('FB1', monotonicMs(monday)),
      job?.('FB1', monotonicMs(monday)),
      job?.('FB2', monotonicMs(monday)),
    ]);
    assert.deepEqual(ids, ['FB1', 'FB2']);
  });
});

describe('a request that waits for its turn', () => {
  const other = (pageIndex: number) => ({ ...query, pageIndex });

  it('is asked once another is over', async () => {
    const { source, held } = heldSource();
    const { page } = bounded(source, fakeClock());
    const answers = Array.from({ length: 7 }, (_, index) => page(other(index), monotonicMs(monday + 10_000)));
    await Promise.resolve();
    assert.equal(held.length, 6);
    held[0]?.answer();
    await answers[0];
    await new Promise(setImmediate);
    assert.equal(held.length, 7);
    for (const { answer } of held) answer();
    await Promise.all(answers);
  });

  it('is given up at the end of its own time, however long the others take, and never asked', async () => {
    const { source, held } = heldSource();
    const { page } = bounded(source, fakeClock());
    const others = Array.from({ length: 6 }, (_, index) => page(other(index), monotonicMs(monday + 10_000)));
    await assert.rejects(page(other(6), monotonicMs(monday + 2)), { code: 'timed-out' });
    for (const { answer } of held) answer();
    await Promise.all(others);
    await new Promise(setImmediate);
    assert.equal(held.length, 6);
  });
});
