import assert from 'node:assert/strict';
import { Temporal } from 'temporal-polyfill';
import type { Delivery } from '../../../src/domain/messenger.ts';
import type { ConversationRef } from '../../../src/domain/place.ts';
import { StoreError } from '../../../src/domain/store.ts';
import { digestCard } from '../../../src/features/digest/card.ts';
import type { DigestMessage } from '../../../src/features/digest/message.ts';
import { digestOf } from '../../../src/features/digest/write-message.ts';
import type { Report } from '../../../src/jobs/report.ts';
import { textOf } from '../../cards/elements.ts';
import { createMemoryStore } from '../../support/memory-store.ts';
import { aPlace, aReport, openScene, type Said } from './support.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const at = (text: string) => Temporal.ZonedDateTime.from(text).epochMilliseconds;
const before = at('2026-11-23T07:50[Europe/Berlin]');
const due = at('2026-11-23T08:00[Europe/Berlin]');
const another = (id: string): ConversationRef => ({ ...aPlace, home: id, id });

describe('a digest while AvePoint gives no answer', () => {
  it('a digest waits half an hour for AvePoint, then says that nothing is known, and the figures follow it', async () => {
    let isDown = true;
    const scene = openScene({ now: before, tell: () => (isDown ? 'down' : 'attention') });
    await scene.set('digest daily at 8');
    await scene.pass(39 * minute, minute);
    assert.equal(scene.said.length, 0, 'not before half an hour is over');
    await scene.pass(3 * minute, minute);
    assert.equal(scene.said.length, 1);
    assert.equal(scene.said[0]?.message.report, undefined);
    await scene.pass(2 * hour);
    assert.equal(scene.said.length, 1, 'it does not nag');
    isDown = false;
    await scene.pass(10 * minute, minute);
    const [first, second] = scene.said;
    assert.equal(scene.said.length, 2);
    assert.equal(second?.message.occasion, 'followUp');
    assert.equal(second?.message.report?.verdict, 'attention');
    assert.deepEqual(second?.message.span, first?.message.span);
    assert.equal(second?.to?.id, 'm0', 'in its thread');
    await scene.pass(day);
    assert.deepEqual(
      scene.said.map(({ message }) => message.occasion),
      ['due', 'followUp', 'due'],
    );
    assert.equal(scene.said[2]?.message.span.from, due);
  });

  it('the lag of a digest is measured when it’s sent, and not before', async () => {
    let isDown = true;
    const scene = openScene({ tell: () => (isDown ? 'down' : 'good') });
    await scene.set('digest daily at 14:30');
    await scene.pass(45 * minute, minute);
    assert.equal(scene.meter.observed.length, 0);
    isDown = false;
    await scene.pass(5 * minute, minute);
    assert.equal(scene.meter.observed.length, 1);
    const [lag] = scene.meter.observed;
    assert.equal(lag?.name, 'dueLagSeconds digest');
    assert.ok(lag && lag.seconds >= 20 * 60 && lag.seconds <= 25 * 60, `${lag.seconds}`);
  });

  it('a digest is complete, only late, if AvePoint answers in time', async () => {
    let isDown = true;
    const scene = openScene({ now: before, tell: () => (isDown ? 'down' : 'good') });
    await scene.set('digest daily at 8');
    await scene.pass(25 * minute, minute);
    isDown = false;
    await scene.pass(10 * minute, minute);
    assert.deepEqual(
      scene.said.map(({ message }) => [message.report?.verdict, message.lateMs > 0]),
      [['good', true]],
    );
  });

  it('a digest has what could be read after half an hour, as unknown, and the rest follows later', async () => {
    let isDown = true;
    const scene = openScene({ now: before, tell: () => (isDown ? 'partly' : 'good') });
    await scene.set('digest daily at 8');
    await scene.pass(45 * minute, minute);
    assert.deepEqual(
      scene.said.map(({ message }) => message.report?.verdict),
      ['unknown'],
    );
    isDown = false;
    await scene.pass(5 * minute, minute);
    assert.deepEqual(
      scene.said.map(({ message }) => message.report?.verdict),
      ['unknown', 'good'],
    );
  });

  it('several digests without figures get one follow-up, however many days they cover', async () => {
    let isDown = true;
    const scene = openScene({ now: before, tell: () => (isDown ? 'down' : 'warning') });
    await scene.set('digest daily at 8');
    await scene.pass(2 * day + hour, 5 * minute);
    assert.equal(scene.said.length, 3);
    isDown = false;
    await scene.pass(10 * minute, minute);
    assert.equal(scene.said.length, 4);
    assert.deepEqual(scene.said[3]?.message.span, { from: due - day, to: due + 2 * day });
    assert.equal(scene.said[3]?.message.occasion, 'followUp');
  });
});

describe('a follow-up that Teams always refuses', () => {
  it('a follow-up that Teams always refuses stops no later digest', async () => {
    let isDown = true;
    const scene = openScene({
      now: before,
      tell: () => (isDown ? 'down' : 'attention'),
      deliver: async ({ message: { occasion } }) =>
        occasion === 'followUp'
          ? { kind: 'failed', mayHaveArrived: false }
          : { kind: 'sent', said: { place: aPlace, id: 'm' } },
    });
    await scene.set('digest daily at 8');
    await scene.pass(hour, minute);
    isDown = false;
    await scene.pass(3 * day, 5 * minute);
    assert.deepEqual(
      scene.said.map(({ message }) => message.span.to),
      [due, due + day, due + 2 * day, due + 3 * day],
    );
  });
});

describe('the delivery of digests', () => {
  it('equal digests read their report once', async () => {
    for (const count of [1, 100, 1_000]) {
      const scene = openScene({ now: before });
      for (let index = 0; index < count; index += 1)
        await scene.set('digest daily at 8', another(`a:${index}`));
      await scene.pass(15 * minute, minute);
      assert.equal(scene.said.length, count);
      assert.equal(scene.asked.length, 1);
    }
  });

  it('each digest is sent once while several instances work; any further message is marked', async () => {
    const store = createMemoryStore({ isShared: true });
    const scenes = [1, 2, 3].map(() => openScene({ now: before, store }));
    const [first] = scenes;
    for (let index = 0; index < 50; index += 1) await first?.set('digest daily at 8', another(`a:${index}`));
    for (let step = 0; step < 15; step += 1) {
      for (const scene of scenes) scene.clock.advance(minute);
      await Promise.all(scenes.map(scene => scene.work()));
    }
    const said = scenes.flatMap(scene => scene.said);
    const unmarked = said.filter(({ message }) => !message.isAgain).map(({ place }) => place.id);
    assert.equal(unmarked.length, 50);
    assert.equal(new Set(unmarked).size, 50);
  });

  it('a digest that may have been sent before is marked', async () => {
    const scene = openScene({ now: before });
    await scene.set('digest daily at 8');
    const [kept] = await scene.subscriptions.ofPlace(aPlace);
    assert.ok(kept);
    // The state that a process leaves if it dies while it sends.
    await scene.subscriptions.save({ ...kept.value, begun: ['digest'] }, kept);
    await scene.pass(15 * minute, minute);
    await scene.pass(day);
    assert.deepEqual(
      scene.said.map(({ message }) => message.isAgain),
      [true, false],
    );
  });

  it('a digest that another instance started after it took over is marked, though the first one then sent nothing', async () => {
    const store = createMemoryStore({ isShared: true });
    let resume = (_: Delivery) => {};
    const answers: (() => Promise<Delivery>)[] = [
      () =>
        new Promise(resolve => {
          resume = resolve;
        }),
      // It dies before it gets an answer.
      () => new Promise(() => {}),
      async () => ({ kind: 'sent', said: { place: aPlace, id: 'm' } }),
    ];
    const instances = answers.map(deliver => openScene({ now: before, store, deliver }));
    await instances[0]?.set('digest daily at 8');
    for (const { clock } of instances) clock.advance(15 * minute);
    await instances[0]?.work();
    await instances[1]?.work();
    resume({ kind: 'failed', mayHaveArrived: false });
    await new Promise(setImmediate);
    await instances[2]?.work();
    assert.deepEqual(
      instances.flatMap(({ said }) => said.map(({ message }) => message.isAgain)),
      [true],
    );
  });

  it('no digest is sent twice if the store fails after Teams has accepted it, while the process lives', async () => {
    const store = createMemoryStore();
    const put = store.put.bind(store);
    let isDown = false;
    const scene = openScene({
      now: before,
      store: {
        ...store,
        put: async (...args) => {
          if (isDown) throw new StoreError('unavailable', 'no connection');
          return put(...args);
        },
      },
      deliver: async ({ place }) => {
        isDown = true;
        return { kind: 'sent', said: { place, id: 'm' } };
      },
    });
    await scene.set('digest daily at 8');
    await scene.pass(hour, minute);
    assert.equal(scene.said.length, 1);
    isDown = false;
    await scene.pass(hour, minute);
    const { begun, toldUntil } = await scene.the();
    assert.deepEqual([scene.said.length, begun, toldUntil], [1, [], due]);
    assert.equal(scene.said[0]?.message.isAgain, false);
  });

  it('a refused digest is tried again, less and less often, and marked only if it may have arrived', async () => {
    for (const mayHaveArrived of [false, true]) {
      const tries: number[] = [];
      const scene = openScene({
        now: before,
        deliver: async ({ at }) => {
          tries.push((at - due) / minute);
          if (tries.length < 4) return { kind: 'failed', mayHaveArrived };
          return { kind: 'sent', said: { place: aPlace, id: 'm' } };
        },
      });
      await scene.set('digest daily at 8');
      await scene.pass(hour, minute);
      assert.deepEqual(tries, [0, 1, 3, 7]);
      assert.deepEqual(
        scene.said.map(({ message }) => message.isAgain),
        [mayHaveArrived],
      );
      assert.deepEqual((await scene.the()).begun, []);
    }
  });

  it('a digest that may have been sent stays marked if a later attempt can’t even start', async () => {
    let tries = 0;
    const scene = openScene({
      now: before,
      deliver: async ({ place }) => {
        tries += 1;
        if (tries < 3) return { kind: 'failed', mayHaveArrived: tries === 1 };
        return { kind: 'sent', said: { place, id: 'm' } };
      },
    });
    await scene.set('digest daily at 8');
    await scene.pass(hour, minute);
    assert.deepEqual(
      scene.said.map(({ message }) => message.isAgain),
      [true],
    );
  });

  it('a digest that may have been sent stays marked while the conversation is closed, or while a follow-up is sent', async () => {
    for (const [closed, owed] of [
      [true, undefined],
      [false, { from: due - 2 * day, to: due - day, said: { place: aPlace, id: 'm' } }],
    ] as const) {
      let isClosed: boolean = closed;
      const scene = openScene({
        now: before,
        deliver: async ({ place }) =>
          isClosed ? { kind: 'closed' } : { kind: 'sent', said: { place, id: 'm' } },
      });
      await scene.set('digest daily at 8');
      const [kept] = await scene.subscriptions.ofPlace(aPlace);
      assert.ok(kept);
      await scene.subscriptions.save({ ...kept.value, begun: ['digest'], owed }, kept);
      await scene.pass(hour, minute);
      isClosed = false;
      await scene.pass(day);
      const digests = scene.said.filter(({ message }) => message.occasion === 'due');
      assert.equal(digests[0]?.message.isAgain, true);
      assert.equal((await scene.the()).begun.length, 0);
    }
  });

  it('no digest is held up by a conversation that never answers', async () => {
    const scene = openScene({
      now: before,
      deliver: ({ place }) =>
        place.id === 'a:0'
          ? new Promise(() => {})
          : Promise.resolve({ kind: 'sent', said: { place, id: 'm' } } as const),
    });
    for (let index = 0; index < 30; index += 1) await scene.set('digest daily at 8', another(`a:${index}`));
    await scene.pass(11 * minute, minute);
    assert.equal(scene.said.length, 29);
    await scene.pass(day);
    assert.equal(scene.said.length, 58);
  });

  it('digests aren’t sent while they aren’t allowed, and everything missed is sent once they are again', async () => {
    let isClosed = true;
    const scene = openScene({
      now: before,
      deliver: async ({ place }) =>
        isClosed ? { kind: 'closed' } : { kind: 'sent', said: { place, id: 'm' } },
    });
    await scene.set('digest daily at 8');
    await scene.pass(3 * day);
    isClosed = false;
    await scene.pass(day);
    assert.deepEqual(
      scene.said.map(({ message }) => message.span),
      [{ from: due - day, to: due + 3 * day }],
    );
  });

  it('a follow-up stays due while Teams refuses it, and is sent late', async () => {
    let isClosed = true;
    const owed = { from: due - 2 * day, to: due - day, said: { place: aPlace, id: 'm' } };
    const scene = openScene({
      now: before,
      deliver: async ({ place }) =>
        isClosed ? { kind: 'closed' } : { kind: 'sent', said: { place, id: 'm' } },
    });
    await scene.set('digest daily at 8');
    const [kept] = await scene.subscriptions.ofPlace(aPlace);
    assert.ok(kept);
    await scene.subscriptions.save({ ...kept.value, owed }, kept);
    await scene.pass(hour);
    assert.deepEqual((await scene.the()).owed, owed);
    isClosed = false;
    await scene.pass(hour);
    assert.deepEqual(scene.said.map(({ message }) => message.occasion).toSorted(), ['due', 'followUp']);
  });

  it('a delivery doesn’t overwrite a change that a user makes meanwhile', async () => {
    let onItsWay: () => Promise<void> = async () => {};
    const scene = openScene({
      now: before,
      deliver: async ({ place }) => {
        await onItsWay();
        return { kind: 'sent', said: { place, id: 'm' } };
      },
    });
    await scene.set('digest daily at 8');
    onItsWay = () => scene.set('digest pause');
    await scene.pass(3 * day);
    assert.equal(scene.said.length, 1);
    const { paused, toldUntil, begun } = await scene.the();
    assert.deepEqual([paused !== undefined, toldUntil, begun], [true, due, []]);
  });

  it('a pointer without a record is removed, but not before its subscription can have been saved', async () => {
    const scene = openScene({ now: before });
    await scene.set('digest daily at 8');
    const [pointer] = await scene.subscriptions.pointers('due', due, 1);
    const [kept] = await scene.subscriptions.ofPlace(aPlace);
    assert.ok(pointer && kept);
    await scene.subscriptions.remove(kept);
    await scene.store.put(
      { collection: 'queue', partition: 'due', key: `${String(due).padStart(15, '0')}_x` },
      pointer,
    );
    await scene.pass(15 * minute, minute);
    assert.equal((await scene.store.list('queue', 'due', { limit: 9 })).length, 1);
    await scene.pass(10 * minute, minute);
    assert.deepEqual(scene.said, []);
  });
});

/** True if the digest is the weekly check-in, which only shows that the bot still works. */
const isCheckIn = (message: DigestMessage) => /weekly check-in/.test(textOf(digestCard(message)));

describe('a digest of good and bad days', () => {
  it('a digest of good and bad days is never an all-clear, however many days were good', async () => {
    const scene = openScene({ now: before });
    await scene.set('digest daily at 8');
    await scene.pass(9 * day);
    assert.equal(scene.said.length, 9);
    for (const { message } of scene.said)
      assert.deepEqual([message.quietSince, isCheckIn(message)], [undefined, false]);
  });
});

describe('a digest of problems only', () => {
  const verdicts = (said: readonly Said[]) => said.map(({ message }) => message.report?.verdict);

  it('a digest of problems only is silent on good days, with an all-clear each week', async () => {
    const scene = openScene({ now: before });
    await scene.set('digest daily at 8 only problems');
    await scene.pass(15 * day);
    assert.deepEqual(
      scene.said.map(({ message }) => [(message.span.to - due) / day, message.quietSince !== undefined]),
      [
        [7, true],
        [14, true],
      ],
    );
  });

  it('a digest of problems only is sent on every other day, about that day alone', async () => {
    const bad = ['attention', 'unknown', 'warning', 'neutral'] as const;
    const scene = openScene({
      now: before,
      tell: ({ span }) => bad[(span.to - due) / day - 2] ?? 'good',
    });
    await scene.set('digest daily at 8 only problems');
    await scene.pass(6 * day);
    assert.deepEqual(verdicts(scene.said), bad);
    for (const { message } of scene.said) assert.equal(message.span.to - message.span.from, day);
  });

  it('a digest of problems only is sent if earlier runs disappeared, however good the rest is', async () => {
    let index = 1;
    const scene = openScene({ now: before, news: () => ({ index, until: 7 }) });
    await scene.set('digest daily at 8 only problems');
    await scene.pass(2 * day);
    assert.equal(scene.said.length, 0);
    index = 2;
    await scene.pass(day);
    assert.deepEqual(
      scene.said.map(({ message }) => [message.report?.isByTime, message.quietSince]),
      [[true, undefined]],
    );
    await scene.pass(3 * day);
    assert.equal(scene.said.length, 1);
  });

  it('a digest of problems only is an all-clear on a good day alone', async () => {
    const scene = openScene({
      now: before,
      tell: ({ span }) => (span.to > due + 7 * day ? 'warning' : 'good'),
    });
    await scene.set('digest daily at 8 only problems');
    await scene.pass(9 * day);
    assert.deepEqual(
      scene.said.map(({ message }) => [message.report?.verdict, isCheckIn(message)]),
      [
        ['good', true],
        ['warning', false],
      ],
    );
  });

  it('a digest of problems only is no all-clear if AvePoint wasn’t read for a while, though no problem is known', async () => {
    const scene = openScene({ now: before });
    await scene.set('digest daily at 8 only problems');
    const [kept = assert.fail()] = await scene.subscriptions.ofPlace(aPlace);
    const span = { from: due - day, to: due };
    const report = aReport({ span, services: [], told: undefined }, 'good', due);
    const quietSince = (pauses: Report['pauses']) =>
      digestOf(kept.value, span, { report: { ...report, pauses }, isWhole: true }, due).quietSince;
    assert.notEqual(quietSince([]), undefined);
    assert.equal(quietSince([{ from: due - 2 * hour, to: due - hour }]), undefined);
  });

  it('a digest of problems only is sent if nothing is known', async () => {
    const scene = openScene({ now: before, tell: () => 'down' });
    await scene.set('digest daily at 8 only problems');
    await scene.pass(hour, 5 * minute);
    assert.equal(scene.said.length, 1);
  });
});
