import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createCloudbackupjobsApi } from '../../src/avepoint/cloudbackupjobs.ts';
import { statusIn } from '../../src/avepoint/read-fields.ts';
import { aQuery, fixture } from './support/parts.ts';

const api = createCloudbackupjobsApi({ firstPageIndex: 0, location: undefined });
const { oneJob } = api;
assert.ok(oneJob);
const read = (body: unknown) => api.readPage(body, aQuery()).page;
const readRow = (row: unknown) => read({ statusCode: 200, data: [row], metadata: { totalCount: 1 } }).jobs[0];

describe('requests of cloudbackupjobs', () => {
  it('a request to cloudbackupjobs has all seven values and the location, times in ISO 8601 to the second', () => {
    const span = { from: Date.parse('2026-11-23T23:00:00Z'), to: Date.parse('2026-11-24T03:00:01Z') };
    const query = aQuery({
      type: 'restore',
      service: 'exchange',
      state: 'partiallyFinished',
      span,
      pageIndex: 2,
    });
    const inEurope = createCloudbackupjobsApi({ firstPageIndex: 1, location: 'EUR' });
    assert.equal(
      decodeURIComponent(inEurope.pagePath(query)),
      '/backup/m365/cloudbackupjobs?StartTime=2026-11-23T23:00:00Z&FinishTime=2026-11-24T03:00:01Z' +
        '&JobType=2&ObjectType=1&JobState=5&PageIndex=3&PageSize=10&Location=EUR',
    );
    assert.equal(api.pagePath(query).includes('Location'), false);
    assert.match(inEurope.pagePath({ ...query, location: 'NAM' }), /&Location=NAM$/);
  });

  it('a request to cloudbackupjobs asks for one job by its id', () => {
    assert.equal(
      oneJob.path('FB20241015105312327583'),
      '/backup/m365/cloudbackupjobs/FB20241015105312327583',
    );
    assert.equal(oneJob.path('a b?c#d;e'), '/backup/m365/cloudbackupjobs/a%20b%3Fc%23d%3Be');
    assert.equal(oneJob.path('FB1', 'NAM'), '/backup/m365/cloudbackupjobs/FB1?Location=NAM');
    const inEurope = createCloudbackupjobsApi({ firstPageIndex: 0, location: 'EUR' });
    assert.match(inEurope.oneJob?.path('FB1') ?? '', /\?Location=EUR$/);
    assert.match(inEurope.oneJob?.path('FB1', 'NAM') ?? '', /\?Location=NAM$/);
  });

  for (const id of [
    '',
    '.',
    '..',
    '../jobs',
    'a/b',
    'a\\b',
    '%2e%2e',
    'a%2fb',
    'a\nb',
    'ü',
    '\ud800',
    'x'.repeat(201),
  ]) {
    it(`cloudbackupjobs sends no request for the id ${JSON.stringify(id.slice(0, 20))}`, () => {
      assert.equal(oneJob.path(id), undefined);
    });
  }

  it('a request to cloudbackupjobs confines the id to its place in the path', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('.', '/', '\\', '%', '2', 'e', '?', '#') })),
        id => {
          const path = oneJob.path(id);
          if (path === undefined) return;
          const url = new URL(path, 'http://x');
          assert.equal(url.pathname, path);
          assert.equal(decodeURIComponent(path), `/backup/m365/cloudbackupjobs/${id}`);
          assert.equal(path.split('/').length, 5);
        },
      ),
    );
  });
});

describe('responses of cloudbackupjobs', () => {
  const list = JSON.parse(fixture('cloudbackupjobs.json'));

  it('cloudbackupjobs reads the published sample', () => {
    const page = read(list);
    assert.equal(page.totalCount, 2);
    assert.equal(page.hasMore, false);
    assert.deepEqual(page.jobs[0], {
      id: 'FB20241015105312327583',
      state: 'finished',
      stateText: 'Finished',
      startedAt: Date.parse('2024-12-02T07:52:25Z'),
      finishedAt: Date.parse('2024-12-02T07:53:04Z'),
      durationMs: 39_600,
      objects: { total: 16, failed: 0, successful: 14, skipped: 2 },
      errors: [],
    });
  });

  it('cloudbackupjobs reads the published sample of one job, whose counts are called numbers', () => {
    const job = oneJob.read(JSON.parse(fixture('cloudbackupjobs.job.json')), 'FB20241015105312327583');
    assert.deepEqual(job, read(list).jobs[0]);
  });

  it('cloudbackupjobs reads the count of the list under both of its names', () => {
    assert.equal(read({ data: [], metadata: { totalNumber: 0 } }).totalCount, 0);
    assert.equal(read({ Data: [{}], Metadata: { TotalNumber: 12, NextLink: 'x' } }).hasMore, true);
  });

  it('cloudbackupjobs reports the status that the envelope has', () => {
    assert.equal(statusIn(list), 200);
    assert.equal(statusIn(JSON.parse(fixture('cloudbackupjobs.error.json'))), 400);
    assert.equal(statusIn({ StatusCode: '503' }), 503);
    assert.equal(statusIn({ data: [] }), undefined);
    assert.equal(statusIn([]), undefined);
  });

  for (const [text, ms] of [
    ['0.011', 39_600],
    ['12', 43_200_000],
    ['5E-05', 180],
    [0.5, 1_800_000],
    ['0', 0],
    ['-1', undefined],
    ['1,5', undefined],
    ['00:10:00', undefined],
    ['1e99', undefined],
    ['', undefined],
    [null, undefined],
  ] as const) {
    it(`cloudbackupjobs reads a duration of ${JSON.stringify(text)} hours as ${ms} ms`, () => {
      assert.equal(readRow({ duration: text })?.durationMs, ms);
    });
  }

  it('cloudbackupjobs reads the least date, an empty text or ticks as no finish time', () => {
    for (const finishTime of [
      '0001-01-01T00:00:00',
      '0001-01-01T00:00:00Z',
      '',
      null,
      0,
      638645575921780700,
    ]) {
      assert.equal(readRow({ state: 'InProgress', finishTime })?.finishedAt, undefined);
    }
  });

  for (const [what, body] of [
    ['a list without metadata', { statusCode: 200, data: [] }],
    ['a count that is negative', { data: [], metadata: { totalCount: -1 } }],
    ['a body of the seed shape', JSON.parse(fixture('cloudbackup-jobs.json'))],
    ['one job instead of a list', JSON.parse(fixture('cloudbackupjobs.job.json'))],
    ['an array', []],
  ] as const) {
    it(`cloudbackupjobs does not trust ${what}`, () => {
      assert.throws(() => read(body), { name: 'JobSourceError', code: 'malformed' });
    });
  }

  it('cloudbackupjobs finds no job if the data are null, and accepts no other job than the one asked for', () => {
    assert.equal(oneJob.read({ statusCode: 200, data: null }, 'A'), undefined);
    assert.equal(oneJob.read({ data: { id: 'a1' } }, 'A1')?.id, 'a1');
    for (const data of [{ id: 'B' }, {}, [{ id: 'A' }], 'A']) {
      assert.throws(() => oneJob.read({ data }, 'A'), { code: 'malformed' });
    }
    assert.throws(() => oneJob.read(null, 'A'), { code: 'malformed' });
  });

  it('a response of cloudbackupjobs is either sound or malformed, whatever JSON comes', () => {
    const bodies = fc.oneof(
      fc.jsonValue(),
      fc.record({
        data: fc.jsonValue(),
        metadata: fc.record({ totalCount: fc.nat(20), nextLink: fc.jsonValue() }),
      }),
      fc.record({ data: fc.array(fc.jsonValue()), metadata: fc.record({ totalNumber: fc.nat(20) }) }),
    );
    fc.assert(
      fc.property(bodies, body => {
        for (const attempt of [() => read(body), () => oneJob.read(body, 'A')]) {
          try {
            attempt();
          } catch (error) {
            if ((error as { code?: string }).code !== 'malformed') throw error;
          }
        }
        statusIn(body);
      }),
      { numRuns: 300 },
    );
  });
});
