import { strict as assert } from 'node:assert';
import type { Activity } from 'botbuilder';
import { tenantOf, tenantsOf } from '../../src/teams/tenant-of.ts';

const activity = (conversation: object, channelData?: object) => ({ conversation, channelData }) as Activity;

describe('the tenant of an activity', () => {
  it('is the conversation’s, else the channel’s, in lower case', () => {
    assert.equal(tenantOf(activity({ tenantId: 'ABC' }, { tenant: { id: 'other' } })), 'abc');
    assert.equal(tenantOf(activity({}, { tenant: { id: 'Def' } })), 'def');
  });

  it('of a channel is one of all that are told, each of which must be allowed', () => {
    const channel = { conversationType: 'channel', tenantId: 'ABC' };
    assert.deepEqual(tenantsOf(activity(channel, { tenant: { id: 'abc' } })), ['abc']);
    assert.deepEqual(tenantsOf(activity(channel, { tenant: { id: 'Host' }, team: { tenantId: 'Team' } })), [
      'abc',
      'host',
      'team',
    ]);
    const chat = { conversationType: 'groupChat', tenantId: 'ABC' };
    assert.deepEqual(tenantsOf(activity(chat, { tenant: { id: 'other' } })), ['abc']);
    assert.deepEqual(tenantsOf(activity({ conversationType: 'channel' })), []);
  });

  it('is not known where neither tells it', () => {
    assert.equal(tenantOf(activity({})), undefined);
    assert.equal(tenantOf(activity({ tenantId: '' }, { tenant: {} })), undefined);
  });
});
