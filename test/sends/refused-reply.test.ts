import assert from 'node:assert/strict';
import type { Service } from '../../src/domain/job.ts';
import type { ConversationRef } from '../../src/domain/place.ts';
import { everyDay } from '../../src/domain/recurrence.ts';
import type { Came } from '../support/channel-end.ts';
import { hour } from '../support/fakes.ts';
import { openSends, type WholeSends } from '../support/whole-sends.ts';

const minute = 60_000;
const kim = { id: '29:kim', name: 'Kim' };
const lee = { id: '29:lee', name: 'Lee' };

describe('a channel in which Teams refuses replies', () => {
  let here: WholeSends;
  let place: ConversationRef;
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
  const wish = (hour: number, service: Service) =>
    ({
      when: { days: everyDay, hour, minute: 0, zone: 'UTC' },
      services: [service],
      onlyProblems: false,
    }) as const;
  const isReply = ({ conversation, method }: Came) =>
    method === 'POST' && conversation.includes(';messageid=');
  const takenWith = (text: string) => here.taken.filter(one => one.text.includes(text));

  for (const code of ['Forbidden', 'ServiceError', undefined])
    it(`an escalation is sent as a post if a reply is refused with 403 ${code ?? 'without a code'}`, async () => {
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

  it('the card of the next incident is sent though each attempt so far was a reply that closes the conversation', async () => {
    fail('exchange');
    await here.pass(3 * minute, 10_000);
    here.refuse = (_, came) => (isReply(came) ? { status: 403, code: 'MessageWritesBlocked' } : undefined);
    await here.pass(60 * minute, 10_000);
    assert.ok(here.refused.length > 2);
    fail('teams');
    await here.pass(65 * minute, 10_000);
    assert.equal(takenWith('Teams').length, 1);
  });

  it('the escalation of an incident is sent though its card can’t be edited, which closes the conversation', async () => {
    fail('exchange');
    await here.pass(3 * minute, 10_000);
    here.refuse = (_, { method }) =>
      method === 'PUT' ? { status: 403, code: 'NotEnoughPermissions' } : undefined;
    fail('exchange');
    await here.pass(20 * minute, 10_000);
    assert.ok(here.refused.length > 0);
    assert.equal(takenWith('<at>Lee</at>').length, 1);
  });

  it('the escalation of an incident is sent though an earlier reply about it is refused at each attempt', async () => {
    await here.watching.duties.obey({ what: 'escalateAfter', ms: 40 * minute }, place, kim);
    fail('exchange');
    await here.pass(5 * minute, 10_000);
    here.refuse = (_, came) =>
      isReply(came) && !came.text.includes('<at>Lee</at>')
        ? { status: 403, code: 'MessageWritesBlocked' }
        : undefined;
    fail('exchange');
    await here.pass(35 * minute, 10_000);
    assert.ok(here.refused.length > 0);
    await here.pass(70 * minute, 10_000);
    assert.equal(takenWith('<at>Lee</at>').length, 1);
  });

  it('an alert and the other digests are sent though one digest is refused because of its content, and was due first', async () => {
    await here.digests.obey({ what: 'set', wish: wish(5, 'sharepoint') }, place, 'en-GB');
    await here.digests.obey({ what: 'set', wish: wish(6, 'onedrive') }, place, 'en-GB');
    const isFirst = (text: string) => text.includes('SharePoint');
    here.refuse = (_, { text }) =>
      isFirst(text) ? { status: 403, code: 'MessageWritesBlocked' } : undefined;
    await here.pass(90 * minute, 10_000);
    fail('exchange');
    await here.pass(65 * minute, 10_000);
    assert.ok(here.refused.length > 0);
    assert.equal(takenWith('OneDrive').length, 1, 'the other digest');
    assert.equal(takenWith('<at>Kim</at>').length, 1, 'the alert');
    assert.ok(here.refused.every(({ text }) => isFirst(text)));
  });

  it('a conversation that refuses is tried with each of three messages in turn, one at a time', async () => {
    await here.digests.obey({ what: 'set', wish: wish(5, 'sharepoint') }, place, 'en-GB');
    await here.digests.obey({ what: 'set', wish: wish(6, 'onedrive') }, place, 'en-GB');
    here.refuse = () => ({ status: 403, code: 'MessageWritesBlocked' });
    await here.pass(3 * hour, 10_000);
    fail('exchange');
    await here.pass(10 * minute, 10_000);
    const before = here.refused.length;
    await here.pass(10 * hour, 30_000);
    const kinds = here.refused
      .slice(before)
      .map(({ text }) => /SharePoint|OneDrive|Exchange/.exec(text)?.[0]);
    assert.equal(kinds.length, 10, 'hourly');
    // Between a conversation's turns, last in one round and first in the next, are at most four others.
    for (let n = 0; n + 5 <= kinds.length; n += 1)
      assert.equal(new Set(kinds.slice(n, n + 5)).size, 3, kinds.join());
  });
});
