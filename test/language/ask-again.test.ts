import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { offersFor } from '../../src/language/compose.ts';
import { readSpan } from '../../src/language/read-span.ts';
import { interpret } from '../support/interpret.ts';
import { at, berlin, context, offered, questionOf, window } from './support.ts';

/** The words of a sentence's period; fails unless they read back as the very span they came from. */
function wordsOf(sentence: string, where = berlin): string {
  const { span, spanWords } = questionOf(sentence, where);
  assert.ok(spanWords, sentence);
  const again = readSpan(spanWords, where);
  assert.deepEqual(again && { span: again.span, words: again.words }, { span, words: spanWords }, sentence);
  return spanWords;
}

describe('times past midnight on a named day', () => {
  const zone = 'Europe/Berlin';
  const rows: [day: string, now: string, from: string, to: string][] = [
    // The night that begins on the named day, as far as it has come.
    ['yesterday', '2026-11-23T14:05', '2026-11-22T22:00', '2026-11-23T06:00'],
    ['yesterday', '2026-11-23T03:00', '2026-11-22T22:00', '2026-11-23T03:00'],
    ['today', '2026-11-23T23:00', '2026-11-23T22:00', '2026-11-23T23:00'],
    ['on friday', '2026-11-23T14:05', '2026-11-20T22:00', '2026-11-21T06:00'],
    ['3 days ago', '2026-11-23T14:05', '2026-11-20T22:00', '2026-11-21T06:00'],
    ['nov 2 2026', '2026-11-23T14:05', '2026-11-02T22:00', '2026-11-03T06:00'],
    // Not begun yet: the night that ended on the day, or the weekday's a week ago.
    ['today', '2026-11-23T14:05', '2026-11-22T22:00', '2026-11-23T06:00'],
    ['today', '2026-11-23T03:00', '2026-11-22T22:00', '2026-11-23T03:00'],
    ['23 november', '2026-11-23T14:05', '2026-11-22T22:00', '2026-11-23T06:00'],
    ['on monday', '2026-11-23T14:05', '2026-11-16T22:00', '2026-11-17T06:00'],
  ];
  for (const [day, now, from, to] of rows) {
    it(`times past midnight mean one night in every order of words: ${day} at ${now}`, () => {
      for (const sentence of [
        `failed backups from 22:00 to 06:00 ${day}`,
        `failed backups ${day} from 22:00 to 06:00`,
        `failed backups ${day} 22:00 to 06:00`,
        `from 22:00 to 06:00 failed backups ${day}`,
        `${day} failed backups from 22:00 to 06:00`,
        `failed backups from 22 to 6am ${day}`,
      ]) {
        const where = context(zone, now);
        assert.equal(window(questionOf(sentence, where), zone), `${from}/${to}`, sentence);
        wordsOf(sentence, where);
      }
    });
  }

  it('times past midnight end on the day that is named before the second time, and that reading is offered', () => {
    assert.equal(
      window(questionOf('failed from 22:00 to yesterday 06:00'), zone),
      '2026-11-21T22:00/2026-11-22T06:00',
    );
    assert.deepEqual(offered(interpret('failed from 22:00 to 06:00 yesterday', berlin)), [
      'failed jobs from 22:00 to yesterday 06:00',
    ]);
  });

  it('times past midnight are refused on a day to come', () => {
    for (const words of ['tomorrow from 22:00 to 06:00', 'from 22:00 to 06:00 tomorrow']) {
      assert.equal(interpret(`failed ${words}`, berlin).command.kind, 'noQuestion', words);
    }
  });
});

describe('the words that a question is asked again with', () => {
  const rows: [sentence: string, words: string][] = [
    ['from 22:00 to 06:00 failed backups yesterday', 'yesterday from 22:00 to 06:00'],
    ['since 2 failed backups a week ago', 'a week ago since 2'],
    ['failed backups since 2 a week ago', 'since 2 a week ago'],
    ['since 2 failed backups nov 2 2026', 'nov 2 2026 since 2'],
    ['today failed backups 22:00 to 06:00', 'today 22:00 to 06:00'],
    ['failed backups for may', 'for may'],
    ['failed backups from may', 'from may'],
    ['failed backups for mar', 'for mar'],
    ['failed backups since may', 'since may'],
    ['backups for november 2026', 'for november 2026'],
    ['failed today, failed today', 'today'],
  ];
  for (const [sentence, words] of rows) {
    it(`the words to ask again are "${words}" for "${sentence}"`, () =>
      assert.equal(wordsOf(sentence), words));
  }

  it('the words to ask again are dates and times if the words side by side would mean something else', () => {
    assert.equal(
      wordsOf('0800 to 1000 failed backups nov 2'),
      'from 2 november 2026 08:00 to 2 november 2026 10:00',
    );
  });

  it('the words to ask again stay relative: asked again tomorrow, yesterday is another day', () => {
    const words = wordsOf('from 22:00 to 06:00 failed backups yesterday');
    const again = readSpan(words, context('Europe/Berlin', '2026-11-24T14:05'));
    assert.deepEqual(again?.span, {
      from: at('Europe/Berlin', '2026-11-23T22:00'),
      to: at('Europe/Berlin', '2026-11-24T06:00'),
    });
  });

  it('the words to ask again leave a date its day if a month is named before it', () => {
    assert.equal(
      window(questionOf('failed backups for may 2'), 'Europe/Berlin'),
      '2026-05-02T00:00/2026-05-03T00:00',
    );
    assert.equal(
      window(questionOf('failed backups of nov 2'), 'Europe/Berlin'),
      '2026-11-02T00:00/2026-11-03T00:00',
    );
  });
});

describe('the other reading, asked again', () => {
  it('the other reading comes with the span', () => {
    assert.deepEqual(readSpan('since 2', berlin), {
      span: { from: at('Europe/Berlin', '2026-11-23T02:00'), to: berlin.now },
      words: 'since 2',
      others: ['since 14:00'],
    });
    assert.deepEqual(readSpan('today', berlin)?.others, []);
  });

  it('the other reading stays if a day and a time are named apart, and is dropped if it lies ahead', () => {
    assert.deepEqual(readSpan('yesterday since 2', berlin)?.others, ['yesterday since 14:00']);
    assert.deepEqual(
      readSpan('today since 2', { ...berlin, now: at('Europe/Berlin', '2026-11-23T09:00') })?.others,
      [],
    );
  });

  it('the other reading makes the same buttons as the sentence did', () => {
    for (const sentence of [
      'failed exchange backups since 2, 5 per page',
      'backups from friday',
      'backups with exceptions since 18h',
      'all jobs since 2',
    ]) {
      const reading = interpret(sentence, berlin);
      const question = questionOf(sentence);
      const others = readSpan(question.spanWords ?? '', berlin)?.others ?? [];
      assert.deepEqual(offersFor(question, others), reading.offers, sentence);
      assert.equal(reading.offers.length, 1);
    }
  });

  it('the other reading has dates that readers of every locale read alike', () => {
    const where = { ...berlin, locale: 'en-US' };
    assert.deepEqual(readSpan('since 11/02/2026 at 2', where)?.others, ['since 2 nov 2026 at 14:00']);
  });
});
