import assert from 'node:assert/strict';
import type { Job, Service } from '../../src/domain/job.ts';
import { type Narrowing, narrowingLimits } from '../../src/domain/narrowing.ts';
import type { Question } from '../../src/domain/question.ts';
import { monotonicMs } from '../../src/domain/time.ts';
import type { Mirror } from '../../src/job-index/mirror.ts';
import { readIndexPage } from '../../src/jobs/index-page.ts';
import { readTabs } from '../../src/jobs/tabs.ts';
import { createFakeIndex, type FakeIndex } from '../support/fake-index.ts';
import { aJob, aQuestion, fakeClock, hour, monday, recordingLog } from '../support/fakes.ts';

const minute = 60_000;
const until = monotonicMs(monday + 5_000);

describe('a list that is narrowed or ordered', () => {
  let clock: ReturnType<typeof fakeClock>;
  let index: FakeIndex;
  beforeEach(() => {
    clock = fakeClock();
    index = createFakeIndex(clock);
  });

  /** Adds a backup that started so many hours ago; without a length it still runs. */
  const add = (
    id: string,
    hoursAgo: number,
    minutes: number | undefined,
    changes: Partial<Job> = {},
    service: Service = 'exchange',
  ) => {
    const startedAt = monday - hoursAgo * hour;
    const endedAt = minutes === undefined ? Number.POSITIVE_INFINITY : startedAt + minutes * minute;
    const job = aJob({
      id,
      startedAt,
      finishedAt: endedAt,
      durationMs: (minutes ?? 0) * minute,
      errors: [],
      ...changes,
    });
    index.add({ service, job, endedAt });
  };
  const failedWith = (...messages: readonly string[]): Partial<Job> => ({
    errors: messages.map(message => ({ message, helpUrl: undefined, count: 1 })),
  });
  const page = (narrowed: Narrowing, changes: Partial<Question> = {}, pageIndex = 0) =>
    readIndexPage(
      { index, clock },
      { question: aQuestion({ narrowed, ...changes }), pageIndex, firstTotal: undefined },
      until,
    );
  const idsOf = async (...asked: Parameters<typeof page>) => (await page(...asked)).jobs.map(({ id }) => id);
  const reach = { from: monday - narrowingLimits.reachMs, to: monday };
  const lengthOver = (minutes: number, isWithRunning = true): Narrowing => ({
    length: { minMs: minutes * minute, isStrict: true, isWithRunning },
  });

  it('the last three failed backups are the three that started last, however long ago, on as many pages as they take', async () => {
    for (const days of [1, 9, 20, 40]) add(`FB${days}`, days * 24, 30);
    add('FB0', 1, 30, { state: 'finished' });
    const last = { order: 'latest', limit: 3 } as const;
    const first = await page(last, { span: reach, pageSize: 2 });
    assert.deepEqual(
      [first.jobs.map(({ id }) => id), first.total, first.hasNext],
      [['FB1', 'FB9'], { value: 3, atLeast: false }, true],
    );
    const second = await page(last, { span: reach, pageSize: 2 }, 1);
    assert.deepEqual([second.jobs.map(({ id }) => id), second.hasNext], [['FB20'], false]);
  });

  it('the last jobs are doubtful only if the index lacks a time since the oldest of them', async () => {
    add('FB1', 24, 30);
    const span = { from: monday - 90 * 24 * hour, to: monday };
    assert.deepEqual((await page({ order: 'latest', limit: 1 }, { span })).doubtful, []);
    const short = await page({ order: 'latest', limit: 2 }, { span });
    assert.equal(short.doubtful?.[0]?.doubt.kind, 'history');
  });

  it('jobs are ordered by how long they took, running ones by their time so far; unknown lengths are counted, not sorted', async () => {
    add('FB1', 5, 30);
    add('FB2', 20, 90);
    add('FB3', 3, undefined);
    add('FB4', 4, 10, { finishedAt: undefined, durationMs: undefined });
    const any = { state: undefined };
    const longest = await page({ order: 'longest', limit: 2 }, any);
    assert.deepEqual(
      [longest.jobs.map(({ id }) => id), longest.unknownLengths, longest.from],
      [['FB3', 'FB2'], 1, 'index'],
    );
    assert.deepEqual(await idsOf({ order: 'shortest', limit: 1 }, any), ['FB1']);
    assert.deepEqual(await idsOf({ order: 'oldest', limit: 2 }, any), ['FB2', 'FB1']);
  });

  it('jobs of a length are judged by their end, and running ones count only up to now', async () => {
    add('FB1', 30, 8 * 60);
    add('FB2', 30, 5 * 60);
    add('FB3', 6, undefined);
    add('FB4', 6, 60);
    assert.deepEqual(await idsOf(lengthOver(120), { state: undefined }), ['FB3', 'FB1']);
    assert.deepEqual(await idsOf(lengthOver(120, false), { state: undefined }), ['FB1']);
    const noBounds = { state: 'inProgress', span: { from: undefined, to: undefined } } as const;
    assert.deepEqual(await idsOf(lengthOver(120), noBounds), ['FB3']);
    assert.deepEqual(await idsOf(lengthOver(400), noBounds), []);
  });

  it('the bounds of a length are outside for “longer than” and inside for “at least”', async () => {
    add('FB1', 5, 60);
    const asked = (isStrict: boolean, bound: 'minMs' | 'maxMs') =>
      idsOf({ length: { [bound]: hour, isStrict, isWithRunning: false } });
    assert.deepEqual(await asked(true, 'minMs'), []);
    assert.deepEqual(await asked(false, 'minMs'), ['FB1']);
    assert.deepEqual(await asked(true, 'maxMs'), []);
    assert.deepEqual(await asked(false, 'maxMs'), ['FB1']);
  });

  it('an error is found by its words, a number only as a whole, and none is certain only if all errors are known', async () => {
    add('FB1', 5, 30, failedWith('Throttled by Exchange Online (429).'));
    add('FB2', 6, 30, failedWith('Mailbox 14290 wasn’t found.'));
    const of = (text: string, isPhrase = false): Narrowing => ({ error: { text, isPhrase } });
    assert.deepEqual(await idsOf(of('429')), ['FB1']);
    assert.deepEqual(await idsOf(of('throttling')), ['FB1']);
    assert.deepEqual(await idsOf(of('online throttled')), ['FB1']);
    assert.deepEqual(await idsOf(of('online throttled', true)), []);
    const none = await page(of('quota'));
    assert.deepEqual(none.silence, {
      kind: 'noneNarrowed',
      considered: 2,
      unreadErrors: 0,
      unknownLengths: 0,
    });
    assert.equal(none.total.atLeast, false);
  });

  it('an error that isn’t known, or not whole, may have any words', async () => {
    add('FB1', 5, 30, failedWith('Throttled (429).'));
    add('FB2', 6, 30);
    add('FB3', 7, 30, failedWith('One.', 'Two.', 'Three.', 'Four (429).'));
    add('FB4', 8, 30, failedWith(`${'x'.repeat(600)} 429`));
    const found = await page({ error: { text: '429', isPhrase: false } });
    assert.deepEqual(
      [found.jobs.map(({ id }) => id), found.unreadErrors, found.total],
      [['FB1'], 3, { value: 1, atLeast: true }],
    );
    const { silence } = await page({ error: { text: 'quota', isPhrase: false } });
    assert.deepEqual(silence, { kind: 'noneNarrowed', considered: 4, unreadErrors: 3, unknownLengths: 0 });
  });

  it('services and states are left out, and jobs of no known service stay', async () => {
    add('FB1', 5, 30, {}, 'exchange');
    add('FB2', 6, 30, {}, 'teams');
    add('FB3', 7, 30, { state: 'finished' }, 'onedrive');
    const without = (changes: object): Narrowing => ({
      without: { types: [], services: [], states: [], ...changes },
    });
    assert.deepEqual(await idsOf(without({ services: ['teams'] })), ['FB1']);
    const any = { state: undefined };
    assert.deepEqual(await idsOf(without({ services: ['teams', 'exchange'] }), any), ['FB3']);
    assert.deepEqual(await idsOf(without({ states: ['failed'] }), any), ['FB3']);
    assert.deepEqual(await idsOf(without({ types: ['backup'] }), { ...any, type: undefined }), []);
  });

  it('an empty list of what is left names what was left out', async () => {
    add('FB1', 5, 30);
    const { silence } = await page(
      { without: { types: [], services: [], states: ['failed'] } },
      { state: undefined },
    );
    assert.deepEqual(silence, { kind: 'noneNarrowed', considered: 1, unreadErrors: 0, unknownLengths: 0 });
  });

  it('a service that was left out casts no doubt on the others', async () => {
    index.downServices.add('teams');
    add('FB1', 5, 30);
    const without = { types: [], services: ['teams'], states: [] } as const;
    assert.deepEqual((await page({ without })).doubtful, []);
    assert.deepEqual(
      (await page({ order: 'longest' })).doubtful?.map(({ service }) => service),
      ['teams'],
    );
  });

  it('several services or states that are ordered together make one list', async () => {
    add('FB1', 5, 30, {}, 'exchange');
    add('FB2', 4, 30, { state: 'partiallyFinished' }, 'teams');
    add('FB3', 3, 30, {}, 'onedrive');
    const among = { services: ['exchange', 'teams'], states: ['failed', 'partiallyFinished'] } as const;
    const narrowed: Narrowing = { order: 'latest', limit: 2, among };
    assert.deepEqual(await idsOf(narrowed, { state: undefined }), ['FB2', 'FB1']);
  });

  it('a list of several states that is empty knows that other jobs ran', async () => {
    add('FB1', 5, 30, { state: 'finished' });
    const among = { services: [], states: ['failed', 'partiallyFinished'] } as const;
    const { silence } = await page({ order: 'latest', among }, { state: undefined });
    assert.deepEqual(silence?.kind === 'othersRan' && [silence.count, silence.running], [
      { value: 1, atLeast: false },
      { value: 0, atLeast: false },
    ]);
  });

  it('a run without a known service may belong to a list of one service, which says so and has no certain number', async () => {
    add('FB1', 5, 30);
    const asked: Parameters<typeof page>[] = [
      [lengthOver(10), { service: 'exchange' }],
      [{ among: { services: ['exchange'], states: [] }, order: 'latest' }, {}],
      [{ order: 'latest', limit: 2 }, { service: 'exchange' }],
    ];
    index.read();
    const [known] = index.mirror.withId('FB1');
    assert.ok(known);
    (index.mirror as Mirror).put({ ...known, key: 'none', services: [], job: { ...known.job, id: 'FB2' } });
    for (const one of asked) {
      const { jobs, total, unattributed } = await page(...one);
      assert.deepEqual([jobs.length, total, unattributed], [1, { value: 1, atLeast: true }, 1]);
    }
    const teams = await page(lengthOver(10), { service: 'teams' });
    assert.deepEqual([teams.jobs.length, teams.silence, teams.unattributed], [0, { kind: 'unknown' }, 1]);
    const short = await page(lengthOver(60), { service: 'teams' });
    assert.deepEqual([short.silence?.kind, short.unattributed], ['noneNarrowed', 0]);
  });

  it('a list whose index isn’t certain has no certain number', async () => {
    add('FB1', 5, 30);
    index.downServices.add('teams');
    assert.deepEqual((await page({ order: 'longest' })).total, { value: 1, atLeast: true });
    assert.deepEqual((await page({ order: 'longest', limit: 1 })).total, { value: 1, atLeast: false });
  });

  it('jobs longer than some days are known only if the index reaches back before the window by as many days', async () => {
    const dayMs = 24 * hour;
    const span = { from: monday - 54 * dayMs, to: monday };
    const doubtOf = async (minutes: number) =>
      (await page(lengthOver(minutes), { span })).doubtful?.[0]?.doubt.kind;
    assert.equal(await doubtOf(60), undefined);
    assert.equal(await doubtOf(7 * 24 * 60), 'history');
  });

  it('lists side by side are narrowed each, and one whose errors can’t be read has no number', async () => {
    add('FB1', 5, 30, failedWith('Throttled (429).'));
    add('FB2', 6, 30, { state: 'partiallyFinished' });
    const { state: _state, service: _service, ...question } = aQuestion();
    const { tabs } = await readTabs(
      { index, clock, log: recordingLog(), schedule: undefined, known: undefined },
      {
        ...question,
        services: [],
        states: ['failed', 'partiallyFinished'],
        narrowed: { error: { text: '429', isPhrase: false } },
      },
      until,
    );
    assert.deepEqual(
      tabs?.map(({ count }) => count),
      [{ value: 1, atLeast: false }, undefined],
    );
  });
});
