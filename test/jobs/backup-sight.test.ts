import assert from 'node:assert/strict';
import type { Job } from '../../src/domain/job.ts';
import { JobSourceError } from '../../src/domain/job-source.ts';
import { TooMany } from '../../src/jobs/backup-sight.ts';
import { DoubtfulAnswer } from '../../src/jobs/careful.ts';
import { aJob, fakeSource, hour, monday } from '../support/fakes.ts';
import { dayAgo, followed, holding, ids, jobs, runningJob, sightOf, span, until } from './holding.ts';

describe('a pulse', () => {
  it('is three counts of backups in three requests: all and the failed of the window, and all that run', async () => {
    const there = [
      ...jobs(40, 'finished'),
      ...jobs(12, 'failed'),
      runningJob('r'),
      runningJob('old', monday - 90 * hour),
    ];
    for (const service of ['exchange', undefined] as const) {
      const source = holding(() => there);
      assert.deepEqual(await sightOf(source).pulse(service, span, until), {
        all: 53,
        running: 2,
        failed: 12,
        isExact: true,
      });
      assert.deepEqual(
        source.queries.map(({ type, service, state, span: { from }, pageIndex }) => [
          type,
          service,
          state,
          from,
          pageIndex,
        ]),
        [
          ['backup', service, undefined, span.from, 0],
          ['backup', service, 'inProgress', undefined, 0],
          ['backup', service, 'failed', span.from, 0],
        ],
      );
    }
  });

  it('says where a count is only "at least"', async () => {
    let page = 0;
    // It counts its pages alone, and each is another one.
    const endless = fakeSource(({ state, pageSize }) => {
      page += 1;
      const rows = jobs(state === undefined ? pageSize : 0, 'finished', `p${page}-`);
      return { jobs: rows, totalCount: rows.length, hasMore: false };
    });
    const { isExact, all } = await sightOf(endless).pulse('exchange', span, until);
    assert.equal(isExact, false);
    assert.ok(all >= 400);
  });

  it('is none where an answer contradicts what was asked', async () => {
    const source = fakeSource(() => ({ jobs: jobs(1, 'finished'), totalCount: 1, hasMore: false }));
    await assert.rejects(sightOf(source).pulse('exchange', span, until), DoubtfulAnswer);
  });
});

describe('a look at a service', () => {
  it('has what ended and what runs, in two requests where a page holds each', async () => {
    const source = holding(() => [
      ...jobs(3, 'failed'),
      ...jobs(2, 'finishedWithException'),
      runningJob('r'),
      runningJob('old', monday - 90 * hour),
    ]);
    const look = await sightOf(source).look('exchange', span, [followed('r')], until);
    assert.deepEqual(ids(look.ended), [
      'failed0',
      'failed1',
      'failed2',
      'finishedWithException0',
      'finishedWithException1',
    ]);
    assert.deepEqual(ids(look.running), ['old', 'r']);
    assert.deepEqual(look.lost, []);
    assert.deepEqual(
      source.queries.map(({ state, span: { from }, pageSize }) => [state, from, pageSize]),
      [
        [undefined, span.from, 100],
        ['inProgress', undefined, 100],
      ],
    );
  });

  it('has each backup once that ended between the two readings, as ended', async () => {
    const [running, over] = [runningJob('r'), aJob({ id: 'r', state: 'failed', startedAt: dayAgo })];
    for (const [whole, those] of [
      [[running], []],
      [[over], [running]],
      [[running], [running]],
    ] as const) {
      const source = holding(({ state }) => (state === undefined ? whole : those));
      const look = await sightOf(source).look('exchange', span, [], until);
      const isOver = (whole as readonly Job[]).includes(over);
      assert.deepEqual([ids(look.ended), ids(look.running)], isOver ? [['r'], []] : [[], ['r']]);
    }
  });

  it('knows backups without an id by their start', async () => {
    const source = holding(({ state }) =>
      state === undefined
        ? [
            runningJob(undefined, dayAgo),
            runningJob(undefined, dayAgo + 1_000),
            aJob({ id: undefined, state: 'failed', startedAt: dayAgo + 2_000 }),
          ]
        : [runningJob(undefined, dayAgo), runningJob(undefined, dayAgo + 2_000)],
    );
    const look = await sightOf(source).look('exchange', span, [followed(undefined, dayAgo + 2_000)], until);
    assert.deepEqual(
      look.running.map(({ startedAt }) => startedAt),
      [dayAgo, dayAgo + 1_000],
    );
    assert.deepEqual([look.ended.length, look.lost], [1, []]);
  });

  it('reads three hundred in pages, and state by state where there are more', async () => {
    const whole = holding(() => jobs(300, 'finished'));
    assert.equal((await sightOf(whole).look('exchange', span, [], until)).ended.length, 300);
    assert.deepEqual(
      whole.queries.map(({ state, pageIndex }) => [state, pageIndex]),
      [
        [undefined, 0],
        ['inProgress', 0],
        [undefined, 1],
        [undefined, 2],
      ],
    );
    const more = holding(() => [
      ...jobs(200, 'finished'),
      ...jobs(80, 'failed'),
      ...jobs(20, 'partiallyFinished'),
      ...jobs(7, 'finishedWithException'),
    ]);
    const { ended } = await sightOf(more).look('exchange', span, [], until);
    assert.deepEqual(
      ['finished', 'failed', 'partiallyFinished'].map(
        state => ended.filter(job => job.state === state).length,
      ),
      [200, 80, 20],
    );
    assert.deepEqual(
      new Set(more.queries.map(({ state }) => state)),
      new Set([undefined, 'inProgress', 'failed', 'partiallyFinished', 'finished']),
    );
  });

  it('is none where the failures, the partial ones or those that run are too many; clean ones may be left out', async () => {
    for (const state of ['failed', 'partiallyFinished'] as const)
      await assert.rejects(
        sightOf(holding(() => jobs(501, state))).look('exchange', span, [], until),
        TooMany,
      );
    await assert.rejects(
      sightOf(holding(() => Array.from({ length: 501 }, (_, n) => runningJob(`r${n}`)))).look(
        'exchange',
        span,
        [],
        until,
      ),
      TooMany,
    );
    const clean = holding(() => [...jobs(501, 'finished'), ...jobs(2, 'failed')]);
    assert.deepEqual(ids((await sightOf(clean).look('exchange', span, [], until)).ended), [
      'failed0',
      'failed1',
    ]);
  });

  it('throws what the source throws, and what cannot be relied on', async () => {
    const down = fakeSource(() => Promise.reject(new JobSourceError('unavailable', 'no connection')));
    await assert.rejects(sightOf(down).look('exchange', span, [], until), JobSourceError);
    const twice = fakeSource(() => ({
      jobs: [...jobs(1, 'failed'), ...jobs(1, 'failed')],
      totalCount: 2,
      hasMore: false,
    }));
    await assert.rejects(sightOf(twice).look('exchange', span, [], until), DoubtfulAnswer);
  });
});
