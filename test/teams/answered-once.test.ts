import assert from 'node:assert/strict';
import { createAnsweredOnce } from '../../src/teams/answered-once.ts';

const once = () => createAnsweredOnce<number>({ max: 10, ttlMs: 60_000 });

describe('answered once', () => {
  it('gives a second delivery the first answer, also while that one is being made', async () => {
    const answers = once();
    let made = 0;
    const make = async () => ++made;
    assert.deepEqual(await Promise.all([answers.get('a', make), answers.get('a', make)]), [1, 1]);
    assert.equal(await answers.get('a', make), 1);
    assert.equal(await answers.get('b', make), 2);
  });

  it('answers again after a failure', async () => {
    const answers = once();
    await assert.rejects(answers.get('a', () => Promise.reject(new Error('down'))));
    assert.equal(await answers.get('a', async () => 7), 7);
  });

  it('always answers what has no key', async () => {
    const answers = once();
    let made = 0;
    await answers.get(undefined, async () => ++made);
    assert.equal(await answers.get(undefined, async () => ++made), 2);
  });

  it('answers again what was forgotten', async () => {
    const answers = once();
    await answers.get('a', async () => 1);
    answers.forget('a');
    assert.equal(await answers.get('a', async () => 2), 2);
  });
});
