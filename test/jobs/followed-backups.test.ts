import assert from 'node:assert/strict';
import type { JobQuery } from '../../src/domain/job.ts';
import { type JobSource, JobSourceError } from '../../src/domain/job-source.ts';
import type { RunningBackup } from '../../src/jobs/carried.ts';
import { aJob, hour, monday } from '../support/fakes.ts';
import { followed, holding, ids, jobs, runningJob, sightOf, span, until } from './holding.ts';

describe('a followed backup', () => {
  const old = monday - 60 * hour + 300;
  const over = aJob({ id: 'r', state: 'failed', startedAt: old, finishedAt: monday - hour });

  it('is asked for by its id once it does not run any more, and by nothing where it is in sight', async () => {
    const asked: string[] = [];
    const source = holding(
      () => [...jobs(1, 'failed', 'a'), runningJob('b')],
      async id => {
        asked.push(id);
        return id === 'r' ? over : undefined;
      },
    );
    const look = await sightOf(source).look(
      'exchange',
      span,
      ['r', 'a0', 'b', 'gone'].map(id => followed(id)),
      until,
    );
    assert.deepEqual(asked.sort(), ['gone', 'r']);
    assert.deepEqual([ids(look.ended), ids(look.running), ids(look.lost)], [['a0', 'r'], ['b'], ['gone']]);
    // What isn't found by its id is looked for by its start, too.
    assert.equal(source.queries.length, 3);
  });

  it('runs on where it is found running', async () => {
    const source = holding(
      () => [],
      async id => runningJob(id, old),
    );
    const look = await sightOf(source).look('exchange', span, [followed('r', old)], until);
    assert.deepEqual([look.ended, look.running, look.lost], [[], [followed('r', old)], []]);
  });

  it('is looked for in the second of its start where the source has no request by id, or it has no id', async () => {
    for (const [id, there, isFound] of [
      ['r', [over, aJob({ id: 's', startedAt: old })], true],
      ['r', [aJob({ id: 's', startedAt: old })], false],
      [undefined, [{ ...over, id: undefined }], true],
      [undefined, [over, aJob({ id: 's', startedAt: old })], false],
    ] as const) {
      const source = holding(({ state }) => (state === undefined ? there : []));
      const look = await sightOf(source).look('exchange', span, [followed(id, old)], until);
      assert.deepEqual(
        [look.ended.length, look.lost.length],
        isFound ? [1, 0] : [0, 1],
        `${id} ${there.length}`,
      );
      const { span: second, service } = source.queries.at(-1) as JobQuery;
      assert.deepEqual([service, second], ['exchange', { from: old - 300, to: old + 700 }]);
    }
  });

  it('is lost where it has neither and where its state is not known, and not where there is no answer', async () => {
    const lost = async (one: RunningBackup, byId?: JobSource['job']) =>
      (await sightOf(holding(() => [], byId)).look('exchange', span, [one], until)).lost;
    const nameless: RunningBackup = { service: 'exchange', id: undefined, startedAt: undefined };
    assert.deepEqual(await lost(nameless), [nameless]);
    const one = followed('r', old);
    assert.deepEqual(await lost(one, async () => aJob({ id: 'r', state: undefined })), [one]);
    await assert.rejects(
      lost(one, () => Promise.reject(new JobSourceError('unavailable', 'no'))),
      JobSourceError,
    );
    await assert.rejects(
      lost(one, () => Promise.reject(new TypeError('a fault of our own'))),
      TypeError,
    );
  });
});

describe('the runs of a service', () => {
  it('are all that started in a span, up to a thousand; beyond that it is not said', async () => {
    const source = holding(() => jobs(1_000, 'finished'));
    assert.equal((await sightOf(source).runs('exchange', span, until))?.length, 1_000);
    assert.equal(source.queries.length, 10);
    assert.equal(
      await sightOf(holding(() => jobs(1_001, 'finished'))).runs('exchange', span, until),
      undefined,
    );
  });
});
