import type { Parsed } from '../../language/parse.ts';
import type { Read } from '../../language/reading.ts';

export interface UndoCommand {
  readonly kind: 'undo';
}

/** Words of these sentences, in which no typing error is looked for. */
export const knownWords = 'undo revert'.split(' ');

const polite =
  "(?:oops |ooops |sorry |please |pls |can you |could you |i want to |i’d like to |i'd like to )*";
const change =
  '(?:that|it|this|(?:(?:that|this|my|the) )?(?:last )?change|the last one|what i just did|what i did)';
const sentences = [
  new RegExp(`^${polite}(?:undo|revert)(?: ${change})?(?: please)?$`),
  new RegExp(`^${polite}take (?:that|it|this) back(?: please)?$`),
];

/**
 * Reads "undo", "revert that", "take that back". Returns undefined if it names anything else: a job, a restore, or a
 * day can't be undone.
 */
export function readUndo({ tokens }: Parsed): Read<UndoCommand> | undefined {
  const said = tokens
    .filter(({ kind }) => kind !== 'sign')
    .map(({ text }) => text)
    .join(' ');
  return sentences.some(one => one.test(said)) ? { command: { kind: 'undo' }, offers: [] } : undefined;
}
