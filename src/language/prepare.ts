import type { Person } from '../domain/person.ts';
import { withoutAsides } from './asides.ts';
import { withoutCourtesies } from './courtesies.ts';
import { cutMentions, type Mention, roomFor } from './mentions.ts';
import type { Correction } from './reading.ts';
import { withoutShorthand } from './shorthand.ts';
import { normalise, type Token, tokenise } from './tokens.ts';
import { baseSpelling, type Spelling } from './typos.ts';
import { withIanaZones } from './windows-zones.ts';
import { asPlainQuestion } from './yes-no-words.ts';

/** A message longer than this, without its mentions, isn't read. In UTF-16 units, after normalisation too. */
export const maxMessageLength = 1000;

/** Signs that clients put before the lines of a quoted message; ">2h" is a comparison. */
const quoteSigns = /^[ \t]*>+(?![>\d])/gm;

/** A message ready to be read. */
export interface Prepared {
  readonly tokens: readonly Token[];
  readonly corrections: Correction[];
  /** Those of `people` whom it mentions; no token stands for them. */
  readonly mentions: readonly Mention[];
}

/** Returns tokens with corrected words and without mentions; undefined if the text is too long to read. */
export function prepare(
  text: string,
  people: readonly Person[] = [],
  { isKnownWord, correctTokens }: Spelling = baseSpelling,
): Prepared | undefined {
  if (text.length > maxMessageLength + roomFor(people)) return undefined;
  const cut = cutMentions(normalise(text.replace(quoteSigns, '')), people);
  if (cut.pieces.reduce((sum, { length }) => sum + length, 0) > maxMessageLength) return undefined;
  const tokens: Token[] = [];
  const mentions: Mention[] = [];
  for (const [index, piece] of cut.pieces.entries()) {
    const chunks = (tokens.at(-1)?.chunk ?? -1) + 1;
    for (const token of tokenise(
      withoutShorthand(withIanaZones(piece), index === cut.pieces.length - 1),
      isKnownWord,
    ))
      tokens.push(chunks === 0 ? token : { ...token, chunk: chunks + token.chunk });
    const person = cut.people[index];
    if (person) mentions.push({ at: tokens.length, person });
  }
  const corrected = correctTokens(named(tokens));
  const isPlain = mentions.length === 0;
  return {
    ...corrected,
    tokens: isPlain ? asPlainQuestion(withoutAsides(withoutCourtesies(corrected.tokens))) : corrected.tokens,
    mentions,
  };
}

/** Marks "the US" and "IT" in capitals as names, unless everything is in capitals. */
function named(tokens: readonly Token[]): Token[] {
  const isShouted = tokens.every(({ kind, raw }) => kind !== 'word' || raw === raw.toUpperCase());
  return tokens.map((token, at) => {
    const isPlace = token.text === 'us' && tokens[at - 1]?.text === 'the';
    const isAcronym = !isShouted && (token.raw === 'US' || token.raw === 'IT');
    return isPlace || isAcronym ? { ...token, kind: 'name' } : token;
  });
}
