import assert from 'node:assert/strict';
import { createCachedRoles, freshMs, pauseMs, staleMs } from '../../src/access/cached-roles.ts';
import type { GivenRole } from '../../src/domain/given-roles.ts';
import { type Store, StoreError } from '../../src/domain/store.ts';
import { createGivenRoles } from '../../src/store/given-roles.ts';
import { fakeClock, recordingLog } from '../support/fakes.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { accessWith, aMember, chat, kim, lee, membershipOf, sam } from './people.ts';

const giver = { name: 'Kim', objectId: kim };
const given = (objectId: string, role: GivenRole['role'] = 'operator'): GivenRole => ({
  ...{ objectId, name: 'Lee', role, by: giver, at: 1 },
});

/** Two instances on one store, whose reads are counted and fail or hang on request. */
function open() {
  const clock = fakeClock();
  const memory = createMemoryStore();
  const state = { isDown: false, isHanging: false, reads: 0, holds: [] as Promise<void>[] };
  const store: Store = {
    ...memory,
    async list(...range) {
      state.reads += 1;
      if (state.isDown) throw new StoreError('unavailable', 'down');
      const found = await memory.list(...range);
      await Promise.all(state.holds);
      return found;
    },
  };
  const instance = () =>
    createCachedRoles({
      stored: createGivenRoles(store),
      clock,
      log: recordingLog(),
      within: (_, work) => (state.isHanging ? Promise.resolve() : work),
    });
  return { clock, state, store, one: instance(), other: instance() };
}

describe('the cache of the roles that were given in Teams', () => {
  it('a role that was given or removed by this instance counts at once, and elsewhere within 10 s', async () => {
    const { clock, one, other } = open();
    assert.equal(await one.roleOf(lee), undefined);
    assert.equal(await other.roleOf(lee), undefined);
    await one.give(given(lee));
    assert.equal(await one.roleOf(lee), 'operator');
    clock.advance(freshMs);
    assert.equal(await other.roleOf(lee), 'operator');
    await one.remove(lee);
    assert.equal(await one.roleOf(lee), undefined);
    clock.advance(freshMs - 1);
    assert.equal(await other.roleOf(lee), 'operator');
    clock.advance(1);
    assert.equal(await other.roleOf(lee), undefined);
    assert.ok(freshMs <= 9_000);
  });

  it('any number of users cost the store one read in 8 s, and settled operators and admins none', async () => {
    const { clock, one, state } = open();
    const roles = Array.from({ length: 100 }, () => one.roleOf(lee));
    await Promise.all(roles);
    assert.equal(state.reads, 1);
    clock.advance(freshMs);
    const access = accessWith({ admin: [kim], operator: [lee] }, membershipOf(aMember(kim)), one);
    for (const objectId of [kim, lee, kim])
      await access.standingOf({ objectId, personId: '29:x', place: chat });
    assert.equal(state.reads, 1);
    await access.standingOf({ objectId: sam, personId: '29:x', place: chat });
    assert.equal(state.reads, 2);
  });

  it('while the store can’t be read, the last roles count for ten minutes, and then none is known', async () => {
    const { clock, one, state } = open();
    await one.give(given(lee));
    await one.roleOf(lee);
    state.isDown = true;
    clock.advance(staleMs - 1);
    assert.equal(await one.roleOf(lee), 'operator');
    clock.advance(1);
    assert.equal(await one.roleOf(lee), 'unread');
    assert.equal(await one.roleOf(sam), 'unread');
    state.isDown = false;
    clock.advance(pauseMs);
    assert.equal(await one.roleOf(lee), 'operator');
  });

  it('a store that is down is asked again only after a pause', async () => {
    const { clock, one, state } = open();
    state.isDown = true;
    for (let turn = 0; turn < 20; turn += 1) await one.roleOf(lee);
    assert.equal(state.reads, 1);
    clock.advance(pauseMs);
    await one.roleOf(lee);
    assert.equal(state.reads, 2);
  });

  it('a removal here isn’t undone by a read that began before it', async () => {
    const { clock, one, state } = open();
    await one.give(given(lee));
    await one.roleOf(lee);
    clock.advance(freshMs);
    let release = () => {};
    state.holds = [new Promise(resolve => (release = resolve))];
    const late = one.roleOf(lee);
    await one.remove(lee);
    state.holds = [];
    release();
    await late;
    assert.equal(await one.roleOf(lee), undefined);
  });

  it('a change whose outcome isn’t known is read before the next answer', async () => {
    const { one, state, store } = open();
    await one.roleOf(lee);
    const { put } = store;
    Object.assign(store, {
      put: async (...args: Parameters<Store['put']>) => {
        await put(...args);
        throw new StoreError('unavailable', 'no answer');
      },
    });
    await assert.rejects(one.give(given(lee)));
    assert.equal(await one.roleOf(lee), 'operator');
    assert.ok(state.reads >= 2);
  });

  it('an answer doesn’t wait for a read that hangs', async () => {
    const { one, state } = open();
    state.isHanging = true;
    state.holds = [new Promise(() => {})];
    assert.equal(await one.roleOf(lee), 'unread');
  });
});

describe('the standing of a user with a role from Teams', () => {
  const standing = async (lists: object, role: 'viewer' | 'operator' | 'unread' | undefined, who = lee) =>
    accessWith(lists, membershipOf(aMember(who)), { roleOf: async () => role }).standingOf({
      ...{ objectId: who, personId: '29:lee', place: chat },
    });

  it('the higher of the two roles counts', async () => {
    assert.equal((await standing({ admin: [kim] }, 'operator')).role, 'operator');
    assert.equal((await standing({ viewer: ['*'] }, 'operator')).role, 'operator');
    assert.equal((await standing({ operator: [lee] }, 'viewer')).role, 'operator');
    assert.equal((await standing({ admin: [lee] }, 'viewer')).role, 'admin');
    assert.equal((await standing({ viewer: [lee] }, 'viewer')).role, 'viewer');
  });

  it('while the settings have no list, a role from Teams takes no other member’s role', async () => {
    assert.equal((await standing({}, 'viewer')).role, 'operator');
    assert.equal((await standing({}, undefined, sam)).role, 'operator');
  });

  it('a user whose role can’t be read is told so, and one whom the settings name keeps that role', async () => {
    const unread = await standing({ admin: [kim] }, 'unread');
    assert.deepEqual(unread, { role: undefined, objectId: lee, stranger: 'rolesUnread' });
    assert.equal((await standing({ viewer: [lee] }, 'unread')).role, 'viewer');
  });
});
