import assert from 'node:assert/strict';
import { interpret } from '../support/interpret.ts';
import { type FieldSentence, fieldSentences, gotFrom, type Outcome, outcomeOf } from './field.ts';
import { berlin, offered, unanswered } from './support.ts';

/** As many were right before a word that is not understood stopped the answer. */
const rightBefore = 69;
/** As many are right now; never fewer. */
const rightNow = 346;

describe('346 sentences from the field', () => {
  const outcomes = new Map<FieldSentence, Outcome>();
  const those = (outcome: Outcome) => fieldSentences.filter(one => outcomes.get(one) === outcome);

  before(async () => {
    for (const one of fieldSentences) outcomes.set(one, await outcomeOf(one));
    const kinds = [...new Set(fieldSentences.map(({ want }) => want.kind))];
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

  it('sentences from the field are never answered with a different question', async () => {
    const different = [];
    for (const one of those('different')) different.push({ ...one, got: await gotFrom(one) });
    assert.deepEqual(different, []);
  });

  it('sentences from the field are answered correctly no less often than before', () => {
    assert.ok(rightNow >= rightBefore);
    assert.ok(those('right').length >= rightNow, `${those('right').length} are right`);
  });

  it('sentences from the field get no suggestion that would itself be refused', () => {
    for (const { say } of fieldSentences) {
      const reading = interpret(say, berlin);
      if (!unanswered(reading)) continue;
      for (const sentence of offered(reading))
        assert.equal(unanswered(interpret(sentence, berlin)), undefined, `${say} → ${sentence}`);
    }
  });
});
