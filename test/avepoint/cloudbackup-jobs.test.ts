import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createCloudbackupJobsApi } from '../../src/avepoint/cloudbackup-jobs.ts';
import { jobStates, jobTypes, services } from '../../src/domain/job.ts';
import { aQuery, fixture } from './support/parts.ts';

const api = createCloudbackupJobsApi({ firstPageIndex: 0 });
const paramsOf = (path: string) => new URL(path, 'http://x').searchParams;
const read = (body: unknown) => api.readPage(body, aQuery()).page;
const readRow = (row: unknown) => read({ totalCount: 1, jobs: [row] }).jobs[0];

describe('requests of cloudbackup-jobs', () => {
  it('a request to cloudbackup-jobs has all seven values under their published names, times in ticks', () => {
    const span = { from: Date.parse('2026-11-23T23:00:00Z'), to: Date.parse('2026-11-24T03:00:01Z') };
    const query = aQuery({
      type: 'backup',
      service: 'teams',
      state: 'failed',
      span,
      pageIndex: 3,
      pageSize: 25,
    });
    assert.equal(
      api.pagePath(query),
      '/cloudbackup/jobs?StartTime=639310716000000000&FinishTime=639310860010000000' +
        '&JobType=1&ObjectType=7&JobState=3&PageIndex=3&PageSize=25',
    );
  });

  it('a request to cloudbackup-jobs leaves out a bound that the span lacks and has 0 for all', () => {
    assert.equal(
      api.pagePath(aQuery()),
      '/cloudbackup/jobs?JobType=0&ObjectType=0&JobState=0&PageIndex=0&PageSize=10',
    );
  });

  it('a request to cloudbackup-jobs counts pages from 1 if the setting says so', () => {
    const fromOne = createCloudbackupJobsApi({ firstPageIndex: 1 });
    assert.equal(paramsOf(fromOne.pagePath(aQuery({ pageIndex: 4 }))).get('PageIndex'), '5');
  });

  it('a request to cloudbackup-jobs has every value of the three filters, numbered as documented', () => {
    const numbers = (values: readonly string[], name: string, key: string) =>
      values.map(value => Number(paramsOf(api.pagePath(aQuery({ [key]: value }))).get(name)));
    assert.deepEqual(numbers(jobTypes, 'JobType', 'type'), [1, 2, 3, 4, 5]);
    assert.deepEqual(numbers(services, 'ObjectType', 'service'), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    assert.deepEqual(numbers(jobStates, 'JobState', 'state'), [1, 2, 3, 4, 5]);
  });

  it('cloudbackup-jobs has no request for one job', () => assert.equal(api.oneJob, undefined));
});

describe('responses of cloudbackup-jobs', () => {
  it('cloudbackup-jobs reads the published sample, in either letter case alike', () => {
    const page = read(JSON.parse(fixture('cloudbackup-jobs.json')));
    assert.deepEqual(read(JSON.parse(fixture('cloudbackup-jobs.pascal.json'))), page);
    assert.equal(page.totalCount, 2);
    assert.equal(page.hasMore, false);
    assert.deepEqual(page.jobs[0], {
      id: 'FB20241015105312327583',
      state: 'finished',
      stateText: 'Finished',
      startedAt: Date.parse('2024-10-15T02:53:12.178Z'),
      finishedAt: Date.parse('2024-10-15T02:54:03.838Z'),
      durationMs: 51_661,
      objects: { total: 16, failed: 0, successful: 14, skipped: 2 },
      errors: [],
    });
  });

  it('cloudbackup-jobs reads errors with their words, help page and count, and a further page', () => {
    const page = read(JSON.parse(fixture('cloudbackup-jobs.failed.json')));
    assert.equal(page.hasMore, true);
    assert.equal(page.jobs[0]?.state, 'failed');
    assert.deepEqual(page.jobs[0]?.errors, [
      { message: 'Access to the mailbox was denied.', helpUrl: undefined, count: 12 },
      {
        message: 'The service is busy. Try again later.',
        helpUrl: 'https://help.example.com/errors/busy',
        count: 1,
      },
    ]);
  });

  it('cloudbackup-jobs reads a missing list as an empty one if the count is 0', () => {
    for (const body of [{ TotalCount: 0, Jobs: null }, { totalCount: 0 }, { totalCount: '0', jobs: [] }]) {
      assert.deepEqual(read(body), { jobs: [], totalCount: 0, hasMore: false });
    }
  });

  const malformedBodies: [string, unknown][] = [
    ['an empty object', {}],
    ['an array', []],
    ['null', null],
    ['a text', 'Finished'],
    ['a list without a count', { jobs: [] }],
    ['a negative count', { totalCount: -1, jobs: [] }],
    ['a count that is no number', { totalCount: 'many', jobs: [] }],
    ['a broken count', { totalCount: 1.5, jobs: [] }],
    ['a count without a list', { totalCount: 3 }],
    ['jobs that are no list', { totalCount: 3, jobs: { 0: {} } }],
    ['more rows than were asked for', { totalCount: 30, jobs: Array(11).fill({}) }],
    ['more rows than the count says', { totalCount: 0, jobs: [{}] }],
    ['an empty first page of many jobs', { totalCount: 43, jobs: [] }],
    ['the envelope of the other shape', JSON.parse(fixture('cloudbackupjobs.json'))],
  ];
  for (const [what, body] of malformedBodies) {
    it(`cloudbackup-jobs does not trust ${what}`, () => {
      assert.throws(() => read(body), { name: 'JobSourceError', code: 'malformed' });
    });
  }

  it('cloudbackup-jobs accepts a later page without rows', () => {
    const { page } = api.readPage({ totalCount: 43, jobs: [] }, aQuery({ pageIndex: 7 }));
    assert.deepEqual(page, { jobs: [], totalCount: 43, hasMore: false });
  });
});

describe('odd rows', () => {
  const unknown = {
    id: undefined,
    state: undefined,
    stateText: undefined,
    startedAt: undefined,
    finishedAt: undefined,
    durationMs: undefined,
    objects: undefined,
    errors: [],
  };

  for (const row of [
    null,
    7,
    'job',
    [],
    {},
    { id: {}, state: [], startTime: true, jobErrors: 3, backupDetails: 1 },
  ]) {
    it(`an odd row such as ${JSON.stringify(row)} is a job of which nothing is known`, () => {
      assert.deepEqual(readRow(row), unknown);
    });
  }

  it('an odd row is shown as far as it is sound', () => {
    const row = {
      id: 12345,
      state: 'Paused',
      startTime: '638645575921780695',
      finishTime: 'yesterday',
      duration: -5,
      backupDetails: { totalCount: '16', failedCount: -1, successfulCount: null, successfulNumber: 14 },
      jobErrors: [null, 7, {}, 'plain words', { value: 5 }, { url: 'x', number: 'two' }],
    };
    assert.deepEqual(readRow(row), {
      id: '12345',
      state: undefined,
      stateText: 'Paused',
      startedAt: Date.parse('2024-10-15T02:53:12.178Z'),
      finishedAt: undefined,
      durationMs: undefined,
      objects: { total: 16, failed: undefined, successful: 14, skipped: undefined },
      errors: [
        { message: 'plain words', helpUrl: undefined, count: undefined },
        { message: '5', helpUrl: undefined, count: undefined },
        { message: '', helpUrl: 'x', count: undefined },
      ],
    });
  });

  for (const ticks of [0, -1, 1, 1e300, 3.155378975999e18, 637e12, 6.5]) {
    it(`an odd row has no finish time if it came as ${ticks}`, () => {
      assert.equal(readRow({ state: 'InProgress', finishTime: ticks })?.finishedAt, undefined);
    });
  }

  it('an odd row’s texts stay whole up to absurd lengths', () => {
    const error = (length: number) =>
      readRow({ jobErrors: [{ value: 'é'.repeat(length) }] })?.errors[0]?.message;
    assert.equal(error(4000)?.length, 4000);
    assert.equal(error(4001)?.length, 4000);
    const pairs = readRow({ jobErrors: [{ value: `x${'😀'.repeat(4000)}` }] })?.errors[0]?.message ?? '';
    assert.equal(pairs.at(-1), '…');
    assert.doesNotMatch(pairs, /[\ud800-\udbff](?![\udc00-\udfff])/);
  });
});

describe('any JSON', () => {
  const jobLike = fc.record(
    {
      Id: fc.jsonValue(),
      state: fc.oneof(fc.constantFrom('Finished', 'FAILED', 3), fc.jsonValue()),
      startTime: fc.oneof(fc.double(), fc.bigInt().map(String), fc.jsonValue()),
      duration: fc.oneof(fc.double(), fc.jsonValue()),
      backupDetails: fc.oneof(
        fc.dictionary(fc.constantFrom('totalCount', 'FailedNumber'), fc.jsonValue()),
        fc.jsonValue(),
      ),
      jobErrors: fc.oneof(fc.array(fc.jsonValue()), fc.jsonValue()),
    },
    { requiredKeys: [] },
  );
  const pageLike = fc.record(
    {
      totalCount: fc.oneof(fc.nat(20), fc.jsonValue()),
      Jobs: fc.oneof(fc.array(fc.oneof(jobLike, fc.jsonValue()), { maxLength: 12 }), fc.jsonValue()),
      nextLink: fc.jsonValue(),
    },
    { requiredKeys: [] },
  );

  it('any JSON is either a sound page or malformed, and never anything else', () => {
    fc.assert(
      fc.property(fc.oneof(pageLike, fc.jsonValue()), body => {
        try {
          const page = read(body);
          assert.ok(page.jobs.length <= 10 && page.jobs.length <= page.totalCount);
          for (const { startedAt, durationMs, objects } of page.jobs) {
            assert.ok(startedAt === undefined || Number.isInteger(startedAt));
            assert.ok(durationMs === undefined || durationMs >= 0);
            for (const count of Object.values(objects ?? {})) assert.ok(count === undefined || count >= 0);
          }
        } catch (error) {
          if ((error as { code?: string }).code !== 'malformed') throw error;
        }
      }),
      { numRuns: 500 },
    );
  });
});
