import { strict as assert } from 'node:assert';
import type { Activity } from 'botbuilder';
import { tenantOf } from '../../src/teams/tenant-of.ts';

const activity = (conversation: object, channelData?: object) => ({ conversation, channelData }) as Activity;

describe('the tenant of an activity', () => {
  it('is the conversation’s, else the channel’s, in lower case', () => {
    assert.equal(tenantOf(activity({ tenantId: 'ABC' }, { tenant: { id: 'other' } })), 'abc');
    assert.equal(tenantOf(activity({}, { tenant: { id: 'Def' } })), 'def');
  });

  it('is not known where neither tells it', () => {
    assert.equal(tenantOf(activity({})), undefined);
    assert.equal(tenantOf(activity({ tenantId: '' }, { tenant: {} })), undefined);
  });
});
