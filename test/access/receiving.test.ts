import assert from 'node:assert/strict';
import { createAccess } from '../../src/access/access.ts';
import { createReceiving } from '../../src/access/receiving.ts';
import { type Member, notMember, type RosterEntry } from '../../src/domain/membership.ts';
import type { Place } from '../../src/domain/place.ts';
import { aPlace } from '../features/digest/support.ts';

const [kim, lee, tenant] = ['kim-object', 'lee-object', 'tenant-1'];
const chatOf = (objectId: string | undefined): Place => ({
  ...aPlace,
  owner: { personId: '29:x', objectId },
});

function open(member: RosterEntry, lists: Partial<Record<'admin' | 'operator' | 'viewer', string[]>> = {}) {
  const access = createAccess({
    lists: { admin: [], operator: [], viewer: [kim], ...lists },
    allowedTenantIds: [tenant],
    membership: { entry: async () => member },
  });
  return createReceiving({ access, allowedTenantIds: [tenant] });
}

const member: Member = { objectId: lee, tenantId: tenant, userRole: 'user' };

describe('whether messages to a conversation are allowed', () => {
  it('messages are allowed in an allowed tenant, and in a personal chat whose owner has a role', async () => {
    const whyNot = open(member);
    assert.equal(await whyNot(aPlace), undefined);
    assert.equal(await whyNot(chatOf(kim)), undefined);
  });

  it('messages are not allowed in another tenant, or if the tenant isn’t known', async () => {
    const whyNot = open(member);
    assert.equal(await whyNot({ ...aPlace, tenantId: 'tenant-2' }), 'tenant');
    assert.equal(await whyNot({ ...aPlace, tenantId: undefined }), 'tenant');
  });

  it('messages are not allowed in the personal chat of a user whom the lists don’t name any more', async () => {
    assert.equal(await open(member)(chatOf(lee)), 'role');
    assert.equal(await open(member, { viewer: [], operator: [kim] })(chatOf(lee)), 'role');
  });

  it('messages are not allowed in the personal chat of a user who isn’t in its roster any more', async () => {
    assert.equal(await open(notMember, { viewer: ['*'] })(chatOf(lee)), 'role');
  });

  it('messages are allowed while the owner’s role can’t be read', async () => {
    assert.equal(await open(undefined, { viewer: [kim, '*'] })(chatOf(undefined)), undefined);
  });

  it('messages are allowed everywhere in local mode, and in chats whose owner was never recorded', async () => {
    const access = createAccess({
      lists: { admin: [], operator: [], viewer: [] },
      allowedTenantIds: [],
      membership: undefined,
    });
    const local = createReceiving({ access, allowedTenantIds: undefined });
    assert.equal(await local({ ...chatOf(lee), tenantId: undefined }), undefined);
  });
});
