import assert from 'node:assert/strict';
import { Temporal } from 'temporal-polyfill';
import { digestCard } from '../../../src/features/digest/card.ts';
import { textOf } from '../../support/playground.ts';
import { openScene, type Said, type Scene } from './support.ts';

const hour = 3_600_000;
const at = (text: string) => Temporal.ZonedDateTime.from(text).epochMilliseconds;
const dateOf = (moment: number, zone: string) =>
  Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(zone).toPlainDate().toString();

/** Checks that the messages cover the time without a gap and without an overlap. */
function assertUnbroken(said: readonly Said[]): void {
  for (const [index, { message }] of said.entries()) {
    const before = said[index - 1]?.message.span.to;
    if (before !== undefined) assert.equal(message.span.from, before);
  }
}

async function throughTheYear(scene: Scene, year: number, zone: string): Promise<void> {
  const end = at(`${year + 1}-01-01T00:00[${zone}]`);
  while (scene.clock.now() < end) {
    scene.clock.advance(30 * 60_000);
    await scene.work();
  }
}

describe('the due times of digests', () => {
  for (const zone of ['Europe/Berlin', 'America/New_York']) {
    it(`a digest of 02:30 is sent once on each day of a year in ${zone}, through both changes of the clocks`, async () => {
      const scene = openScene({ now: at(`2026-01-01T00:00[${zone}]`) });
      await scene.set('digest daily at 2:30', undefined, zone);
      await throughTheYear(scene, 2026, zone);
      const days = scene.said.map(({ at }) => dateOf(at, zone));
      assert.equal(days.length, 365);
      assert.equal(new Set(days).size, 365);
      assertUnbroken(scene.said);
      assert.ok(scene.said.every(({ message }) => message.lateMs === 0 && message.missed === 0));
    });
  }

  it('digests are sent at the ends of months and on 29 February', async () => {
    const zone = 'Europe/Berlin';
    const scene = openScene({ now: at(`2028-01-01T00:00[${zone}]`) });
    await scene.set('digest daily at 23:30', undefined, zone);
    await throughTheYear(scene, 2028, zone);
    const days = new Set(scene.said.map(({ at }) => dateOf(at, zone)));
    assert.equal(days.size, 366);
    for (const day of ['2028-02-29', '2028-01-31', '2028-04-30', '2028-12-31']) assert.ok(days.has(day));
    assertUnbroken(scene.said);
  });

  it('Monday’s digest covers the whole weekend if it’s sent on weekdays', async () => {
    const scene = openScene({ now: at('2026-11-20T07:00[Europe/Berlin]') });
    await scene.set('digest weekdays at 7:30');
    await scene.pass(4 * 24 * hour + hour);
    const spans = scene.said.map(({ message }) => message.span);
    assert.deepEqual(spans, [
      { from: at('2026-11-19T07:30[Europe/Berlin]'), to: at('2026-11-20T07:30[Europe/Berlin]') },
      { from: at('2026-11-20T07:30[Europe/Berlin]'), to: at('2026-11-23T07:30[Europe/Berlin]') },
      { from: at('2026-11-23T07:30[Europe/Berlin]'), to: at('2026-11-24T07:30[Europe/Berlin]') },
    ]);
  });

  it('missed digests are merged into one late digest', async () => {
    const scene = openScene({ now: at('2026-11-19T07:00[Europe/Berlin]') });
    await scene.set('digest daily at 8');
    await scene.pass(2 * hour);
    scene.clock.advance(at('2026-11-23T10:00[Europe/Berlin]') - scene.clock.now());
    await scene.work();
    assert.equal(scene.said.length, 2);
    const late = scene.said[1]?.message;
    assert.deepEqual(late?.span, {
      from: at('2026-11-19T08:00[Europe/Berlin]'),
      to: at('2026-11-23T08:00[Europe/Berlin]'),
    });
    assert.equal(late?.lateMs, 2 * hour);
    assert.equal(late?.missed, 3);
    await scene.pass(24 * hour);
    assert.equal(scene.said.length, 3);
    assertUnbroken(scene.said);
  });

  it('a late digest covers at most a month; it says what it leaves out, and isn’t green', async () => {
    const scene = openScene({ now: at('2026-01-01T07:00[UTC]') });
    await scene.set('digest daily at 8', undefined, 'UTC');
    scene.clock.advance(200 * 24 * hour);
    await scene.work();
    const [message] = scene.said.map(said => said.message);
    assert.ok(message);
    const { span, gap } = message;
    assert.equal(span.to - span.from, 31 * 24 * hour);
    assert.deepEqual(gap, { from: at('2025-12-31T08:00[UTC]'), to: span.from });
    assert.match(textOf(digestCard(message)), /\? No problems known, but not everything could be read/);
    await scene.pass(24 * hour);
    assert.equal(scene.said[1]?.message.gap, undefined);
  });

  it('digests continue after a pause with an end, and leave nothing of the pause out', async () => {
    const scene = openScene({ now: at('2026-11-23T07:00[Europe/Berlin]') });
    await scene.set('digest daily at 8');
    await scene.pass(2 * hour);
    await scene.set('digest pause until friday');
    await scene.pass(6 * 24 * hour);
    const days = scene.said.map(({ at }) => dateOf(at, 'Europe/Berlin'));
    assert.deepEqual(days, ['2026-11-23', '2026-11-27', '2026-11-28', '2026-11-29']);
    assertUnbroken(scene.said);
    assert.equal(scene.said[1]?.message.lateMs, 0);
  });

  it('a digest that is paused without an end, or ended, isn’t sent', async () => {
    const scene = openScene({ now: at('2026-11-23T07:00[Europe/Berlin]') });
    await scene.set('digest daily at 8');
    await scene.set('digest pause');
    await scene.pass(3 * 24 * hour);
    assert.deepEqual(scene.said, []);
    await scene.set('digest resume');
    await scene.pass(24 * hour);
    assert.equal(scene.said.length, 1);
    await scene.set('digest off');
    await scene.pass(3 * 24 * hour);
    assert.equal(scene.said.length, 1);
    assert.deepEqual(await scene.store.list('queue', 'due', { limit: 10 }), []);
  });
});
