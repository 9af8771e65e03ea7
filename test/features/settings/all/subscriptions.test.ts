import assert from 'node:assert/strict';
import { createBot } from '../../../../src/bot/bot.ts';
import type { AdaptiveCard } from '../../../../src/cards/adaptive-card.ts';
import type { ConversationRef } from '../../../../src/domain/place.ts';
import type { Reply } from '../../../../src/features/turn.ts';
import { createJobs } from '../../../../src/jobs/jobs.ts';
import { type Action, buttonsOf, objectsIn, textOf } from '../../../cards/elements.ts';
import { fakeClock, fakeSource, recordingLog, unreadIndex } from '../../../support/fakes.ts';
import { keeping } from '../../../support/keeping.ts';
import { createMemoryStore } from '../../../support/memory-store.ts';

const personal: ConversationRef = {
  home: 'a:admin',
  id: 'a:admin',
  kind: 'personal',
  tenantId: 'tenant-1',
  serviceUrl: 'http://127.0.0.1:1/',
  botId: '28:bot',
  botName: 'Backup Watch',
};
const admin = {
  zone: 'Europe/Berlin',
  locale: 'en-GB',
  place: personal,
  speaker: { id: '29:ada', name: 'Ada' },
};
const kim = { id: '29:kim', name: 'Kim Larsen' };
const channel = (id: string): ConversationRef => ({ ...personal, home: 'team', id, kind: 'channel' });

function cardOf(reply: Reply): AdaptiveCard {
  assert.ok(reply.kind === 'card' || reply.kind === 'edit', JSON.stringify(reply));
  return reply.card;
}

const endsOf = (card: AdaptiveCard) =>
  (objectsIn(card.body) as unknown as Action[]).filter(({ verb }) => verb === 'subscriptions.end');

async function open() {
  const clock = fakeClock();
  const log = recordingLog();
  const store = createMemoryStore();
  const jobs = createJobs({
    source: fakeSource(() => ({ jobs: [], totalCount: 0, hasMore: false })),
    index: unreadIndex,
    clock,
    log,
  });
  const kept = keeping({ jobs, clock, log, store });
  const conversation = createBot({ ...kept, jobs, clock, log, newReference: () => 'r' });
  const set = async (place: ConversationRef, text: string) =>
    conversation.hear({ zone: 'Europe/Berlin', locale: 'en-GB', place, speaker: kim, text });
  async function watch(place: ConversationRef, text: string): Promise<void> {
    const preview = cardOf(await set(place, text));
    const save = buttonsOf(preview).find(({ verb }) => verb === 'watch.save');
    assert.ok(save);
    await conversation.press({ zone: 'Europe/Berlin', locale: 'en-GB', place, speaker: kim, ...save });
  }
  const list = async () => cardOf(await conversation.hear({ ...admin, text: 'subscriptions' }));
  return { ...kept, clock, store, conversation, set, watch, list };
}

describe('the list of all digests and watches', () => {
  it('the list of all digests and watches has each once over its pages, with its conversation and author', async () => {
    const { conversation, set, watch, list } = await open();
    for (let hour = 1; hour <= 9; hour += 1) await set(channel(`19:c${hour}`), `digest daily at 0${hour}:00`);
    for (let hour = 1; hour <= 9; hour += 1) await watch(channel(`19:c${hour}`), 'watch exchange');
    const seen: string[] = [];
    let card = await list();
    assert.match(textOf(card), /1–8 of 18 · page 1/);
    assert.match(textOf(card), /set by Kim Larsen/);
    for (;;) {
      seen.push(
        ...(textOf(card).match(/^(?:Digest daily at 0\d:00|Channel 19:c\d|Alerts for Exchange)/gm) ?? []),
      );
      const next = buttonsOf(card).find(({ title }) => title === 'Next');
      if (!next) break;
      card = cardOf(await conversation.press({ ...admin, ...next }));
    }
    for (let hour = 1; hour <= 9; hour += 1) {
      assert.equal(seen.filter(text => text === `Digest daily at 0${hour}:00`).length, 2);
      assert.equal(seen.filter(text => text === `Channel 19:c${hour}`).length, 2);
    }
    assert.equal(seen.filter(text => text === 'Alerts for Exchange').length, 18);
    assert.ok(buttonsOf(card).some(({ title }) => title === 'Previous'));
  });

  it('the list of all digests and watches ends one with the button that names it, and its conversation can bring it back', async () => {
    const { conversation, set, watch, list } = await open();
    const place = channel('19:c');
    await set(place, 'digest daily at 08:00');
    await watch(place, 'watch exchange');
    for (let left = 2; left > 0; left -= 1) {
      const card = await list();
      const end = endsOf(card);
      assert.equal(end.length, left);
      const [first] = end;
      assert.ok(first);
      const ended = await conversation.press({ ...admin, ...first });
      assert.match(textOf(cardOf(ended)), /✓ Ended: .*To restore it within a year/);
      const again = await conversation.press({ ...admin, ...first });
      assert.match(again.kind === 'edit' ? again.text : '', /had already ended/);
    }
    assert.match(textOf(await list()), /No digests or alerts are set anywhere/);
    const here = cardOf(await set(place, 'digest'));
    assert.match(textOf(here), /1 digest, 1 alert/);
    const back = buttonsOf(here).find(({ verb }) => verb === 'settings.restore');
    assert.ok(back);
    await conversation.press({ zone: 'UTC', locale: 'en-GB', place, speaker: kim, ...back });
    assert.equal(endsOf(await list()).length, 2);
  });

  it('the list of all digests and watches begins with those whose messages Teams refuses, and says so', async () => {
    const { set, list, places, clock } = await open();
    for (const id of ['19:a', '19:b', '19:c']) await set(channel(id), 'digest daily at 08:00');
    await places.refused({ home: 'team', id: '19:c' }, { status: 403, code: undefined }, clock.now());
    assert.match(textOf(await list()), /Teams has refused messages since .*\n.*19:c.*19:a.*19:b/s);
  });

  it('the list of all digests and watches includes those with broken records, which can be ended', async () => {
    const { store, conversation, set, watch, list } = await open();
    await set(channel('19:c'), 'digest daily at 08:00');
    await watch(channel('19:c'), 'watch exchange');
    for (const collection of ['digests', 'watches'])
      for await (const { value: _, ...place } of store.all(collection))
        await store.put(place, { broken: true });
    const card = await list();
    assert.match(textOf(card), /Digest that can’t be read.*Alerts that can’t be read/s);
    for (const end of endsOf(card)) await conversation.press({ ...admin, ...end });
    assert.match(textOf(await list()), /No digests or alerts are set anywhere/);
  });

  for (const place of [undefined, channel('19:c'), { ...personal, kind: 'group' } as const])
    it(`the list of all digests and watches isn’t shown, and ends nothing, if others would read it: ${place?.kind ?? 'a place that is not told'}`, async () => {
      const { conversation, set, list } = await open();
      await set(channel('19:c'), 'digest daily at 08:00');
      const said = await conversation.hear({ ...admin, place, text: 'subscriptions' });
      assert.ok(said.kind === 'text');
      assert.match(said.text, /only show it in personal chats/);
      const card = await list();
      for (const button of [...buttonsOf(card), ...endsOf(card)])
        assert.equal((await conversation.press({ ...admin, place, ...button })).kind, 'text');
      assert.equal(endsOf(await list()).length, 1);
    });
});

describe('the buttons of the list of all digests and watches', () => {
  it('each button of the list names what it ends, and no two have the same title', async () => {
    const { set, watch, list } = await open();
    for (const id of ['19:a', '19:b']) await set(channel(id), 'digest daily at 08:00');
    await set(channel('19:b'), 'digest daily at 08:00 for exchange');
    await set(channel('19:b'), 'digest weekdays at 07:30');
    await watch(channel('19:a'), 'watch exchange');
    const titles = endsOf(await list()).map(({ title }) => title);
    assert.equal(new Set(titles).size, 5);
    assert.deepEqual(titles.filter(title => !/\(\d\)$/.test(title)).toSorted(), [
      'End digest in 19:a',
      'End digest weekdays at 07:30',
      'Stop watching Exchange',
    ]);
  });
});
