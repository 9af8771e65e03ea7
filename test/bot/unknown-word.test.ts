import assert from 'node:assert/strict';
import fc from 'fast-check';
import { spelling } from '../../src/bot/interpret.ts';
import { withoutShorthand } from '../../src/language/shorthand.ts';
import { berlin, unanswered } from '../language/support.ts';
import { helpFor } from '../support/help.ts';
import { interpret } from '../support/interpret.ts';
import { openWholePath, type WholePath } from '../support/whole-path.ts';

const { isKnownWord, correctWord } = spelling;

const reader = { zone: 'Europe/Berlin', locale: 'en-GB' };

const types = ['', 'backups', 'restores', 'exports', 'deletions', 'retention jobs', 'jobs'];
const states = ['', 'failed', 'unsuccessful', 'running', 'partial', 'successful', 'with warnings'];
const services = [
  '',
  'exchange',
  'sharepoint',
  'one drive',
  'm365 groups',
  'teams chat',
  'power bi',
  'e-mail',
];
const periods = [
  '',
  'today',
  'yesterday',
  'last week',
  'over the weekend',
  'last 6 hours',
  'since friday',
  'on 20 november',
];
const openings = [
  '',
  'please show',
  'which',
  'any',
  'did',
  'how many',
  'why did',
  'status of',
  'last good',
  'compare',
  'problems with',
];
const fillings = ['', 'for', 'of', 'since', 'with', 'by', 'in', 'the'];
/** Words of everyday sentences that would change the question; none of them is in the grammar. */
const real =
  'slow encrypted contoso finance kim redundant quota throttled archived urgentest legal hr london tier gold incremental manual agentless vip ransomware immutable geo litigation payroll production staging priority critical'.split(
    ' ',
  );

/** A word that means nothing, is near to nothing, and is part of no name. */
const invented = fc
  .string({ unit: fc.constantFrom(...'bcdfghjklmnpqrstvwxzaeiou'), minLength: 3, maxLength: 11 })
  .filter(word => !isKnownWord(word) && correctWord(word) === undefined && withoutShorthand(word) === word);

/** An unknown word, and where it stands. */
const strange = fc.record({
  filling: fc.constantFrom(...fillings),
  word: fc.oneof(invented, fc.constantFrom(...real)),
  place: fc.nat(),
  mark: fc.constantFrom('', '?', '!'),
});

/** Questions about jobs, of all parts. */
const questions = fc
  .tuple(...[openings, states, services, types, periods].map(list => fc.constantFrom(...list)))
  .filter(parts => parts.slice(1, 4).some(Boolean))
  .map(parts => parts.filter(Boolean).join(' '));
/** What help shows of every feature; names belong to the audit record. */
const examples = helpFor('admin')
  .flatMap(topic => topic.examples)
  .filter(example => !example.startsWith('audit'));

const sentences = fc
  .record({ whole: fc.oneof(questions, fc.constantFrom(...examples)), strange })
  .map(({ whole, strange: { filling, word, place, mark } }) => {
    const said = whole.split(' ');
    said.splice(place % (said.length + 1), 0, ...[filling, word].filter(Boolean));
    return { sentence: said.join(' ') + mark, word };
  })
  // Words between "since" and a time don't change it: "since we patched on Friday".
  .filter(({ sentence, word }) => !new RegExp(`since (?:\\w+ ){0,2}${word} `).test(sentence))
  // After a number "hr" is an hour, and "by length" orders a list.
  .filter(({ sentence, word }) => !/\d hr\b/i.test(sentence) && !['length', 'duration'].includes(word))
  .map(({ sentence }) => sentence);

describe('a sentence with one unknown decisive word', () => {
  let path: WholePath;

  before(async () => {
    path = await openWholePath({ history: true });
  });
  after(() => path.close());

  it('a sentence with one unknown decisive word is not answered, in 10,000 sentences of all features', () => {
    fc.assert(
      fc.property(sentences, sentence => {
        const reading = interpret(sentence, berlin);
        // "failed backups with quota": looked for in the errors.
        if (reading.command.question?.narrowed?.error) return;
        assert.ok(unanswered(reading), sentence);
      }),
      { numRuns: 10_000 },
    );
  });

  it('a sentence with one unknown decisive word asks AvePoint nothing, and gets no green card, in 2,000 sentences', async () => {
    await fc.assert(
      fc.asyncProperty(sentences, async sentence => {
        const reply = await path.conversation.hear({ text: sentence, ...reader });
        const asked = path.jobRequests().map(({ query }) => query);
        path.simulator.clearRequests();
        assert.deepEqual(asked, [], sentence);
        const shown = JSON.stringify(reply);
        assert.ok(!shown.includes('"good"') && !shown.includes('✓'), `${sentence}: ${shown}`);
        const { error } = interpret(sentence, berlin).command.question?.narrowed ?? {};
        // "failed backups with quota" looks for it in the errors, and says so.
        if (error) assert.ok(shown.includes(`with “${error.text}” in the error`), `${sentence}: ${shown}`);
        else assert.ok(shown.includes('"ask"') || shown.includes('"help"'), `${sentence} leads nowhere`);
      }),
      { numRuns: 2_000 },
    );
  });
});
