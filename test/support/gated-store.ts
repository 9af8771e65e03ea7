import assert from 'node:assert/strict';
import { type Store, StoreError } from '../../src/domain/store.ts';
import { createMemoryStore } from './memory-store.ts';

/** A store in memory that calls `before` ahead of each write. */
function createGatedStore(before: () => Promise<void>): Store {
  const kept = createMemoryStore();
  return {
    ...kept,
    async put(...asked) {
      await before();
      return kept.put(...asked);
    },
    async remove(...asked) {
      await before();
      return kept.remove(...asked);
    },
  };
}

/** Prepares the state before a change, and returns that change. */
type Begin = (store: Store) => Promise<() => Promise<unknown>>;

/** Makes a change; `before` is called ahead of each of its writes, with its number, from 1 on. */
async function makeChange(begin: Begin, before: (nth: number) => Promise<void>) {
  let writes = 0;
  let isBegun = false;
  const change = await begin(
    createGatedStore(async () => {
      if (!isBegun) return;
      writes += 1;
      await before(writes);
    }),
  );
  isBegun = true;
  return { done: change(), writes: () => writes };
}

/**
 * Asserts that a change is done only once each of its writes is, and that it rejects if one of them fails. It is made
 * anew, from `begin` on, for each of them.
 */
export async function assertDoneOnceStored(begin: Begin): Promise<void> {
  const whole = await makeChange(begin, async () => {});
  await whole.done;
  assert.ok(whole.writes() > 0, 'it writes something');
  for (let held = 1; held <= whole.writes(); held += 1) {
    let letThrough = () => {};
    const opened = new Promise<void>(resolve => {
      letThrough = resolve;
    });
    const { done } = await makeChange(begin, async nth => {
      if (nth === held) await opened;
    });
    let isDone = false;
    const end = done.then(() => {
      isDone = true;
    });
    // Whatever else it waits for is there by then.
    for (let turn = 0; turn < 3; turn += 1) await new Promise(setImmediate);
    assert.equal(isDone, false, `write ${held} of ${whole.writes()} is not done yet`);
    letThrough();
    await end;
  }
  for (let failing = 1; failing <= whole.writes(); failing += 1) {
    const { done } = await makeChange(begin, async nth => {
      if (nth === failing) throw new StoreError('unavailable', 'no connection');
    });
    await assert.rejects(done, StoreError, `write ${failing} of ${whole.writes()} has failed`);
  }
}
