import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createPacing } from '../../src/teams/pacing.ts';
import { virtualTime } from '../support/virtual-time.ts';

/** When each of these messages was let go, in milliseconds from the start. */
async function sendAll(
  conversations: readonly string[],
  refused: (index: number) => boolean = () => false,
): Promise<number[]> {
  const time = virtualTime();
  const start = time.clock.now();
  const pacing = createPacing(time);
  const gone: number[] = [];
  const all = conversations.map(async (conversation, index) => {
    await pacing.turn('tenant', conversation);
    gone[index] = time.clock.now() - start;
    if (refused(index)) pacing.slowDown('tenant');
  });
  await time.until(Promise.all(all));
  return gone;
}

/** The most that fall into any stretch of so many milliseconds. */
function mostWithin(times: readonly number[], ms: number): number {
  return Math.max(...times.map(from => times.filter(at => at >= from && at < from + ms).length));
}

const distinct = (count: number) => Array.from({ length: count }, (_, index) => `c${index}`);

describe('pacing', () => {
  it('the pace is forty a second for a tenant, evenly', async () => {
    const gone = await sendAll(distinct(400));
    assert.ok(mostWithin(gone, 1_000) <= 41);
    assert.ok(Math.max(...gone) <= 10_000, String(Math.max(...gone)));
  });

  it('the pace stays within each of Teams’ limits for one conversation', async () => {
    const gone = await sendAll(Array.from({ length: 200 }, () => 'one'));
    for (const [count, ms] of [
      [7, 1_000],
      [8, 2_000],
      [60, 30_000],
    ] as const)
      assert.ok(mostWithin(gone, ms) <= count, `${mostWithin(gone, ms)} in ${ms} ms`);
    assert.ok(Math.max(...gone) < 100_000, 'and is not slower than it must be');
  });

  it('the pace stays within the limits if messages to others delayed the first ones', async () => {
    const gone = await sendAll(['a', ...Array.from({ length: 8 }, () => 'b')]);
    assert.ok(mostWithin(gone.slice(1), 1_000) <= 7);
  });

  it('the pace stays within the limits for any mixture', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 60 }), async conversations => {
        const gone = await sendAll(conversations);
        for (const name of ['a', 'b', 'c']) {
          const own = gone.filter((_, index) => conversations[index] === name);
          if (own.length === 0) continue;
          assert.ok(mostWithin(own, 1_000) <= 7);
          assert.ok(mostWithin(own, 2_000) <= 8);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('the pace of one crowded conversation does not delay the others', async () => {
    const crowd = Array.from({ length: 100 }, () => 'crowded');
    const gone = await sendAll([...crowd, ...distinct(40)]);
    assert.ok(Math.max(...gone.slice(100)) < 2_000);
  });

  it('the pace halves after a refusal, more after each, and recovers within a second', async () => {
    const once = await sendAll(distinct(200), index => index === 40);
    const per = (times: readonly number[], from: number) =>
      times.filter(at => at >= from && at < from + 250).length;
    const refusedAt = once[40] ?? 0;
    assert.ok(per(once, refusedAt + 1) <= 7, 'not ten');
    assert.ok(per(once, refusedAt + 1_000) >= 9, 'as before');
    const always = await sendAll(distinct(60), () => true);
    assert.ok(Math.max(...always) > 3_000, 'refused all the time it is far slower');
  });
});
