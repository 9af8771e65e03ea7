import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { OnCallOrder } from '../../../../src/domain/duty-order.ts';
import type { Person } from '../../../../src/domain/person.ts';
import { escalating, reminding, timeOffer } from '../../../../src/features/incidents/on-call/read-times.ts';
import { berlin, offered } from '../../../language/support.ts';
import { interpret } from '../../../support/interpret.ts';

const kim: Person = { id: '29:kim', name: 'Kim' };
const lee: Person = { id: '29:lee', name: 'Lee' };
const sam: Person = { id: '29:sam', name: 'Sam' };
const larsen: Person = { id: '29:larsen', name: 'Kim Larsen' };
const oneil: Person = { id: '29:oneil', name: "O'Neil, Ann (IT)" };

const read = (sentence: string, ...people: Person[]) => interpret(sentence, { ...berlin, people });
const set = (first: Person, fallback?: Person): OnCallOrder => ({ what: 'set', first, fallback });
const show: OnCallOrder = { what: 'show' };
const off: OnCallOrder = { what: 'off' };
const lengthOf = (minutes: number): OnCallOrder => ({ what: 'escalateAfter', ms: minutes * 60_000 });
const remindAfter = (hours: number): OnCallOrder => ({
  what: 'remindAfter',
  ms: Math.round(hours * 60) * 60_000,
});

const orders: readonly (readonly [sentence: string, order: OnCallOrder, ...people: Person[]])[] = [
  ['on duty @Kim', set(kim), kim],
  ['On duty: @Kim.', set(kim), kim],
  ['on duty is @Kim', set(kim), kim],
  ['@Kim is on duty', set(kim), kim],
  ["@Kim's on duty", set(kim), kim],
  ['please put @Kim on duty', set(kim), kim],
  ['could you put @Kim on duty?', set(kim), kim],
  ['on duty from now on: @Kim', set(kim), kim],
  ['on call @Kim', set(kim), kim],
  ['on-call: @Kim', set(kim), kim],
  ['@Kim is on call', set(kim), kim],
  ['on duty @Kim then @Lee', set(kim, lee), kim, lee],
  ['on duty @Kim, then @Lee', set(kim, lee), kim, lee],
  ['on duty @Kim and then @Lee', set(kim, lee), kim, lee],
  ['on duty @Kim fallback @Lee', set(kim, lee), kim, lee],
  ['on duty: @Kim, fallback: @Lee', set(kim, lee), kim, lee],
  ['on duty @Kim backup @Lee', set(kim, lee), kim, lee],
  ['on duty @Kim, backup is @Lee', set(kim, lee), kim, lee],
  ['on call is @Kim then @Lee', set(kim, lee), kim, lee],
  ['@Kim is on duty, then @Lee', set(kim, lee), kim, lee],
  ['@Kim then @Lee on duty', set(kim, lee), kim, lee],
  ['@Kim is on duty and @Lee is fallback', set(kim, lee), kim, lee],
  ['on duty @Kim then @Lee', set(kim, lee), lee, kim],
  ['on duty @Kim Larsen then @Kim', set(larsen, kim), kim, larsen],
  ['on duty @Kim then @Kim Larsen', set(kim, larsen), larsen, kim],
  ["on duty @O'Neil, Ann (IT), then @Kim Larsen", set(oneil, larsen), oneil, larsen],
  ['on duty @O\u2019Neil, Ann (IT)', set(oneil), oneil],
  ['on duty', show],
  ['duty', show],
  ['show who is on duty', show],
  ['who is on duty?', show],
  ["who's on duty", show],
  ['whos on call', show],
  ["who's on call?", show],
  ['is anybody on duty?', show],
  ['is nobody on duty?', show],
  ['is @Kim on duty?', show, kim],
  ['@Kim is on duty?', show, kim],
  ['when do you escalate?', show],
  ['on duty off', off],
  ['on call off', off],
  ['off duty', off],
  ['nobody on duty', off],
  ['nobody is on duty', off],
  ['no one is on duty', off],
  ['on duty nobody', off],
  ['on duty: none', off],
  ['escalate after 10 minutes', lengthOf(10)],
  ['escalate in 10 minutes', lengthOf(10)],
  ['escalation after 20 min', lengthOf(20)],
  ['escalation: 20m', lengthOf(20)],
  ['escalate after ten minutes, please', lengthOf(10)],
  ['escalate after 1 hour', lengthOf(60)],
  ['escalate after an hour', lengthOf(60)],
  ['escalate after half an hour', lengthOf(30)],
  ['escalate after 1 hour and 30 minutes', lengthOf(90)],
  ['escalate after 1h30m', lengthOf(90)],
  ['escalate after a minute', lengthOf(1)],
  ['escalate after 24 hours', lengthOf(24 * 60)],
  ['escalate after 1 day', lengthOf(24 * 60)],
  ['escalate 10 minutes from now on', lengthOf(10)],
  ['remind after 12 hours', remindAfter(12)],
  ['remind us after a day', remindAfter(24)],
  ['remind me after two days, please', remindAfter(48)],
  ['please remind us again after 6h', remindAfter(6)],
  ['send a reminder after 12 h', remindAfter(12)],
  ['could you send us a reminder after 12 hours?', remindAfter(12)],
  ['reminder: 12h', remindAfter(12)],
  ['set the reminder to 12 hours', remindAfter(12)],
  ['reminders every 6 hours', remindAfter(6)],
  ['remind us every 2 days', remindAfter(48)],
  ['after 90 minutes, remind us', remindAfter(1.5)],
  ['remind after half a day', remindAfter(12)],
  ['remind after a day and 12 hours', remindAfter(36)],
  ['remind after 1 day, 2 hours and 30 minutes', remindAfter(26.5)],
  ['remind after an hour', remindAfter(1)],
  ['remind after 7 days', remindAfter(7 * 24)],
  ['remind after a week from now on', remindAfter(7 * 24)],
  ['when do you remind us?', show],
  ['how often do you remind us?', show],
  ['remind me who is on duty', show],
];

describe('a sentence about on call', () => {
  for (const [sentence, order, ...people] of orders) {
    it(`a sentence about on call is read as one command, without a correction: ${sentence} (${people.map(({ name }) => name).join('; ')})`, () => {
      const { command, notes } = read(sentence, ...people);
      assert.deepEqual(command, { kind: 'duty', order });
      assert.deepEqual(notes, []);
    });
  }

  it('the bot corrects typing errors in a sentence about on call, and names the corrections', () => {
    const { command, notes } = read('esclate after 10 minutes');
    assert.deepEqual(command, { kind: 'duty', order: lengthOf(10) });
    assert.deepEqual(notes, [{ kind: 'corrected', written: 'esclate', read: 'escalate' }]);
    const reminder = read('remnid after 12 hours');
    assert.deepEqual(reminder.command, { kind: 'duty', order: remindAfter(12) });
    assert.deepEqual(reminder.notes, [{ kind: 'corrected', written: 'remnid', read: 'remind' }]);
  });

  it('the bot doesn’t correct ordinary words that resemble a reminder', () => {
    for (const word of 'rewind rewinding remainder remand demanding residing reindeer'.split(' ')) {
      const { command, notes } = read(`${word} after 12 hours`);
      assert.notEqual(command.kind, 'duty', word);
      assert.deepEqual(notes, [], word);
    }
  });

  it('the bot doesn’t show who is on call if the question has a day or a word that may change its meaning', () => {
    for (const [sentence, about] of [
      ['who is on duty tomorrow?', 'other'],
      ['who was on call on Saturday?', 'other'],
      ['who is on duty for finance?', 'words'],
    ] as const) {
      const reading = read(sentence);
      assert.ok(reading.command.kind === 'noQuestion', sentence);
      assert.equal(reading.command.about ?? 'other', about);
      assert.deepEqual(reading.offers, [{ label: 'On call', sentence: 'on call' }]);
    }
    assert.deepEqual(read('hey guys, who is on duty right now?').command, { kind: 'duty', order: show });
  });

  const pickName = /^Pick the name from the list that Teams shows after @, so I can call them\.$/;
  const refused: readonly (readonly [sentence: string, reason: RegExp, ...people: Person[]])[] = [
    ['on duty Kim', pickName],
    ['on duty @kim', pickName],
    ['on duty @Kim', pickName],
    ['on duty @Kim Larsen', pickName],
    ['on duty: kim@contoso.com', pickName],
    ['on duty April', pickName],
    ['on duty @April', pickName],
    ['on duty tomorrow', pickName],
    ['i am on duty', pickName],
    ['put me on duty', pickName],
    ['on duty @Kim then Lee', pickName, kim],
    ['on duty @Kim then @lee', pickName, kim, lee],
    ['on duty @Kim then', pickName, kim],
    ['on duty @Kimberly', pickName, kim],
    ['on duty @Kim then @Lee then @Sam', /Only two people/, kim, lee, sam],
    ['on duty @Kim @Lee @Sam', /Only two people/, kim, lee, sam],
    ['on duty @Kim then @Kim', /same person/, kim, kim],
    ['on duty @Kim and @Lee', /in this order/, kim, lee],
    ['on duty @Kim, @Lee', /in this order/, kim, lee],
    ['fallback @Lee, on duty @Kim', /in this order/, lee, kim],
    ['@Lee is fallback, @Kim is on duty', /in this order/, lee, kim],
    ['on duty fallback @Lee', /in this order/, lee],
    ['fallback @Lee', /in this order/, lee],
    ['escalate to @Lee', /in this order/, lee],
    ['on duty @Kim until friday', /can’t schedule days/, kim],
    ['on duty @Kim on weekends', /can’t schedule days/, kim],
    ['on duty @Kim daily', /“daily”/, kim],
    ['on duty @Kim bananas', /“bananas”/, kim],
    ['on duty @Kim also @Lee', /“also”/, kim, lee],
    ['add @Lee to on duty', /“add”/, lee],
    ['@Kim is not on duty', /“not”/, kim],
    ['not on duty', /“not”/],
    ['@Kim is off duty', /take everyone off call/, kim],
    ['on duty @Kim then @Lee, escalate after 10 minutes', /One thing/, kim, lee],
    ['on duty @Kim then @Lee after 10 minutes', /One thing/, kim, lee],
    ['escalate', /After how long/],
    ['escalate after 10 or 20 minutes', /“after 10”/],
    ['escalate after 10 minutes or after 20 minutes', /one time/],
    ['escalate after 0 minutes', /1 minute to 24 hours/],
    ['escalate after 30 seconds', /1 minute to 24 hours/],
    ['escalate after 25 hours', /1 minute to 24 hours/],
    ['escalate after 2 weeks', /1 minute to 24 hours/],
    ['escalate after 1.5 hours', /“after 1.5 hours”/],
    ['escalate after 10 minutes on weekdays', /“weekdays”/],
    ['do not escalate', /no one is called after/],
    ['escalation off', /no one is called after/],
    ['on duty after 10 minutes', /escalate after that time/],
    ['escalate every 10 minutes', /escalate after that time/],
    ['remind us', /After how long should I remind/],
    ['reminders', /After how long should I remind/],
    ['remind after 12 or 24 hours', /“after 12”/],
    ['remind after 12 hours or after 24 hours', /one time/],
    ['remind after 0 hours', /1 hour to 7 days/],
    ['remind after 59 minutes', /1 hour to 7 days/],
    ['remind after 8 days', /1 hour to 7 days/],
    ['remind after 12 hours and 5 seconds', /one time/],
    ['remind after 1.5 hours', /“after 1.5 hours”/],
    ['remind after 12 hours on weekdays', /“weekdays”/],
    ['remind us after 12 hours about Exchange', /“about”, “Exchange”/],
    ['remind me in 2 hours', /while it lasts\. Should I do it that often/],
    ['remind me 2 hours from now', /while it lasts\. Should I do it that often/],
    ['remind @Kim after 12 hours', /whoever took the incident/, kim],
    ['remind @Kim after 12 hours', /whoever took the incident/],
    ['on duty @Kim, remind after 12 hours', /who is on call, then when I remind/, kim],
    ['escalate after 10 minutes and remind after 12 hours', /when I escalate, then when I remind/],
    ['do not remind us', /until it’s over, at least every 7 days/],
    ['reminders off', /until it’s over, at least every 7 days/],
  ];
  for (const [sentence, reason, ...people] of refused) {
    it(`a sentence about on call that can’t be applied as a whole changes nothing, and gets suggestions: ${sentence} (${people.length})`, () => {
      const { command, offers } = read(sentence, ...people);
      assert.ok(command.kind === 'noOrder', command.kind);
      assert.match(command.reason, reason);
      assert.ok(offers.length > 0);
      for (const offer of offers) assert.equal(read(offer.sentence).command.kind, 'duty', offer.sentence);
    });
  }

  it('the bot suggests the interval that a sentence names beside people, or the usual ones if it’s out of bounds', () => {
    assert.deepEqual(offered(read('on duty @Kim then @Lee, escalate after 5 minutes', kim, lee)), [
      'escalate after 5 minutes',
      'on call',
    ]);
    assert.deepEqual(offered(read('escalate after 3 days')), [
      'escalate after 10 minutes',
      'escalate after 15 minutes',
      'escalate after 30 minutes',
    ]);
    assert.deepEqual(offered(read('remind after 30 days')), [
      'remind after 6 hours',
      'remind after 12 hours',
      'remind after 24 hours',
    ]);
    assert.deepEqual(offered(read('remind me in 5 hours')), ['remind after 5 hours']);
    assert.deepEqual(offered(read('reminders off')), ['remind after 7 days', 'on call']);
    assert.deepEqual(offered(read('on duty @Kim, remind after 8 hours', kim)), [
      'remind after 8 hours',
      'on call',
    ]);
  });

  it('the bot suggests each interval with its own length if a sentence names one for escalation and one for reminders', () => {
    assert.deepEqual(offered(read('escalate after 10 minutes and remind after 12 hours')), [
      'escalate after 10 minutes',
      'remind after 12 hours',
      'on call',
    ]);
    assert.deepEqual(offered(read('remind after 8 hours, escalate after 5 minutes')), [
      'remind after 8 hours',
      'escalate after 5 minutes',
      'on call',
    ]);
  });

  it('a reminder of something else, or at some other time, is no command about on call', () => {
    for (const sentence of [
      'remind me of failed backups',
      'remind us after 12 hours about failed exchange backups',
      'remind us every 6 hours about failed backups',
      'remind me tomorrow',
      'remind me to restart the server',
      'set a reminder for 9am',
    ]) {
      const { command, offers } = read(sentence);
      assert.ok(command.kind === 'noQuestion', `${sentence}: ${command.kind}`);
      assert.match(command.reason, /^I can post a digest here at a time you choose/, sentence);
      assert.match(offers[0]?.sentence ?? '', /^digest /, sentence);
    }
    for (const sentence of [
      'remind us each Monday about partial sharepoint backups',
      'remind us every day at 8',
      'set a reminder every day at 8',
      'daily reminder of failed backups',
    ])
      assert.equal(read(sentence).command.kind, 'digest', sentence);
    assert.equal(read('remind us twice a day').command.kind, 'noOrder');
  });

  it('a sentence whose text has none of the mentioned people is no command about on call', () => {
    assert.equal(read('on duty Kim', kim).command.kind, 'noOrder');
  });

  it('prose that contains the words is no command about on call', () => {
    const { command } = read('yesterday grandma was on call with her doctor about pills');
    assert.equal(command.kind, 'notUnderstood');
  });

  it('an interval of whole minutes within the bounds reads back as it is composed, and no other is composed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 24 * 60 }), minutes => {
        const { command } = read(timeOffer(escalating, minutes * 60_000).sentence);
        assert.deepEqual(command, { kind: 'duty', order: lengthOf(minutes) });
      }),
      { numRuns: 100 },
    );
    for (const minutes of [0, 24 * 60 + 1, 99_999])
      assert.equal(read(`escalate after ${minutes} minutes`).command.kind, 'noOrder');
    fc.assert(
      fc.property(fc.integer({ min: 60, max: 7 * 24 * 60 }), minutes => {
        const { command } = read(timeOffer(reminding, minutes * 60_000).sentence);
        assert.deepEqual(command, { kind: 'duty', order: remindAfter(minutes / 60) });
      }),
      { numRuns: 200 },
    );
    for (const minutes of [0, 59, 7 * 24 * 60 + 1, 99_999])
      assert.equal(read(`remind after ${minutes} minutes`).command.kind, 'noOrder');
    for (const [hours, sentence] of [
      [1, 'remind after 1 hour'],
      [24, 'remind after 24 hours'],
      [36, 'remind after 36 hours'],
      [48, 'remind after 2 days'],
      [168, 'remind after 7 days'],
    ] as const)
      assert.equal(timeOffer(reminding, hours * 3_600_000).sentence, sentence);
  });

  it('only people who are mentioned are put on call, in the order of the text', () => {
    const words = fc.constantFrom(
      ...'on duty call @Kim @Lee @Sam @Kim,Larsen then and fallback backup nobody off is not bananas ? escalate remind after 10 minutes'
        .split(' ')
        .map(word => word.replace(',', ' ')),
    );
    const everybody = [kim, lee, larsen];
    fc.assert(
      fc.property(fc.array(words, { maxLength: 10 }), fc.shuffledSubarray(everybody), (list, people) => {
        const sentence = list.join(' ');
        const { command } = read(sentence, ...people);
        if (command.kind !== 'duty' || command.order.what !== 'set') return;
        const { first, fallback } = command.order;
        const named = [first, fallback].filter(person => person !== undefined);
        assert.ok(named.every(person => people.includes(person)));
        assert.ok(!['bananas', 'not', '?', 'nobody', 'off'].some(word => list.includes(word)), sentence);
        const places = named.map(({ name }) => sentence.indexOf(`@${name}`));
        assert.ok(
          places.every(place => place >= 0),
          sentence,
        );
        if (fallback) assert.ok(/then|fallback|backup/.test(sentence), sentence);
      }),
      { numRuns: 2000 },
    );
  });
});
