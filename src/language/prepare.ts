import { normalise, type Token, tokenise } from './tokens.ts';
import { type Correction, correctTokens, isKnownWord } from './typos.ts';

/** A message longer than this is not read. In UTF-16 units, after normalisation too. */
export const maxMessageLength = 1000;

/** Tokenised and corrected text; undefined for text too long to read. */
export function prepare(text: string): { tokens: Token[]; corrections: Correction[] } | undefined {
  if (text.length > maxMessageLength) return undefined;
  const normal = normalise(text);
  if (normal.length > maxMessageLength) return undefined;
  return correctTokens(tokenise(normal, isKnownWord));
}
