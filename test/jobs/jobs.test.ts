import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { JobPage, JobQuery, JobState } from '../../src/domain/job.ts';
import { JobSourceError } from '../../src/domain/job-source.ts';
import { monotonicMs } from '../../src/domain/time.ts';
import type { PageAnswer, PagePointer } from '../../src/jobs/answers.ts';
import { createJobs } from '../../src/jobs/jobs.ts';
import {
  aJob,
  aQuestion,
  fakeClock,
  fakeSource,
  hour,
  jobsNumbered,
  monday,
  recordingLog,
  unreadIndex,
} from '../support/fakes.ts';

const until = monday + 10_000;

/** A well-behaved source: `all` matches, cut into the page that is asked for. */
const paging =
  (all: ReturnType<typeof jobsNumbered>) =>
  ({ pageIndex, pageSize }: JobQuery): JobPage => {
    const jobs = all.slice(pageIndex * pageSize, (pageIndex + 1) * pageSize);
    return { jobs, totalCount: all.length, hasMore: (pageIndex + 1) * pageSize < all.length };
  };

function asking(answer: (query: JobQuery) => JobPage, overrides = {}, job?: never) {
  const source = fakeSource(answer, job);
  const jobs = createJobs({ source, index: unreadIndex, clock: fakeClock(), log: recordingLog() });
  const question = aQuestion(overrides);
  return {
    source,
    question,
    page: (pageIndex = 0, firstTotal?: number) =>
      jobs.page({ question, pageIndex, firstTotal }, monotonicMs(until)),
    job: (id: string, pageIndex = 0) =>
      jobs.job({ question, pageIndex, firstTotal: 43 }, id, monotonicMs(until)),
  };
}

describe('a page of jobs', () => {
  it('is asked for with exactly one request, which carries the whole question', async () => {
    const { page, source, question } = asking(paging(jobsNumbered(43)), { service: 'exchange', pageSize: 5 });
    await page(2, 43);
    assert.deepEqual(source.queries, [
      {
        type: 'backup',
        service: 'exchange',
        state: 'failed',
        span: question.span,
        pageIndex: 2,
        pageSize: 5,
      },
    ]);
  });

  it('knows whether a page lies before and after it', async () => {
    const { page } = asking(paging(jobsNumbered(43)));
    const ends = async (index: number) => {
      const { hasPrevious, hasNext } = await page(index, 43);
      return { hasPrevious, hasNext };
    };
    assert.deepEqual(await ends(0), { hasPrevious: false, hasNext: true });
    assert.deepEqual(await ends(1), { hasPrevious: true, hasNext: true });
    assert.deepEqual(await ends(4), { hasPrevious: true, hasNext: false });
  });

  it('leads nowhere after a last page that is just full', async () => {
    const { page } = asking(paging(jobsNumbered(20)));
    await page();
    assert.equal((await page(1, 20)).hasNext, false);
  });

  it('says that the list has changed when the total is not the first page’s any more', async () => {
    const { page } = asking(paging(jobsNumbered(44)));
    assert.equal((await page(1, 43)).changed, true);
    assert.equal((await page(1, 44)).changed, false);
    assert.equal((await page(1, 43)).firstTotal, 43);
  });

  it('counts the jobs that lie outside the span or are in another state', async () => {
    const strays = [
      aJob({ startedAt: monday - 25 * hour }),
      aJob({ startedAt: monday + 5_000 }),
      aJob({ startedAt: monday + 500 }),
      aJob({ startedAt: undefined }),
      aJob({ state: 'finished' }),
      aJob({ state: undefined, stateText: 'Paused' }),
      aJob({ state: undefined, stateText: undefined }),
    ];
    const { page } = asking(paging(strays));
    assert.deepEqual((await page()).strays, { outsideSpan: 2, otherState: 2 });
  });
});

describe('a total that counts the page alone', () => {
  /** TotalCount is the number of rows on the page; NextLink leads to more only if `linked`. */
  const pageAlone =
    (count: number, linked: boolean) =>
    (query: JobQuery): JobPage => {
      const { jobs, hasMore } = paging(jobsNumbered(count))(query);
      return { jobs, totalCount: jobs.length, hasMore: linked && hasMore };
    };

  for (const linked of [true, false]) {
    it(`is "at least" what was seen while more may follow, ${linked ? 'with' : 'without'} a link to them`, async () => {
      const { page } = asking(pageAlone(43, linked));
      assert.deepEqual((await page()).total, { value: 10, atLeast: true });
      const second = await page(1, 10);
      assert.deepEqual(second.total, { value: 20, atLeast: true });
      assert.equal(second.hasNext, true);
      assert.equal(second.changed, false);
    });

    it(`becomes exact on the page that is not full, ${linked ? 'with' : 'without'} a link`, async () => {
      const last = await asking(pageAlone(43, linked)).page(4, 10);
      assert.deepEqual(last.total, { value: 43, atLeast: false });
      assert.equal(last.hasNext, false);
    });
  }

  it('has a list that just fills its pages end with an empty one, which is no change', async () => {
    const { page } = asking(pageAlone(20, false));
    assert.equal((await page(1, 10)).hasNext, true);
    const beyond = await page(2, 10);
    assert.deepEqual([beyond.jobs.length, beyond.hasNext, beyond.changed], [0, false, false]);
  });

  it('is not suspected any more once a count has been larger than its page', async () => {
    const { page } = asking(({ pageSize }) => ({
      jobs: jobsNumbered(pageSize),
      totalCount: pageSize === 10 ? 10 : 43,
      hasMore: false,
    }));
    assert.deepEqual((await page()).total, { value: 10, atLeast: true });
    const { page: proven } = asking(paging(jobsNumbered(20)));
    await proven();
    const last = await proven(1, 20);
    assert.deepEqual([last.total, last.hasNext], [{ value: 20, atLeast: false }, false]);
  });
});

describe('a source that gives fewer jobs at a time than are asked for', () => {
  /** Cuts the page size, offsets included, as a service with a largest page would. */
  const capped = (count: number, cap: number) => (query: JobQuery) =>
    paging(jobsNumbered(count))({ ...query, pageSize: Math.min(cap, query.pageSize) });

  it('is paged by what it gives, so that every job is shown once and counted right', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 90 }),
        fc.integer({ min: 1, max: 25 }),
        fc.integer({ min: 1, max: 25 }),
        async (count, cap, pageSize) => {
          const jobs = createJobs({
            source: fakeSource(capped(count, cap)),
            index: unreadIndex,
            clock: fakeClock(),
            log: recordingLog(),
          });
          const seen: unknown[] = [];
          let pointer: PagePointer | undefined = {
            question: aQuestion({ pageSize }),
            pageIndex: 0,
            firstTotal: undefined,
          };
          while (pointer) {
            const answer: PageAnswer = await jobs.page(pointer, monotonicMs(until));
            assert.equal(answer.uneven, false);
            seen.push(...answer.jobs.map(({ id }) => id));
            const { question, pageIndex, firstTotal } = answer;
            pointer = answer.hasNext ? { question, firstTotal, pageIndex: pageIndex + 1 } : undefined;
            if (!pointer && answer.jobs.length > 0) assert.equal(answer.total.value, count);
          }
          assert.deepEqual(
            seen,
            jobsNumbered(count).map(({ id }) => id),
          );
        },
      ),
      { numRuns: 200 },
    );
  });

  it('is said to be uneven where it happens in the middle of a list', async () => {
    const { page } = asking(({ pageIndex }) => ({
      jobs: jobsNumbered(pageIndex === 0 ? 10 : 4),
      totalCount: 43,
      hasMore: true,
    }));
    assert.equal((await page()).uneven, false);
    assert.equal((await page(1, 43)).uneven, true);
  });

  it('is said to be uneven where rows lie beyond a count of all', async () => {
    const { page } = asking(({ pageIndex }) => ({
      jobs: jobsNumbered(10),
      totalCount: pageIndex === 0 ? 43 : 12,
      hasMore: false,
    }));
    await page();
    assert.equal((await page(1, 43)).uneven, true);
  });
});

describe('a source that calls its first page 1', () => {
  const calledOne = (count: number) => {
    const all = paging(jobsNumbered(count));
    return asking(query => all({ ...query, pageIndex: Math.max(0, query.pageIndex - 1) }));
  };

  it('is found out when a page 1 is read, and is warned of on every list of several pages from then on', async () => {
    const { page, source } = calledOne(43);
    assert.equal((await page()).isFirstPageRepeated, false);
    const second = await page(1, 43);
    assert.deepEqual([second.isFirstPageRepeated, second.twice, second.changed], [true, 0, false]);
    assert.equal(source.queries.length, 3);
    assert.equal((await page()).isFirstPageRepeated, true);
    assert.equal((await page(2, 43)).isFirstPageRepeated, true);
    assert.equal(source.queries.length, 5);
  });

  it('is asked for one page more, once, and only for a page 1', async () => {
    const { page, source } = asking(paging(jobsNumbered(43)));
    await page();
    await page(2, 43);
    assert.deepEqual(
      source.queries.map(({ pageIndex }) => pageIndex),
      [0, 2],
    );
    for (let time = 0; time < 3; time += 1) assert.equal((await page(1, 43)).isFirstPageRepeated, false);
    assert.deepEqual(
      source.queries.slice(2).map(({ pageIndex }) => pageIndex),
      [1, 0, 1, 1],
    );
  });

  it('keeps no page back if the other one fails, and is asked again then', async () => {
    let isDown = true;
    const all = paging(jobsNumbered(43));
    const { page, source } = asking(query => {
      if (isDown && query.pageIndex === 0) throw new JobSourceError('unavailable', 'down');
      return all({ ...query, pageIndex: Math.max(0, query.pageIndex - 1) });
    });
    assert.equal((await page(1, 43)).isFirstPageRepeated, false);
    isDown = false;
    assert.equal((await page(1, 43)).isFirstPageRepeated, true);
    assert.equal(source.queries.length, 4);
  });
});

describe('a list that changes while it is paged', () => {
  const walking = (...jobs: ReturnType<typeof jobsNumbered>) => {
    let all = jobs;
    const { page } = asking(query => paging(all)(query), { pageSize: 3 });
    return {
      page: async (index: number, firstTotal?: number) => {
        const { twice, changed } = await page(index, firstTotal);
        return { twice, changed };
      },
      change: (...now: typeof jobs) => {
        all = now;
      },
    };
  };
  const nine = jobsNumbered(9);
  const calm = { twice: 0, changed: false };

  it('at an equal count says which jobs came twice', async () => {
    const { page, change } = walking(...nine);
    await page(0);
    assert.deepEqual(await page(1, 9), calm);
    change(aJob({ id: 'new' }), ...nine.slice(0, 8));
    assert.deepEqual(await page(2, 9), { twice: 1, changed: true });
  });

  it('at an equal count has changed if a page has other jobs than before', async () => {
    const { page, change } = walking(...nine);
    await page(0);
    await page(1, 9);
    assert.deepEqual(await page(0, 9), calm);
    change(...nine.slice(1), aJob({ id: 'last' }));
    assert.deepEqual(await page(0, 9), { twice: 0, changed: true });
  });

  it('is not compared with what an earlier asking has shown', async () => {
    const { page, change } = walking(...nine);
    await page(0);
    await page(1, 9);
    change(...nine.slice(3), ...nine.slice(0, 3));
    assert.deepEqual(await page(0), calm);
    assert.deepEqual(await page(1, 9), calm);
  });

  it('has a job twice only if it is the same run', async () => {
    const rerun = aJob({ id: 'FB0', startedAt: monday - 2 * hour });
    const { page } = walking(rerun, ...nine);
    await page(0);
    assert.deepEqual(await page(1, 10), calm);
  });
});

describe('an empty answer', () => {
  const finished = (count: number) => Array.from({ length: count }, () => aJob({ state: 'finished' }));
  const emptyBut =
    (others: number, hasMore = false) =>
    (query: JobQuery) => ({
      jobs: query.state === undefined ? finished(Math.min(others, query.pageSize)) : [],
      totalCount: query.state === undefined ? others : 0,
      hasMore,
    });

  it('of a bad state costs two more requests, of one row each, for all states and what runs in the same span', async () => {
    const { page, source, question } = asking(emptyBut(41));
    assert.deepEqual((await page()).silence, {
      kind: 'othersRan',
      count: { value: 41, atLeast: false },
      lastHours: undefined,
      running: { value: 0, atLeast: false },
    });
    const behind = { type: 'backup', service: undefined, span: question.span, pageIndex: 0, pageSize: 1 };
    assert.deepEqual(source.queries.slice(1), [
      { ...behind, state: undefined },
      { ...behind, state: 'inProgress' },
    ]);
  });

  it('of another state costs one more request', async () => {
    const { page, source } = asking(emptyBut(41), { state: 'inProgress' });
    assert.deepEqual((await page()).silence, {
      kind: 'othersRan',
      count: { value: 41, atLeast: false },
      lastHours: undefined,
    });
    assert.equal(source.queries.length, 2);
  });

  /** Of 41 jobs in all, of which the newest is in this state, so many are counted that still run. */
  const runningOf = async (newest: JobState, running: number | undefined, all = 41) => {
    const { page } = asking(query => {
      if (query.state === undefined)
        return { jobs: [aJob({ state: newest })].slice(0, all), totalCount: all, hasMore: all > 1 };
      if (query.state !== 'inProgress') return { jobs: [], totalCount: 0, hasMore: false };
      if (running === undefined) throw new JobSourceError('unavailable', 'down');
      const jobs = running > 0 ? [aJob({ state: 'inProgress' })] : [];
      return { jobs, totalCount: running, hasMore: running > 1 };
    });
    const { silence } = await page();
    return silence?.kind === 'othersRan' ? silence.running : silence?.kind;
  };

  it('counts what still runs, and leaves it open if that could not be read', async () => {
    assert.deepEqual(await runningOf('finished', 3), { value: 3, atLeast: false });
    assert.equal(await runningOf('finished', undefined), undefined);
  });

  it('leaves it open what still runs if the newest job does and none was counted', async () => {
    assert.equal(await runningOf('inProgress', 0), undefined);
  });

  it('is unknown if a job runs and none was counted in all states', async () => {
    assert.equal(await runningOf('inProgress', 1, 0), 'unknown');
    assert.equal(await runningOf('inProgress', 0, 0), 'nothingRan');
  });

  it('tells that nothing ran', async () => {
    assert.deepEqual((await asking(emptyBut(0)).page()).silence, {
      kind: 'nothingRan',
      lastHours: undefined,
    });
  });

  it('needs no further request where all states were asked for', async () => {
    const { page, source } = asking(emptyBut(0), { state: undefined });
    assert.equal((await page()).silence?.kind, 'nothingRan');
    assert.equal(source.queries.length, 1);
  });

  it('is compared with the last 24 hours where running jobs, which have no span, were asked for', async () => {
    const { page, source } = asking(emptyBut(7), {
      state: 'inProgress',
      span: { from: undefined, to: undefined },
    });
    assert.deepEqual((await page()).silence, {
      kind: 'othersRan',
      count: { value: 7, atLeast: false },
      lastHours: 24,
    });
    assert.deepEqual(source.queries[1]?.span, { from: monday - 24 * hour, to: monday });
  });

  it('is unknown where the second request fails', async () => {
    const { page } = asking(query => {
      if (query.state === undefined) throw new JobSourceError('unavailable', 'down');
      return { jobs: [], totalCount: 0, hasMore: false };
    });
    assert.deepEqual((await page()).silence, { kind: 'unknown' });
  });

  it('is unknown where the job that was counted lies outside the span', async () => {
    const { page } = asking(query => ({
      jobs: query.state === undefined ? [aJob({ startedAt: monday - 90 * hour })] : [],
      totalCount: query.state === undefined ? 1 : 0,
      hasMore: false,
    }));
    assert.deepEqual((await page()).silence, { kind: 'unknown' });
  });

  it('counts "at least" where the count is the page’s own', async () => {
    const { page } = asking(query => ({
      jobs: query.state === undefined ? finished(1) : [],
      totalCount: query.state === undefined ? 1 : 0,
      hasMore: query.state === undefined,
    }));
    assert.deepEqual((await page()).silence, {
      kind: 'othersRan',
      count: { value: 1, atLeast: true },
      lastHours: undefined,
      running: { value: 0, atLeast: false },
    });
  });

  it('is unknown where the one job that comes back is of the very state that was not found', async () => {
    const { page } = asking(query => ({
      jobs: query.state === undefined ? [aJob({ state: 'failed' })] : [],
      totalCount: query.state === undefined ? 41 : 0,
      hasMore: false,
    }));
    assert.deepEqual((await page()).silence, { kind: 'unknown' });
  });

  it('is unknown where nobody can tell the state of the one job that comes back', async () => {
    const { page } = asking(query => ({
      jobs: query.state === undefined ? [aJob({ state: undefined, stateText: 'Broken' })] : [],
      totalCount: query.state === undefined ? 41 : 0,
      hasMore: false,
    }));
    assert.deepEqual((await page()).silence, { kind: 'unknown' });
  });

  it('of a later page is no silence: the list has become shorter', async () => {
    let count = 11;
    const { page, source } = asking(query => paging(jobsNumbered(count))(query));
    await page();
    count = 9;
    const second = await page(1, 11);
    assert.equal(second.silence, undefined);
    assert.equal(second.changed, true);
    assert.deepEqual(
      source.queries.map(({ pageIndex, state }) => [pageIndex, state]),
      [
        [0, 'failed'],
        [1, 'failed'],
        // To compare it with the first page.
        [0, 'failed'],
      ],
    );
  });
});

describe('one job', () => {
  it('comes from the page that showed it where the source cannot be asked by id', async () => {
    const { job, source } = asking(paging(jobsNumbered(43)));
    assert.equal((await job('FB12', 1)).job?.id, 'FB12');
    assert.equal(source.queries.length, 1);
    assert.equal((await job('FB12', 0)).job, undefined);
  });

  it('comes from its page, too, where the source does not know it by its id', async () => {
    const source = fakeSource(paging(jobsNumbered(3)), async () => undefined);
    const jobs = createJobs({ source, index: unreadIndex, clock: fakeClock(), log: recordingLog() });
    const page = { question: aQuestion(), pageIndex: 0, firstTotal: 3 };
    assert.equal((await jobs.job(page, 'FB1', monotonicMs(until))).job?.id, 'FB1');
    assert.equal((await jobs.job(page, 'FB9', monotonicMs(until))).job, undefined);
  });

  it('is asked for by id where the source can', async () => {
    const source = fakeSource(paging(jobsNumbered(43)), async id => aJob({ id }));
    const jobs = createJobs({ source, index: unreadIndex, clock: fakeClock(), log: recordingLog() });
    const answer = await jobs.job(
      { question: aQuestion(), pageIndex: 0, firstTotal: 1 },
      'X1',
      monotonicMs(until),
    );
    assert.equal(answer.job?.id, 'X1');
    assert.deepEqual(source.queries, []);
  });
});
