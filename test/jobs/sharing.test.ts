import assert from 'node:assert/strict';
import { createAskLimits } from '../../src/access/ask-limits.ts';
import type { JobQuery } from '../../src/domain/job.ts';
import type { JobSource } from '../../src/domain/job-source.ts';
import { type MonotonicMs, monotonicMs, msBetween } from '../../src/domain/time.ts';
import { createJobs } from '../../src/jobs/jobs.ts';
import { createRequestQueue } from '../../src/jobs/request-queue.ts';
import { shared } from '../../src/jobs/sharing.ts';
import {
  aJob,
  aQuestion,
  fakeClock,
  inTurn,
  jobsNumbered,
  monday,
  recordingLog,
  unreadIndex,
} from '../support/fakes.ts';

/** A source whose answers wait until they are released. */
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

const sharedFor = (source: JobSource) =>
  shared(source, createRequestQueue({ clock: fakeClock() }))(undefined);

const query: JobQuery = {
  type: 'backup',
  service: undefined,
  state: 'failed',
  span: { from: monday - 86_400_000, to: monday },
  pageIndex: 0,
  pageSize: 10,
};

describe('equal questions at the same moment', () => {
  it('equal questions at the same moment reach the API once, whichever users ask', async () => {
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

  it('an equal question after the answer is sent again: nothing is cached', async () => {
    const { source, held } = heldSource();
    const { page } = sharedFor(source);
    const first = page(query, monotonicMs(monday + 10_000));
    held[0]?.answer();
    await first;
    void page(query, monotonicMs(monday + 10_000));
    assert.equal(held.length, 2);
  });

  it('questions about different pages, sizes, windows or locations aren’t shared', () => {
    const { source, held } = heldSource();
    const { page } = sharedFor(source);
    const span = { from: monday - 1_000, to: monday };
    const others = [{ pageIndex: 1 }, { pageSize: 5 }, { span }, { location: 'EUR' }];
    for (const other of [{}, ...others]) void page({ ...query, ...other }, monotonicMs(monday + 10_000));
    assert.equal(held.length, 5);
  });

  it('a shared answer isn’t waited for beyond the caller’s deadline', () => {
    const { source, held } = heldSource();
    const { page } = sharedFor(source);
    void page(query, monotonicMs(monday + 10_000));
    void page(query, monotonicMs(monday + 3_500));
    assert.deepEqual(
      held.map(({ until }) => msBetween(monotonicMs(monday), until)),
      [10_000, 3_500],
    );
  });

  it('a shared answer isn’t given up long before the caller’s deadline', () => {
    const { source, held } = heldSource();
    const { page } = sharedFor(source);
    for (const until of [3_500, 4_500, 4_501]) void page(query, monotonicMs(monday + until));
    assert.deepEqual(
      held.map(({ until }) => msBetween(monotonicMs(monday), until)),
      [3_500, 4_501],
    );
  });

  it('a shared answer fails for all callers, and the question is sent again after that', async () => {
    const { source, held } = heldSource();
    const { page } = sharedFor(source);
    const both = [page(query, monotonicMs(monday + 10_000)), page(query, monotonicMs(monday + 10_000))];
    held[0]?.answer(new Error('no'));
    for (const answer of both) await assert.rejects(answer, /no/);
    void page(query, monotonicMs(monday + 10_000));
    assert.equal(held.length, 2);
  });

  it('equal questions about one job are shared, too', async () => {
    const { source, ids } = heldSource();
    const { job } = sharedFor(source);
    await Promise.all([
      job?.('FB1', monotonicMs(monday)),
      job?.('FB1', monotonicMs(monday)),
      job?.('FB2', monotonicMs(monday)),
    ]);
    assert.deepEqual(ids, ['FB1', 'FB2']);
  });
});

describe('a request that two users share', () => {
  const other = (pageIndex: number) => ({ ...query, pageIndex });
  const later = (ms: number) => monotonicMs(monday + ms);

  /** One connection for each user. */
  function open(perMinute = 0) {
    const { source, held } = heldSource();
    const clock = fakeClock();
    const queue = createRequestQueue({ clock, limits: { inAll: 9, each: 1, waitingEach: 2 } });
    const { asker } = createAskLimits(perMinute, clock);
    const queued: JobSource = {
      ...source,
      page: (asked, until, request) => inTurn(until, request, () => source.page(asked, until)),
    };
    return { held, sourceFor: shared(queued, queue), asker };
  }
  const settle = () => new Promise(setImmediate);

  it('a shared request is sent once, in the turn of whichever user has the first', async () => {
    const { held, sourceFor, asker } = open();
    const kim = [0, 1, 2].map(index => sourceFor(asker('kim')).page(other(index), later(9_000)));
    await settle();
    assert.deepEqual(
      held.map(({ query: asked }) => asked.pageIndex),
      [0],
    );
    const lee = sourceFor(asker('lee')).page(other(2), later(9_000));
    await settle();
    assert.deepEqual(
      held.map(({ query: asked }) => asked.pageIndex),
      [0, 2],
    );
    held[1]?.answer();
    assert.equal((await lee).totalCount, 41);
    assert.equal((await kim[2])?.totalCount, 41);
    held[0]?.answer();
    await settle();
    assert.equal(held.length, 3, 'and then kim’s other one');
  });

  it('a shared request costs the second user nothing, even if that user has no request left', async () => {
    const { held, sourceFor, asker } = open(1);
    const lee = sourceFor(asker('lee')).page(other(0), later(9_000));
    const kim = sourceFor(asker('kim')).page(other(1), later(9_000));
    await assert.rejects(sourceFor(asker('kim')).page(other(2), later(9_000)), {
      name: 'AskedTooOftenError',
    });
    const both = sourceFor(asker('kim')).page(other(0), later(9_000));
    await settle();
    assert.equal(held.length, 2);
    for (const { answer } of held) answer();
    await Promise.all([lee, kim, both]);
  });

  it('a refused request isn’t shared: one user’s full queue or limit doesn’t affect another user', async () => {
    for (const [perMinute, before] of [
      [0, [0, 1, 2]],
      [2, [0, 1]],
    ] as const) {
      const { held, sourceFor, asker } = open(perMinute);
      for (const index of before) void sourceFor(asker('kim')).page(other(index), later(9_000));
      const refused = sourceFor(asker('kim')).page(other(3), later(9_000));
      const lee = sourceFor(asker('lee')).page(other(3), later(9_000));
      await assert.rejects(refused, perMinute === 0 ? { code: 'busy' } : { name: 'AskedTooOftenError' });
      await settle();
      held.find(({ query: asked }) => asked.pageIndex === 3)?.answer();
      assert.equal((await lee).totalCount, 41);
    }
  });
});
