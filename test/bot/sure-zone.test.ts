import assert from 'node:assert/strict';
import { withSureZone } from '../../src/bot/sure-zone.ts';
import { commandOf } from '../../src/features/index.ts';
import { interpret } from '../support/interpret.ts';

/** 30 November 2026: Berlin and Lagos are an hour ahead of UTC. */
const now = Date.UTC(2026, 10, 30, 7, 12);

/** The sentences offered to a user with a fixed offset and no other zone; undefined if the order is carried out. */
function offered(text: string, zone: string, settingZone: string): readonly string[] | undefined {
  const readIn = (zone: string) => interpret(text, { zone, locale: 'en-GB', now });
  const read = readIn(zone);
  const reading = withSureZone(
    read,
    commandOf(read.command).stores(read.command),
    text,
    { zone, settingZone, locale: 'en-GB' },
    now,
    readIn,
  );
  return reading.command.kind === 'noOrder' ? reading.offers.map(({ sentence }) => sentence) : undefined;
}

describe('orders of a user with an unknown zone', () => {
  it('an order without a known zone is offered in two zones whose clocks differ in the year, the configured one first if it fits', () => {
    const order = 'digest daily at 8';
    for (const [zone, settingZone, zones] of [
      ['Etc/GMT-1', 'Europe/Paris', ['Europe/Paris', 'Africa/Lagos']],
      ['Etc/GMT-1', 'Africa/Lagos', ['Africa/Lagos', 'Europe/Berlin']],
      ['Etc/GMT+5', 'Europe/Paris', ['America/New_York', 'Europe/Paris']],
      ['Asia/Kolkata', 'Europe/Paris', ['Asia/Kolkata', 'Europe/Paris']],
    ] as const)
      assert.deepEqual(
        offered(order, zone, settingZone),
        zones.map(zone => `${order} ${zone}`),
      );
  });

  it('an order without a known zone is offered even if only one zone is likely, and that is the configured one', () => {
    assert.deepEqual(offered('digest daily at 8', 'Asia/Kolkata', 'Asia/Kolkata'), [
      'digest daily at 8 Asia/Kolkata',
    ]);
  });

  it('an order without a known zone is carried out if it means the same in every likely zone', () => {
    for (const order of [
      'digest daily at 8 Asia/Tokyo',
      'digest daily at 8 etc/gmt-1',
      'digest daily at 8 Romance Standard Time',
      'watch exchange',
      'watch exchange quiet 22:00 to 6:00 UTC',
      'digest pause for 3 hours',
      'digest pause until friday',
      'digest pause',
      'digest off',
    ])
      assert.equal(offered(order, 'Etc/GMT-1', 'Europe/Paris'), undefined, order);
  });

  it('an order without a known zone is asked about if the clocks may be changed before the moment that it names', () => {
    assert.deepEqual(offered('digest pause until 1 April', 'Etc/GMT-1', 'Europe/Paris'), [
      'digest pause until 1 April Europe/Paris',
      'digest pause until 1 April Africa/Lagos',
    ]);
  });
});
