import assert from 'node:assert/strict';
import type { RenderedMessage } from '../../src/cards/wording.ts';
import type { ConversationRef } from '../../src/domain/place.ts';
import { type Channel, createChannel } from '../../src/teams/channel.ts';
import { createAdapter } from '../support/adapter.ts';
import { openChannelEnd } from '../support/channel-end.ts';
import { type Connector, openConnector } from '../support/connector.ts';

const card: Extract<RenderedMessage, { kind: 'card' }> = {
  kind: 'card',
  card: { type: 'AdaptiveCard', version: '1.5', body: [] },
};
const kim = {
  type: 'mention',
  text: '<at>Kim</at>',
  mentioned: { id: '29:kim', name: 'Kim' },
} as const;
const channelId = '19:incidents@thread.tacv2';

describe('the channel', () => {
  let connector: Connector;
  let channel: Channel;
  let told: object;

  const place = (kind: ConversationRef['kind']): ConversationRef => ({
    home: kind === 'channel' ? '19:team@thread.tacv2' : 'a:chat',
    id: kind === 'channel' ? channelId : 'a:chat',
    kind,
    tenantId: 'tenant-1',
    serviceUrl: connector.serviceUrl,
    botId: '28:bot',
    botName: 'Backup Watch',
  });
  const paths = () => connector.sent.map(({ method, path }) => `${method} ${path}`);

  beforeEach(async () => {
    told = { id: '17' };
    connector = await openConnector(
      () => 201,
      () => told,
    );
    const adapter = createAdapter(undefined);
    channel = createChannel({ connectorAt: url => adapter.connectorAt(url), timeoutMs: 5_000 });
  });

  afterEach(() => connector.close());

  it('the channel posts and replies in a chat with new messages, and edits in place', async () => {
    assert.equal(await channel.post(place('personal'), card), '17');
    assert.equal(await channel.reply(place('group'), '17', card), '17');
    await channel.edit(place('group'), '17', card);
    assert.deepEqual(paths(), [
      'POST /v3/conversations/a:chat/activities',
      'POST /v3/conversations/a:chat/activities',
      'PUT /v3/conversations/a:chat/activities/17',
    ]);
  });

  it('the channel posts a new thread in a channel, and replies and edits in it', async () => {
    told = { id: `${channelId};messageid=17`, activityId: '17' };
    assert.equal(await channel.post(place('channel'), card), '17');
    told = { id: `${channelId};messageid=18` };
    assert.equal(await channel.post(place('channel'), card), '18', 'where the thread alone is told');
    told = { id: '19' };
    assert.equal(await channel.reply(place('channel'), '17', card), '19');
    await channel.edit(place('channel'), '17', card);
    assert.deepEqual(paths(), [
      'POST /v3/conversations',
      'POST /v3/conversations',
      `POST /v3/conversations/${channelId};messageid=17/activities`,
      `PUT /v3/conversations/${channelId};messageid=17/activities/17`,
    ]);
  });

  it('the channel returns no id if Teams returns none', async () => {
    told = {};
    assert.equal(await channel.post(place('personal'), card), undefined);
    assert.equal(await channel.post(place('channel'), card), undefined);
  });

  it('the channel sends a card without a text, and a text with only the people it mentions, to the letter', async () => {
    const text: RenderedMessage = { kind: 'text', text: '<at>Kim</at>: it failed again.', mentions: [kim] };
    await channel.post(place('group'), card);
    await channel.edit(place('group'), '17', text);
    await channel.post(place('channel'), text);
    const [first, edited, posted] = connector.sent.map(({ activity }) => activity);
    assert.deepEqual(first?.attachments, [
      { contentType: 'application/vnd.microsoft.card.adaptive', content: card.card },
    ]);
    assert.equal(first?.text, undefined);
    for (const activity of [edited, posted?.activity as typeof edited]) {
      assert.equal(activity?.text, '<at>Kim</at>: it failed again.');
      assert.equal(activity?.textFormat, 'xml');
      assert.deepEqual(activity?.entities, [kim]);
      assert.equal(activity?.attachments, undefined);
    }
  });

  it('the channel sends a phone the summary of a card, before the user opens it', async () => {
    const fallbackText = '✕ Exchange Online backup failed';
    await channel.post(place('personal'), { kind: 'card', card: { ...card.card, fallbackText } });
    assert.equal(connector.sent[0]?.activity.summary, fallbackText);
  });

  it('the channel preserves the line ends of a text, which XML would join', async () => {
    const text = 'Exchange failed.\n\n<at>Kim</at> is on call.';
    await channel.post(place('group'), { kind: 'text', text, mentions: [kim] });
    const xml = connector.sent[0]?.activity.text;
    assert.equal(xml, 'Exchange failed.<br/><br/><at>Kim</at> is on call.');
  });

  it('the channel leaves no markup in a text but its mentions and line ends', async () => {
    const text = 'R&D: <at>Kim</at>, <at>Sam</at> & <b>others</b>, a < b > c';
    await channel.post(place('group'), { kind: 'text', text, mentions: [kim] });
    assert.equal(
      connector.sent[0]?.activity.text,
      'R&amp;D: <at>Kim</at>, &lt;at&gt;Sam&lt;/at&gt; &amp; &lt;b&gt;others&lt;/b&gt;, a &lt; b &gt; c',
    );
  });

  it('the channel gives up on a request that stalls', async () => {
    const silent = await openChannelEnd(() => new Promise(() => {}));
    const adapter = createAdapter(undefined);
    const impatient = createChannel({ connectorAt: url => adapter.connectorAt(url), timeoutMs: 5 });
    const there = { ...place('group'), serviceUrl: silent.serviceUrl };
    await assert.rejects(impatient.edit(there, '17', card), { name: 'SendError', code: undefined });
    await silent.close();
  });
});
