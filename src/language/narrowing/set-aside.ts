import type { Narrowing } from '../../domain/narrowing.ts';
import { type Parsed, parse } from '../parse.ts';
import type { ReadingContext } from '../reading.ts';
import type { Token } from '../tokens.ts';
import { findError } from './error.ts';
import { type FoundExclusion, findExclusion } from './exclusion.ts';
import { findLength } from './length.ts';
import { type FoundOrder, findOrder } from './order.ts';
import type { Place } from './place.ts';

/** A sentence without the words that narrow or order its list. */
export interface SetAside {
  readonly narrowed: Narrowing;
  /** True for "newest first": it sorts the jobs of a period, and looks for no others. */
  readonly isSorting: boolean;
  readonly rest: Parsed;
}

/**
 * Sets aside the words that narrow or order a list: "last 5", "longer than 2 hours", "with access denied", "not
 * including teams". What remains is read as any other sentence. Returns undefined if there are none.
 */
export function setAside(parsed: Parsed, context: ReadingContext): SetAside | undefined {
  const order = findOrder(parsed);
  const length = findLength(parsed);
  const error = findError(parsed);
  const exclusion = findExclusion(parsed);
  const places = [order, length, error, exclusion].flatMap(one => one?.places ?? []);
  if (places.length === 0 || overlap(places)) return undefined;
  const tokens = asSuccessful(without(parsed, places), order, parsed);
  const isBare =
    order?.order === 'longest' ||
    order?.order === 'shortest' ||
    length ||
    isOfAll(parsed) ||
    isOfRuns(order, tokens) ||
    isOfWhich(exclusion, parsed);
  const rest = parse(
    {
      tokens: isBare && !namesJobs(tokens, parsed) ? [...tokens, ...allJobs(tokens)] : tokens,
      corrections: [...parsed.corrections],
      mentions: [],
    },
    context,
    parsed.lexicon,
  );
  return {
    narrowed: {
      ...(order && { order: order.order }),
      ...(order?.limit !== undefined && { limit: order.limit }),
      ...(length && { length: { ...length.length, isWithRunning: false } }),
      ...(error && { error: error.error }),
      ...(exclusion && { without: exclusion.without }),
    },
    isSorting: order?.isSorting === true,
    rest,
  };
}

function overlap(places: readonly Place[]): boolean {
  const inOrder = places.toSorted((a, b) => a.start - b.start);
  return inOrder.some((place, index) => place.start < (inOrder[index - 1]?.end ?? 0));
}

function without({ tokens }: Parsed, places: readonly Place[]): Token[] {
  const isAside = (at: number) => places.some(({ start, end }) => at >= start && at < end);
  return tokens.flatMap((token, at) => {
    if (isAside(at)) return [];
    return [at > 0 && isAside(at - 1) ? { ...token, glued: false } : token];
  });
}

/**
 * Returns the tokens of "the last good restore" with "successful" in place of "good": only of backups is the last good
 * one a question of its own.
 */
function asSuccessful(
  tokens: readonly Token[],
  order: FoundOrder | undefined,
  { parts }: Parsed,
): readonly Token[] {
  const isOfOthers = parts.types.length > 0 && parts.types.every(type => type !== 'backup');
  if (order?.order !== 'latest' || !isOfOthers) return tokens;
  return tokens.map(token =>
    ['good', 'clean'].includes(token.text) ? { ...token, text: 'successful' } : token,
  );
}

/** Returns true for "the last two runs of Teams chat". */
function isOfRuns(order: FoundOrder | undefined, tokens: readonly Token[]): boolean {
  return order !== undefined && tokens.some(({ text }) => text === 'runs');
}

/** Returns true for "all but Teams" and "everything except Exchange", which are of all jobs. */
function isOfAll({ tokens }: Parsed): boolean {
  return tokens.some(({ text }) => text === 'all' || text === 'everything' || text === 'anything');
}

/** Returns true for "which have not finished yet": of all jobs too. */
function isOfWhich(exclusion: FoundExclusion | undefined, { tokens }: Parsed): boolean {
  const isOfStates = exclusion !== undefined && exclusion.without.states.length > 0;
  return isOfStates && tokens.some(({ text }) => ['which', 'what', 'ones'].includes(text));
}

/** Returns true if anything is left that says which jobs are meant. */
function namesJobs(tokens: readonly Token[], { lexicon }: Parsed): boolean {
  return tokens.some(({ text }) => {
    const part = lexicon.meaningOf(text)?.part ?? '';
    return ['type', 'state', 'jobs', 'problems'].includes(part);
  });
}

function allJobs(tokens: readonly Token[]): readonly Token[] {
  const chunk = (tokens.at(-1)?.chunk ?? -1) + 1;
  return ['all', 'jobs'].map((text, index) => ({
    kind: 'word',
    text,
    raw: text,
    glued: false,
    chunk: chunk + index,
  }));
}
