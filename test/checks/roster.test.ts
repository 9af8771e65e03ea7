import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { checkRoster } from '../../src/checks/roster.ts';
import type { ConversationRef } from '../../src/domain/place.ts';
import { noProxy } from '../../src/domain/proxy.ts';
import { StoreError } from '../../src/domain/store.ts';
import type { StoreReader } from '../../src/store/whole-store.ts';
import { createConnector, createConnectorAgent } from '../../src/teams/connector.ts';
import { aMember, chat, kim } from '../access/people.ts';
import { type Connector, memberNotFound, openConnector, type RosterAnswer } from '../support/connector.ts';

describe('the permission to read rosters', () => {
  const dispatcher = createConnectorAgent(noProxy);
  let teams: Connector;
  let answer: RosterAnswer;
  let next: () => RosterAnswer;
  let token: () => Promise<string | undefined>;

  before(async () => {
    teams = await openConnector(undefined, undefined, () => next());
  });
  beforeEach(() => {
    answer = aMember(kim);
    next = () => answer;
    token = async () => 'planted-token';
    teams.rosterAsked.length = 0;
  });
  after(async () => {
    await teams.close();
    await dispatcher.destroy();
  });

  const personal = (changes: Partial<ConversationRef> = {}): ConversationRef => ({
    ...chat,
    kind: 'personal',
    serviceUrl: teams.serviceUrl,
    owner: { personId: '29:kim', objectId: kim },
    ...changes,
  });

  function check(
    places: readonly (ConversationRef | undefined)[],
    { limitMs = 5_000, open = undefined as (() => Promise<never>) | undefined } = {},
  ) {
    const reader: Pick<StoreReader, 'all' | 'close'> = {
      async *all(collection) {
        assert.equal(collection, 'places');
        for (const place of places) yield { collection, partition: 'p', key: 'k', value: { place } };
      },
      close: async () => {},
    };
    return checkRoster({
      store: { dataDir: 'data', storeUrl: undefined },
      connectorAt: serviceUrl => createConnector(serviceUrl, { dispatcher, token: () => token() }),
      isService: serviceUrl => !serviceUrl.includes('elsewhere'),
      proxies: noProxy,
      limitMs,
      openToRead: open ?? (async () => reader),
    });
  }

  it('the permission to read rosters is ok if the entry of the owner of a personal chat can be read', async () => {
    const { mark, seen } = await check([undefined, chat, personal({ id: 'a:kim' })]);
    assert.equal(mark, 'ok');
    assert.match(seen, /private or shared channel shows with the first message there/);
    assert.deepEqual(teams.rosterAsked, ['/v3/conversations/a:kim/members/29:kim']);
  });

  it('the permission to read rosters is unknown without a personal chat, which is never shown as ok', async () => {
    for (const places of [
      [],
      [chat],
      [personal({ owner: undefined })],
      [personal({ serviceUrl: 'http://elsewhere' })],
    ]) {
      const finding = await check(places);
      assert.equal(finding.mark, 'warning');
      assert.match(JSON.stringify(finding), /no personal chat yet.*set a digest in your personal chat/);
    }
    const noStore = async () => Promise.reject(new StoreError('unavailable', 'There is no store.'));
    assert.match((await check([], { open: noStore })).seen, /no personal chat yet/);
  });

  it('the permission to read rosters is not judged by one person who has left', async () => {
    const answers: RosterAnswer[] = [memberNotFound, aMember(kim)];
    next = () => answers.shift() ?? 500;
    assert.equal((await check([personal({ id: 'a:lee' }), personal()])).mark, 'ok');
  });

  it('the permission to read rosters is unknown if Teams refuses what was tried, three chats at most', async () => {
    answer = 403;
    const finding = await check([1, 2, 3, 4, 5].map(n => personal({ id: `a:${n}` })));
    assert.equal(finding.mark, 'warning');
    assert.match(JSON.stringify(finding), /HTTP 403.*OPERATOR_USER_IDS/);
    assert.equal(teams.rosterAsked.length, 3);
  });

  it('the permission to read rosters is missing if Teams refuses the token of the bot', async () => {
    answer = 401;
    const finding = await check([personal()]);
    assert.equal(finding.mark, 'failure');
    assert.match(JSON.stringify(finding), /HTTP 401.*BOT_TENANT_ID/);
    assert.doesNotMatch(JSON.stringify(finding), /planted/);
  });

  it('the permission to read rosters is unknown without a token, or if Teams does not answer', async () => {
    answer = 'silent';
    assert.match((await check([personal()], { limitMs: 50 })).seen, /no answer in time/);
    token = () => Promise.reject(new Error('planted'));
    assert.match((await check([personal()])).seen, /the bot has no token/);
  });

  it('the check of rosters fails, with the host, if no server listens there', async () => {
    const closed = createServer();
    await new Promise<void>(resolve => closed.listen(0, '127.0.0.1', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise(resolve => closed.close(resolve));
    const finding = await check([personal({ serviceUrl: `http://127.0.0.1:${port}/` })]);
    assert.equal(finding.mark, 'failure');
    assert.match(finding.seen, new RegExp(`127.0.0.1:${port} refuses the connection`));
  });
});
