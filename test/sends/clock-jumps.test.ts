import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ConversationRef } from '../../src/domain/place.ts';
import { everyDay } from '../../src/domain/recurrence.ts';
import { hour } from '../support/fakes.ts';
import { openSends, type WholeSends } from '../support/whole-sends.ts';

const minute = 60_000;
const start = Date.UTC(2026, 10, 23, 6);
const stepMs = 15 * minute;
const kim = { id: '29:kim', name: 'Kim' };
const lee = { id: '29:lee', name: 'Lee' };

/** Failures and recoveries of two services within twelve hours. */
function plant({ world }: WholeSends): void {
  for (let at = start + 20 * minute, index = 0; at < start + 12 * hour; at += 50 * minute, index += 1)
    world.plant({
      service: index % 2 === 0 ? 'exchange' : 'teams',
      startedAt: at,
      endedAt: at + 10 * minute,
      state: index % 6 < 4 ? 'failed' : 'finished',
    });
}

/** A watched channel with people on call, and a digest in a chat. */
async function settle({
  watching,
  digests,
  placeOf,
}: WholeSends): Promise<readonly [ConversationRef, ConversationRef]> {
  const [channel, chat] = [placeOf('channel-1', 'channel'), placeOf('chat-1')];
  const by = { zone: 'UTC', locale: 'en-GB', by: kim };
  const wish = { inARow: 1, isPartialIncluded: false, quiet: undefined } as const;
  await watching.orders.save({ ...wish, services: ['exchange', 'teams'] }, channel, by);
  await watching.duties.obey({ what: 'set', first: kim, fallback: lee }, channel, kim);
  const when = { days: everyDay, hour: 8, minute: 0, zone: 'UTC' };
  await digests.obey({ what: 'set', wish: { when, services: [], onlyProblems: false } }, chat, 'en-GB');
  return [channel, chat];
}

/** Returns everything that is sent in a day and a half if the wall clock is set by this much after this many steps. */
async function sent(jumps: ReadonlyMap<number, number>) {
  const here = await openSends({ now: start });
  try {
    plant(here);
    const [channel, chat] = await settle(here);
    for (let step = 0; step < (34 * hour) / stepMs; step += 1) {
      here.clock.jump(jumps.get(step) ?? 0);
      await here.pass(stepMs, stepMs);
    }
    const of = (place: ConversationRef) => here.taken.filter(one => one.place === place.id);
    return {
      alerts: of(channel).map(({ method, text }) => [method, withoutAddress(text)]),
      digests: of(chat).length,
    };
  } finally {
    await here.close();
  }
}

/** A message without its destination: ports, and ids that count all that is sent. */
function withoutAddress(text: string): unknown {
  const { conversation: _, id: __, ...message } = JSON.parse(text.replaceAll(/127\.0\.0\.1:\d+/g, 'teams'));
  return message;
}

describe('messages during jumps of the wall clock', () => {
  it('messages are the same, one by one, whenever the wall clock jumps six hours either way, and back', async () => {
    const usual = await sent(new Map());
    assert.ok(usual.alerts.length > 10);
    assert.equal(usual.digests, 2);
    const steps = fc.uniqueArray(fc.integer({ min: 1, max: 70 }), { minLength: 3, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(steps, fc.constantFrom(1, -1), async (those, way) => {
        const [one = 0, two = 0, three = 0] = those.toSorted((a, b) => a - b);
        const jumps = new Map([
          [one, way * 6 * hour],
          [two, way * -12 * hour],
          [three, way * 6 * hour],
        ]);
        assert.deepEqual(await sent(jumps), usual);
      }),
      { numRuns: 8, endOnFailure: true },
    );
  });
});
