import { isValidLength, type LengthBounds } from '../../domain/narrowing.ts';
import { lengthAt, type ReadLength } from '../durations.ts';
import { numberAt } from '../numbers.ts';
import type { Parsed } from '../parse.ts';
import { wordAt } from '../spans/phrase.ts';
import type { Token } from '../tokens.ts';
import { type Place, wordSet } from './place.ts';

/** How long jobs took, as a sentence says it. */
export interface FoundLength {
  readonly length: Omit<LengthBounds, 'isWithRunning'>;
  readonly places: readonly Place[];
}

interface Comparison {
  readonly side: 'min' | 'max';
  readonly isStrict: boolean;
  /** True if it also says a number of other things, or a period: "over 2 days". */
  readonly isOpen?: boolean;
}

const more: Comparison = { side: 'min', isStrict: true };
const less: Comparison = { side: 'max', isStrict: true };
const atLeast: Comparison = { side: 'min', isStrict: false };
const atMost: Comparison = { side: 'max', isStrict: false };

// The longest first, since the first that stands there is taken.
const comparisons: readonly (readonly [words: string, meaning: Comparison])[] = [
  ['no longer than', atMost],
  ['not longer than', atMost],
  ['no more than', atMost],
  ['not more than', atMost],
  ['no less than', atLeast],
  ['not less than', atLeast],
  ['in excess of', more],
  ['longer than', more],
  ['longer then', more],
  ['more than', { ...more, isOpen: true }],
  ['more then', { ...more, isOpen: true }],
  ['greater than', more],
  ['slower than', more],
  ['less than', { ...less, isOpen: true }],
  ['shorter than', less],
  ['faster than', less],
  ['quicker than', less],
  ['at least', { ...atLeast, isOpen: true }],
  ['at most', { ...atMost, isOpen: true }],
  ['> =', atLeast],
  ['< =', atMost],
  ['≥', atLeast],
  ['≤', atMost],
  ['>', more],
  ['<', less],
  ['over', { ...more, isOpen: true }],
  ['above', more],
  ['exceeding', more],
  ['exceeded', more],
  ['beyond', more],
  ['under', less],
  ['below', less],
];

const verbs = wordSet(
  'took take takes taking taken lasted lasting last lasts needed ran run runs running duration durations runtime length',
);
/** Words between the verb and the comparison. */
const between = wordSet('for of a an is was that have has been with already');
const states = wordSet('running ran run runs');
const hourMs = 3_600_000;

/** The words of lengths, none of which is a typing error of another word. */
export const lengthWords = 'took lasted lasting longer shorter slower faster quicker exceeding'.split(' ');

/** Finds "longer than 2 hours", "took > 45 minutes", "under 10 min", "between 1 and 2 hours", "running for 6 hours". */
export function findLength({ tokens }: Parsed): FoundLength | undefined {
  const found: FoundLength[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const one = boundAt(tokens, at) ?? rangeAt(tokens, at) ?? orMoreAt(tokens, at) ?? runningAt(tokens, at);
    if (!one) continue;
    found.push(one);
    at = Math.max(at, ...one.places.map(({ end }) => end - 1));
  }
  const [first, second] = found;
  return second ? undefined : first;
}

function boundAt(tokens: readonly Token[], at: number): FoundLength | undefined {
  const found = comparisons.find(([words]) =>
    words.split(' ').every((word, index) => tokens[at + index]?.text === word),
  );
  if (!found) return undefined;
  const [words, { side, isStrict, isOpen }] = found;
  const from = at + words.split(' ').length;
  const read = wholeLengthAt(tokens, from);
  const start = verbBefore(tokens, at);
  // "took more than 2 hours since Friday"
  const isSince = start !== undefined && wordAt(tokens, read?.end ?? 0) === 'since';
  if (!read || (isMoment(tokens, read.end) && !isSince)) return undefined;
  // "over 2 days" may be the last two days.
  const isTaken = start !== undefined;
  if (isOpen && !isTaken && read.ms > 48 * hourMs) return undefined;
  if (isOpen && !isTaken && /^(?:day|days|d|week|weeks)$/.test(wordAt(tokens, read.end - 1)))
    return undefined;
  const bounds = { [side === 'min' ? 'minMs' : 'maxMs']: read.ms, isStrict };
  return lengthOf(bounds, start ?? at, read.end, tokens);
}

/** Reads "between 1 and 2 hours", and "from 1 to 2 hours", "1-2 hours" after a verb. */
function rangeAt(tokens: readonly Token[], at: number): FoundLength | undefined {
  const word = wordAt(tokens, at);
  const start = verbBefore(tokens, at);
  const isFrom = word === 'from' && start !== undefined;
  const isRange = word === 'between' || isFrom;
  const first = isRange ? at + 1 : at;
  // "the last 2 to 3 hours" is a period.
  if (!isRange && (start === undefined || wordAt(tokens, start) === 'last')) return undefined;
  const low = lengthAt(tokens, first);
  const bare = low ? undefined : numberAt(tokens, first);
  const join = low?.end ?? bare?.end;
  if (join === undefined || !['and', 'to', '-'].includes(tokens[join]?.text ?? '')) return undefined;
  const high = lengthAt(tokens, join + 1);
  const amount = numberAt(tokens, join + 1);
  if (!high || isMoment(tokens, high.end)) return undefined;
  // "1 and 2 hours": both of one unit.
  const unitMs = amount && amount.value > 0 ? high.ms / amount.value : undefined;
  const minMs = low?.ms ?? (bare && unitMs ? bare.value * unitMs : undefined);
  if (minMs === undefined) return undefined;
  return lengthOf({ minMs, maxMs: high.ms, isStrict: false }, start ?? at, high.end, tokens);
}

/** Reads "2 hours or longer", "took 10 minutes or less". */
function orMoreAt(tokens: readonly Token[], at: number): FoundLength | undefined {
  const isPeriod = ['last', 'past', 'previous'].includes(wordAt(tokens, at - 1));
  const read = isPeriod || tokens[at - 1]?.kind === 'number' ? undefined : wholeLengthAt(tokens, at);
  if (!read || wordAt(tokens, read.end) !== 'or') return undefined;
  const word = wordAt(tokens, read.end + 1);
  const bound = { more: 'minMs', longer: 'minMs', over: 'minMs', less: 'maxMs', shorter: 'maxMs' }[word];
  const start = verbBefore(tokens, at) ?? at;
  return bound === undefined
    ? undefined
    : lengthOf({ [bound]: read.ms, isStrict: false }, start, read.end + 2, tokens);
}

/** Reads a length, also "1.5 hours" and "an hour and a half". */
function wholeLengthAt(tokens: readonly Token[], at: number): ReadLength | undefined {
  const read = lengthAt(tokens, at);
  const isHalf = ['and', 'a', 'half'].every(
    (word, index) => wordAt(tokens, (read?.end ?? 0) + index) === word,
  );
  if (read && isHalf && wordAt(tokens, read.end - 1).startsWith('hour'))
    return { end: read.end + 3, ms: read.ms + hourMs / 2 };
  if (read) return read;
  const [whole, point, part] = tokens.slice(at, at + 3);
  if (whole?.kind !== 'number' || point?.text !== '.' || part?.kind !== 'number' || !part.glued)
    return undefined;
  const unit = lengthAt([{ ...whole, text: '1' }, ...tokens.slice(at + 3)], 0);
  return unit && { end: at + 2 + unit.end, ms: Math.round(Number(`${whole.text}.${part.text}`) * unit.ms) };
}

/** Reads "running for 6 hours", which has been going on for longer than that. */
function runningAt(tokens: readonly Token[], at: number): FoundLength | undefined {
  const isRunning = wordAt(tokens, at) === 'for' && wordAt(tokens, at - 1) === 'running';
  const read = isRunning ? lengthAt(tokens, at + 1) : undefined;
  return read && lengthOf({ minMs: read.ms, isStrict: false }, at, read.end, tokens);
}

function lengthOf(
  length: FoundLength['length'],
  start: number,
  end: number,
  tokens: readonly Token[],
): FoundLength | undefined {
  const isValid = isValidLength({ ...length, isWithRunning: false });
  const isPlus = wordAt(tokens, end) === 'or' && ['more', 'longer', 'less'].includes(wordAt(tokens, end + 1));
  return isValid && !isPlus ? { length, places: [{ start, end }] } : undefined;
}

/** Returns true for "more than 2 hours ago", "older than 36 hours old". */
function isMoment(tokens: readonly Token[], at: number): boolean {
  return ['ago', 'old', 'late', 'later', 'earlier', 'before', 'after', 'apart', 'since'].includes(
    wordAt(tokens, at),
  );
}

/** Returns where the verb before a comparison stands; "running" is a state and stays in the sentence. */
function verbBefore(tokens: readonly Token[], at: number): number | undefined {
  let before = at - 1;
  while (between.has(wordAt(tokens, before))) before -= 1;
  const word = wordAt(tokens, before);
  if (!verbs.has(word)) return undefined;
  return states.has(word) ? before + 1 : before;
}
