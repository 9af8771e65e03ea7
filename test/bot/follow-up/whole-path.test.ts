import assert from 'node:assert/strict';
import type { Reply } from '../../../src/features/turn.ts';
import { channel } from '../../features/incidents/support.ts';
import { openWholePath, type WholePath } from '../../support/whole-path.ts';

describe('follow-ups over the whole path', () => {
  let path: WholePath;
  before(async () => {
    path = await openWholePath();
  });
  after(() => path.close());

  const said = (who: string) => async (text: string) =>
    path.conversation.hear({ text, zone: 'UTC', locale: 'en-GB', place: channel, objectId: who });
  const textOf = (reply: Reply) => JSON.stringify('card' in reply ? reply.card : reply.text);

  it('the card of a follow-up has the whole question and says from which it goes on', async () => {
    const say = said('kim');
    await say('failed exchange backups last 7 days');
    const text = textOf(await say('and for teams?'));
    assert.match(text, /Failed backups · Teams/);
    assert.match(text, /Continuing from “failed exchange backups last 7 days”/);
  });

  it('small talk and a refusal between two questions end nothing', async () => {
    const say = said('kim');
    await say('failed exchange backups last 7 days');
    await say('thanks');
    await say('failed backups for kim@contoso.com');
    assert.match(textOf(await say('only teams')), /Failed backups · Teams/);
  });

  it('a second follow-up goes on from the first', async () => {
    const say = said('kim');
    await say('failed exchange backups last 7 days');
    await say('and for teams?');
    assert.match(textOf(await say('and restores?')), /Failed restores · Teams/);
  });

  it('nobody goes on from another user’s question', async () => {
    await said('kim')('failed exchange backups last 7 days');
    assert.match(textOf(await said('lee')('and for teams?')), /Ask the whole question/);
  });

  it('“next” and “page 1” turn the last list, and “open the second one” opens its second row', async () => {
    const say = said('kim');
    const first = textOf(await say('all jobs last 7 days'));
    assert.match(first, /1–10 of/);
    assert.match(textOf(await say('next')), /11–20 of/);
    assert.match(textOf(await say('more')), /21–30 of/);
    assert.match(textOf(await say('page 1')), /1–10 of/);
    const ids = [...first.matchAll(/"d":"([^"]+)"/g)].map(([, id]) => id);
    assert.ok(textOf(await say('open the second one')).includes([...new Set(ids)][1] ?? '-'));
  });

  it('“monitor that” only opens a preview', async () => {
    const say = said('kim');
    await say('failed teams backups last 3 days');
    assert.match(textOf(await say('monitor that')), /Watch Teams\?/);
  });
});
