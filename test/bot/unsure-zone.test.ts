import assert from 'node:assert/strict';
import { executesIn } from '../support/playground.ts';
import { openProduct, type Product } from '../support/product.ts';

/** A client that sends how far its clock is ahead, and not its zone, as some on Android do. */
const offset = (text: string) => ({
  localTimezone: undefined,
  localTimestamp: `2026-11-23T14:05:00.000${text}`,
  entities: [],
});

describe('a user with an offset and no zone', () => {
  let product: Product;

  before(async () => {
    product = await openProduct({ env: { DEFAULT_TIME_ZONE: 'Europe/Berlin' } });
  });
  after(() => product.close());

  const said = async (text: string, ahead: string): Promise<string> => {
    const before = product.connector.sent.length;
    await product.say(text, offset(ahead));
    return JSON.stringify(product.connector.sent.slice(before));
  };
  const sentences = (card: string) =>
    executesIn(JSON.parse(card))
      .filter(({ verb }) => verb === 'ask')
      .map(({ data }) => (data as { q: string }).q);

  it('a user with an offset and no zone gets an answer by that offset, which the answer names', async () => {
    assert.match(await said('failed backups today', '+05:30'), /00:00 to .*\(Asia\/Kolkata\)/);
    assert.match(await said('failed backups today', '+03:00'), /00:00 to .*\(UTC\+3\)/);
  });

  it('a user with an offset and no zone is asked for the zone by an order that stores a time of day, with the likely ones as buttons', async () => {
    for (const order of ['digest daily at 8', 'watch exchange quiet 22:00 to 06:00']) {
      const asked = await said(order, '+09:00');
      assert.match(asked, /In which time zone\?/);
      assert.match(asked, /your present offset, UTC\+9,/);
      assert.deepEqual(sentences(asked), [`${order} Asia/Tokyo`, `${order} Europe/Berlin`]);
      assert.doesNotMatch(await said('digest', '+09:00'), /Asia\/Tokyo/, 'nothing is set yet');
    }
  });

  it('a user with an offset and no zone is offered the configured zone first if its clocks show the same now', async () => {
    const ahead =
      new Intl.DateTimeFormat('en', { timeZone: 'Europe/Berlin', timeZoneName: 'longOffset' })
        .formatToParts(Date.now())
        .find(({ type }) => type === 'timeZoneName')
        ?.value.replace('GMT', '') ?? '';
    assert.equal(sentences(await said('digest daily at 8', ahead))[0], 'digest daily at 8 Europe/Berlin');
  });

  it('a user with an offset and no zone is not asked if the order names its zone, or stores no time of day', async () => {
    assert.match(await said('digest daily at 8 Asia/Tokyo', '+09:00'), /08:00 \(Asia\/Tokyo\)/);
    assert.doesNotMatch(await said('watch teams', '+09:00'), /In which time zone/);
    assert.doesNotMatch(await said('target exchange 12h', '+09:00'), /In which time zone/);
  });

  it('a user with an offset and no zone gets the preview of the order by pressing one of the zones', async () => {
    const response = await product.press('ask', { v: 1, q: 'digest daily at 9 Asia/Tokyo' });
    assert.match(JSON.stringify(await response.json()), /Save.*09:00.*Asia\/Tokyo|09:00.*Asia\/Tokyo.*Save/);
  });
});
