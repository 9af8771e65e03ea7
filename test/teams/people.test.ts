import assert from 'node:assert/strict';
import { notMember } from '../../src/domain/membership.ts';
import type { ConversationRef } from '../../src/domain/place.ts';
import { noProxy } from '../../src/domain/proxy.ts';
import { inMs } from '../../src/domain/time.ts';
import { createConnector, createConnectorAgent } from '../../src/teams/connector.ts';
import { createPeople } from '../../src/teams/people.ts';
import { type Connector, memberNotFound, openConnector, type RosterAnswer } from '../support/connector.ts';
import { fakeClock, recordingLog } from '../support/fakes.ts';

const objectId = '9d3e08f9-a7ae-43aa-a4d3-de3f319a8a9c';

describe('people of a conversation', () => {
  const dispatcher = createConnectorAgent(noProxy);
  let answer: RosterAnswer;
  let channel: Connector;

  before(async () => {
    channel = await openConnector(undefined, undefined, () => answer);
  });
  after(async () => {
    await channel.close();
    await dispatcher.close();
  });

  const find = (id: string, ms = 1_000) => {
    const clock = fakeClock();
    const place: ConversationRef = {
      kind: 'channel',
      home: 't',
      id: '19:c@thread.tacv2',
      tenantId: undefined,
      serviceUrl: channel.serviceUrl,
      botId: '28:bot',
      botName: undefined,
    };
    const connectorAt = (url: string) => createConnector(url, { dispatcher, token: async () => undefined });
    return createPeople({ connectorAt, clock, log: recordingLog() }).find(place, id, inMs(ms, clock));
  };

  it('finds a person by the object id that a people picker sent, with Teams’ own id and name', async () => {
    answer = { id: '29:lee', objectId: objectId.toUpperCase(), givenName: 'Lee', surname: 'Wong' };
    assert.deepEqual(await find(objectId), { id: '29:lee', name: 'Lee Wong', objectId });
    assert.equal(channel.rosterAsked.at(-1), `/v3/conversations/19:c@thread.tacv2/members/${objectId}`);
  });

  it('takes the whole name if the roster has one, without its control characters', async () => {
    answer = { id: '29:lee', name: 'Lee\u0007 Wong', givenName: 'L' };
    assert.deepEqual(await find('29:lee'), { id: '29:lee', name: 'Lee Wong', objectId: undefined });
  });

  it('says that a person isn’t in the conversation if Teams says so', async () => {
    answer = memberNotFound;
    assert.equal(await find('29:gone'), notMember);
  });

  it('finds no bot', async () => {
    answer = { id: '28:other-bot', name: 'Bot' };
    assert.equal(await find('28:other-bot'), notMember);
  });

  it('doesn’t ask Teams for an id that can’t be one', async () => {
    answer = { id: '29:lee', name: 'Lee' };
    const before = channel.rosterAsked.length;
    for (const id of ['', 'x'.repeat(201), 'a\u0000b']) assert.equal(await find(id), notMember);
    assert.equal(channel.rosterAsked.length, before);
  });

  it('doesn’t know if Teams refuses, or is silent until the time is over', async () => {
    answer = 403;
    assert.equal(await find('29:lee'), undefined);
    answer = 'silent';
    assert.equal(await find('29:lee', 30), undefined);
    answer = { name: 'Nobody' };
    assert.equal(await find('29:lee'), undefined);
  });
});
