import { interpret as interpretTyped } from '../../src/bot/interpret.ts';
import type { Note, Suggestion } from '../../src/domain/reading.ts';
import type { ReadingContext } from '../../src/language/reading.ts';

/** What a sentence asks for, as loosely as tests look at it. */
// biome-ignore lint/suspicious/noExplicitAny: each command knows its own data.
export type Command = { readonly kind: string } & Record<string, any>;

export interface Interpretation {
  readonly command: Command;
  readonly notes: readonly Note[];
  readonly offers: readonly Suggestion[];
}

/** Reads a sentence as the bot does. */
export const interpret: (text: string, context: ReadingContext) => Interpretation = interpretTyped;
