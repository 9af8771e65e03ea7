import assert from 'node:assert/strict';
import type { Activity } from 'botbuilder';
import { placeOf } from '../../src/teams/place-of.ts';
import { channelMessage } from '../fixtures/channel-events.ts';
import { envelope } from '../support/activities.ts';

const place = (where: object) =>
  placeOf({ ...envelope('http://127.0.0.1:1/'), ...where } as unknown as Activity, () => true);
const inConversation = (conversationType: unknown) =>
  place({ conversation: { id: '19:x@thread.v2', conversationType, tenantId: 'tenant-1' } });

describe('the place of an activity', () => {
  it('is a personal chat with an owner only if Teams says that it is one', () => {
    const { kind, owner } = inConversation('personal') ?? {};
    assert.equal(kind, 'personal');
    assert.deepEqual(owner, { personId: '29:kim', objectId: '00000000-0000-0000-0000-000000000001' });
  });

  for (const type of [undefined, null, '', 'meeting', 'Personal', 'federated', 'groupChat'])
    it(`is one in which others read along, and has no owner, if its kind is ${type ?? 'not told'}`, () => {
      const { kind, owner } = inConversation(type) ?? {};
      assert.deepEqual([kind, owner], ['group', undefined]);
    });

  it('of a private or shared channel is that channel of the team that hosts it, without the thread', () => {
    for (const type of ['private', 'shared'] as const) {
      const found = place(channelMessage(type, { tenantId: 'ABC' }));
      assert.equal(found?.kind, 'channel');
      assert.equal(found?.home, '19:team@thread.tacv2');
      assert.equal(found?.id, '19:shared@thread.tacv2');
      assert.equal(found?.tenantId, 'abc');
    }
  });
});
