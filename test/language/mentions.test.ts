import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Person } from '../../src/domain/person.ts';
import { helpTopics } from '../support/help.ts';
import { interpret } from '../support/interpret.ts';
import { berlin, reasonOf } from './support.ts';

const names = [
  'Kim',
  'Kim Larsen',
  'Ågot Ødegård',
  "O'Neil, Ann (IT)",
  'Failed Backups',
  'Today',
  '  Two  Spaces ',
  'ｆｕｌｌ ｗｉｄｔｈ',
  '李雷',
  'Exchange 2',
  'a@b.example',
];
const people: readonly Person[] = names.map((name, index) => ({ id: `29:${index}`, name }));
const written = (name: string) => `@${name.replace(/\s+/g, ' ').trim()}`;

describe('mentions of others', () => {
  it('mentions are removed before a sentence is read', () => {
    const plain = interpret('failed exchange backups since 6am', berlin);
    for (const [index, person] of people.entries()) {
      const name = written(person.name);
      for (const sentence of [
        `failed exchange backups since 6am ${name}`,
        `${name} failed exchange backups since 6am`,
        `${name}, failed exchange backups since 6am`,
        `failed exchange ${name} backups since 6am`,
        `failed exchange backups since 6am (${name})`,
        `failed exchange backups since 6am ${name}?`,
      ])
        assert.deepEqual(
          interpret(sentence, { ...berlin, people: [person] }),
          plain,
          `${index}: ${sentence}`,
        );
    }
  });

  it('mentions change no sentence except on-call orders', () => {
    const examples = helpTopics
      .flatMap(topic => topic.examples)
      .filter(example => !/on call|escalate|remind/.test(example));
    const placed = fc.record({
      example: fc.constantFrom(...examples),
      said: fc.uniqueArray(fc.constantFrom(...people), { minLength: 1, maxLength: 3 }),
      places: fc.array(fc.nat(10), { minLength: 3, maxLength: 3 }),
    });
    fc.assert(
      fc.property(placed, ({ example, said, places }) => {
        const words = example.split(' ');
        for (const [index, { name }] of said.entries())
          words.splice((places[index] ?? 0) % (words.length + 1), 0, written(name));
        // A name that is put into another is none.
        const sentence = words.join(' ');
        fc.pre(said.every(({ name }) => sentence.includes(written(name))));
        const { notes, ...reading } = interpret(sentence, { ...berlin, people: said });
        // A watch names the person it calls.
        const others = notes.filter(({ kind }) => kind !== 'watchCallsDuty');
        assert.deepEqual({ ...reading, notes: others }, interpret(example, berlin), sentence);
      }),
      { numRuns: 300 },
    );
  });

  it('mentions are only those that the channel confirms', () => {
    assert.match(reasonOf(interpret('failed backups @Kim', berlin)), /“Kim”/);
    const kim: Person = { id: '29:kim', name: 'Kim' };
    for (const [sentence, word] of [
      ['failed backups @Kimberly', 'Kimberly'],
      ['failed backups of joe@Kim', 'joe@Kim'],
      ['failed backups @kim', 'kim'],
      ['failed backups @Kim @Kim', 'Kim'],
    ] as const) {
      const reading = interpret(sentence, { ...berlin, people: [kim] });
      assert.ok(reasonOf(reading).includes(`“${word}”`), sentence);
    }
  });

  it('mentions don’t count towards the length limit of a message', () => {
    const kim: Person = { id: '29:kim', name: 'Kim' };
    const long = 'failed backups today'.padEnd(996, '.');
    assert.equal(interpret(`${long} @Kim`, { ...berlin, people: [kim] }).command.kind, 'jobs');
    assert.equal(interpret(`${long} @Kim`, berlin).command.kind, 'help');
  });

  it('mentions are found with bounded work', () => {
    const crowd = Array.from({ length: 5000 }, (_, index) => ({ id: `29:${index}`, name: '@'.repeat(200) }));
    const start = process.cpuUsage();
    interpret('@'.repeat(200_000), { ...berlin, people: crowd });
    interpret('@'.repeat(900), { ...berlin, people: crowd });
    assert.ok(process.cpuUsage(start).user < 500_000);
  });

  it('mentions with an empty or endless name cause no error', () => {
    for (const name of ['', ' ', '\u200b', 'x'.repeat(5000)])
      assert.equal(
        interpret('failed backups', { ...berlin, people: [{ id: '29:x', name }] }).command.kind,
        'jobs',
      );
  });
});
