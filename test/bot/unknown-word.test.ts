import assert from 'node:assert/strict';
import fc from 'fast-check';
import { spelling } from '../../src/bot/interpret.ts';
import { withoutShorthand } from '../../src/language/shorthand.ts';
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
  'slow encrypted nightly contoso finance kim redundant quota throttled archived urgentest legal hr london tier gold incremental manual agentless vip ransomware immutable geo litigation payroll production staging weekly priority critical'.split(
    ' ',
  );

/** A word that means nothing, is near to nothing, and is part of no name. */
const invented = fc
  .string({ unit: fc.constantFrom(...'bcdfghjklmnpqrstvwxzaeiou'), minLength: 3, maxLength: 11 })
  .filter(word => !isKnownWord(word) && correctWord(word) === undefined && withoutShorthand(word) === word);

const sentences = fc
  .record({
    parts: fc.tuple(...[openings, states, services, types, periods].map(list => fc.constantFrom(...list))),
    filling: fc.constantFrom(...fillings),
    word: fc.oneof(invented, fc.constantFrom(...real)),
    place: fc.nat(),
    mark: fc.constantFrom('', '?', '!'),
  })
  .filter(({ parts }) => parts.slice(1, 4).some(Boolean))
  .map(({ parts, filling, word, place, mark }) => {
    const said = parts.filter(Boolean).join(' ').split(' ');
    said.splice(place % (said.length + 1), 0, ...[filling, word].filter(Boolean));
    return { sentence: said.join(' ') + mark, word };
  })
  // Words between "since" and a time don't change it: "since we patched on Friday".
  .filter(({ sentence, word }) => !new RegExp(`since (?:\\w+ ){0,2}${word} `).test(sentence))
  .map(({ sentence }) => sentence);

describe('a sentence with one unknown decisive word', () => {
  let path: WholePath;

  before(async () => {
    path = await openWholePath({ history: true });
  });
  after(() => path.close());

  it('a sentence with one unknown decisive word asks AvePoint nothing, and gets no green card, in 2,000 sentences', async () => {
    await fc.assert(
      fc.asyncProperty(sentences, async sentence => {
        const reply = await path.conversation.hear({ text: sentence, ...reader });
        const asked = path.jobRequests().map(({ query }) => query);
        path.simulator.clearRequests();
        assert.deepEqual(asked, [], sentence);
        const shown = JSON.stringify(reply);
        assert.ok(!shown.includes('"good"') && !shown.includes('✓'), `${sentence}: ${shown}`);
        assert.ok(shown.includes('"ask"') || shown.includes('"help"'), `${sentence} leads nowhere`);
      }),
      { numRuns: 2_000 },
    );
  });
});
