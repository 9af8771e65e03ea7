import { strict as assert } from 'node:assert';
import { readerOf } from '../../src/teams/reader-of.ts';

const now = Date.parse('2026-11-30T08:00:00Z');

const clientInfo = (fields: object) => ({ type: 'clientInfo', ...fields });

describe('the reader', () => {
  it('is in the zone of the activity, else of the client, else in the configured one', () => {
    const entities = [clientInfo({ timezone: 'Asia/Kolkata' })];
    assert.equal(readerOf({ localTimezone: 'Europe/Berlin', entities }, 'UTC', now).zone, 'Europe/Berlin');
    assert.equal(readerOf({ entities }, 'UTC', now).zone, 'Asia/Kolkata');
    assert.equal(readerOf({}, 'America/Chicago', now).zone, 'America/Chicago');
  });

  it('is in the zone that Windows has another name for', () => {
    for (const [localTimezone, zone] of [
      ['W. Europe Standard Time', 'Europe/Berlin'],
      ['GMT Standard Time', 'Europe/London'],
      ['Eastern Standard Time', 'America/New_York'],
      ['India Standard Time', /^Asia\/(?:Kolkata|Calcutta)$/],
      ['Coordinated Universal Time', 'UTC'],
    ] as const) {
      const read = readerOf({ localTimezone }, 'UTC', now);
      if (typeof zone === 'string') assert.equal(read.zone, zone);
      else assert.match(read.zone, zone);
      assert.equal(read.settingZone, undefined);
    }
  });

  it('is at the offset of its clock if its client says no zone, for questions alone', () => {
    for (const [offset, zone] of [
      ['+01:00', 'Etc/GMT-1'],
      ['-05:00', 'Etc/GMT+5'],
      ['+00:00', 'UTC'],
      ['+05:30', 'Asia/Kolkata'],
      ['-03:30', 'America/St_Johns'],
      ['+10:30', 'Australia/Adelaide'],
      ['+14:00', 'Etc/GMT-14'],
    ] as const) {
      const activity = { rawLocalTimestamp: `2026-11-30T08:12:00.0000000${offset}` };
      assert.deepEqual(readerOf(activity, 'Europe/Berlin', now), {
        zone,
        locale: undefined,
        settingZone: 'Europe/Berlin',
      });
    }
  });

  it('is in the configured zone if there is neither a zone nor a sound offset', () => {
    for (const rawLocalTimestamp of [
      '2026-11-30T08:12:00Z',
      '2026-11-30T08:12:00+23:00',
      '2026-11-30T08:12:00+07:07',
      '+01:00',
      'x',
      5,
    ])
      assert.deepEqual(readerOf({ rawLocalTimestamp }, 'Asia/Tokyo', now), {
        zone: 'Asia/Tokyo',
        locale: undefined,
      });
  });

  it('is in no zone that does not exist', () => {
    for (const localTimezone of ['Mars/Olympus', '../../etc', '', '+02:00']) {
      assert.equal(readerOf({ localTimezone }, 'UTC', now).zone, 'UTC');
    }
  });

  it('has the locale of the activity, else of the client, else none', () => {
    const entities = [clientInfo({ locale: 'fr-FR' })];
    assert.equal(readerOf({ locale: 'de-DE', entities }, 'UTC', now).locale, 'de-DE');
    assert.equal(readerOf({ locale: 'not a locale', entities }, 'UTC', now).locale, 'fr-FR');
    assert.equal(readerOf({ locale: 'x'.repeat(9_000) }, 'UTC', now).locale, undefined);
  });
});
