import assert from 'node:assert/strict';
import { createBot } from '../../../src/bot/bot.ts';
import type { AdaptiveCard } from '../../../src/cards/adaptive-card.ts';
import type { ConversationRef } from '../../../src/domain/place.ts';
import type { Reply } from '../../../src/features/turn.ts';
import { createJobs } from '../../../src/jobs/jobs.ts';
import { buttonsOf, textOf } from '../../cards/elements.ts';
import { anEntry, entriesUpTo } from '../../support/audit.ts';
import { fakeClock, fakeSource, hour, monday, recordingLog, unreadIndex } from '../../support/fakes.ts';
import { keeping } from '../../support/keeping.ts';
import { createMemoryStore } from '../../support/memory-store.ts';

const personal: ConversationRef = {
  home: 'a:personal',
  id: 'a:personal',
  kind: 'personal',
  tenantId: 'tenant-1',
  serviceUrl: 'http://127.0.0.1:1/',
  botId: '28:bot',
  botName: 'Backup Watch',
};
const somewhere = { zone: 'Europe/Berlin', locale: 'en-GB', place: personal };
const cardOf = (reply: Reply): AdaptiveCard => {
  assert.ok(reply.kind === 'card', JSON.stringify(reply));
  return reply.card;
};

function open(store = createMemoryStore()) {
  const clock = fakeClock();
  const log = recordingLog();
  const jobs = createJobs({
    source: fakeSource(() => ({ jobs: [], totalCount: 0, hasMore: false })),
    index: unreadIndex,
    clock,
    log,
  });
  const kept = keeping({ jobs, clock, log, store });
  const conversation = createBot({ ...kept, jobs, clock, log, newReference: () => 'r' });
  return { clock, log, audit: kept.audit, conversation };
}

describe('the audit record in a conversation', () => {
  it('the audit card shows every entry once with Next, whatever is added meanwhile, and goes back with Previous', async () => {
    const { conversation, audit, clock } = open();
    for (const entry of entriesUpTo(47, hour))
      await audit.keep({ ...entry, what: { said: `no ${entry.turn}.` } });
    clock.advance(1_000);
    const seen: string[] = [];
    let card = cardOf(await conversation.hear({ ...somewhere, text: 'audit last 7 days' }));
    let pages = 1;
    for (;;) {
      seen.push(...(textOf(card).match(/no \d+\./g) ?? []));
      const next = buttonsOf(card).find(({ title }) => title === 'Next');
      if (!next) break;
      clock.advance(60_000);
      await audit.keep(anEntry({ at: clock.now(), turn: `later${pages}` }));
      card = cardOf(await conversation.press({ ...somewhere, ...next }));
      pages += 1;
    }
    assert.equal(pages, 5);
    assert.deepEqual(
      seen,
      entriesUpTo(47, hour)
        .toReversed()
        .map(({ turn }) => `no ${turn}.`),
    );
    const previous = buttonsOf(card).find(({ title }) => title === 'Previous');
    assert.ok(previous);
    assert.match(textOf(cardOf(await conversation.press({ ...somewhere, ...previous }))), /31–40 · page 4/);
  });

  it('the audit card shows the entries of only one person if the user gives a name', async () => {
    const { conversation, audit, clock } = open();
    for (const [index, entry] of entriesUpTo(30, 60_000).entries())
      await audit.keep(
        index % 3 ? entry : { ...entry, who: { id: '29:lee', name: 'LEE Wong', objectId: undefined } },
      );
    clock.advance(1_000);
    const card = cardOf(await conversation.hear({ ...somewhere, text: 'audit of lee today' }));
    assert.match(textOf(card), /named lee/);
    assert.match(textOf(card), /1–10, newest first/);
    assert.doesNotMatch(textOf(card), /Kim/);
    assert.ok(!buttonsOf(card).some(({ title }) => title === 'Next'));
  });

  it('the audit card searches at most 2,000 entries, and says if there are more', async () => {
    const { conversation, audit, clock } = open();
    for (const entry of entriesUpTo(2_100, 1_000)) await audit.keep(entry);
    clock.advance(1_000);
    const card = cardOf(await conversation.hear({ ...somewhere, text: 'audit of Zoe today' }));
    assert.match(textOf(card), /No entries/);
    assert.match(textOf(card), /I search 2,000 entries at most.*npm run audit/s);
  });

  it('the audit card shows a new window after “Refresh”', async () => {
    const { conversation, audit, clock } = open();
    const first = cardOf(await conversation.hear({ ...somewhere, text: 'audit today' }));
    assert.match(textOf(first), /No entries/);
    await audit.keep(anEntry({ at: monday + hour }));
    clock.advance(2 * hour);
    const again = buttonsOf(first).find(({ title }) => title === 'Refresh');
    assert.ok(again);
    assert.match(textOf(cardOf(await conversation.press({ ...somewhere, ...again }))), /Kim Larsen/);
  });

  for (const place of [undefined, { ...personal, kind: 'group' }, { ...personal, kind: 'channel' }] as const)
    it(`the bot doesn’t show the audit record if others would read it: ${place?.kind ?? 'a place that is not told'}`, async () => {
      const { conversation, audit } = open();
      await audit.keep(anEntry({ at: monday - hour }));
      const here = { ...somewhere, place };
      const said = await conversation.hear({ ...here, text: 'audit' });
      assert.ok(said.kind === 'text');
      assert.match(said.text, /only show it in personal chats/);
      const card = cardOf(await conversation.hear({ ...somewhere, text: 'audit' }));
      for (const button of buttonsOf(card)) {
        const pressed = await conversation.press({ ...here, ...button });
        assert.ok(pressed.kind === 'text');
        assert.doesNotMatch(pressed.text, /Kim/);
      }
    });

  it('the audit card reports a failure if the store can’t be read', async () => {
    const store = createMemoryStore();
    const { conversation } = open({ ...store, list: () => Promise.reject(new Error('gone')) });
    const reply = await conversation.hear({ ...somewhere, text: 'audit' });
    assert.deepEqual(reply.ending?.kind, 'failed');
    assert.match(textOf(cardOf(reply)), /I couldn’t/);
  });
});
