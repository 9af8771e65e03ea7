import assert from 'node:assert/strict';
import { createAccess } from '../../src/access/access.ts';
import { createSendPermission } from '../../src/access/send-permission.ts';
import { type Member, notMember, type RosterEntry } from '../../src/domain/membership.ts';
import type { ConversationRef } from '../../src/domain/place.ts';
import { aPlace } from '../features/digest/support.ts';
import { noneGiven } from './people.ts';

const [kim, lee, tenant] = ['kim-object', 'lee-object', 'tenant-1'];
const chatOf = (objectId: string | undefined): ConversationRef => ({
  ...aPlace,
  owner: { personId: '29:x', objectId },
});

function open(member: RosterEntry, lists: Partial<Record<'admin' | 'operator' | 'viewer', string[]>> = {}) {
  const access = createAccess({
    lists: { admin: [], operator: [], viewer: [kim], ...lists },
    allowedTenantIds: [tenant],
    membership: { entry: async () => member },
    given: noneGiven,
  });
  return createSendPermission({ access, allowedTenantIds: [tenant] });
}

const member: Member = { objectId: lee, tenantId: tenant, userRole: 'user' };

describe('permission to send to a conversation', () => {
  it('the bot may send in an allowed tenant, and to a personal chat whose owner has a role', async () => {
    const whyNot = open(member);
    assert.equal(await whyNot(aPlace), undefined);
    assert.equal(await whyNot(chatOf(kim)), undefined);
  });

  it('the bot may not send in another tenant, or if the tenant is unknown', async () => {
    const whyNot = open(member);
    assert.equal(await whyNot({ ...aPlace, tenantId: 'tenant-2' }), 'tenant');
    assert.equal(await whyNot({ ...aPlace, tenantId: undefined }), 'tenant');
  });

  it('the bot may not send to the personal chat of a user who isn’t in the lists any more', async () => {
    assert.equal(await open(member)(chatOf(lee)), 'role');
    assert.equal(await open(member, { viewer: [], operator: [kim] })(chatOf(lee)), 'role');
  });

  it('the bot may not send to the personal chat of a user who isn’t in its roster any more', async () => {
    assert.equal(await open(notMember, { viewer: ['*'] })(chatOf(lee)), 'role');
  });

  it('the bot may send while the owner of a chat can’t be read', async () => {
    assert.equal(await open(undefined, { viewer: [kim, '*'] })(chatOf(undefined)), undefined);
  });

  it('the bot may send everywhere in local mode, and to chats whose owner was never recorded', async () => {
    const access = createAccess({
      lists: { admin: [], operator: [], viewer: [] },
      allowedTenantIds: [],
      membership: undefined,
      given: noneGiven,
    });
    const local = createSendPermission({ access, allowedTenantIds: undefined });
    assert.equal(await local({ ...chatOf(lee), tenantId: undefined }), undefined);
  });
});
