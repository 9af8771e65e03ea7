import assert from 'node:assert/strict';
import type { Job, JobQuery } from '../../src/domain/job.ts';
import type { JobSource } from '../../src/domain/job-source.ts';
import { monotonicMs } from '../../src/domain/time.ts';
import { createMirror } from '../../src/job-index/mirror.ts';
import { createJobs } from '../../src/jobs/jobs.ts';
import { aJob, fakeClock, fakeSource, hour, monday, recordingLog, unreadIndex } from '../support/fakes.ts';

const startedAt = monday - 40 * hour;
const wanted = aJob({ id: 'FB1', startedAt });

/** A source of the wanted job and an index that knows its location. */
function searching(job: JobSource['job'], isListed: (query: JobQuery) => boolean) {
  const source = fakeSource(query => {
    const jobs: readonly Job[] = isListed(query) ? [aJob({ id: 'FB2' }), wanted] : [];
    return { jobs, totalCount: jobs.length, hasMore: false };
  }, job);
  const mirror = createMirror();
  mirror.put({
    key: 'FB1 1',
    type: 'restore',
    services: ['teams'],
    location: 'EUR',
    job: wanted,
    firstSeenAt: monday,
    endSeenAt: monday,
    news: undefined,
    missingSince: undefined,
    unlisted: 0,
  });
  const index = { ...unreadIndex, mirror };
  const jobs = createJobs({ source, index, clock: fakeClock(), log: recordingLog() });
  const span = { from: monday - 24 * hour, to: monday };
  const search = { jobId: 'FB1', span, spanWords: undefined, zone: 'UTC' };
  return { source, find: () => jobs.find(search, monotonicMs(monday + 10_000)) };
}

describe('finding a job that the index knows', () => {
  it('a job that the index knows is read by its id in its own location', async () => {
    const locations: unknown[] = [];
    const job = async (_: string, __: unknown, location?: string) => {
      locations.push(location);
      return wanted;
    };
    const { find, source } = searching(job, () => false);
    assert.equal((await find()).job, wanted);
    assert.deepEqual([locations, source.queries], [['EUR'], []]);
  });

  it('a job that isn’t found by its id is searched in the second of its start, with its type, service and location', async () => {
    const { find, source } = searching(
      async () => undefined,
      () => true,
    );
    assert.equal((await find()).job, wanted);
    assert.deepEqual(source.queries, [
      {
        type: 'restore',
        service: 'teams',
        state: undefined,
        span: { from: startedAt, to: startedAt + 1000 },
        location: 'EUR',
        pageIndex: 0,
        pageSize: 100,
      },
    ]);
  });

  it('a job that no list has isn’t found, and the answer has what was searched', async () => {
    const { find, source } = searching(
      async () => undefined,
      () => false,
    );
    const { job, searched } = await find();
    assert.deepEqual([job, searched], [undefined, { rows: 0, total: { value: 0, atLeast: false } }]);
    assert.equal(source.queries.length, 2);
  });
});
