import assert from 'node:assert/strict';
import { isSufficientRole } from '../../src/access/access.ts';
import type { RoleLists } from '../../src/access/role-lists.ts';
import { notMember, type RosterEntry } from '../../src/domain/membership.ts';
import { roles } from '../../src/domain/role.ts';
import { accessWith, aMember, chat, kim, lee, membershipOf, otherTenant, sam } from './people.ts';

const asker = { objectId: kim, personId: '29:kim', place: chat };

/** A user's role with these lists and this entry, or why there is none. */
async function standing(
  lists: Partial<RoleLists>,
  entry: RosterEntry,
  who: Partial<typeof asker> | { objectId: undefined } | { place: undefined } = {},
) {
  const found = await accessWith(lists, membershipOf(entry)).standingOf({ ...asker, ...who });
  return found.role ?? found.stranger;
}

describe('without lists', () => {
  it('without lists, every member of an allowed tenant is an operator, and no user is an admin', async () => {
    assert.equal(await standing({}, aMember(kim)), 'operator');
  });

  it('without lists, an owner of the conversation is a member, but only of an allowed tenant', async () => {
    assert.equal(await standing({}, aMember(kim, { userRole: 'owner' })), 'operator');
    // Members of other tenants are owners by role in some conversations.
    const foreign = aMember(kim, { userRole: 'owner', tenantId: otherTenant });
    assert.equal(await standing({}, foreign), 'otherTenant');
  });

  it('without lists, a user who is not in the roster may do nothing', async () => {
    assert.equal(await standing({}, notMember), 'notMember');
    assert.equal(await standing({ operator: [kim], viewer: ['*'] }, notMember), 'operator');
  });

  it('without lists, a guest, an anonymous user and a user of another tenant may do nothing', async () => {
    assert.equal(await standing({}, aMember(kim, { userRole: 'guest' })), 'guest');
    assert.equal(await standing({}, aMember(kim, { userRole: 'anonymous' })), 'guest');
    assert.equal(await standing({}, aMember(kim, { userRole: 'brand new' })), 'guest');
    assert.equal(await standing({}, aMember(kim, { tenantId: otherTenant })), 'otherTenant');
  });

  it('without lists, a user who cannot be identified may do nothing', async () => {
    assert.equal(await standing({}, undefined), 'unreadable');
    assert.equal(await standing({}, aMember(kim), { place: undefined }), 'unreadable');
    assert.equal(await standing({}, aMember(kim), { personId: '' }), 'unreadable');
    for (const objectId of [kim, undefined])
      assert.equal(await standing({}, aMember(undefined), { objectId }), 'unreadable');
    assert.equal(await standing({}, aMember(kim, { tenantId: undefined })), 'unreadable');
  });

  it('without lists, a user whom the channel and the entry identify differently may do nothing', async () => {
    assert.equal(await standing({}, aMember(lee)), 'unreadable');
  });

  it('without lists, the entry’s object id counts if the channel sends none', async () => {
    assert.equal(await standing({}, aMember(kim), { objectId: undefined }), 'operator');
    const found = await accessWith({}, membershipOf(aMember(kim))).standingOf({
      ...asker,
      objectId: undefined,
    });
    assert.equal(found.objectId, kim);
  });
});

describe('with a list', () => {
  it('with a list, users who are named have their role, the highest of several, and no roster is read', async () => {
    const membership = membershipOf(undefined);
    for (const role of roles) {
      const found = await accessWith({ viewer: [kim], [role]: [lee, kim] }, membership).standingOf(asker);
      assert.equal(found.role, role);
    }
    assert.equal(membership.asked(), 0);
  });

  it('with a list, all other users may do nothing, and no roster is read', async () => {
    const membership = membershipOf(aMember(kim));
    const found = await accessWith({ admin: [lee] }, membership).standingOf(asker);
    assert.deepEqual(found, { role: undefined, stranger: 'notNamed', objectId: kim });
    assert.equal(membership.asked(), 0);
  });

  it('with a list, a guest who is named has the role', async () => {
    assert.equal(await standing({ operator: [kim] }, aMember(kim, { userRole: 'guest' })), 'operator');
    const unseen = await standing({ viewer: [kim] }, aMember(kim, { userRole: 'guest' }), {
      objectId: undefined,
    });
    assert.equal(unseen, 'viewer');
  });

  it('with a list, "*" stands for every member of an allowed tenant, and for no other user', async () => {
    for (const role of ['viewer', 'operator'] as const) {
      const lists = { [role]: ['*'], admin: [sam] };
      assert.equal(await standing(lists, aMember(kim)), role);
      assert.equal(await standing(lists, aMember(kim, { userRole: 'guest' })), 'guest');
      assert.equal(await standing(lists, aMember(kim, { tenantId: otherTenant })), 'otherTenant');
      assert.equal(await standing(lists, undefined), 'unreadable');
    }
  });

  it('with a list, a named user has that role if membership would give more and cannot be read', async () => {
    const lists = { viewer: [kim], operator: ['*'] };
    assert.equal(await standing(lists, aMember(kim)), 'operator');
    assert.equal(await standing(lists, undefined), 'viewer');
    assert.equal(await standing(lists, aMember(kim, { userRole: 'guest' })), 'viewer');
  });
});

describe('in local mode', () => {
  it('in local mode without lists, every user who reaches the machine is an admin', async () => {
    assert.equal((await accessWith({}, undefined).standingOf(asker)).role, 'admin');
    const unknown = { objectId: undefined, personId: undefined, place: undefined };
    assert.equal((await accessWith({}, undefined).standingOf(unknown)).role, 'admin');
  });

  it('in local mode, the lists apply, too', async () => {
    const access = accessWith({ operator: [kim], viewer: ['*'] }, undefined);
    assert.equal((await access.standingOf(asker)).role, 'operator');
    assert.equal((await access.standingOf({ ...asker, objectId: lee })).role, 'viewer');
    const named = accessWith({ admin: [kim] }, undefined);
    for (const objectId of [lee, undefined])
      assert.equal((await named.standingOf({ ...asker, objectId })).role, undefined);
  });
});

it('a role allows what the roles below it do, and nothing above', () => {
  const table = roles.map(role => roles.map(needed => isSufficientRole(role, needed)));
  assert.deepEqual(table, [
    [true, false, false],
    [true, true, false],
    [true, true, true],
  ]);
  assert.ok(roles.every(needed => !isSufficientRole(undefined, needed)));
});
