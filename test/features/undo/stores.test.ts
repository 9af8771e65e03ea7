import assert from 'node:assert/strict';
import { fakeClock } from '../../support/fakes.ts';
import { realStores } from '../../support/real-stores.ts';
import { ada, channel, kim, lee, minute, openInstance, shownBy } from './support.ts';

for (const [name, open] of realStores)
  describe(`Undo with ${name}`, () => {
    let opened: Awaited<ReturnType<typeof open>>;
    before(async () => {
      opened = await open();
    });
    after(() => opened.close());

    it(`Undo with ${name} brings back each kind of setting, also if two instances are asked at once`, async () => {
      const { store } = opened;
      const clock = fakeClock();
      const [one, other] = [openInstance(store, clock), openInstance(store, clock)];
      const { kept, say } = one;
      await say('digest daily at 08:00');
      await one.watch('watch exchange and teams');
      await say('on call @Lee', kim, channel, [lee]);
      await say('target exchange 12h');
      const set = async () => [
        (await kept.subscriptions.ofPlace(channel)).map(({ value }) => value),
        (await kept.watching.watches.ofPlace(channel)).filter(({ isEnding }) => !isEnding),
        await kept.watching.duties.get(channel),
        await kept.targets.all(),
        (await kept.records.all()).teams?.retired,
      ];
      const before = await set();
      for (const sentence of [
        'digest off',
        'unwatch teams',
        'on call off',
        'target exchange 6h',
        'teams is retired',
      ]) {
        clock.advance(minute / 4);
        const changed = await say(sentence);
        assert.notDeepEqual(await set(), before, sentence);
        const replies = await Promise.all([one.undo(changed, kim), other.undo(changed, ada)]);
        for (const reply of replies) assert.match(shownBy(reply), /^Undone/, sentence);
        assert.equal(replies.filter(reply => reply.kind === 'edit' && reply.isChange).length, 1, sentence);
        assert.deepEqual(await set(), before, sentence);
      }
      const [last] = await kept.undo.lastOf({ place: channel, ...kim, role: 'operator' });
      assert.ok(last?.undone === undefined, 'what was undone isn’t offered again');
      await kept.settingsBin.putAway(channel.home, undefined, 'removed');
      assert.deepEqual(await store.list('undo', channel.home, { limit: 9 }), []);
    });
  });
