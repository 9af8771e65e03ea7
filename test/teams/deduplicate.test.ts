import assert from 'node:assert/strict';
import { createDeduplicator } from '../../src/teams/deduplicate.ts';

const fresh = () => createDeduplicator<number>({ max: 10, ttlMs: 60_000 });

describe('deduplicate', () => {
  it('deduplicate gives a second delivery the first answer, also while that one is being made', async () => {
    const answers = fresh();
    let made = 0;
    const make = async () => ++made;
    assert.deepEqual(await Promise.all([answers.once('a', make), answers.once('a', make)]), [1, 1]);
    assert.equal(await answers.once('a', make), 1);
    assert.equal(await answers.once('b', make), 2);
  });

  it('deduplicate answers again after a failure', async () => {
    const answers = fresh();
    await assert.rejects(answers.once('a', () => Promise.reject(new Error('down'))));
    assert.equal(await answers.once('a', async () => 7), 7);
  });

  it('deduplicate always answers an activity without a key', async () => {
    const answers = fresh();
    let made = 0;
    await answers.once(undefined, async () => ++made);
    assert.equal(await answers.once(undefined, async () => ++made), 2);
  });

  it('deduplicate answers a forgotten activity again', async () => {
    const answers = fresh();
    await answers.once('a', async () => 1);
    answers.forget('a');
    assert.equal(await answers.once('a', async () => 2), 2);
  });
});
