import assert from 'node:assert/strict';
import fc from 'fast-check';
import { hour } from '../../support/fakes.ts';
import { due, openWhole, type Whole } from './whole.ts';

const minute = 60_000;
const day = 24 * hour;
const stepMs = 30 * minute;

/** Lets this much time pass, whatever the wall clock shows. */
async function pass({ clock, passTo }: Whole, ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= stepMs) await passTo(clock.now() + stepMs, stepMs);
}

/** A failed run every five hours, most of them longer than that. */
function plantFailures({ simulator }: Whole, days: number): readonly string[] {
  const starts = Array.from({ length: (days * 24) / 5 }, (_, index) => due - day + index * 5 * hour);
  const jobs = starts.map((startedAt, index) => ({
    id: `J${index}`,
    service: [1, 2, 3, 7][index % 4] ?? 1,
    startedAt,
    endedAt: startedAt + (index % 3) * 4 * hour + minute,
    state: 3,
  }));
  simulator.plant(...jobs);
  return jobs.map(({ id }) => id);
}

/** Checks that each digest starts where the previous one ended, and that each failure is in exactly one. */
function assertNothingIsLostOrTwice({ said }: Whole, ids: readonly string[]): void {
  const spans = said.map(({ message }) => message.span);
  for (const [index, span] of spans.entries()) {
    const before = spans[index - 1];
    assert.ok(span.from < span.to);
    if (before) assert.equal(span.from, before.to, 'one digest begins where the one before it ended');
  }
  const told = said.flatMap(({ message }) => message.report?.causes?.bad ?? []).map(({ job }) => job.id);
  assert.deepEqual(told.toSorted(), [...ids].toSorted());
}

describe('digests while the wall clock jumps six hours either way, and back', () => {
  let whole: Whole;
  afterEach(() => whole.close());

  it('digests are sent early, once, for a due time that is in the future again after a clock jump, and leave nothing out', async () => {
    whole = await openWhole();
    const ids = plantFailures(whole, 3);
    await pass(whole, 20 * hour);
    assert.equal(whole.said.length, 1);
    whole.clock.jump(6 * hour);
    await pass(whole, hour);
    assert.equal(whole.said.length, 2, 'by this clock it is past eight');
    whole.clock.jump(-12 * hour);
    await pass(whole, 3 * hour);
    whole.clock.jump(6 * hour);
    await pass(whole, 4 * hour);
    assert.equal(whole.said.length, 2, 'not a second time at eight');
    await pass(whole, 3 * day);
    assertNothingIsLostOrTwice(whole, ids);
    assert.equal(whole.said.length, 5);
  });

  it('digests have each failure once and each moment once, whenever the clock jumps', async () => {
    const jumping = fc.array(fc.integer({ min: 1, max: 24 }), { minLength: 3, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(jumping, fc.boolean(), async (pauses, isAheadFirst) => {
        whole = await openWhole();
        const ids = plantFailures(whole, 2);
        const way = isAheadFirst ? 1 : -1;
        for (const [index, ms] of [6 * hour, -12 * hour, 6 * hour].entries()) {
          await pass(whole, (pauses[index] ?? 1) * hour);
          whole.clock.jump(way * ms);
        }
        const sum = pauses.reduce((all, one) => all + one, 0);
        await pass(whole, 5 * day - sum * hour);
        assertNothingIsLostOrTwice(whole, ids);
        await whole.close();
      }),
      { numRuns: 2, endOnFailure: true },
    );
  });
});
