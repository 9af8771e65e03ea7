import assert from 'node:assert/strict';
import type { ConversationRef } from '../../src/domain/place.ts';
import { everyDay } from '../../src/domain/recurrence.ts';
import { createConversationBackOff } from '../../src/schedule/conversation-back-off.ts';
import { createLeases } from '../../src/store/leases.ts';
import { createPacing } from '../../src/teams/pacing.ts';
import { fakeClock, hour } from '../support/fakes.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { openSends, type WholeSends } from '../support/whole-sends.ts';

const minute = 60_000;
const due = Date.UTC(2026, 10, 23, 8);
const kim = { id: '29:kim', name: 'Kim' };

describe('a clock that was six hours ahead and is set back', () => {
  let here: WholeSends;
  let place: ConversationRef;
  beforeEach(async () => {
    here = await openSends({ now: due - 10 * minute });
    place = here.placeOf('chat-1');
  });
  afterEach(() => here.close());

  async function refuseDigestWhileAhead(): Promise<void> {
    const when = { days: everyDay, hour: 8, minute: 0, zone: 'UTC' };
    await here.digests.obey(
      { what: 'set', wish: { when, services: [], onlyProblems: false } },
      place,
      'en-GB',
    );
    here.refuse = (_, came) => (came.text.includes('Next:') ? undefined : { status: 403 });
    here.clock.jump(6 * hour);
    await here.pass(2 * hour, 5 * minute);
    assert.ok(here.refused.length > 3);
  }

  it('a clock that is set back doesn’t stop the attempts in a conversation that refused messages', async () => {
    await refuseDigestWhileAhead();
    here.clock.jump(-6 * hour);
    const before = here.refused.length;
    await here.pass(20 * minute, minute);
    assert.equal(here.refused.length - before, 5, 'at once, then after 1, 2, 5 and 15 minutes');
    const { since = 0 } = (await here.places.get(place))?.undelivered ?? {};
    assert.ok(since <= here.clock.now(), 'nothing was refused in the future');
    here.refuse = () => undefined;
    await here.pass(hour, 5 * minute);
    assert.equal(here.taken.length, 1);
  });

  it('after a clock is set back, a user who writes in a conversation ends its refusals, as before', async () => {
    await refuseDigestWhileAhead();
    await here.write('digest', place);
    await here.pass(minute, 10_000);
    here.clock.jump(-6 * hour);
    await here.pass(10_000, 10_000);
    here.refuse = () => undefined;
    const before = here.taken.length;
    await here.write('digest', place);
    await here.pass(10_000, 2_000);
    assert.equal(here.taken.length - before, 2, 'the answer and the digest');
  });

  it('a clock that is set back doesn’t stop polling, nor alerts', async () => {
    const exchange = {
      services: ['exchange'],
      inARow: 1,
      isPartialIncluded: false,
      quiet: undefined,
    } as const;
    await here.watching.orders.save(exchange, place, { zone: 'UTC', locale: 'en-GB', by: kim });
    here.clock.jump(6 * hour);
    await here.pass(10 * minute);
    here.clock.jump(-6 * hour);
    const now = here.clock.now();
    here.world.plant({
      service: 'exchange',
      startedAt: now - 2 * minute,
      endedAt: now - minute,
      state: 'failed',
    });
    await here.pass(5 * minute);
    assert.equal(here.taken.length, 1);
  });

  it('a clock that is set back doesn’t change how long a back-off lasts', async () => {
    const clock = fakeClock();
    const backOff = createConversationBackOff({
      places: here.places,
      firstMs: minute,
      longestMs: hour,
      clock,
    });
    const one = { name: 'one', place };
    await backOff.attempt(
      one,
      () => true,
      async () => 'retry',
    );
    for (const ms of [-6 * hour, 12 * hour, -6 * hour]) {
      clock.jump(ms);
      assert.equal(backOff.isWaiting(one), true);
    }
    clock.advance(minute);
    assert.equal(backOff.isWaiting(one), false);
  });

  it('a clock that is set back doesn’t delay what is sent next to a conversation or its tenant', async () => {
    const clock = fakeClock();
    const slept: number[] = [];
    const pacing = createPacing({ clock, sleep: async ms => void slept.push(ms) });
    for (let n = 0; n < 3; n += 1) await pacing.turn('tenant', 'one');
    slept.splice(0);
    clock.jump(-6 * hour);
    await pacing.turn('tenant', 'one');
    assert.ok(
      slept.every(ms => ms < 1_000),
      `${slept}`,
    );
  });

  it('a clock that is set back doesn’t delay the transfer of a dead instance’s lease', async () => {
    const clock = fakeClock();
    const store = createMemoryStore({ isShared: true });
    const [dead, alive] = ['dead', 'alive'].map(holder =>
      createLeases({ store, clock, holder, ttlMs: 30_000 }),
    );
    await dead?.take('sender');
    assert.equal(await alive?.take('sender'), undefined);
    clock.jump(-6 * hour);
    assert.equal(await alive?.take('sender'), undefined);
    clock.jump(12 * hour);
    assert.equal(await alive?.take('sender'), undefined, 'nor before it');
    clock.advance(31_000);
    assert.ok(await alive?.take('sender'));
  });
});
