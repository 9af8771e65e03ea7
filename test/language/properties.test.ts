import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { isValidQuestion } from '../../src/domain/question.ts';
import { maxMessageLength } from '../../src/language/prepare.ts';
import { readSpan } from '../../src/language/read-span.ts';
import { tokenise } from '../../src/language/tokens.ts';
import { interpret } from '../support/interpret.ts';
import { berlin, questionOf } from './support.ts';

const types = ['', 'backups', 'restores', 'exports', 'deletions', 'retention jobs', 'jobs', 'backup'];
const states = [
  '',
  'failed',
  'unsuccessful',
  'running',
  'finished with exceptions',
  'partial',
  'successful',
  'with warnings',
];
const services = [
  '',
  'exchange',
  'sharepoint online',
  'one drive',
  'm365 groups',
  'teams chat',
  'teams',
  'power bi',
  'public folder',
  'viva engage',
  'e-mail',
];
const periods = [
  '',
  'today',
  'yesterday',
  'last week',
  'this month',
  'over the weekend',
  'last 6 hours',
  'past two weeks',
  '24h',
  'last night',
  'since friday',
  'since yesterday 6pm',
  'since 18:30',
  'on 20 november',
  'between 1 and 7 november 2025',
  'from 22:00 to 06:00',
  'from monday to wednesday',
  'friday night',
  '2026-02-03',
  'in october',
  'yesterday between 8:00 and 12:00',
  'last 3 months',
  'the 20th',
  '3 days ago',
  'for may',
  'from may',
  'for mar',
  'since may',
  'of october',
  'from 22:00 to 06:00 yesterday',
  'from 10pm to 6am on friday',
  'today 22:00 to 06:00',
  'on 11/02/2025',
  'since 10/02',
  'between 02/03/2025 and 05/04/2025',
  'this quarter',
  'the night before last',
  'in q3',
  'q1 2025',
  'last half-year',
  'h2 2025',
  'mtd',
  'year to date',
  'cw46',
  'week 12',
  'week of nov 9',
  'week before last',
  'past fortnight',
  'last 3 nights',
  'last 2 business days',
  'since an hour ago',
  'since a month ago',
  'since half past 3',
  'today 0-2',
  'yesterday 9-5',
  'between 2 and 4',
  'yesterday and today',
  'saturday and sunday',
  'last night and the night before',
  'from friday evening to monday morning',
  'since we patched on saturday',
  'since eod yesterday',
  'last hour and a half',
  'since 2012-01-02t18:00:00z',
  'since 18:00 utc',
  'from 6pm to 8pm cet',
  'from yesterday 8pm till 6 this morning',
  'in the last month',
  'from october to november',
  'friday onwards',
];
const days = [
  'today',
  'yesterday',
  'day before yesterday',
  'friday',
  'on monday',
  'last friday',
  'this monday',
  'a week ago',
  '3 days ago',
  'the 20th',
  'on the 1st',
  '2 nov',
  'nov 2',
  'nov 2 2025',
  'on 29 february',
  '2025-11-02',
  'monday, 2 march',
  'on 11/02/2025',
  '10/02',
  '2.11.2025',
  'friday last week',
  'the 17th of last month',
  'earlier today',
];
const timesOfDay = [
  'from 22:00 to 06:00',
  '22:00 to 06:00',
  'between 10pm and 6am',
  '22:00-06:00',
  '10pm-6am',
  'from 22 to 6am',
  'from 8:00 to 12:00',
  '8-10am',
  '0800 to 1000',
  '2200 to 0600',
  'from 6:00 to 6:00',
  'from 23:59:59 to midnight',
  'since 2',
  'since 18:30',
  'since 6pm',
  'since noon',
  'from 14:00 to now',
  '9-5',
  '22-6',
  'between 2 and 4',
  'from 18:00 to 20:00 utc',
];
const politeness = ['', 'please', 'show me', 'any', 'list', 'could you find'];
const sizes = ['', '5 per page', '20 at a time'];

const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'America/Santiago',
  'Africa/Cairo',
  'Asia/Beirut',
  'America/St_Johns',
];
const context = fc.record({
  now: fc.integer({ min: Date.UTC(2012, 0, 10), max: Date.UTC(2040, 0, 1) }),
  zone: fc.constantFrom(...zones),
  locale: fc.constantFrom('en-US', 'en-GB', 'de-DE', undefined),
});
const partsOf = [types, states, services, periods, politeness, sizes].map(list => fc.constantFrom(...list));
const parts = fc
  .tuple(...partsOf)
  .filter(([type, state, service, period]) => Boolean(type || state || service || period));

/** "failed today, backup exchange": its last clause may be an order, which is never answered with a list. */
const lastOrder = new RegExp(
  `[,.!]\\W*(?:please\\W+)?backup\\W+(?:${services.filter(Boolean).join('|')})(?:\\W+(?:please|today))*\\W*$`,
  'i',
);

describe('the grammar', () => {
  it('the grammar ignores order, case, punctuation and spaces', () => {
    const space = fc.constantFrom(' ', '  ', ', ', ' ... ', '! ', '\u00a0', ' - ');
    const shuffled = parts.chain(list =>
      fc.record({
        list: fc.constant(list),
        order: fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length }),
        spaces: fc.array(space, { minLength: list.length, maxLength: list.length }),
        upper: fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ list, order, spaces, upper }) => {
        const plain = list.filter(Boolean).join(' ');
        const wild = order
          .filter(Boolean)
          .map((part, index) => part + (spaces[index] ?? ' '))
          .join('')
          .replace(/[a-z]/g, (letter, at: number) =>
            upper[at % upper.length] ? letter.toUpperCase() : letter,
          );
        // "any" at the beginning asks for yes or no, about the same jobs.
        const read = (sentence: string) => {
          const { command } = interpret(sentence, berlin);
          return 'lead' in command && command.lead === 'any' ? { ...command, lead: undefined } : command;
        };
        const command = read(wild);
        const expected = read(plain);
        // "backup teams please" is an order, "please backup, teams" a list.
        if (expected.kind === 'noQuestion' && expected.about === 'act') return;
        if (lastOrder.test(wild) && command.kind === 'noQuestion') assert.equal(command.about, 'act', wild);
        else
          assert.deepEqual(
            { lead: undefined, ...command },
            { lead: undefined, ...expected },
            `${wild} / ${plain}`,
          );
      }),
      { numRuns: 300 },
    );
  });

  it('the grammar asks only sound questions, whatever the zone and the moment, and reads its own words back', () => {
    fc.assert(
      fc.property(parts, context, (list, where) => {
        const sentence = list.filter(Boolean).join(' ');
        const { command } = interpret(sentence, where);
        // Some moments know no such period ("tonight" at noon); what is asked must be sound.
        if (command.kind === 'noQuestion') return;
        assert.ok('question' in command && 'span' in command.question, sentence);
        const { question } = command;
        if (command.kind === 'jobs')
          assert.ok(isValidQuestion(command.question, Math.floor(where.now / 1000) * 1000), sentence);
        assert.equal((question.span.from ?? 0) % 1000, 0);
        assert.equal((question.span.to ?? 0) % 1000, 0);
        if (question.spanWords === undefined) return;
        // Also for a reader of another locale, who may be the one to ask again.
        for (const locale of [where.locale, 'en-GB', 'en-US', undefined]) {
          const again = readSpan(question.spanWords, { ...where, locale });
          assert.deepEqual(
            again && { span: again.span, words: again.words },
            { span: question.span, words: question.spanWords },
            sentence,
          );
        }
      }),
      { numRuns: 400 },
    );
  });

  it('the grammar reads its own words back if a day and its times are named apart, which mean the same in either order', () => {
    const apart = fc.record({
      day: fc.constantFrom(...days),
      times: fc.constantFrom(...timesOfDay),
      between: fc.constantFrom('failed backups', ',', ''),
      timesFirst: fc.boolean(),
    });
    let asked = 0;
    fc.assert(
      fc.property(apart, context, ({ day, times, between, timesFirst }, where) => {
        // Everyone reads "since 2 nov 2" as since the second of November.
        fc.pre(between !== '' || !['since 2', '9-5', '22-6', 'between 2 and 4'].includes(times));
        const sentence = `${timesFirst ? times : day} ${between} ${timesFirst ? day : times} exchange`;
        const { command } = interpret(sentence, where);
        if (command.kind === 'noQuestion') return;
        assert.ok(command.kind === 'jobs' || command.kind === 'health', sentence);
        asked += 1;
        const { span, spanWords } = command.question;
        for (const locale of [where.locale, 'en-GB', 'en-US', undefined]) {
          const again = readSpan(spanWords ?? '', { ...where, locale });
          assert.deepEqual(
            again && { span: again.span, words: again.words },
            { span, words: spanWords },
            sentence,
          );
        }
        if (between !== 'failed backups') return;
        assert.deepEqual(span, questionOf(`${day} ${between} ${times}`, where).span, sentence);
      }),
      { numRuns: 1000 },
    );
    assert.ok(asked > 500, `${asked} were questions`);
  });

  it('the grammar offers only sentences that are questions of their own, or lead on to one', () => {
    const negations = fc.constantFrom(
      ...[
        'not',
        'without',
        'except',
        '',
        'or failed',
        'and exchange',
        'since 2',
        'last few hours',
        'stuck',
        'and email me the list',
      ],
    );
    fc.assert(
      fc.property(parts, negations, context, (list, extra, where) => {
        const { offers } = interpret([...list, extra].filter(Boolean).join(' '), where);
        assert.ok(offers.length <= 4);
        for (const offer of offers) {
          const reading = interpret(offer.sentence, where);
          const asksBack = reading.command.kind === 'noQuestion' && reading.offers.length > 0;
          const isAnswered = 'question' in reading.command || 'order' in reading.command;
          assert.ok(isAnswered || asksBack, `${list} ${extra}: ${offer.sentence}`);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('the grammar never throws, gives three suggestions for nothing, and always the same reading', () => {
    const words = fc.constantFrom(
      ...'since between and from to last 0 31 2026 99999999999999999999 nov / - . : , pm am t h 24 12 30 not failed exchange per page at on the of 29 february next friday 2/11 1.5 job with un now'.split(
        ' ',
      ),
    );
    const soup = fc
      .array(words, { maxLength: 40 })
      .chain(list => fc.constantFrom(list.join(' '), list.join('')));
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 1100 }),
      fc.string({ maxLength: 200 }),
      soup,
    );
    fc.assert(
      fc.property(text, context, (sentence, where) => {
        const reading = interpret(sentence, where);
        assert.deepEqual(interpret(sentence, where), reading);
        if (reading.command.kind === 'notUnderstood') assert.equal(reading.offers.length, 3);
        if (reading.command.kind === 'jobs') {
          assert.ok(isValidQuestion(reading.command.question, Math.floor(where.now / 1000) * 1000), sentence);
        }
        readSpan(sentence, where);
      }),
      { numRuns: 1000 },
    );
  });

  it('the grammar makes at most one token of a character, so that its work is bounded by the length it reads', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: maxMessageLength }), text => {
        assert.ok(tokenise(text, () => true).length <= text.length);
      }),
      { numRuns: 100 },
    );
  });

  it('the grammar reads similar characters of other keyboards alike', () => {
    const plain = questionOf('failed backups last 24 hours');
    for (const sentence of [
      'FA\u0130LED BACKUPS LAST 24 HOURS',
      'fa\u0131led backups last 24 hours',
      '\uff46\uff41\uff49\uff4c\uff45\uff44 backups last \uff12\uff14 hours',
      '\u201cfailed\u201d backups\u00a0last 24\u202fhours',
      'failed\u200b backups\nlast\t24 hours\u2026',
    ]) {
      assert.deepEqual(questionOf(sentence), plain, sentence);
    }
    assert.deepEqual(
      questionOf('today\u2019s failures', berlin).span,
      questionOf('failures today', berlin).span,
    );
  });
});
