import assert from 'node:assert/strict';
import { interpret } from '../support/interpret.ts';
import {
  everydaySentences,
  type FieldSentence,
  fieldSentences,
  furtherSentences,
  gotFrom,
  type Outcome,
  outcomeOf,
} from './field.ts';
import { berlin, offered, unanswered } from './support.ts';

/** The sentences, and how many of them are right at least. */
const files: readonly (readonly [string, readonly FieldSentence[], number])[] = [
  ['346 sentences from the field', fieldSentences, 346],
  ['300 sentences of everyday wording', everydaySentences, 291],
  ['1,291 further sentences', furtherSentences, 1_262],
];

for (const [title, sentences, rightNow] of files)
  describe(title, () => {
    const outcomes = new Map<FieldSentence, Outcome>();
    const those = (outcome: Outcome) => sentences.filter(one => outcomes.get(one) === outcome);

    before(async () => {
      for (const one of sentences) outcomes.set(one, await outcomeOf(one));
      const kinds = [...new Set(sentences.map(({ want }) => want.kind))];
      const count = (outcome: Outcome, kind?: string) =>
        String(those(outcome).filter(({ want }) => kind === undefined || want.kind === kind).length).padStart(
          19,
        );
      const line = (title: string, kind?: string) =>
        `${title.padEnd(14)}${count('right', kind)}${count('refused', kind)}${count('different', kind)}`;
      console.log(
        [
          `${'kind'.padEnd(14)}${['right', 'refused', 'different question'].map(title => title.padStart(19)).join('')}`,
          ...kinds.map(kind => line(kind, kind)),
          line('all'),
        ].join('\n'),
      );
    });

    it(`none of ${title} is answered with a different question`, async () => {
      const different = [];
      for (const one of those('different')) different.push({ ...one, got: await gotFrom(one) });
      assert.deepEqual(different, []);
    });

    it(`of ${title} no fewer are answered correctly than before`, () => {
      assert.ok(those('right').length >= rightNow, `${those('right').length} are right`);
    });

    it(`none of ${title} gets a suggestion that would itself be refused`, () => {
      for (const { say } of sentences) {
        const reading = interpret(say, berlin);
        if (!unanswered(reading)) continue;
        for (const sentence of offered(reading))
          assert.equal(unanswered(interpret(sentence, berlin)), undefined, `${say} → ${sentence}`);
      }
    });
  });
