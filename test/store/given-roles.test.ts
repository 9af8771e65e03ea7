import assert from 'node:assert/strict';
import { mostGivenRoles, TooManyRolesError } from '../../src/domain/given-roles.ts';
import { createGivenRoles } from '../../src/store/given-roles.ts';
import { idOf, kim, lee, sam } from '../access/people.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { realStores } from '../support/real-stores.ts';

const by = { name: 'Kim', objectId: kim };
const role = (objectId: string, given: 'viewer' | 'operator' = 'operator') =>
  ({ objectId, name: 'Lee', role: given, by, at: 5 }) as const;

for (const [name, open] of realStores)
  it(`roles are given, changed and removed once, by two instances on ${name}`, async () => {
    const { store, close } = await open();
    try {
      const [one, other] = [createGivenRoles(store), createGivenRoles(store)];
      assert.equal(await one.give(role(lee)), undefined);
      assert.deepEqual(await other.all(), [role(lee)]);
      assert.deepEqual(
        await other.give({ ...role(lee), at: 9 }),
        role(lee),
        'the same role isn’t given anew',
      );
      assert.deepEqual(await one.all(), [role(lee)]);
      await Promise.all([
        one.give(role(lee, 'viewer')),
        other.give(role(lee, 'viewer')),
        one.give(role(sam)),
      ]);
      assert.deepEqual(
        (await other.all()).map(given => [given.objectId, given.role]),
        [
          [lee, 'viewer'],
          [sam, 'operator'],
        ],
      );
      const removed = await Promise.all([one.remove(lee), other.remove(lee)]);
      assert.equal(removed.filter(Boolean).length, 1);
      assert.equal(await one.remove(lee), undefined);
    } finally {
      await close();
    }
  });

it('a record that names another role, or none, gives no role', async () => {
  const store = createMemoryStore();
  for (const [index, value] of [{ role: 'admin' }, {}, 'operator', null].entries())
    await store.put({ collection: 'roles', partition: 'all', key: idOf(index) }, value);
  await store.put({ collection: 'roles', partition: 'all', key: lee }, { role: 'viewer' });
  assert.deepEqual(await createGivenRoles(store).all(), [
    { objectId: lee, name: '', role: 'viewer', by: { name: '', objectId: undefined }, at: 0 },
  ]);
});

it('no more roles are given than every check of a role can read', async () => {
  const store = createMemoryStore();
  const roles = createGivenRoles(store);
  for (let index = 1; index <= mostGivenRoles; index += 1) await roles.give(role(idOf(index)));
  await assert.rejects(roles.give(role(idOf(9_999))), TooManyRolesError);
  await roles.give(role(idOf(1), 'viewer'));
  assert.equal((await roles.all()).length, mostGivenRoles);
});
