import { strict as assert } from 'node:assert';
import { readerOf } from '../../src/teams/reader-of.ts';

const clientInfo = (fields: object) => ({ type: 'clientInfo', ...fields });

describe('the reader', () => {
  it('is in the zone of the activity, else of the client, else in the configured one', () => {
    const entities = [clientInfo({ timezone: 'Asia/Kolkata' })];
    assert.equal(readerOf({ localTimezone: 'Europe/Berlin', entities }, 'UTC').zone, 'Europe/Berlin');
    assert.equal(readerOf({ entities }, 'UTC').zone, 'Asia/Kolkata');
    assert.equal(readerOf({}, 'America/Chicago').zone, 'America/Chicago');
  });

  it('is in no zone that does not exist', () => {
    for (const localTimezone of ['Mars/Olympus', '../../etc', '', '+02:00']) {
      assert.equal(readerOf({ localTimezone }, 'UTC').zone, 'UTC');
    }
  });

  it('has the locale of the activity, else of the client, else none', () => {
    const entities = [clientInfo({ locale: 'fr-FR' })];
    assert.equal(readerOf({ locale: 'de-DE', entities }, 'UTC').locale, 'de-DE');
    assert.equal(readerOf({ locale: 'not a locale', entities }, 'UTC').locale, 'fr-FR');
    assert.equal(readerOf({ locale: 'x'.repeat(9_000) }, 'UTC').locale, undefined);
  });
});
