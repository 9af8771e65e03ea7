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

/** A correct source: `all` matches, cut into pages. */
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
  it('a page of jobs is read with exactly one request, which has the whole question', async () => {
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

  it('a page of jobs knows whether there are pages before and after it', async () => {
    const { page } = asking(paging(jobsNumbered(43)));
    const ends = async (index: number) => {
      const { hasPrevious, hasNext } = await page(index, 43);
      return { hasPrevious, hasNext };
    };
    assert.deepEqual(await ends(0), { hasPrevious: false, hasNext: true });
    assert.deepEqual(await ends(1), { hasPrevious: true, hasNext: true });
    assert.deepEqual(await ends(4), { hasPrevious: true, hasNext: false });
  });

  it('a full last page has no next page', async () => {
    const { page } = asking(paging(jobsNumbered(20)));
    await page();
    assert.equal((await page(1, 20)).hasNext, false);
  });

  it('a page shows a change if its total differs from the first page’s', async () => {
    const { page } = asking(paging(jobsNumbered(44)));
    assert.equal((await page(1, 43)).changed, true);
    assert.equal((await page(1, 44)).changed, false);
    assert.equal((await page(1, 43)).firstTotal, 43);
  });

  it('a page counts the jobs that are outside the span or in another state', async () => {
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
    it(`a total of the page only is "at least" while more may follow, ${linked ? 'with' : 'without'} a link to them`, async () => {
      const { page } = asking(pageAlone(43, linked));
      assert.deepEqual((await page()).total, { value: 10, atLeast: true });
      const second = await page(1, 10);
      assert.deepEqual(second.total, { value: 20, atLeast: true });
      assert.equal(second.hasNext, true);
      assert.equal(second.changed, false);
    });

    it(`a total of the page only becomes exact on a page that isn’t full, ${linked ? 'with' : 'without'} a link`, async () => {
      const last = await asking(pageAlone(43, linked)).page(4, 10);
      assert.deepEqual(last.total, { value: 43, atLeast: false });
      assert.equal(last.hasNext, false);
    });
  }

  it('a list that exactly fills its pages ends with an empty page, which isn’t a change', async () => {
    const { page } = asking(pageAlone(20, false));
    assert.equal((await page(1, 10)).hasNext, true);
    const beyond = await page(2, 10);
    assert.deepEqual([beyond.jobs.length, beyond.hasNext, beyond.changed], [0, false, false]);
  });

  it('a total is trusted once a count has exceeded its page', async () => {
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

describe('a source with a smaller page size than requested', () => {
  /** Cuts the page size, offsets included, as a service with a largest page would. */
  const capped = (count: number, cap: number) => (query: JobQuery) =>
    paging(jobsNumbered(count))({ ...query, pageSize: Math.min(cap, query.pageSize) });

  it('a source’s own page size is used for further pages, so that every job is shown and counted once', async () => {
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

  it('a short page in the middle of a list is shown as uneven', async () => {
    const { page } = asking(({ pageIndex }) => ({
      jobs: jobsNumbered(pageIndex === 0 ? 10 : 4),
      totalCount: 43,
      hasMore: true,
    }));
    assert.equal((await page()).uneven, false);
    assert.equal((await page(1, 43)).uneven, true);
  });

  it('rows beyond a count of all matches are shown as uneven', async () => {
    const { page } = asking(({ pageIndex }) => ({
      jobs: jobsNumbered(10),
      totalCount: pageIndex === 0 ? 43 : 12,
      hasMore: false,
    }));
    await page();
    assert.equal((await page(1, 43)).uneven, true);
  });
});

describe('a source that numbers its first page 1', () => {
  const calledOne = (count: number) => {
    const all = paging(jobsNumbered(count));
    return asking(query => all({ ...query, pageIndex: Math.max(0, query.pageIndex - 1) }));
  };

  it('a repeated first page is detected when a page 1 is read, and shown on every list of several pages from then on', async () => {
    const { page, source } = calledOne(43);
    assert.equal((await page()).isFirstPageRepeated, false);
    const second = await page(1, 43);
    assert.deepEqual([second.isFirstPageRepeated, second.twice, second.changed], [true, 0, false]);
    assert.equal(source.queries.length, 3);
    assert.equal((await page()).isFirstPageRepeated, true);
    assert.equal((await page(2, 43)).isFirstPageRepeated, true);
    assert.equal(source.queries.length, 5);
  });

  it('detecting a repeated first page takes one more request, once, and only for a page 1', async () => {
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

  it('a failed detection of a repeated first page delays no page, and is tried again', async () => {
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

describe('a list that changes while it’s paged', () => {
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

  it('a changed list with an equal count shows which jobs occur twice', async () => {
    const { page, change } = walking(...nine);
    await page(0);
    assert.deepEqual(await page(1, 9), calm);
    change(aJob({ id: 'new' }), ...nine.slice(0, 8));
    assert.deepEqual(await page(2, 9), { twice: 1, changed: true });
  });

  it('a list with an equal count is changed if a page has other jobs than before', async () => {
    const { page, change } = walking(...nine);
    await page(0);
    await page(1, 9);
    assert.deepEqual(await page(0, 9), calm);
    change(...nine.slice(1), aJob({ id: 'last' }));
    assert.deepEqual(await page(0, 9), { twice: 0, changed: true });
  });

  it('a list isn’t compared with the pages of an earlier request', async () => {
    const { page, change } = walking(...nine);
    await page(0);
    await page(1, 9);
    change(...nine.slice(3), ...nine.slice(0, 3));
    assert.deepEqual(await page(0), calm);
    assert.deepEqual(await page(1, 9), calm);
  });

  it('a job occurs twice on a list only if it’s the same run', async () => {
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

  it('an empty answer for a bad state takes two more requests, of one row each, for all states and running jobs', async () => {
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

  it('an empty answer for another state takes one more request', async () => {
    const { page, source } = asking(emptyBut(41), { state: 'inProgress' });
    assert.deepEqual((await page()).silence, {
      kind: 'othersRan',
      count: { value: 41, atLeast: false },
      lastHours: undefined,
    });
    assert.equal(source.queries.length, 2);
  });

  /** Of 41 jobs in all, with the newest in this state, this many are counted as still running. */
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

  it('an empty answer counts running jobs, and leaves the number open if it couldn’t be read', async () => {
    assert.deepEqual(await runningOf('finished', 3), { value: 3, atLeast: false });
    assert.equal(await runningOf('finished', undefined), undefined);
  });

  it('an empty answer leaves the number of running jobs open if the newest job runs and the count is 0', async () => {
    assert.equal(await runningOf('inProgress', 0), undefined);
  });

  it('an empty answer is unknown if a job runs and the count of all states is 0', async () => {
    assert.equal(await runningOf('inProgress', 1, 0), 'unknown');
    assert.equal(await runningOf('inProgress', 0, 0), 'nothingRan');
  });

  it('an empty answer shows that nothing ran', async () => {
    assert.deepEqual((await asking(emptyBut(0)).page()).silence, {
      kind: 'nothingRan',
      lastHours: undefined,
    });
  });

  it('an empty answer needs no further request if all states were asked for', async () => {
    const { page, source } = asking(emptyBut(0), { state: undefined });
    assert.equal((await page()).silence?.kind, 'nothingRan');
    assert.equal(source.queries.length, 1);
  });

  it('an empty answer about running jobs, which have no span, is compared with the last 24 hours', async () => {
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

  it('an empty answer is unknown if the second request fails', async () => {
    const { page } = asking(query => {
      if (query.state === undefined) throw new JobSourceError('unavailable', 'down');
      return { jobs: [], totalCount: 0, hasMore: false };
    });
    assert.deepEqual((await page()).silence, { kind: 'unknown' });
  });

  it('an empty answer is unknown if the counted job is outside the span', async () => {
    const { page } = asking(query => ({
      jobs: query.state === undefined ? [aJob({ startedAt: monday - 90 * hour })] : [],
      totalCount: query.state === undefined ? 1 : 0,
      hasMore: false,
    }));
    assert.deepEqual((await page()).silence, { kind: 'unknown' });
  });

  it('an empty answer counts "at least" if the count is the page’s own', async () => {
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

  it('an empty answer is unknown if the returned job has the state that wasn’t found', async () => {
    const { page } = asking(query => ({
      jobs: query.state === undefined ? [aJob({ state: 'failed' })] : [],
      totalCount: query.state === undefined ? 41 : 0,
      hasMore: false,
    }));
    assert.deepEqual((await page()).silence, { kind: 'unknown' });
  });

  it('an empty answer is unknown if the state of the returned job is unknown', async () => {
    const { page } = asking(query => ({
      jobs: query.state === undefined ? [aJob({ state: undefined, stateText: 'Broken' })] : [],
      totalCount: query.state === undefined ? 41 : 0,
      hasMore: false,
    }));
    assert.deepEqual((await page()).silence, { kind: 'unknown' });
  });

  it('an empty later page isn’t an empty answer: the list has become shorter', async () => {
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
  it('one job comes from the page that showed it if the source can’t be asked by id', async () => {
    const { job, source } = asking(paging(jobsNumbered(43)));
    assert.equal((await job('FB12', 1)).job?.id, 'FB12');
    assert.equal(source.queries.length, 1);
    assert.equal((await job('FB12', 0)).job, undefined);
  });

  it('one job comes from its page if the source doesn’t find it by its id', async () => {
    const source = fakeSource(paging(jobsNumbered(3)), async () => undefined);
    const jobs = createJobs({ source, index: unreadIndex, clock: fakeClock(), log: recordingLog() });
    const page = { question: aQuestion(), pageIndex: 0, firstTotal: 3 };
    assert.equal((await jobs.job(page, 'FB1', monotonicMs(until))).job?.id, 'FB1');
    assert.equal((await jobs.job(page, 'FB9', monotonicMs(until))).job, undefined);
  });

  it('one job is read by id if the source has such a request', async () => {
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
