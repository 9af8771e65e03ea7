import assert from 'node:assert/strict';
import type { ConversationRef } from '../../src/domain/place.ts';
import { hour } from '../support/fakes.ts';
import { openSends, type Refused, type WholeSends } from '../support/whole-sends.ts';
import { exchange, kim, setAll, when } from './set-all.ts';

const minute = 60_000;
const day = 24 * hour;
/** Monday 23 November 2026, 08:00 UTC: when the digests of these tests are due. */
const due = Date.UTC(2026, 10, 23, 8);
const every404: Refused = { status: 404, code: 'ConversationNotFound' };

describe('a conversation in which Teams refuses messages', () => {
  let here: WholeSends;
  beforeEach(async () => {
    here = await openSends({ now: due - 10 * minute });
  });
  afterEach(() => here.close());

  /** Digests, watches and on-call rosters that are set. */
  async function settingsOf(places: readonly ConversationRef[]) {
    const counts = { digests: 0, watches: 0, rosters: 0 };
    for (const place of places) {
      counts.digests += (await here.subscriptions.ofPlace(place)).length;
      counts.watches += (await here.watching.watches.ofPlace(place)).filter(one => !one.isEnding).length;
      counts.rosters += (await here.watching.duties.get(place))?.first?.id === kim.id ? 1 : 0;
    }
    return counts;
  }

  const takenIn = ({ id }: ConversationRef) => here.taken.filter(({ place }) => place === id);
  const minutesOf = (tries: readonly { readonly at: number }[]) => {
    const [first] = tries;
    return tries.map(({ at }) => Math.round((at - (first?.at ?? 0)) / minute));
  };

  it('a refused conversation keeps its settings through three minutes of 404 at digest time, and gets each digest late', async () => {
    const places = Array.from({ length: 40 }, (_, n) => here.placeOf(`g${n}`, 'group'));
    for (const place of places) await setAll(here, place);
    here.world.plant({ service: 'exchange', startedAt: due - 5 * minute, endedAt: due, state: 'failed' });
    here.refuse = () => (here.clock.now() < due + 3 * minute ? every404 : undefined);
    await here.pass(20 * minute, 10_000);
    assert.deepEqual(await settingsOf(places), { digests: 40, watches: 40, rosters: 40 });
    assert.ok(here.refused.length >= 40);
    for (const place of places) {
      const [digest] = await here.subscriptions.ofPlace(place);
      const [incident] = await here.watching.faults.ofPlace(place);
      assert.equal(digest?.value.lastSaid, due, 'the digest came');
      assert.ok(incident?.value.telling.said, 'and so did the incident');
      const sent = takenIn(place);
      assert.equal(sent.length, 2, place.id);
      assert.ok(sent.every(({ at }) => at >= due + 3 * minute));
      assert.equal(sent.filter(({ text }) => text.includes('<at>Kim</at>')).length, 1);
    }
  });

  for (const code of [
    'ConversationBlockedByUser',
    'BotDisabledByAdmin',
    'BotNotInConversationRoster',
    'MessageWritesBlocked',
    'ServiceError',
    undefined,
  ])
    it(`a refused conversation keeps its settings after a 403 ${code ?? 'without a word'}, and gets its digest late`, async () => {
      const place = here.placeOf('g0', 'group');
      await setAll(here, place);
      let isRefusing = true;
      here.refuse = () => (isRefusing ? { status: 403, ...(code && { code }) } : undefined);
      await here.pass(12 * minute, 10_000);
      assert.deepEqual(takenIn(place), []);
      isRefusing = false;
      await here.pass(10 * minute, 10_000);
      assert.deepEqual(await settingsOf([place]), { digests: 1, watches: 1, rosters: 1 });
      assert.equal(takenIn(place).length, 1);
    });

  it('a refused conversation is tried after exactly 1, 2, 5, 15 and 60 minutes and then hourly, whatever waits for it', async () => {
    const place = here.placeOf('g0', 'group');
    await setAll(here, place);
    const other = { when: { ...when, minute: 1 }, services: [], onlyProblems: false };
    await here.digests.obey({ what: 'set', wish: other }, place, 'en-GB');
    here.world.plant({ service: 'exchange', startedAt: due - 5 * minute, endedAt: due, state: 'failed' });
    here.refuse = () => ({ status: 403, code: 'BotDisabledByAdmin' });
    await here.pass(12 * minute, 10_000);
    await here.pass(3 * day, 30_000);
    const firsts = minutesOf(here.refused);
    const at = [...new Set(firsts)];
    const hourly = Array.from({ length: 72 }, (_, n) => 60 * (n + 1));
    const expected = [0, 1, 2, 5, 15, ...hourly].filter(minutes => minutes < 3 * 24 * 60);
    assert.deepEqual(at.slice(0, expected.length), expected);
    assert.equal(firsts.slice(1).length, at.slice(1).length, 'each time with one message');
    assert.deepEqual(await settingsOf([place]), { digests: 2, watches: 1, rosters: 1 });
    const errors = here.log.lines.filter(({ level }) => level === 'error');
    assert.ok(
      errors.every(({ message }) => message.startsWith('conversation unreachable for more than an hour')),
    );
    assert.equal(errors.length, hourly.length, 'one line for each try from the first hour on');
    here.refuse = () => undefined;
    await here.pass(hour + minute, 30_000);
    assert.equal(takenIn(place).length, 3, 'both digests and the incident');
  });

  it('a refused conversation costs the store no writes between attempts, whatever waits for it', async () => {
    const place = here.placeOf('g0', 'group');
    await setAll(here, place);
    here.world.plant({ service: 'exchange', startedAt: due - 5 * minute, endedAt: due, state: 'failed' });
    here.refuse = () => every404;
    await here.pass(30 * minute, 10_000);
    const before = here.writes();
    await here.pass(30 * minute, 10_000);
    assert.equal(here.writes() - before, 0);
  });

  it('a refused conversation is alerted late to an incident that started meanwhile, and its on-call person is called', async () => {
    const place = here.placeOf('19:incidents', 'channel');
    await setAll(here, place);
    await here.pass(5 * minute);
    here.refuse = () => every404;
    here.world.plant({
      service: 'exchange',
      startedAt: due - 4 * minute,
      endedAt: due - 3 * minute,
      state: 'failed',
    });
    await here.pass(20 * minute, 10_000);
    assert.deepEqual(takenIn(place), []);
    here.refuse = () => undefined;
    await here.pass(hour, 30_000);
    const card = takenIn(place).find(({ text }) => text.includes('Exchange Online'));
    assert.match(card?.text ?? '', /<at>Kim<\/at>/);
    const [fault] = await here.watching.faults.ofPlace(place);
    assert.ok(fault?.value.events.some(event => event.what === 'called' && event.who.id === kim.id));
  });

  it('a refused conversation has the card of an incident edited, though Teams found nothing there for a while', async () => {
    const place = here.placeOf('19:incidents', 'channel');
    await here.watching.orders.save(exchange, place, { zone: 'UTC', locale: 'en-GB', by: kim });
    await here.pass(2 * minute);
    const start = here.clock.now();
    here.world.plant({ service: 'exchange', startedAt: start, endedAt: start + minute, state: 'failed' });
    await here.pass(5 * minute, 10_000);
    assert.deepEqual(
      takenIn(place).map(({ method }) => method),
      ['POST'],
    );
    here.refuse = () => every404;
    const later = here.clock.now();
    here.world.plant({ service: 'exchange', startedAt: later, endedAt: later + minute, state: 'finished' });
    await here.pass(10 * minute, 10_000);
    here.refuse = () => undefined;
    await here.pass(20 * minute, 10_000);
    const [, edit, allClear, ...more] = takenIn(place);
    assert.equal(edit?.method, 'PUT');
    assert.match(edit?.text ?? '', /recovered/);
    assert.equal(allClear?.method, 'POST');
    assert.deepEqual(more, [], 'no second card');
  });

  it('a refused conversation loses nothing by a restart, which doesn’t restart the retry schedule', async () => {
    const place = here.placeOf('g0', 'group');
    await setAll(here, place);
    here.refuse = () => ({ status: 403 });
    await here.pass(20 * minute, 10_000);
    here.restart();
    await here.pass(4 * minute, 10_000);
    here.restart();
    await here.pass(60 * minute, 10_000);
    assert.deepEqual(minutesOf(here.refused), [0, 1, 2, 5, 15, 60]);
    here.refuse = () => undefined;
    here.restart();
    await here.pass(hour, 30_000);
    assert.equal(takenIn(place).length, 1);
    assert.deepEqual(await settingsOf([place]), { digests: 1, watches: 1, rosters: 1 });
  });

  it('a refused conversation gets everything at once when a user writes there', async () => {
    const place = here.placeOf('g0', 'group');
    await setAll(here, place);
    here.world.plant({ service: 'exchange', startedAt: due - 5 * minute, endedAt: due, state: 'failed' });
    here.refuse = () => every404;
    await here.pass(3 * hour + 20 * minute, 30_000);
    here.refuse = () => undefined;
    await here.pass(10 * minute, 30_000);
    assert.deepEqual(takenIn(place), [], 'it is tried once an hour');
    await here.write('help', place);
    const before = takenIn(place).length;
    await here.pass(10_000, 2_000);
    assert.equal(takenIn(place).length - before, 2, 'the digest and the incident');
  });

  for (const [sentence, title] of [
    ['digest', '1 digest here'],
    ['watch', '1 watch here'],
  ] as const)
    it(`the first answer to “${sentence}” in a refused conversation says since when and why nothing was delivered`, async () => {
      const place = here.placeOf('g0', 'group');
      await setAll(here, place);
      here.refuse = () => ({ status: 403, code: 'ConversationBlockedByUser' });
      await here.pass(3 * hour + 20 * minute, 10_000);
      here.refuse = () => undefined;
      for (const isFirst of [true, false]) {
        await here.write(sentence, place);
        const answer = here.taken.at(-1)?.text ?? '';
        const texts = [...answer.matchAll(/"text":"([^"]*)"/g)].map(([, text]) => text);
        assert.ok(texts.includes(title), texts.join('|'));
        const [, line = '', next = ''] = texts.slice(texts.indexOf(title));
        assert.equal(
          /haven’t been delivered here since Mon 23 Nov, 09:00 \(Europe\/Berlin\): Teams says I’m blocked here\./.test(
            line,
          ),
          isFirst,
          line,
        );
        assert.equal(next.includes('I’m sending what is late'), isFirst, next);
        const before = takenIn(place).length;
        await here.pass(10_000, 2_000);
        assert.equal(takenIn(place).length - before, isFirst ? 1 : 0);
      }
    });

  for (const sentence of ['digest', 'watch'])
    it(`the answer to “${sentence}” doesn’t mention late messages once nothing is set there`, async () => {
      const place = here.placeOf('g0', 'group');
      await setAll(here, place);
      here.refuse = () => every404;
      await here.pass(2 * hour, 30_000);
      here.refuse = () => undefined;
      const isSaid = () => here.taken.at(-1)?.text.includes('haven’t been delivered here');
      // The clock stands still, so nothing is sent meanwhile.
      await here.write('digest off', place);
      await here.write(sentence, place);
      assert.equal(isSaid(), true, 'there is a watch');
      await here.write('unwatch exchange', place);
      await here.write(sentence, place);
      assert.equal(isSaid(), true, 'there is a roster');
      await here.write('on duty off', place);
      await here.write(sentence, place);
      assert.equal(isSaid(), false);
    });

  it('an answer in a refused conversation mentions late messages while one about an incident is due', async () => {
    const place = here.placeOf('g0', 'group');
    await here.watching.orders.save(exchange, place, { zone: 'UTC', locale: 'en-GB', by: kim });
    here.world.plant({ service: 'exchange', startedAt: due - 5 * minute, endedAt: due, state: 'failed' });
    here.refuse = () => every404;
    await here.pass(30 * minute, 10_000);
    here.refuse = () => undefined;
    await here.write('unwatch exchange', place);
    await here.write('digest', place);
    assert.match(here.taken.at(-1)?.text ?? '', /haven’t been delivered here/);
  });

  it('a conversation that once had no address doesn’t say so any more when something is set there', async () => {
    const place = here.placeOf('g0', 'group');
    await here.places.refused(place, { status: undefined, code: undefined }, here.clock.now());
    await here.pass(72 * hour, hour);
    await here.write('digest daily at 08:00', place);
    assert.doesNotMatch(here.taken.at(-1)?.text ?? '', /haven’t been delivered here/);
    assert.equal((await here.places.get(place))?.undelivered, undefined);
  });

  it('a refused conversation remembers since when nothing was delivered if it still refuses after a user’s message', async () => {
    const place = here.placeOf('g0', 'group');
    await setAll(here, place);
    here.refuse = () => every404;
    await here.pass(2 * hour, 30_000);
    const since = (await here.places.get(place))?.undelivered?.since;
    assert.ok(since !== undefined && since - due < minute);
    await here.write('help', place);
    await here.pass(4 * minute, 10_000);
    assert.equal((await here.places.get(place))?.undelivered?.since, since);
  });

  it('a refused conversation starts a new retry schedule if it still refuses after a user’s message', async () => {
    const place = here.placeOf('g0', 'group');
    await setAll(here, place);
    here.refuse = () => every404;
    await here.pass(2 * hour, 30_000);
    await here.write('help', place);
    // The answer to the user was refused, too, at each attempt.
    const before = here.refused.length;
    await here.pass(4 * minute, 10_000);
    assert.equal(here.refused.length - before, 3, 'at once, after one minute and after two');
  });
});
