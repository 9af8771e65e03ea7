import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { spelling } from '../../src/bot/interpret.ts';
import { distance } from '../../src/language/typos.ts';
import { helpFor } from '../support/help.ts';
import { interpret } from '../support/interpret.ts';
import { berlin, offered, questionOf, reasonOf } from './support.ts';

const { correctWord } = spelling;

describe('typing errors', () => {
  it('a typing error may be one letter in words of five to seven letters, two in longer words, none in shorter ones', () => {
    assert.equal(correctWord('faild'), 'failed');
    assert.equal(correctWord('bakcup'), 'backup');
    assert.equal(correctWord('yestrdya'), 'yesterday');
    assert.equal(correctWord('retnetoin'), 'retention');
    assert.equal(correctWord('fial'), undefined);
    assert.equal(correctWord('tody'), undefined);
    assert.equal(correctWord('bckps'), undefined);
    assert.equal(correctWord('yxstxrdxy'), undefined);
  });

  it('a typing error of two swapped letters is corrected in each weekday and month', () => {
    const weekdays = 'monday tuesday wednesday thursday friday saturday sunday';
    const months = 'january february march april august september october november december';
    for (const name of `${weekdays} ${months}`.split(' '))
      for (let at = 1; at < name.length - 1; at += 1) {
        const [before, a, b, after] = [
          name.slice(0, at),
          name.charAt(at),
          name.charAt(at + 1),
          name.slice(at + 2),
        ];
        const written = before + b + a + after;
        assert.equal(written === name ? name : correctWord(written), name, written);
      }
  });

  it('a misspelt weekday means that day, and the answer says how the word was read', () => {
    const { notes } = interpret('failed on wendesday', berlin);
    assert.deepEqual(questionOf('failed on wendesday').span, questionOf('failed on wednesday').span);
    assert.deepEqual(notes, [{ kind: 'corrected', written: 'wendesday', read: 'wednesday' }]);
  });

  it('a swap of neighbours counts as one typing error', () => {
    assert.equal(distance('bakcup', 'backup', 2), 1);
    assert.equal(distance('abcd', 'badc', 4), 2);
  });

  it('correcting typing errors never drops or adds a negation', () => {
    for (const word of [
      'unfailed',
      'nonfailed',
      'incompletd',
      'unfinishd',
      'disfinished',
      'nsuccessful',
      'inpartial',
    ]) {
      assert.equal(correctWord(word), undefined, word);
    }
    assert.equal(correctWord('unsuccesful'), 'unsuccessful');
    assert.equal(correctWord('succesful'), 'successful');
  });

  it('correcting typing errors leaves ordinary English words alone', () => {
    for (const word of 'imported reported expected detailed detected attention intention charts light month match filed mailed sizes flown related impartial holder lower execution'.split(
      ' ',
    )) {
      assert.equal(correctWord(word), undefined, word);
    }
  });

  it('each correction is reported once, as it was written', () => {
    const { notes } = interpret('Faild bakcups, faild? Faild', berlin);
    assert.deepEqual(notes, [
      { kind: 'corrected', written: 'Faild', read: 'failed' },
      { kind: 'corrected', written: 'bakcups', read: 'backups' },
      { kind: 'corrected', written: 'faild', read: 'failed' },
    ]);
  });
});

describe('page size', () => {
  const rows: [words: string, used: number, asked?: number][] = [
    ['5 per page', 5],
    ['20 at a time', 20],
    ['ten per page', 10],
    ['twenty-five a page', 25],
    ['0 per page', 1, 0],
    ['26 per page', 25, 26],
    ['1000 per page', 25, 1000],
    ['-5 per page', 1, -5],
    ['99999999999999999999 per page', 25, Number.MAX_SAFE_INTEGER],
  ];
  for (const [words, used, asked] of rows) {
    it(`the page size of "${words}" is read as ${used}`, () => {
      const { notes } = interpret(`failed backups today, ${words}`, berlin);
      assert.equal(questionOf(`failed backups today, ${words}`).pageSize, used);
      assert.deepEqual(notes, asked === undefined ? [] : [{ kind: 'pageSizeBounded', asked, used }]);
    });
  }
});

describe('running jobs', () => {
  it('running jobs have no bounds whatever day is named, and the answer always says so', () => {
    for (const [sentence, said] of [
      ['running backups', undefined],
      ['running backups on Friday', 'on friday'],
      ['running backups on 31 November', 'on 31 november'],
      ['running backups since 2', 'since 2'],
    ] as const) {
      const { command, notes } = interpret(sentence, berlin);
      assert.equal(command.kind, 'jobs');
      assert.deepEqual(command.kind === 'jobs' && command.question.span, { from: undefined, to: undefined });
      assert.equal(command.kind === 'jobs' ? command.question.spanWords : '', undefined);
      assert.deepEqual(notes, [{ kind: 'runningHasNoBounds', said }]);
    }
  });

  it('running jobs are offered for "right now" without a state', () => {
    const reading = interpret('backups right now', berlin);
    assert.match(reasonOf(reading), /^Do you mean what is running, or what has started today\?$/);
    assert.deepEqual(offered(reading), ['running backups', 'backups today']);
  });
});

describe('help', () => {
  it('help is shown for a question mark and a message over 1,000 characters', () => {
    for (const sentence of ['?', '??', 'help', 'help me please', 'what can you do?']) {
      assert.deepEqual(
        interpret(sentence, berlin),
        { command: { kind: 'help' }, notes: [], offers: [] },
        sentence,
      );
    }
    const long = `failed backups today ${'x'.repeat(1000)}`;
    assert.deepEqual(interpret(long, berlin), {
      command: { kind: 'help' },
      notes: [{ kind: 'tooLong', limit: 1000 }],
      offers: [],
    });
    assert.equal(interpret('failed backups today'.padEnd(1000), berlin).command.kind, 'jobs');
  });

  it('help shows only examples that are understood without a note', () => {
    const topics = helpFor('admin');
    assert.ok(topics.length >= 4);
    for (const topic of topics) {
      assert.ok(topic.title && topic.examples.length > 0);
      for (const example of topic.examples) {
        const { command, notes } = interpret(example, berlin);
        const others =
          'target targets retire faults incidentReport lastIncident ownRole requestAccess roles subscriptions settings endNotice version'.split(
            ' ',
          );
        const isOther = others.includes(command.kind);
        assert.ok('question' in command || 'order' in command || isOther, example);
        assert.deepEqual(
          notes.filter(note => note.kind !== 'runningHasNoBounds'),
          [],
          example,
        );
      }
    }
  });

  it('help shows each of the twelve services', () => {
    const services = helpFor('viewer')
      .flatMap(topic => topic.examples)
      .map(example => {
        const { command } = interpret(example, berlin);
        return command.kind === 'jobs' ? command.question.service : undefined;
      });
    assert.equal(new Set(services.filter(Boolean)).size, 12);
  });
});
