import assert from 'node:assert/strict';
import { createRests } from '../../src/schedule/rests.ts';
import { fakeClock, monday } from '../support/fakes.ts';

describe('what could not be done', () => {
  const [firstMs, longestMs] = [60_000, 200_000];
  const may = () => true;

  function open() {
    const clock = fakeClock(monday);
    return { clock, rests: createRests({ firstMs, longestMs, clock }) };
  }

  it('rests for a while, then for twice that, up to the longest; once it is done it begins anew', async () => {
    const { clock, rests } = open();
    for (const ms of [60_000, 120_000, 200_000, 200_000]) {
      assert.equal(rests.isResting('one'), false);
      await rests.attempt('one', may, async () => 'later');
      clock.advance(ms - 1);
      assert.equal(rests.isResting('one'), true, `${ms}`);
      assert.equal(rests.isResting('another'), false);
      clock.advance(1);
    }
    await rests.attempt('one', may, async () => 'over');
    assert.equal(rests.isResting('one'), false);
    await rests.attempt('one', may, async () => 'later');
    clock.advance(60_000);
    assert.equal(rests.isResting('one'), false);
  });

  it('rests where the try rejects, and rejects', async () => {
    const { rests } = open();
    const failing = rests.attempt('one', may, () => Promise.reject(new Error('no store')));
    await assert.rejects(failing, /no store/);
    assert.equal(rests.isResting('one'), true);
  });

  it('does not rest where it was not allowed to start, though it is allowed again by then', async () => {
    const { rests } = open();
    const answers = [true, false, true];
    await rests.attempt(
      'one',
      () => answers.shift() ?? true,
      async asked => {
        while (asked());
        return 'later';
      },
    );
    assert.equal(rests.isResting('one'), false);
  });
});
