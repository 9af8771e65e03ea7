import type { Person } from '../../../domain/person.ts';
import { lengthAt, type ReadLength } from '../../../language/durations.ts';
import { rawOf } from '../../../language/orders.ts';
import type { Parsed } from '../../../language/parse.ts';
import { fillSlots } from '../../../language/slots.ts';
import { wordAt } from '../../../language/spans/phrase.ts';
import type { Token } from '../../../language/tokens.ts';
import { meaningOf } from '../../../language/vocabulary.ts';
import { asksFirst, onCallPhrases } from './words.ts';

/** What a sentence says of who is on duty. */
export interface DutyParts {
  /**
   * What is said, in order, a letter each: those of `Role`, P for a person, L for a length of time (A for "after" one, I
   * for "in" one or "from now", V for "every"), W for a period, N for a negation, X for what is not known. Words that
   * change nothing are left out.
   */
  readonly roles: string;
  readonly people: readonly Person[];
  /** In milliseconds. */
  readonly lengths: readonly number[];
  /** What stands behind N, W and X, as it was written. */
  readonly foreign: readonly string[];
  /** It asks, by its first word or its mark. */
  readonly isAsked: boolean;
  /** An @ stands before something that mentions nobody. */
  readonly isTyped: boolean;
}

/** Something that is said, with its letters. */
interface Piece {
  readonly end: number;
  readonly roles: readonly string[];
}

/** Reads what a sentence says of who is on call. */
export function fillOnCallSlots({ tokens, mentions, periods, parts }: Parsed): DutyParts {
  const isTimed = parts.found.some(({ meaning }) => ['of escalation', 'of reminder'].includes(meaning.part));
  const periodAt = new Map(periods.map(({ start, end }): [number, Piece] => [start, { end, roles: ['W'] }]));
  const taken: boolean[] = new Array(tokens.length).fill(false);
  const { lengths, times, phrases, others } = fillSlots(tokens, taken, {
    lengths: (_, at) => timedLengthAt(tokens, at, isTimed),
    times: (_, at) => periodAt.get(at),
    phrases: onCallPhrases.at,
    others: otherAt,
  });
  const people = mentions.map(({ at, person }) => ({ start: at, roles: ['P'], person }));
  const said = phrases.map(({ start, meaning }) => ({ start, roles: meaning }));
  // A person stands before what begins at the same token.
  const pieces = inOrder([...people, ...lengths, ...times, ...said, ...others]);
  return {
    roles: pieces.flatMap(({ roles }) => roles).join(''),
    people: people.map(({ person }) => person),
    lengths: lengths.map(({ ms }) => ms),
    foreign: stretchesOf(tokens, inOrder([...times, ...others])),
    isAsked: asksFirst(tokens.slice(0, mentions[0]?.at)) || isQuestion(tokens),
    isTyped: tokens.some(
      ({ text }, at) => text.startsWith('@') && (text.length > 1 || tokens[at + 1]?.glued),
    ),
  };
}

function inOrder<T extends { readonly start: number }>(pieces: readonly T[]): readonly T[] {
  return pieces.toSorted((a, b) => a.start - b.start);
}

/** A word that nothing else reads. */
function otherAt(tokens: readonly Token[], at: number): Piece {
  const isNegation = meaningOf(wordAt(tokens, at))?.part === 'negation';
  return { end: at + 1, roles: [isNegation ? 'N' : 'X'] };
}

/** The letter of a length behind each of these. */
const leads = new Map([
  ['after', 'A'],
  ['in', 'I'],
  ['every', 'V'],
]);

/** A length of time with the word before it; without one only if `isTimed`, or behind "after". */
function timedLengthAt(
  tokens: readonly Token[],
  at: number,
  isTimed: boolean,
): (Piece & ReadLength) | undefined {
  const lead = leads.get(wordAt(tokens, at));
  const length = isTimed || lead === 'A' ? lengthAt(tokens, lead ? at + 1 : at) : undefined;
  return length && { ...length, roles: [isFromNow(tokens, length.end) ? 'I' : (lead ?? 'L')] };
}

/** "2 hours from now", but not "after 2 hours from now on". */
function isFromNow(tokens: readonly Token[], at: number): boolean {
  return wordAt(tokens, at) === 'from' && wordAt(tokens, at + 1) === 'now' && wordAt(tokens, at + 2) !== 'on';
}

/** The mark, but for "could you put @Kim on duty?". */
function isQuestion(tokens: readonly Token[]): boolean {
  const words = tokens.map(({ text }) => text);
  return (
    words.includes('?') && !['can', 'could', 'would', 'will', 'please'].some(word => words.includes(word))
  );
}

/** Returns what stands in the sentence for some pieces: the first one of each stretch between spaces. */
function stretchesOf(
  tokens: readonly Token[],
  pieces: readonly (Piece & { readonly start: number })[],
): readonly string[] {
  const byChunk = new Map<number, string>();
  for (const { start, end } of pieces) {
    const chunk = tokens[start]?.chunk ?? 0;
    if (!byChunk.has(chunk)) byChunk.set(chunk, stretchOf(tokens, start, end));
  }
  return [...byChunk.values()];
}

/** The whole stretch between spaces that something begins, without the signs around it, up to the end of it. */
function stretchOf(tokens: readonly Token[], start: number, end: number): string {
  let [from, to] = [start, end];
  while (tokens[from - 1] && tokens[from]?.glued) from -= 1;
  while (tokens[to]?.glued) to += 1;
  while (from < start && tokens[from]?.kind === 'sign' && tokens[from]?.text !== '@') from += 1;
  while (to > end && tokens[to - 1]?.kind === 'sign') to -= 1;
  return rawOf(tokens.slice(from, to));
}
