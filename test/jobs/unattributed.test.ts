import assert from 'node:assert/strict';
import { monotonicMs } from '../../src/domain/time.ts';
import { compareCard } from '../../src/features/compare/card.ts';
import { readComparison } from '../../src/features/compare/compare.ts';
import type { Mirror } from '../../src/job-index/mirror.ts';
import { readCauses } from '../../src/jobs/causes/read-causes.ts';
import { countOf } from '../../src/jobs/count.ts';
import { readHealth } from '../../src/jobs/health.ts';
import { british, noAsides } from '../cards/models.ts';
import { hour, minute, on, type Stage } from '../job-index/staged.ts';
import { aJob, monday } from '../support/fakes.ts';
import { textOf } from '../support/playground.ts';

describe('a failed run without a known service', () => {
  const span = { from: monday - 24 * hour, to: monday };
  const question = { service: 'exchange', span, spanWords: undefined, zone: 'UTC' } as const;
  const before = [
    { id: 'good', service: 1, startedAt: monday - 3 * hour, endedAt: monday - 2 * hour, state: 2 },
    { id: 'bad', service: 1, startedAt: monday - 5 * hour, endedAt: monday - 4 * hour, state: 2 },
  ];

  /** With a second run that AvePoint lists under no service. */
  const withOneOfNone = (work: (stage: Stage) => Promise<void>) =>
    on({ before }, async stage => {
      const [known] = stage.runs('good');
      assert.ok(known);
      const job = aJob({ id: 'none', startedAt: monday - 10 * minute, finishedAt: monday - 9 * minute });
      (stage.index.mirror as Mirror).put({ ...known, key: 'none', services: [], job });
      await work(stage);
    });
  const until = monday + 1_000;

  it('with a failed run without a known service, no service is OK, even if only one was asked for', () =>
    withOneOfNone(async stage => {
      const { verdict, beyond } = await readHealth(
        { ...stage, index: stage.index },
        question,
        monotonicMs(until),
      );
      assert.deepEqual([verdict, beyond], ['unknown', 1]);
    }));

  it('with a run without a known service, the count of one service is unknown, and the total unchanged', () =>
    withOneOfNone(async stage => {
      const failed = { type: 'backup', state: 'failed' } as const;
      assert.equal(countOf(stage.index, { ...failed, service: 'exchange' }, span, monday), undefined);
      assert.equal(countOf(stage.index, { ...failed, service: undefined }, span, monday)?.value, 1);
      const finished = { type: 'backup', state: 'finished', service: 'exchange' } as const;
      assert.equal(countOf(stage.index, finished, span, monday)?.value, 2);
    }));

  it('with a failed run without a known service, the reasons of one service are only a part', () =>
    withOneOfNone(async stage => {
      const asked = { ...question, type: 'backup' } as const;
      const { badInAll } = await readCauses({ ...stage, index: stage.index }, asked, monotonicMs(until));
      assert.deepEqual(badInAll, { value: 0, atLeast: true });
    }));

  it('a comparison counts a run without a known service in the total, and says that it’s missing in the services', () =>
    withOneOfNone(async stage => {
      const window = { span, spanWords: undefined, zone: 'UTC' };
      const other = { ...window, span: { from: monday - 48 * hour, to: monday - 24 * hour } };
      for (const [service, text] of [
        [undefined, 'The total includes 1 job of an unknown service.'],
        ['exchange', '1 job of an unknown service may be Exchange’s.'],
      ] as const) {
        const compared = { type: 'backup', state: 'failed', service, window, other } as const;
        const answer = await readComparison({ ...stage, index: stage.index }, compared, monotonicMs(until));
        assert.equal(answer.beyond, 1);
        assert.ok(textOf(compareCard(answer, noAsides, british)).includes(text));
      }
    }));
});
