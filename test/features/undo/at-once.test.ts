import assert from 'node:assert/strict';
import { fakeClock } from '../../support/fakes.ts';
import {
  ada,
  channel,
  createFailingStore,
  hasUndo,
  kim,
  lee,
  minute,
  open,
  openInstance,
  shownBy,
} from './support.ts';

const settings = ['digests', 'watches', 'duty', 'targets', 'queue'];

describe('an Undo at the same instant as something else', () => {
  it('two people who press Undo in the same instant, on two instances, undo once, and one reads that it’s undone', async () => {
    for (let round = 0; round < 20; round += 1) {
      const { say, watch, another, set, clock } = open();
      await say('digest daily at 08:00');
      await say('digest daily at 09:00');
      await watch('watch exchange');
      const before = set();
      clock.advance(minute);
      const off = await say('digest off');
      const [one, other] = [another(), another()];
      const replies = await Promise.all([one.undo(off, kim), other.undo(off, ada)]);
      const texts = replies.map(reply => (reply.kind === 'edit' ? reply.text : shownBy(reply)));
      assert.deepEqual(texts.map(text => /^Undone\.$/.test(text)).sort(), [false, true], texts.join());
      assert.ok(
        texts.some(text => /^(?:Kim|Ada) undid it at/.test(text)),
        texts.join(),
      );
      assert.deepEqual(Object.keys(set()), Object.keys(before));
    }
  });

  it('one person’s double press on one instance undoes once', async () => {
    const { say, undo, set } = open();
    const changed = await say('target exchange 12h');
    const replies = await Promise.all([undo(changed), undo(changed)]);
    assert.deepEqual(
      replies.map(reply => reply.kind === 'edit' && reply.isChange),
      [true, false],
    );
    assert.deepEqual(set(), {});
  });

  it('a change that somebody makes elsewhere between any two steps of an Undo is never lost', async () => {
    for (let steps = 0; steps < 8; steps += 1) {
      const { say, another, set, store } = open();
      await say('target exchange 12h');
      const changed = await say('target exchange 8h');
      const [one, other] = [another(), another()];
      const { get, put } = store;
      let left = steps;
      const step = async () => {
        left -= 1;
        if (left === -1) await other.kept.targets.set('exchange', 6 * 60 * minute);
      };
      store.put = async (...asked) => {
        await step();
        return put(...asked);
      };
      store.get = async key => {
        await step();
        return get(key);
      };
      await one.undo(changed);
      const isMade = left < 0;
      const ms = (isMade ? 6 : 12) * 60 * minute;
      assert.deepEqual(set(), { 'targets all exchange': { ms } }, `${steps}`);
      assert.equal(isMade, steps < 5, 'it takes five steps');
    }
  });

  it('two changes in the same instant are undone each by its own Undo', async () => {
    const { say, undo, set } = open();
    const [exchange, teams] = await Promise.all([say('target exchange 12h'), say('target teams 6h', lee)]);
    assert.ok(exchange && teams);
    await undo(exchange);
    assert.deepEqual(Object.keys(set()), ['targets all teams']);
    await undo(teams, lee);
    assert.deepEqual(set(), {});
  });
});

describe('an Undo whose process dies', () => {
  async function prepare() {
    const clock = fakeClock();
    const failing = createFailingStore();
    const instance = openInstance(failing.store, clock);
    await instance.say('digest daily at 08:00');
    await instance.say('digest weekdays at 09:00 only problems');
    const contents = async () => {
      const lists = settings.map(async name =>
        (
          await Promise.all(
            ['all', channel.home, 'due', 'owed'].map(partition =>
              failing.store.list(name, partition, { limit: 99 }),
            ),
          )
        ).flat(),
      );
      return (await Promise.all(lists)).flat().map(({ key, value }) => ({ key, value }));
    };
    const before = await contents();
    const off = await instance.say('digest off');
    return { clock, failing, contents, before, off };
  }

  it('an Undo whose process dies between any two writes is completed by the next press, by any instance', async () => {
    for (let writes = 0; ; writes += 1) {
      const { clock, failing, contents, before, off } = await prepare();
      failing.dieAfter(writes);
      const first = await openInstance(failing.store, clock).undo(off);
      failing.revive();
      const again = await openInstance(failing.store, clock).undo(off, ada);
      assert.match(shownBy(again), /^Undone/, `after ${writes} writes`);
      assert.deepEqual(await contents(), before, `after ${writes} writes`);
      if (first.kind === 'edit') break;
      assert.ok(writes < 30, 'it ends some time');
    }
  });

  it('an Undo that a process left half done can be completed after its 15 minutes', async () => {
    const { clock, failing, contents, before, off } = await prepare();
    clock.advance(14 * minute);
    failing.dieAfter(3);
    await openInstance(failing.store, clock).undo(off);
    failing.revive();
    clock.advance(5 * minute);
    assert.match(shownBy(await openInstance(failing.store, clock).undo(off)), /^Undone/);
    assert.deepEqual(await contents(), before);
  });

  it('a change is made even if what Undo needs can’t be stored, without an Undo', async () => {
    const { say, store, log } = open();
    const { put } = store;
    store.put = async (key, ...rest) => {
      if (key.collection === 'undo') throw new Error('no');
      return put(key, ...rest);
    };
    const changed = await say('digest daily at 08:00');
    assert.match(shownBy(changed), /✓ Digest set/);
    assert.equal(hasUndo(changed), false);
    assert.ok(log.lines.some(({ message }) => /can’t be undone/.test(message)));
  });
});

describe('what Undo costs', () => {
  it('a change takes two more reads and one more write of the store for its Undo, and a question takes none', async () => {
    const failing = createFailingStore();
    const { say } = openInstance(failing.store, fakeClock());
    await say('target exchange 12h');
    await say('digest daily at 08:00');
    failing.counted();
    await say('target exchange 6h');
    assert.deepEqual(failing.counted(), { reads: 3, writes: 2 }, 'its own are a read and a write');
    await say('targets');
    assert.deepEqual(failing.counted(), { reads: 1 });
    for (const question of ['digest', 'watch', 'settings', 'help']) {
      await say(question);
      assert.equal(failing.counted().writes, undefined, question);
    }
    await say('undo');
    assert.deepEqual(failing.counted(), { reads: 1 });
  });
});
