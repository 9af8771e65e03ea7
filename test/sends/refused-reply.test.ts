import assert from 'node:assert/strict';
import type { Service } from '../../src/domain/job.ts';
import type { Place } from '../../src/domain/place.ts';
import type { Came } from '../support/channel-end.ts';
import { openSends, type WholeSends } from '../support/whole-sends.ts';

const minute = 60_000;
const kim = { id: '29:kim', name: 'Kim' };
const lee = { id: '29:lee', name: 'Lee' };

describe('a channel in which Teams refuses replies', () => {
  let here: WholeSends;
  let place: Place;
  beforeEach(async () => {
    here = await openSends({ now: Date.UTC(2026, 10, 23, 4) });
    place = here.placeOf('19:incidents', 'channel');
    for (const service of ['exchange', 'teams'] as const)
      await here.watching.orders.save(
        { services: [service], inARow: 1, isPartialIncluded: false, quiet: undefined },
        place,
        { zone: 'UTC', locale: 'en-GB', by: kim },
      );
    await here.watching.duties.obey({ what: 'set', first: kim, fallback: lee }, place, kim);
    await here.pass(3 * minute);
  });
  afterEach(() => here.close());

  function fail(service: Service): void {
    const now = here.clock.now();
    here.world.plant({ service, startedAt: now - 2 * minute, endedAt: now - minute, state: 'failed' });
  }
  const isReply = ({ conversation, method }: Came) =>
    method === 'POST' && conversation.includes(';messageid=');
  const takenWith = (text: string) => here.taken.filter(one => one.text.includes(text));

  for (const code of ['Forbidden', 'ServiceError', undefined])
    it(`gets an escalation as a post if a reply is refused with 403 ${code ?? 'without a code'}`, async () => {
      fail('exchange');
      await here.pass(3 * minute, 10_000);
      here.refuse = (_, came) => (isReply(came) ? { status: 403, ...(code && { code }) } : undefined);
      await here.pass(35 * minute, 10_000);
      assert.equal(takenWith('<at>Lee</at>').length, 1);
      assert.equal((await here.places.get(place))?.undelivered, undefined);
      fail('teams');
      await here.pass(5 * minute, 10_000);
      assert.equal(takenWith('Teams').length, 1, 'the next incident has its card at once');
    });
});
