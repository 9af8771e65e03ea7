import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { type BotParts, createBot } from '../../src/bot/bot.ts';
import type { AdaptiveCard } from '../../src/cards/adaptive-card.ts';
import type { JobPage, JobQuery } from '../../src/domain/job.ts';
import { JobSourceError } from '../../src/domain/job-source.ts';
import { type MonotonicMs, msSince } from '../../src/domain/time.ts';
import type { PressTurn, Reply } from '../../src/features/turn.ts';
import { createJobs } from '../../src/jobs/jobs.ts';
import { createDrivenIndex } from '../support/driven-index.ts';
import {
  aJob,
  aQuestion,
  fakeClock,
  fakeSource,
  hour,
  jobsNumbered,
  monday,
  recordingLog,
} from '../support/fakes.ts';
import { keeping } from '../support/keeping.ts';
import { executesIn, textOf } from '../support/playground.ts';
import { type Press, packPress } from '../support/press.ts';

const reader = { zone: 'Europe/Berlin', locale: 'en-GB' };

function open(
  answer: (query: JobQuery) => JobPage = () => ({ jobs: jobsNumbered(3), totalCount: 3, hasMore: false }),
  replaced: Partial<BotParts> = {},
) {
  const clock = fakeClock();
  const log = recordingLog();
  const source = fakeSource(answer);
  const index = createDrivenIndex({ source, clock, log });
  const jobs = createJobs({ source, index, clock, log });
  return {
    clock,
    log,
    source,
    conversation: createBot({
      ...keeping({ jobs, clock, log, index }),
      jobs,
      clock,
      log,
      newReference: () => 'ref-42',
      ...replaced,
    }),
  };
}

const pressing = (press: Press, as: object = reader): PressTurn => ({
  ...packPress(press),
  ...reader,
  ...as,
});
const cardOf = (reply: Reply): AdaptiveCard => {
  assert.equal(reply.kind, 'card');
  return (reply as { card: AdaptiveCard }).card;
};

describe('a conversation', () => {
  it('a message whose answer never comes is answered with an error, and logged', async () => {
    const lastQuestions = { of: () => new Promise<never>(() => {}), remember() {}, settled: async () => {} };
    const { conversation, log } = open(undefined, { lastQuestions });
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      const reply = conversation.hear({ text: 'and teams', ...reader });
      mock.timers.tick(12_000);
      assert.deepEqual((await reply).ending, { kind: 'failed', problem: 'unexpected' });
    } finally {
      mock.timers.reset();
    }
    assert.deepEqual(
      log.lines.map(({ level, message }) => [level, message]),
      [['error', 'answer failed']],
    );
  });

  it('the bot answers a bare mention with help', async () => {
    const { conversation, source } = open();
    assert.match(
      textOf(cardOf(await conversation.hear({ text: ' ', ...reader }))),
      /Failed Exchange backups/,
    );
    assert.deepEqual(source.queries, []);
  });

  it('the bot takes a new window when a question is asked again, in the zone of the question', async () => {
    const { conversation, source, clock } = open();
    const from = monday - 13 * hour - 5 * 60_000;
    const question = aQuestion({ span: { from, to: monday }, spanWords: 'today', zone: 'Asia/Kolkata' });
    clock.advance(2 * hour);
    await conversation.press(pressing({ verb: 'jobs.again', question }));
    assert.deepEqual(source.queries[0]?.span, {
      from: Date.UTC(2026, 10, 22, 18, 30),
      to: monday + 2 * hour,
    });
  });

  it('the other reading of a period stays as a button when the question is asked again', async () => {
    const { conversation } = open();
    const titles = (reply: Reply) => executesIn(cardOf(reply)).map(({ title }) => title);
    const first = await conversation.hear({ text: 'failed backups since 2', ...reader });
    assert.ok(titles(first).some(title => /14:00/.test(title ?? '')));
    const again = executesIn(cardOf(first)).find(({ verb }) => verb === 'jobs.again');
    const second = await conversation.press({ verb: again?.verb, data: again?.data, ...reader });
    assert.deepEqual(titles(second), titles(first));
  });

  it('a question without a period gets the last 24 hours anew when it is asked again', async () => {
    const { conversation, source, clock } = open();
    clock.advance(hour);
    await conversation.press(pressing({ verb: 'jobs.again', question: aQuestion() }));
    assert.deepEqual(source.queries[0]?.span, { from: monday - 23 * hour, to: monday + hour });
  });

  it('running jobs stay without bounds when they are asked for again', async () => {
    const { conversation, source } = open();
    const question = aQuestion({ state: 'inProgress', span: { from: undefined, to: undefined } });
    await conversation.press(pressing({ verb: 'jobs.again', question }));
    assert.deepEqual(source.queries[0]?.span, { from: undefined, to: undefined });
  });

  it('the bot does not ask again with words that give no period', async () => {
    const { conversation, source } = open();
    const question = aQuestion({ spanWords: 'since the flood' });
    assert.equal((await conversation.press(pressing({ verb: 'jobs.again', question }))).kind, 'text');
    assert.deepEqual(source.queries, []);
  });

  it('the bot asks again for the day that the asker meant, whatever the region of the presser', async () => {
    const { conversation, source } = open();
    const question = aQuestion({ spanWords: 'on 2.11.2026' });
    const olderCard = aQuestion({ spanWords: 'on 2.11.' });
    for (const locale of ['de-DE', 'en-US', 'ja-JP', 'hu-HU'])
      for (const asked of [question, olderCard]) {
        source.queries.length = 0;
        await conversation.press(pressing({ verb: 'jobs.again', question: asked }, { locale }));
        const from = Date.UTC(2026, 10, 2) - hour;
        assert.deepEqual(source.queries[0]?.span, { from, to: from + 24 * hour }, locale);
      }
  });

  it('a list has the zone of the question for everyone who turns its pages', async () => {
    const { conversation } = open();
    const page = { question: aQuestion({ zone: 'Asia/Kolkata' }), pageIndex: 0, firstTotal: 3 };
    const elsewhere = { zone: 'America/New_York', locale: 'en-US' };
    const card = cardOf(await conversation.press(pressing({ verb: 'jobs.page', page }, elsewhere)));
    assert.match(textOf(card), /Asia\/Kolkata/);
  });

  it('the bot limits a press to 3.5 seconds and a message to 10', async () => {
    const budgets: number[] = [];
    const clock = fakeClock();
    const jobs = {
      page: async (_: unknown, until: MonotonicMs) => {
        budgets.push(-msSince(until, clock));
        throw new JobSourceError('timed-out', 'x');
      },
      job: () => Promise.reject(new Error('not asked')),
      tabs: () => Promise.reject(new Error('not asked')),
      health: () => Promise.reject(new Error('not asked')),
      coverage: () => Promise.reject(new Error('not asked')),
      pastCoverage: () => Promise.reject(new Error('not asked')),
      planned: () => Promise.reject(new Error('not asked')),
      causes: () => Promise.reject(new Error('not asked')),
      find: () => Promise.reject(new Error('not asked')),
      compare: () => Promise.reject(new Error('not asked')),
      report: () => Promise.reject(new Error('not asked')),
      reportNow: () => Promise.reject(new Error('not asked')),
      isReportRead: () => true,
    };
    const parts = { jobs, clock, log: recordingLog() };
    const conversation = createBot({ ...keeping(parts), ...parts, newReference: () => 'r' });
    await conversation.hear({ text: 'failed backups', ...reader });
    await conversation.press(
      pressing({ verb: 'jobs.page', page: { question: aQuestion(), pageIndex: 0, firstTotal: 1 } }),
    );
    await conversation.press(pressing({ verb: 'ask', sentence: 'failed backups' }));
    assert.deepEqual(budgets, [10_000, 3_500, 3_500]);
  });

  it('the bot shows an error with its reference, logs it under the same one, and repeats exactly what failed', async () => {
    const { conversation, log } = open(() => {
      throw new JobSourceError('unavailable', 'no connection to graph.internal.example', {
        requestId: 'req-7',
      });
    });
    const page = { question: aQuestion(), pageIndex: 3, firstTotal: 43 };
    const card = cardOf(await conversation.press(pressing({ verb: 'jobs.page', page })));
    assert.match(textOf(card), /ref-42/);
    assert.doesNotMatch(JSON.stringify(card), /internal\.example/);
    assert.deepEqual(executesIn(card)[0], {
      type: 'Action.Execute',
      title: 'Try again',
      style: 'positive',
      ...packPress({ verb: 'jobs.page', page }),
    });
    const [line] = log.lines;
    assert.equal(line?.fields.reference, 'ref-42');
    assert.equal(line?.fields.requestId, 'req-7');
  });

  const page = { question: aQuestion(), pageIndex: 0, firstTotal: 3 };
  const search = {
    jobId: 'FB1',
    span: { from: monday - 24 * hour, to: monday },
    spanWords: undefined,
    zone: 'Europe/Berlin',
  };
  for (const [form, press] of [
    ['a card, of a job on a page', { verb: 'jobs.job', page, jobId: 'FB1' }],
    ['a text, of a job on a page', { verb: 'jobs.text', page, jobId: 'FB1' }],
    ['a card, of a job by its id', { verb: 'job.find', search }],
    ['a text, of a job by its id', { verb: 'job.text', search }],
  ] as const satisfies readonly (readonly [string, Press])[])
    it(`an error card tries again in the form that was asked for: ${form}`, async () => {
      let isDown = true;
      const { conversation } = open(() => {
        if (isDown) throw new JobSourceError('unavailable', 'no connection');
        return { jobs: [aJob({ id: 'FB1' })], totalCount: 1, hasMore: false };
      });
      const failed = cardOf(await conversation.press(pressing(press)));
      const again = executesIn(failed).find(({ title }) => title === 'Try again');
      assert.deepEqual(again, {
        type: 'Action.Execute',
        title: 'Try again',
        style: 'positive',
        ...packPress(press),
      });
      isDown = false;
      const reply = await conversation.press({ ...reader, verb: again?.verb, data: again?.data });
      assert.match(textOf(cardOf(reply)), /FB1/);
      const isText = reply.kind === 'card' && reply.message !== undefined;
      assert.equal(isText, form.startsWith('a text'));
    });

  it('the bot shows the operator no more of an unexpected error than its reference', async () => {
    const { conversation, log } = open(() => {
      throw new TypeError('cannot read planted-secret of undefined');
    });
    const card = cardOf(await conversation.hear({ text: 'failed backups', ...reader }));
    assert.match(textOf(card), /ref-42/);
    assert.doesNotMatch(JSON.stringify(card), /planted|TypeError|undefined/);
    assert.equal(log.lines[0]?.level, 'error');
  });

  it('the bot answers a press that it did not make with a short text', async () => {
    const { conversation, source } = open();
    const sound = packPress({
      verb: 'jobs.page',
      page: { question: aQuestion(), pageIndex: 0, firstTotal: 1 },
    });
    for (const data of [undefined, null, 'x', [], {}, { ...sound.data, v: 99 }, { ...sound.data, p: -1 }]) {
      assert.equal((await conversation.press({ verb: sound.verb, data, ...reader })).kind, 'text');
    }
    assert.deepEqual(source.queries, []);
  });
});
