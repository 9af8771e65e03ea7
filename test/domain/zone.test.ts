import assert from 'node:assert/strict';
import { WINDOWS_TO_IANA_MAP } from 'windows-iana';
import {
  haveSameRules,
  isTimeZone,
  knownZone,
  likelyZones,
  offsetIn,
  offsetMinutes,
  zoneAtOffset,
  zoneName,
} from '../../src/domain/zone.ts';

const winter = Date.parse('2026-11-30T08:00:00Z');
const summer = Date.parse('2026-07-01T08:00:00Z');

describe('time zones', () => {
  it('a time zone is found for every offset of whole hours, and of the parts of an hour that are in use', () => {
    const odd = [-570, -210, 210, 270, 330, 345, 390, 525, 570, 630];
    for (const minutes of [...Array.from({ length: 27 }, (_, hours) => (hours - 12) * 60), ...odd]) {
      const zone = zoneAtOffset(minutes, winter);
      assert.ok(zone !== undefined && isTimeZone(zone), `${minutes}`);
      assert.equal(offsetMinutes(zone, winter), minutes);
    }
  });

  it('a time zone is not made up for an offset that no clock has', () => {
    for (const minutes of [7, 15, -13 * 60, 15 * 60, 1_439])
      assert.equal(zoneAtOffset(minutes, winter), undefined);
  });

  it('a time zone of an offset keeps that offset all year, if it is one of whole hours', () => {
    for (const hours of [-8, -1, 1, 2, 13])
      for (const at of [winter, summer])
        assert.equal(offsetMinutes(zoneAtOffset(hours * 60, at) ?? '', at), hours * 60);
  });

  it('a time zone is likely if its clocks show the offset now, which changes with the season', () => {
    assert.equal(likelyZones(60, winter)[0], 'Europe/Berlin');
    assert.equal(likelyZones(60, summer)[0], 'Europe/London');
  });

  it('a time zone has the rules of another if their clocks agree through the year', () => {
    assert.ok(haveSameRules('Europe/Berlin', 'Europe/Paris', winter));
    assert.ok(!haveSameRules('Europe/Berlin', 'Africa/Lagos', winter));
    assert.ok(!haveSameRules('Europe/Berlin', 'Africa/Lagos', summer));
  });

  it('a time zone with a fixed offset has a name that people read rightly', () => {
    assert.equal(zoneName('Etc/GMT-1'), 'UTC+1');
    assert.equal(zoneName('Etc/GMT+5'), 'UTC-5');
    assert.equal(zoneName('Europe/Berlin'), 'Europe/Berlin');
  });

  it('a time zone may be named by the offset at the end of an ISO time', () => {
    assert.equal(offsetIn('2026-11-30T08:12:00.123+05:30'), 330);
    assert.equal(offsetIn('2026-11-30T08:12:00-0330'), -210);
    for (const text of ['2026-11-30T08:12:00Z', '+01:00', '', '2026-11-30T08:12:00+25:00'])
      assert.equal(offsetIn(text), undefined);
  });
});

describe('named time zones', () => {
  it('a named zone is an IANA zone of this runtime for each name that Windows has, in any case', () => {
    const names = new Set(WINDOWS_TO_IANA_MAP.map(({ windowsName }) => windowsName));
    assert.ok(names.size > 130);
    for (const name of names) {
      const zone = knownZone(name);
      assert.ok(zone !== undefined && isTimeZone(zone), `${name} is ${zone}`);
      if (name.includes(' ')) assert.equal(knownZone(` ${name.toUpperCase()} `), zone);
    }
  });

  it('a named zone is the zone that stands for all of a Windows zone', () => {
    for (const [name, zone] of [
      ['W. Europe Standard Time', 'Europe/Berlin'],
      ['GMT Standard Time', 'Europe/London'],
      ['Eastern Standard Time', 'America/New_York'],
      ['AUS Eastern Standard Time', 'Australia/Sydney'],
      ['UTC', 'UTC'],
      ['UTC-11', 'Etc/GMT+11'],
      ['Europe/Berlin', 'Europe/Berlin'],
    ])
      assert.equal(knownZone(String(name)), zone, name);
  });

  it('a named zone is undefined for other texts', () => {
    for (const name of [
      '',
      ' ',
      'Mars Standard Time',
      '+01:00',
      '__proto__',
      'constructor',
      'x'.repeat(9_000),
    ])
      assert.equal(knownZone(name), undefined, name);
  });

  it('a named zone has the rules of another only if their clocks agree in every week of the year', () => {
    for (const now of ['2026-05-10', '2026-12-01'].map(Date.parse)) {
      assert.equal(haveSameRules('Africa/Cairo', 'Europe/Helsinki', now), false);
      assert.equal(haveSameRules('Europe/Paris', 'Europe/Berlin', now), true);
    }
  });
});
