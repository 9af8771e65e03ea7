import assert from 'node:assert/strict';
import { everyDay } from '../../src/domain/recurrence.ts';
import { hour } from '../support/fakes.ts';
import { openSends, type WholeSends } from '../support/whole-sends.ts';

const minute = 60_000;
/** Monday 23 November 2026, 08:00 UTC: when the digests of these tests are due. */
const due = Date.UTC(2026, 10, 23, 8);
const when = { days: everyDay, hour: 8, minute: 0, zone: 'UTC' };
const wish = { when, services: [], onlyProblems: false };
const exchange = { services: ['exchange'], inARow: 1, isPartialIncluded: false, quiet: undefined } as const;

describe('a conversation without permission for messages', () => {
  let here: WholeSends;
  beforeEach(async () => {
    here = await openSends({ now: due - 10 * minute });
  });
  afterEach(() => here.close());

  it('a conversation without permission gets no messages, keeps its settings, and gets everything late once it’s allowed', async () => {
    const [lee, kim] = [here.placeOf('a:lee'), here.placeOf('a:kim')];
    for (const place of [lee, kim]) {
      await here.digests.obey({ what: 'set', wish }, place, 'en-GB');
      await here.watching.orders.save(exchange, place, { zone: 'UTC', locale: 'en-GB', by: undefined });
    }
    here.whyNot = ({ id }) => (id === 'a:lee' ? 'role' : undefined);
    here.world.plant({
      service: 'exchange',
      startedAt: due + 10 * minute,
      endedAt: due + 20 * minute,
      state: 'failed',
    });
    await here.pass(5 * hour, minute);
    assert.deepEqual(new Set(here.taken.map(({ place }) => place)), new Set(['a:kim']));
    assert.equal(here.refused.length, 0);
    const held = (await here.places.get(lee))?.held;
    assert.deepEqual([held?.why, (held?.since ?? 0) - due < 2 * minute], ['role', true]);
    assert.deepEqual(
      (await here.places.unreached()).map(({ key }) => key.id),
      ['a:lee'],
    );
    assert.equal((await here.subscriptions.ofPlace(lee)).length, 1);
    assert.equal((await here.watching.watches.ofPlace(lee)).length, 1);

    here.whyNot = () => undefined;
    await here.pass(2 * hour, minute);
    const late = here.taken.filter(({ place }) => place === 'a:lee').map(({ text }) => text);
    assert.equal(late.length, 2);
    assert.ok(late.some(text => /Sent .* late: it was due/.test(text)));
    assert.ok(late.some(text => text.includes('Exchange')));
    assert.deepEqual(await here.places.unreached(), []);
    assert.equal((await here.places.get(lee))?.held, undefined);
  });

  it('a conversation gets everything at once if a user writes there after it’s allowed again', async () => {
    const lee = here.placeOf('a:lee');
    await here.digests.obey({ what: 'set', wish }, lee, 'en-GB');
    here.whyNot = () => 'tenant';
    await here.pass(hour, minute);
    assert.equal(here.taken.length, 0);
    here.whyNot = () => undefined;
    await here.write('help', lee);
    await here.pass(2 * minute, minute);
    assert.ok(here.taken.some(({ text }) => /Sent .* late: it was due/.test(text)));
  });
});
