import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Service, services } from '../../../../src/domain/job.ts';
import type { ClockTime, QuietHours, WatchOrder, WatchSpec } from '../../../../src/domain/watch-order.ts';
import { composeUnwatch, composeWatch } from '../../../../src/features/incidents/watch/compose.ts';
import { berlin, offered, unanswered } from '../../../language/support.ts';
import { interpret } from '../../../support/interpret.ts';

const plain: WatchSpec = { services: [], inARow: 1, isPartialIncluded: false, quiet: undefined };

function set(wish: Partial<WatchSpec> = {}): WatchOrder {
  return { what: 'set', wish: { ...plain, ...wish } };
}

function quiet(from: string, to: string, zone = 'Europe/Berlin'): QuietHours {
  const time = (text: string): ClockTime => {
    const [hour = 0, minute = 0] = text.split(':').map(Number);
    return { hour, minute };
  };
  return { from: time(from), to: time(to), zone };
}

const end = (...services: Service[]): WatchOrder => ({ what: 'end', services });
const show: WatchOrder = { what: 'show' };
const exchange: readonly Service[] = ['exchange'];
const night = quiet('22:00', '6:00');
const inARow = 2;
const isPartialIncluded = true;

describe('a command about watches with a mention', () => {
  it('a watch with a mention explains that it calls the person on call', () => {
    const people = [{ id: '29:kim', name: 'Kim' }];
    const { command, notes } = interpret('watch exchange @Kim', { ...berlin, people });
    assert.deepEqual(command, { kind: 'watch', order: set({ services: exchange }) });
    assert.deepEqual(notes, [{ kind: 'watchCallsDuty', name: 'Kim' }]);
    assert.deepEqual(interpret('watch exchange', { ...berlin, people }).notes, []);
  });
});

const orders: readonly (readonly [sentence: string, order: WatchOrder])[] = [
  ['watch exchange', set({ services: exchange })],
  ['Watch Exchange, please!', set({ services: exchange })],
  ['can you please watch exchange for me?', set({ services: exchange })],
  ['start watching exchange', set({ services: exchange })],
  ['keep watching exchange', set({ services: exchange })],
  ['watch exchange backups', set({ services: exchange })],
  ['watch failed exchange backups', set({ services: exchange })],
  ['watch exchange for failures', set({ services: exchange })],
  ['watch all the exchange backups', set({ services: exchange })],
  ['watch every exchange failure', set({ services: exchange })],
  ['watch everything in exchange', set({ services: exchange })],
  ['watch all backups of exchange and teams', set({ services: ['exchange', 'teams'] })],
  ['watch all backups', set()],
  ['watch backups', set()],
  ['watch everything', set()],
  ['watch all services', set()],
  ['watch every service', set()],
  ['watch onedrive and sharepoint', set({ services: ['sharepoint', 'onedrive'] })],
  ['watch teams chat, teams', set({ services: ['teams', 'teamsChat'] })],
  ['watch exchange and watch teams', set({ services: ['exchange', 'teams'] })],
  ['watch onedrive and sharepoint, twice in a row', set({ services: ['sharepoint', 'onedrive'], inARow })],
  ['watch exchange twice', set({ services: exchange, inARow })],
  ['watch exchange 2 in a row', set({ services: exchange, inARow })],
  ['watch exchange two in a row', set({ services: exchange, inARow })],
  ['watch exchange two-in-a-row', set({ services: exchange, inARow })],
  ['watch exchange two times in a row', set({ services: exchange, inARow })],
  ['watch exchange two runs in a row', set({ services: exchange, inARow })],
  ['watch exchange only when two runs in a row fail', set({ services: exchange, inARow })],
  ['watch exchange after two failures', set({ services: exchange, inARow })],
  ['watch exchange after 2 failed runs in a row', set({ services: exchange, inARow })],
  ['watch exchange after 2 consecutive failures', set({ services: exchange, inARow })],
  ['watch exchange on the second failure', set({ services: exchange, inARow })],
  ['watch exchange if it fails twice', set({ services: exchange, inARow })],
  ['watch exchange after the first failure', set({ services: exchange })],
  ['watch exchange one run in a row', set({ services: exchange })],
  ['watch exchange quiet 22:00 to 06:00', set({ services: exchange, quiet: night })],
  ['watch exchange quiet from 10pm to 6am', set({ services: exchange, quiet: night })],
  ['watch exchange quiet between 22 and 6', set({ services: exchange, quiet: night })],
  ['watch exchange quiet 22-6', set({ services: exchange, quiet: night })],
  ['watch exchange quiet 22:00-06:00', set({ services: exchange, quiet: night })],
  ['watch exchange quiet 10pm-6am', set({ services: exchange, quiet: night })],
  ['watch exchange quiet 2200 to 0600', set({ services: exchange, quiet: night })],
  ['watch exchange quiet hours: 22:00 until 6:00', set({ services: exchange, quiet: night })],
  ['watch exchange quiet 22:00 to 06:00 every night', set({ services: exchange, quiet: night })],
  ['watch exchange quiet 22 to 6 at night', set({ services: exchange, quiet: night })],
  ['watch exchange silent 22 to 6', set({ services: exchange, quiet: night })],
  ['watch exchange 22:00 to 06:00 quiet', set({ services: exchange, quiet: night })],
  ['watch exchange quiet 22:15 to 5:45', set({ services: exchange, quiet: quiet('22:15', '5:45') })],
  ['watch exchange quiet 22 to 24', set({ services: exchange, quiet: quiet('22:00', '0:00') })],
  ['watch exchange quiet 0 to 6', set({ services: exchange, quiet: quiet('0:00', '6:00') })],
  ['watch exchange quiet noon to midnight', set({ services: exchange, quiet: quiet('12:00', '0:00') })],
  ['watch exchange quiet 6am to 10pm', set({ services: exchange, quiet: quiet('6:00', '22:00') })],
  [
    'watch exchange quiet 22 to 6 europe/london',
    set({ services: exchange, quiet: { ...night, zone: 'Europe/London' } }),
  ],
  [
    'watch exchange in America/New_York, quiet 22:00 to 06:00',
    set({ services: exchange, quiet: { ...night, zone: 'America/New_York' } }),
  ],
  ['watch teams including partial', set({ services: ['teams'], isPartialIncluded })],
  ['watch teams including partials', set({ services: ['teams'], isPartialIncluded })],
  ['watch teams incl partial', set({ services: ['teams'], isPartialIncluded })],
  ['watch teams incl. partial', set({ services: ['teams'], isPartialIncluded })],
  ['watch teams also partial', set({ services: ['teams'], isPartialIncluded })],
  ['watch teams and partial ones', set({ services: ['teams'], isPartialIncluded })],
  ['watch teams with partial', set({ services: ['teams'], isPartialIncluded })],
  ['watch teams, partial too', set({ services: ['teams'], isPartialIncluded })],
  ['watch teams including partially finished', set({ services: ['teams'], isPartialIncluded })],
  ['watch failed and partial teams backups', set({ services: ['teams'], isPartialIncluded })],
  ['watch partial and failed teams backups', set({ services: ['teams'], isPartialIncluded })],
  ['watch teams without partial', set({ services: ['teams'] })],
  [
    'watch exchange, twice in a row, quiet 22:00 to 06:00, including partial',
    set({ services: exchange, inARow, isPartialIncluded, quiet: night }),
  ],
  [
    'including partial runs, quiet 22 to 6 utc, after two failures: watch everything',
    set({ inARow, isPartialIncluded, quiet: { ...night, zone: 'UTC' } }),
  ],
  ['watch', show],
  ['watches', show],
  ['watching', show],
  ['watch list', show],
  ['show my watches', show],
  ['what is watched?', show],
  ['what do you watch', show],
  ['which services are you watching?', show],
  ['do you watch exchange?', show],
  ['is exchange watched?', show],
  ['are all backups watched', show],
  ['who watches exchange?', show],
  ['unwatch exchange', end('exchange')],
  ['stop watching exchange', end('exchange')],
  ['please stop watching the exchange and teams backups', end('exchange', 'teams')],
  ['exchange watch off', end('exchange')],
  ['cancel the watch on exchange', end('exchange')],
  ['no longer watch exchange', end('exchange')],
  ['unwatch all exchange backups', end('exchange')],
  ['turn the exchange watch off', end('exchange')],
  ['stop watching exchange and stop watching teams', end('exchange', 'teams')],
  ['unwatch all', end()],
  ['unwatch everything', end()],
  ['stop watching everything', end()],
  ['watch off', end()],
  ['no more watches', end()],
  ['unwatch', end()],
];

describe('a sentence about watches', () => {
  for (const [sentence, order] of orders) {
    it(`a sentence about watches is read as one command, without a correction: ${sentence}`, () => {
      const { command, notes } = interpret(sentence, berlin);
      assert.deepEqual(command, { kind: 'watch', order });
      assert.deepEqual(notes, []);
    });
  }

  const corrected: readonly (readonly [
    sentence: string,
    order: WatchOrder,
    written: string,
    read: string,
  ])[] = [
    ['wach exchange', set({ services: exchange }), 'wach', 'watch'],
    ['wacth exchange', set({ services: exchange }), 'wacth', 'watch'],
    ['watch exchnage', set({ services: exchange }), 'exchnage', 'exchange'],
    ['watchign exchange', set({ services: exchange }), 'watchign', 'watching'],
    ['unwach exchange', end('exchange'), 'unwach', 'unwatch'],
    ['watch exchange twcie', set({ services: exchange, inARow }), 'twcie', 'twice'],
    ['watch exchange queit 22 to 6', set({ services: exchange, quiet: night }), 'queit', 'quiet'],
    [
      'watch teams inclding partial',
      set({ services: ['teams'], isPartialIncluded }),
      'inclding',
      'including',
    ],
  ];
  for (const [sentence, order, written, read] of corrected) {
    it(`the bot corrects typing errors in a sentence about watches, and names the corrections: ${sentence}`, () => {
      const reading = interpret(sentence, berlin);
      assert.deepEqual(reading.command, { kind: 'watch', order });
      assert.deepEqual(reading.notes, [{ kind: 'corrected', written, read }]);
    });
  }

  it('the bot doesn’t correct ordinary words that resemble those about watches', () => {
    for (const word of 'match batch catch patches switches matching patching switching watering watchdog quite pipeline defaults vault escalator knowledge dusty'.split(
      ' ',
    )) {
      const reading = interpret(`failed exchange backups ${word}`, berlin);
      assert.deepEqual([unanswered(reading), reading.notes], ['words', []], word);
    }
  });

  it('the bot shows no watches if the question has a word that may change its meaning', () => {
    for (const sentence of [
      'is exchange watched by bob?',
      'was exchange watched last night?',
      'did the watched backups fail',
      'which watched services failed?',
    ]) {
      const reading = interpret(sentence, berlin);
      assert.deepEqual([unanswered(reading), offered(reading)], ['words', ['watches']], sentence);
    }
    for (const sentence of ['are you watching exchange, please?', 'do you watch for failures?'])
      assert.deepEqual(interpret(sentence, berlin).command, { kind: 'watch', order: show }, sentence);
  });

  const refused: readonly (readonly [sentence: string, reason: RegExp, offers: readonly string[]])[] = [
    ['watch bananas', /“bananas”/, ['watches']],
    ['watch exchange bananas', /“bananas”/, ['watch Exchange']],
    ['watch exchange daily', /“daily”/, ['watch Exchange']],
    ['watch exchange every 5 minutes', /“5”, “minutes”/, ['watch Exchange']],
    [
      'watch exchange quiet 22 to 6 EST twice',
      /“EST”/,
      ['watch Exchange, twice in a row, quiet 22:00 to 06:00'],
    ],
    ['watch exchange not on weekends', /“not”/, ['watches']],
    ['do not watch exchange', /“not”/, ['unwatch Exchange', 'watches']],
    ['watch everything except exchange', /can’t leave some out/, ['watches']],
    [
      'watch quiet 22 to 6',
      /Which services/,
      [
        'watch all backups, quiet 22:00 to 06:00',
        'watch Exchange, quiet 22:00 to 06:00',
        'watch SharePoint, quiet 22:00 to 06:00',
        'watch OneDrive, quiet 22:00 to 06:00',
      ],
    ],
    [
      'watch failures',
      /Which services/,
      ['watch all backups', 'watch Exchange', 'watch SharePoint', 'watch OneDrive'],
    ],
    [
      'watch everything, exchange twice in a row',
      /or all of them/,
      ['watch Exchange, twice in a row', 'watch all backups, twice in a row'],
    ],
    [
      'watch all backups and partial exchange backups',
      /or all of them/,
      ['watch Exchange, including partial', 'watch all backups, including partial'],
    ],
    ['watch all backups without partial exchange runs', /can’t leave some out/, ['watches']],
    ['watch restores', /Only backups/, ['watches']],
    ['watch exchange restores', /Only backups/, ['watch Exchange']],
    ['watch exchange backups and exports', /Only backups/, ['watch Exchange']],
    ['watch running exchange backups', /reports failed backups/, ['watch Exchange']],
    ['watch exchange backups with warnings', /reports failed backups/, ['watch Exchange']],
    [
      'watch exchange since friday',
      /starts when you set it/,
      ['watch Exchange', 'failed Exchange backups since friday'],
    ],
    [
      'watch exchange and teams yesterday, twice in a row',
      /starts when you set it/,
      ['watch Exchange and Teams, twice in a row', 'failed Exchange and Teams backups yesterday'],
    ],
    ['watch exchange until friday', /starts when you set it/, ['watch Exchange']],
    ['watch exchange tomorrow', /starts when you set it/, ['watch Exchange']],
    ['watch exchange three in a row', /two in a row/, ['watch Exchange', 'watch Exchange, twice in a row']],
    ['watch exchange after 5 failures', /two in a row/, ['watch Exchange', 'watch Exchange, twice in a row']],
    ['watch exchange in a row', /two in a row/, ['watch Exchange', 'watch Exchange, twice in a row']],
    [
      'watch partial teams backups',
      /together with failed ones/,
      ['watch Teams, including partial', 'watch Teams'],
    ],
    ['watch exchange quiet 22 to 22', /end when they start/, ['watch Exchange, quiet 22:00 to 06:00']],
    ['watch exchange quiet 25:00 to 6:00', /25:00 is not a time of day/, ['watch Exchange']],
    ['watch exchange quiet 25-6', /25 is not a time of day/, ['watch Exchange']],
    ['watch exchange quiet 22:00:30 to 6:00', /whole minute/, ['watch Exchange']],
    ['watch exchange quiet 22:00', /From when to when/, ['watch Exchange, quiet 22:00 to 06:00']],
    ['watch exchange quiet at night', /From when to when/, ['watch Exchange, quiet 22:00 to 06:00']],
    [
      'watch exchange quiet 10 to 6',
      /morning or afternoon/,
      ['watch Exchange, quiet 10:00 to 18:00', 'watch Exchange, quiet 22:00 to 06:00'],
    ],
    ['watch exchange quiet 10pm to 6', /morning or afternoon/, ['watch Exchange, quiet 22:00 to 06:00']],
    [
      'watch exchange from 22:00 to 06:00',
      /during those hours, or outside them/,
      ['watch Exchange, quiet 22:00 to 06:00', 'watch Exchange, quiet 06:00 to 22:00'],
    ],
    [
      'watch exchange quiet 22:00 to 06:00 and 12:00 to 13:00',
      /one stretch/,
      ['watch Exchange, quiet 22:00 to 06:00', 'watch Exchange, quiet 12:00 to 13:00'],
    ],
    ['watch exchange Europe/London', /time zone/, ['watch Exchange, quiet 22:00 to 06:00 Europe/London']],
    ['watch exchange quiet 22 to 6 Europe/London Europe/Berlin', /one time zone/, ['watch Exchange']],
    ['how do i watch exchange?', /one sentence/, ['watch Exchange']],
    ['how can i stop watching exchange?', /one sentence/, ['unwatch Exchange']],
    ["don't stop watching exchange", /“don't”/, ['watches']],
    ['unwatch restores', /“restores”/, ['watches']],
    ['unwatch all but exchange', /“all but”/, ['watches']],
    ['unwatch exchange on friday', /stop a watch now/, ['unwatch Exchange']],
    ['stop watching that', /Which services/, ['unwatch everything', 'watches']],
    ['unwatch exchange and watch teams', /One thing/, ['watches']],
    ['stop watching exchange, watch teams', /One thing/, ['watches']],
    ['watch exchange, cancel teams', /One thing/, ['watches']],
    ['stop teams, watch exchange', /One thing/, ['watches']],
    ['watch exchange and teams off', /One thing/, ['watches']],
    ['unwatch everything, exchange', /or all of them/, ['unwatch Exchange', 'unwatch everything']],
    [
      'unwatch exchange quiet 22 to 6',
      /the whole watch/,
      ['unwatch Exchange', 'watch Exchange, quiet 22:00 to 06:00'],
    ],
  ];
  for (const [sentence, reason, offers] of refused) {
    it(`a sentence about watches that can’t be applied as a whole changes nothing, and gets suggestions: ${sentence}`, () => {
      const reading = interpret(sentence, berlin);
      assert.ok(reading.command.kind === 'noOrder', reading.command.kind);
      assert.match(reading.command.reason, reason);
      assert.deepEqual(offered(reading), offers);
      for (const offer of reading.offers) {
        const { command, notes } = interpret(offer.sentence, berlin);
        assert.ok('order' in command || 'question' in command, offer.sentence);
        assert.deepEqual(notes, [], offer.sentence);
      }
    });
  }

  it('prose that contains the word is no command about watches', () => {
    for (const sentence of [
      'did you watch the match with anna and her brother',
      'my grandfather gave his old golden watch to uncle peter',
    ])
      assert.ok(unanswered(interpret(sentence, berlin)), sentence);
  });

  const sound = { noNullPrototype: true };
  const times = fc.record(
    { hour: fc.integer({ min: 0, max: 23 }), minute: fc.integer({ min: 0, max: 59 }) },
    sound,
  );
  const someServices = fc
    .uniqueArray(fc.constantFrom<Service>(...services))
    .map(some => services.filter(service => some.includes(service)));
  const hours = fc
    .record(
      { from: times, to: times, zone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/St_Johns') },
      sound,
    )
    .filter(({ from, to }) => from.hour !== to.hour || from.minute !== to.minute);
  const wishes: fc.Arbitrary<WatchSpec> = fc.record(
    {
      services: someServices,
      inARow: fc.constantFrom<1 | 2>(1, 2),
      isPartialIncluded: fc.boolean(),
      quiet: fc.option(hours, { nil: undefined }),
    },
    sound,
  );

  it('a watch reads back exactly as it is composed', () => {
    fc.assert(
      fc.property(wishes, wish => {
        const sentence = composeWatch(wish, 'Europe/Berlin');
        const { command, notes } = interpret(sentence, berlin);
        assert.deepEqual(command, { kind: 'watch', order: { what: 'set', wish } }, sentence);
        assert.deepEqual(notes, []);
      }),
      { numRuns: 300 },
    );
  });

  it('a command to end watches reads back exactly as it is composed', () => {
    fc.assert(
      fc.property(someServices, some => {
        const { command } = interpret(composeUnwatch(some), berlin);
        assert.deepEqual(command, { kind: 'watch', order: { what: 'end', services: some } });
      }),
      { numRuns: 100 },
    );
  });

  it('a command about watches means the same in any order of its parts', () => {
    const parts = fc
      .tuple(
        fc.constantFrom('watch exchange', 'watch sharepoint and teams', 'watch all backups'),
        fc.constantFrom('', 'twice in a row', 'after two failures', '2 runs in a row'),
        fc.constantFrom('', 'quiet 22:00 to 06:00', 'quiet from 10pm to 6am', 'quiet 22-6 utc'),
        fc.constantFrom('', 'including partial', 'also partial', 'with partials'),
      )
      .map(list => list.filter(Boolean));
    const shuffled = parts.chain(list =>
      fc.record({
        list: fc.constant(list),
        order: fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length }),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ list, order }) => {
        const inOrder = interpret(list.join(', '), berlin).command;
        assert.equal(inOrder.kind, 'watch', list.join(', '));
        assert.deepEqual(interpret(order.join(', '), berlin).command, inOrder, order.join(', '));
      }),
      { numRuns: 200 },
    );
  });

  it('no combination of words makes a command about watches that does more than the words say', () => {
    const words = fc.constantFrom(
      ...'watch unwatch exchange teams all backups quiet 22 6 22:00 to 06:00 25:00 - and twice in a row two three runs partial including not except without since friday UTC EST stop off bananas'.split(
        ' ',
      ),
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 12 }), list => {
        const sentence = list.join(' ');
        const { command } = interpret(sentence, berlin);
        if (command.kind !== 'watch' || command.order.what === 'show') return;
        for (const word of ['bananas', 'EST', 'friday', '25:00', 'three'])
          assert.ok(!list.includes(word), sentence);
        const isEnd = ['unwatch', 'stop', 'off'].some(word => list.includes(word));
        assert.equal(command.order.what === 'end', isEnd, sentence);
        const said = command.order.what === 'set' ? command.order.wish.services : command.order.services;
        for (const service of exchange.concat('teams'))
          assert.equal(said.includes(service), list.includes(service), sentence);
      }),
      { numRuns: 1000 },
    );
  });
});
