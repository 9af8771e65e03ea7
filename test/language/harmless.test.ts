import assert from 'node:assert/strict';
import { words } from '../../src/features/index.ts';
import { parse } from '../../src/language/parse.ts';
import { prepare } from '../../src/language/prepare.ts';
import type { Token } from '../../src/language/tokens.ts';
import { baseEntries, createLexicon } from '../../src/language/vocabulary.ts';
import { interpret } from '../support/interpret.ts';
import { fieldSentences } from './field.ts';
import { berlin } from './support.ts';

/** As sentences are read: "by service" is a phrase, though each of its words alone is harmless. */
const lexicon = createLexicon([...baseEntries, ...words]);

/** The sentence without the tokens from `start` to `end`. */
function without(tokens: readonly Token[], { start, end }: { start: number; end: number }): string {
  return tokens
    .map(({ raw, glued }, at) => (at >= start && at < end ? ' ' : glued ? raw : ` ${raw}`))
    .join('')
    .trim();
}

/** These make a yes-or-no question of a sentence, and so choose how it is answered; what it is about stays the same. */
const asking = new Set(['did', 'was', 'were', 'is', 'are', 'has', 'have', 'run', 'any', 'anything']);

describe('harmless words', () => {
  it('a harmless word changes no answer: without it a sentence is read the same', () => {
    const changed: string[] = [];
    for (const { say } of fieldSentences) {
      const prepared = prepare(say);
      assert.ok(prepared, say);
      const { parts, tokens } = parse(prepared, berlin, lexicon);
      const { command } = interpret(say, berlin);
      if (!('question' in command)) continue;
      for (const found of parts.found.filter(({ meaning }) => meaning.part === 'harmless')) {
        if (asking.has(tokens[found.start]?.text ?? '')) continue;
        const shorter = without(tokens, found);
        if (shorter === '') continue;
        const other = interpret(shorter, berlin).command;
        // A shorter sentence may be asked back; it must not get another answer.
        if ('question' in other && JSON.stringify(other) !== JSON.stringify(command))
          changed.push(`${say} → ${shorter}`);
      }
    }
    assert.deepEqual(changed, []);
  });
});
