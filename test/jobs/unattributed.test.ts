import assert from 'node:assert/strict';
import { monotonicMs } from '../../src/domain/time.ts';
import { compareCard } from '../../src/features/compare/card.ts';
import { readComparison } from '../../src/features/compare/compare.ts';
import { rankCard } from '../../src/features/rank/card.ts';
import type { RankQuestion } from '../../src/features/rank/question.ts';
import { readRank } from '../../src/features/rank/rank.ts';
import { rateCard } from '../../src/features/rate/card.ts';
import { readRate } from '../../src/features/rate/rate.ts';
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
        [undefined, '1 job of an unknown service is in the total only.'],
        ['exchange', '1 job of an unknown service may be Exchange’s.'],
      ] as const) {
        const compared = { type: 'backup', state: 'failed', service, window, other } as const;
        const answer = await readComparison({ ...stage, index: stage.index }, compared, monotonicMs(until));
        assert.equal(answer.beyond, 1);
        assert.ok(textOf(compareCard(answer, noAsides, british)).includes(text));
      }
    }));

  it('a run without a known service may be of any, so no service is named as the one with the most', () =>
    withOneOfNone(async stage => {
      const answer = await readRank({ ...stage, index: stage.index }, rankQuestion, monotonicMs(until));
      assert.match(
        textOf(rankCard(answer, noAsides, british)),
        /\n\? As far as I could read, 1 failed backup\n/,
      );
      const all = { ...rankQuestion, states: [] };
      const ofAll = await readRank({ ...stage, index: stage.index }, all, monotonicMs(until));
      const text = textOf(rankCard(ofAll, noAsides, british));
      assert.match(text, /\n\? As far as I could read, only Exchange had any: 3 backups\n/);
    }));

  const rankQuestion = {
    ...{ type: 'backup', services: [], states: ['failed'], by: 'service', limit: undefined },
    ...{ isWorstFirst: true, isWhich: false, span, spanWords: undefined, zone: 'UTC' },
  } as const satisfies RankQuestion;

  it('if it’s unknown how a run ended, no answer says that none failed', () =>
    on({ before }, async stage => {
      const [known] = stage.runs('good');
      assert.ok(known);
      (stage.index.mirror as Mirror).put({ ...known, endSeenAt: monday, missingSince: monday });
      const parts = { ...stage, index: stage.index };
      const ranked = await readRank(parts, rankQuestion, monotonicMs(until));
      const text = textOf(rankCard(ranked, noAsides, british));
      assert.match(text, /\n\? I couldn’t count all failed backups\n/);
      assert.match(text, /\n1 job has an unknown result and isn’t counted\.\n/);
      const byState = { ...rankQuestion, by: 'state', states: [], isWorstFirst: false } as const;
      const states = await readRank(parts, byState, monotonicMs(until));
      assert.match(
        textOf(rankCard(states, noAsides, british)),
        /\n2 backups: 1 with an unknown result, 1 finished\n/,
      );
      const window = { span, spanWords: undefined, zone: 'UTC' };
      const other = { ...window, span: { from: monday - 48 * hour, to: monday - 24 * hour } };
      const asked = {
        type: 'backup',
        state: 'failed',
        service: undefined,
        window,
        other,
        asks: 'more',
      } as const;
      const compared = await readComparison(parts, asked, monotonicMs(until));
      assert.match(
        textOf(compareCard(compared, noAsides, british)),
        /\n\? I found no change: No failed backups in each of the two\n/,
      );
      const rated = { ...rankQuestion, states: ['finished'], order: 'lowest' } as const;
      const rate = await readRate(parts, rated, monotonicMs(until));
      assert.match(
        textOf(rateCard(rate, noAsides, british)),
        /\n\? At least 50% of 2 ended backups finished without problems\n/,
      );
    }));
});
