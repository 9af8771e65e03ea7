import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import type { DigestOrder, DigestSpec } from '../../../src/domain/digest-order.ts';
import { type Service, services } from '../../../src/domain/job.ts';
import { everyDay, type Weekday, workdays } from '../../../src/domain/recurrence.ts';
import { composeDigest } from '../../../src/features/digest/compose.ts';
import { berlin } from '../../language/support.ts';
import { interpret } from '../../support/interpret.ts';

const at = (text: string) => Temporal.ZonedDateTime.from(text).epochMilliseconds;

interface Said extends Partial<Omit<DigestSpec, 'when'>> {
  readonly days?: readonly Weekday[];
  readonly at: string;
  readonly zone?: string;
}

function set({
  days = everyDay,
  at,
  zone = 'Europe/Berlin',
  services = [],
  onlyProblems = false,
}: Said): DigestOrder {
  const [hour = 0, minute = 0] = at.split(':').map(Number);
  return { what: 'set', wish: { when: { days, hour, minute, zone }, services, onlyProblems } };
}

const orders: readonly (readonly [sentence: string, order: DigestOrder])[] = [
  ['digest daily at 08:00', set({ at: '8:00' })],
  ['digest every day at 8', set({ at: '8:00' })],
  ['Daily digest at 8am, please!', set({ at: '8:00' })],
  ['digest at 8', set({ at: '8:00' })],
  ['digest daily at noon', set({ at: '12:00' })],
  ['digest daily at 6:15pm', set({ at: '18:15' })],
  ['send me a digest every morning at 7', set({ at: '7:00' })],
  ['digest weekdays at 7:30', set({ days: workdays, at: '7:30' })],
  ['digest on working days at 7', set({ days: workdays, at: '7:00' })],
  ['digest mondays at 9am', set({ days: [1], at: '9:00' })],
  ['digest every thursday and monday at 9', set({ days: [1, 4], at: '9:00' })],
  ['digest on weekends at 10', set({ days: [6, 7], at: '10:00' })],
  ['weekly digest at 8', set({ days: [1], at: '8:00' })],
  ['digest daily at 8 for exchange and onedrive', set({ at: '8:00', services: ['exchange', 'onedrive'] })],
  [
    'digest daily at 8 for onedrive, exchange backups',
    set({ at: '8:00', services: ['exchange', 'onedrive'] }),
  ],
  ['digest daily at 8 for teams chat', set({ at: '8:00', services: ['teamsChat'] })],
  ['digest daily at 8 only problems', set({ at: '8:00', onlyProblems: true })],
  ['digest daily at 8 only if something is wrong', set({ at: '8:00', onlyProblems: true })],
  ['digest daily at 8, problems only', set({ at: '8:00', onlyProblems: true })],
  ['digest daily at 08:00 America/Chicago', set({ at: '8:00', zone: 'America/Chicago' })],
  ['digest daily at 8 in europe/london.', set({ at: '8:00', zone: 'Europe/London' })],
  [
    'digest daily at 8 america/argentina/buenos_aires',
    set({ at: '8:00', zone: 'America/Argentina/Buenos_Aires' }),
  ],
  ['digest daily at 8 utc', set({ at: '8:00', zone: 'UTC' })],
  ['digets dayly at 8', set({ at: '8:00' })],
  ['digest', { what: 'show' }],
  ['show my digests', { what: 'show' }],
  ['which digests are there?', { what: 'show' }],
  ['digest now', { what: 'now' }],
  ['send us the digest right now', { what: 'now' }],
  ['digest pause', { what: 'pause', until: undefined }],
  ['digest pause until monday', { what: 'pause', until: at('2026-11-30T00:00[Europe/Berlin]') }],
  ['pause the digest until friday', { what: 'pause', until: at('2026-11-27T00:00[Europe/Berlin]') }],
  ['digest pause until tomorrow 8:00', { what: 'pause', until: at('2026-11-24T08:00[Europe/Berlin]') }],
  ['digest pause until 16:00', { what: 'pause', until: at('2026-11-23T16:00[Europe/Berlin]') }],
  ['digest pause until 9', { what: 'pause', until: at('2026-11-24T09:00[Europe/Berlin]') }],
  ['digest pause until 3 December', { what: 'pause', until: at('2026-12-03T00:00[Europe/Berlin]') }],
  ['digest pause until 2 November', { what: 'pause', until: at('2027-11-02T00:00[Europe/Berlin]') }],
  ['digest pause until the 5th', { what: 'pause', until: at('2026-12-05T00:00[Europe/Berlin]') }],
  ['pause digest for 3 days', { what: 'pause', until: at('2026-11-26T14:05[Europe/Berlin]') }],
  ['pause digest for a week', { what: 'pause', until: at('2026-11-30T14:05[Europe/Berlin]') }],
  ['pause digest for 2 hours', { what: 'pause', until: at('2026-11-23T16:05[Europe/Berlin]') }],
  ['digest resume', { what: 'resume' }],
  ['digest on', { what: 'resume' }],
  ['digest off', { what: 'off' }],
  ['stop the digest', { what: 'off' }],
  ['please stop sending me the digest', { what: 'off' }],
  ['no more digests', { what: 'off' }],
];

describe('a sentence about digests', () => {
  for (const [sentence, order] of orders) {
    it(`a sentence about digests is understood: ${sentence}`, () => {
      assert.deepEqual(interpret(sentence, berlin).command, { kind: 'digest', order });
    });
  }

  const refused: readonly (readonly [sentence: string, reason: RegExp, offers?: readonly string[]])[] = [
    [
      'digest daily',
      /What time/,
      ['digest daily at 07:00', 'digest daily at 08:00', 'digest daily at 09:00'],
    ],
    ['digest for exchange', /What time/],
    ['digest daily at 8 EST', /“EST”/, ['digest daily at 08:00']],
    ['digest daily at 8 bananas', /“bananas”/, ['digest daily at 08:00']],
    ['digest daily at 8 Mars/Olympus', /“Mars”/],
    ['digest failed backups at 8', /“failed”/, ['digest daily at 08:00']],
    ['digest not on mondays at 8', /“not”/, ['digest']],
    ['digest at 8 except sharepoint', /“except”/, ['digest']],
    ['digest yesterday', /since the previous one/, ['status yesterday', 'digest']],
    ['digest last week for exchange', /since the previous one/, ['status of Exchange last week', 'digest']],
    ['digest daily at 25:00', /25:00 is not a time/],
    ['digest daily at 8 and 18:00', /has one time\./, ['digest daily at 08:00', 'digest daily at 18:00']],
    ['digest daily at 8 Europe/Berlin Europe/London', /one time zone/],
    ['digest off mondays at 8', /one thing/, ['digest off', 'digest mondays at 08:00']],
    ['digest now for exchange', /one thing/],
    ['digest pause in Europe/London', /one thing/],
    ['digest daily at 08:00:30', /can’t have seconds/],
    ['digest Europe/London', /What time/],
    ['digest pause until 31 November', /November has 30 days/],
    ['digest pause until 2 November 2026', /has passed/],
    ['digest pause for 500 days', /a year at most/],
  ];
  for (const [sentence, reason, offers] of refused) {
    it(`a sentence that isn’t fully understood changes no digest: ${sentence}`, () => {
      const { command, ...reading } = interpret(sentence, berlin);
      assert.ok(command.kind === 'noOrder', command.kind);
      assert.match(command.reason, reason);
      if (offers)
        assert.deepEqual(
          reading.offers.map(offer => offer.sentence),
          offers,
        );
      for (const offer of reading.offers)
        assert.ok(['digest', 'health'].includes(interpret(offer.sentence, berlin).command.kind));
    });
  }

  it('a command about jobs is not taken for one about digests', () => {
    for (const sentence of ['pause all jobs', 'stop the backup jobs', 'resume the failed backup']) {
      const { command } = interpret(sentence, berlin);
      assert.match(command.kind === 'noQuestion' ? command.reason : '', /AvePoint portal/, sentence);
    }
  });

  it('the end of a pause is kept by the clocks of the zone if they change before it', () => {
    const friday = { ...berlin, now: at('2026-03-27T14:05[Europe/Berlin]') };
    const { command } = interpret('digest pause for 3 days', friday);
    assert.deepEqual(command, {
      kind: 'digest',
      order: { what: 'pause', until: at('2026-03-30T14:05[Europe/Berlin]') },
    });
  });

  it('a digest command can be composed as a sentence, which is understood as the same command', () => {
    const plain = { noNullPrototype: true };
    const wishes = fc.record(
      {
        when: fc.record(
          {
            days: fc
              .uniqueArray(fc.constantFrom<Weekday>(1, 2, 3, 4, 5, 6, 7), { minLength: 1 })
              .map(days => days.sort()),
            hour: fc.integer({ min: 0, max: 23 }),
            minute: fc.integer({ min: 0, max: 59 }),
            zone: fc.constantFrom(
              'UTC',
              'Europe/Berlin',
              'America/Chicago',
              'Asia/Kathmandu',
              'America/St_Johns',
            ),
          },
          plain,
        ),
        services: fc
          .uniqueArray(fc.constantFrom<Service>(...services))
          .map(some => services.filter(service => some.includes(service))),
        onlyProblems: fc.boolean(),
      },
      plain,
    );
    fc.assert(
      fc.property(wishes, wish => {
        const sentence = composeDigest(wish, 'Europe/Berlin');
        const { command, notes } = interpret(sentence, berlin);
        assert.deepEqual(command, { kind: 'digest', order: { what: 'set', wish } }, sentence);
        assert.deepEqual(notes, []);
      }),
      { numRuns: 200 },
    );
  });
});
