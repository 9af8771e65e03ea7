import assert from 'node:assert/strict';
import { interpret } from '../support/interpret.ts';
import { gotOf } from './field.ts';
import { berlin, unanswered } from './support.ts';

/** Sentences with how they are read, by what they have in common. */
export type Wordings = Readonly<Record<string, readonly (readonly [sentence: string, read: string])[]>>;

/** "list backup exchange failed", "status teams", or "– period" for no answer. */
function read(sentence: string): string {
  const reading = interpret(sentence, berlin);
  const about = unanswered(reading);
  if (about !== undefined) return `– ${about}`;
  const { kind, type, services, states, error } = gotOf(reading);
  const { without } = reading.command.question?.narrowed ?? {};
  const left = without && ['not', ...without.types, ...without.services, ...without.states];
  const said = [kind, type === 'all' ? '' : type, ...(services ?? [])];
  const narrowed = [...(left ?? []), ...(error ? ['error', error] : [])];
  return [...said, ...(states ?? []).filter(state => state !== 'all'), ...narrowed].filter(Boolean).join(' ');
}

/** Tests how each sentence is read. */
export function testWordings(groups: Wordings): void {
  for (const [title, rows] of Object.entries(groups))
    describe(title, () => {
      for (const [sentence, expected] of rows)
        it(`"${sentence}" is read as: ${expected}`, () => assert.equal(read(sentence), expected));
    });
}
