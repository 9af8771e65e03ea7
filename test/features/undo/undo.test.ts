import assert from 'node:assert/strict';
import type { Reply } from '../../../src/features/turn.ts';
import {
  actionOf,
  ada,
  channel,
  general,
  hasUndo,
  kim,
  lee,
  minute,
  open,
  personal,
  shownBy,
  vic,
} from './support.ts';

type Opened = ReturnType<typeof open>;

/** Each way to change a setting: what is set before, and what changes it. */
const ways: Readonly<
  Record<string, readonly [prepare: (of: Opened) => Promise<unknown>, change: (of: Opened) => Promise<Reply>]>
> = {
  'a digest is set': [async () => {}, ({ say }) => say('digest daily at 08:00')],
  'a digest is moved': [
    ({ say }) => say('digest daily at 08:00'),
    async ({ say, press }) => press(actionOf(await say('change the digest to 7am'), 'change.save')),
  ],
  'the digests are paused': [({ say }) => say('digest daily at 08:00'), ({ say }) => say('digest pause')],
  'the digests are resumed': [
    async ({ say }) => {
      await say('digest daily at 08:00');
      await say('digest pause');
    },
    ({ say }) => say('digest resume'),
  ],
  'all digests are turned off': [
    async ({ say }) => {
      await say('digest daily at 08:00');
      await say('digest weekdays at 09:00 only problems');
    },
    ({ say }) => say('digest off'),
  ],
  'a digest is paused by its button': [
    ({ say }) => say('digest daily at 08:00'),
    async ({ say, press }) => press(actionOf(await say('digest'), 'digest.pause')),
  ],
  'a digest is turned off by its button': [
    ({ say }) => say('digest daily at 08:00'),
    async ({ say, press }) => press(actionOf(await say('digest'), 'digest.off')),
  ],
  'a watch is saved': [async () => {}, ({ watch }) => watch('watch exchange')],
  'a watch is saved that replaces others': [
    async ({ watch }) => {
      await watch('watch exchange and teams');
      await watch('watch onedrive');
    },
    ({ watch }) => watch('watch exchange and onedrive twice in a row'),
  ],
  'a watch is ended by a sentence': [
    ({ watch }) => watch('watch exchange'),
    ({ say }) => say('unwatch exchange'),
  ],
  'a part of a watch is ended': [
    ({ watch }) => watch('watch exchange and teams'),
    ({ say }) => say('unwatch teams'),
  ],
  'a watch is ended by its button': [
    ({ watch }) => watch('watch exchange'),
    async ({ say, press }) => press(actionOf(await say('watch'), 'watch.end')),
  ],
  'alerts are paused': [
    ({ watch }) => watch('watch exchange'),
    async ({ say, press }) => press(actionOf(await say('mute alerts for 2 hours'), 'watch.pause')),
  ],
  'people are put on call': [
    async () => {},
    ({ say }) => say('on call @Lee then @Ada', kim, channel, [lee, ada]),
  ],
  'other people are put on call': [
    ({ say }) => say('on call @Lee', kim, channel, [lee]),
    ({ say }) => say('on call @Ada', kim, channel, [ada]),
  ],
  'no one is on call any more': [
    ({ say }) => say('on call @Lee', kim, channel, [lee]),
    ({ say }) => say('on call off'),
  ],
  'the time to escalate is set': [async () => {}, ({ say }) => say('escalate after 20 minutes')],
  'the reminder is set': [({ say }) => say('remind after 12 hours'), ({ say }) => say('remind after 2 days')],
  'a backup-age limit is set': [async () => {}, ({ say }) => say('target exchange 12h')],
  'a backup-age limit is changed': [
    ({ say }) => say('target exchange 12h'),
    ({ say }) => say('target exchange 6h'),
  ],
  'a backup-age limit is reset': [
    ({ say }) => say('target exchange 12h'),
    ({ say }) => say('target exchange off'),
  ],
  'a service is retired': [async () => {}, ({ say }) => say('exchange is retired')],
  'a service is expected again': [
    ({ say }) => say('exchange is retired'),
    ({ say }) => say('exchange is expected'),
  ],
  'a preview is saved': [
    ({ say }) => say('digest daily at 08:00'),
    async ({ press }) => {
      const preview = await press({ verb: 'ask', data: { v: 1, q: 'digest off' } });
      return press(actionOf(preview, 'change.save'));
    },
  ],
  'settings are restored': [
    async ({ say, watch, settingsBin }) => {
      await say('digest daily at 08:00');
      await watch('watch exchange');
      await say('on call @Lee', kim, channel, [lee]);
      await settingsBin.putAway(channel.home, undefined, 'removed');
    },
    async ({ say, press }) => press(actionOf(await say('digest'), 'settings.restore')),
  ],
  'the settings of a whole team are restored': [
    async ({ say, watch, settingsBin }) => {
      await say('digest daily at 08:00');
      await watch('watch exchange');
      await say('digest daily at 09:00', kim, general);
      await settingsBin.putAway(channel.home, undefined, 'removed');
    },
    async ({ say, press }) =>
      press(actionOf(await say('digest', kim, general), 'settings.restore'), kim, general),
  ],
  'an admin ends a digest in the list of all': [
    ({ say }) => say('digest daily at 08:00'),
    async ({ say, press }) =>
      press(actionOf(await say('subscriptions', ada, personal), 'subscriptions.end'), ada, personal),
  ],
  'an admin ends a watch in the list of all': [
    ({ watch }) => watch('watch exchange'),
    async ({ say, press }) =>
      press(actionOf(await say('subscriptions', ada, personal), 'subscriptions.end'), ada, personal),
  ],
};

/** Where the change of a way was made, and by whom. */
const whereOf = (way: string) =>
  way.startsWith('an admin')
    ? ([ada, personal] as const)
    : way.includes('whole team')
      ? ([kim, general] as const)
      : ([kim, channel] as const);

/** What users have set, without what the product reckons with by itself. */
function plain(set: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(
    Object.entries(set).flatMap(([name, value]) => {
      const { v: _, ...rest } = value as Record<string, unknown>;
      return Object.keys(rest).length === 0 ? [] : [[name, rest]];
    }),
  );
}

describe('Undo of a change', () => {
  for (const [way, [prepare, change]] of Object.entries(ways))
    it(`Undo brings back exactly what was set before: ${way}`, async () => {
      const opened = open();
      const [user, place] = whereOf(way);
      await prepare(opened);
      opened.clock.advance(minute);
      const before = opened.set();
      const changed = await change(opened);
      assert.notDeepEqual(opened.set(), before, 'it has changed something');
      opened.clock.advance(minute);
      const undone = await opened.another().undo(changed, user, place);
      assert.match(shownBy(undone), /^Undone/);
      assert.ok(undone.kind === 'edit' && undone.isChange);
      assert.deepEqual(plain(opened.set()), plain(before));
      assert.equal(hasUndo(undone), false);
    });

  it('Undo isn’t offered if nothing has changed', async () => {
    const { say, press, watch } = open();
    await say('digest daily at 08:00');
    assert.equal(hasUndo(await say('digest daily at 08:00')), false);
    assert.equal(hasUndo(await say('digest resume')), false);
    assert.equal(hasUndo(await say('digest')), false);
    assert.equal(hasUndo(await say('settings')), false);
    assert.equal(hasUndo(await say('unwatch exchange')), false);
    const saved = await watch('watch exchange');
    const end = actionOf(saved, 'watch.end');
    assert.equal(hasUndo(await press(end)), true);
    assert.equal(hasUndo(await press(end)), false);
  });

  it('Undo works for 15 minutes, and says afterwards where to change the settings', async () => {
    const { say, undo, clock, set } = open();
    const first = await say('digest daily at 08:00');
    clock.advance(15 * minute - 1);
    assert.match(shownBy(await undo(first)), /^Undone/);
    const second = await say('digest daily at 08:00');
    const before = set();
    clock.advance(15 * minute);
    const late = await undo(second);
    assert.match(shownBy(late), /more than 15 minutes ago.*“settings”/);
    assert.deepEqual(late.ending, { kind: 'failed', problem: 'outdated' });
    assert.deepEqual(set(), before);
  });

  it('Undo is for whoever made the change and for admins; others read who can', async () => {
    const { say, undo, set } = open();
    const changed = await say('digest daily at 08:00');
    const before = set();
    assert.match(
      shownBy(await undo(changed, lee)),
      /^Only Kim, who made this change, or an admin can undo it/,
    );
    assert.deepEqual((await undo(changed, vic)).ending, { kind: 'refused' });
    assert.deepEqual(set(), before);
    assert.match(shownBy(await undo(changed, ada)), /Changed by Kim at .*, undone by Ada at/);
    assert.deepEqual(set(), {});
  });

  it('Undo works only in the conversation of the change, and a forged id changes nothing', async () => {
    const { say, undo, press, set } = open();
    const changed = await say('digest daily at 08:00');
    const before = set();
    assert.match(shownBy(await undo(changed, kim, general)), /can’t find that change here/);
    const { verb, data } = actionOf(changed, 'change.undo');
    const id = String(data.d);
    for (const d of [
      `${id.slice(0, -1)}${id.endsWith('0') ? '1' : '0'}`,
      'x',
      '',
      7,
      undefined,
      `${id}|`,
      '../x',
    ])
      assert.equal((await press({ verb, data: { ...data, d } })).kind, 'text', String(d));
    assert.deepEqual(set(), before);
  });

  it('Undo undoes nothing if somebody has changed the setting since, and names it', async () => {
    const { say, undo, set } = open();
    const changed = await say('digest daily at 08:00');
    await say('digest pause', lee);
    const before = set();
    assert.match(shownBy(await undo(changed)), /^Nothing was undone.*the digest daily at 08:00/);
    assert.deepEqual(set(), before);
  });

  it('Undo leaves all as it is if one of several settings has changed since', async () => {
    const { say, undo, set } = open();
    await say('digest daily at 08:00');
    await say('digest daily at 09:00');
    const off = await say('digest off');
    await say('digest daily at 09:00', lee);
    const before = set();
    assert.match(shownBy(await undo(off)), /^Nothing was undone.*: the digest daily at 09:00\./);
    assert.deepEqual(set(), before);
  });

  it('Undo counts another change of the same kind as none of its own', async () => {
    const { say, undo, set } = open();
    const exchange = await say('target exchange 12h');
    await say('target teams 6h', lee);
    await undo(exchange);
    assert.deepEqual(Object.keys(set()), ['targets all teams']);
  });

  it('Undo pressed again says that it’s undone, and by whom', async () => {
    const { say, undo, another, set } = open();
    const changed = await say('digest daily at 08:00');
    await undo(changed);
    const again = await another().undo(changed, ada);
    assert.ok(again.kind === 'edit' && !again.isChange);
    assert.match(again.text, /^Kim undid it at/);
    await say('digest daily at 08:00', lee);
    const before = set();
    await undo(changed);
    assert.deepEqual(set(), before, 'what was set again stays');
  });

  it('Undo of a change by nobody known is for admins', async () => {
    const { undo, press, watch } = open();
    const saved = await watch('watch exchange');
    const nobody = { speaker: undefined, objectId: lee.objectId } as never;
    const ended = await press(actionOf(saved, 'watch.end'), nobody);
    assert.match(shownBy(await undo(ended, kim)), /^Only an admin can undo/);
    assert.match(shownBy(await undo(ended, ada)), /Exchange is watched again/);
  });

  it('changes that are gone with the bot can’t be undone', async () => {
    const { say, undo, settingsBin, store } = open();
    const changed = await say('digest daily at 08:00');
    await say('digest daily at 09:00', kim, general);
    await settingsBin.putAway(channel.home, channel, 'removed');
    assert.match(shownBy(await undo(changed)), /can’t find that change/);
    assert.equal((await store.list('undo', channel.home, { limit: 9 })).length, 1);
    await settingsBin.putAway(channel.home, undefined, 'removed');
    assert.equal((await store.list('undo', channel.home, { limit: 9 })).length, 0);
  });
});

describe('“undo”', () => {
  it('“undo” previews the user’s own last change here, and its button undoes it', async () => {
    const { say, undo, set, clock } = open();
    await say('target teams 6h');
    clock.advance(1);
    await say('digest daily at 08:00');
    clock.advance(1);
    await say('target onedrive 6h', lee);
    await say('digest daily at 10:00', kim, general);
    const before = set();
    const preview = await say('undo that');
    assert.match(shownBy(preview), /^Undo your last change\?/);
    assert.match(shownBy(preview), /The digest daily at 08:00 is no longer set/);
    assert.match(shownBy(preview), /Nothing has changed yet/);
    assert.deepEqual(set(), before);
    assert.match(shownBy(await undo(preview)), /^Undone: The digest daily at 08:00 is no longer set/);
    assert.match(shownBy(await say('undo')), /The backup-age limit of Teams is 24 h \(default\) again/);
  });

  it('“undo” asks which change is meant if two were made at the same moment', async () => {
    const { say } = open();
    await say('target teams 6h');
    await say('target exchange 6h');
    const asked = await say('undo');
    assert.match(shownBy(asked), /^Which change\?/);
    assert.equal(hasUndo(asked), false);
  });

  it('“undo” says that there’s nothing to undo', async () => {
    const { say, undo, clock } = open();
    assert.match(shownBy(await say('undo')), /^Nothing to undo/);
    const changed = await say('digest daily at 08:00');
    assert.match(shownBy(await say('undo', lee)), /^Nothing to undo/);
    await undo(changed);
    assert.match(shownBy(await say('undo')), /^Nothing to undo/);
    await say('digest daily at 08:00');
    clock.advance(15 * minute);
    assert.match(shownBy(await say('undo')), /^Nothing to undo/);
  });
});
