import { type ErrorSearch, narrowingLimits } from '../../domain/narrowing.ts';
import type { Parsed } from '../parse.ts';
import { wordAt } from '../spans/phrase.ts';
import type { Token } from '../tokens.ts';
import { isTimeAt, type Place, wordSet } from './place.ts';

/** Words of an error, as a sentence names them. */
export interface FoundError {
  readonly error: ErrorSearch;
  readonly places: readonly Place[];
}

const quotes = '"“”„';
/** After one of these, beside a bad state, an error's own words follow. */
const triggers = wordSet(
  'with containing contains contain contained saying says say mentioning mentions mention',
);
/** What may stand between such a word and the error's own words. */
const openings = wordSet(
  'a an the http error errors code codes message messages text status reason word words like about of : is was reads',
);
const noun = /^(?:errors?|exceptions?|failures?)$/;
/** Joins an error's own words: "access is denied". */
const inner = wordSet('is was are not - _ .');

/** Finds "with access denied", "429 errors", "containing "quota"", "because of throttling". */
export function findError(parsed: Parsed): FoundError | undefined {
  const found: FoundError[] = [];
  for (let at = 0; at < parsed.tokens.length; at += 1) {
    const one = quotedAt(parsed, at) ?? afterTrigger(parsed, at) ?? beforeNoun(parsed, at);
    if (!one) continue;
    found.push(one);
    at = Math.max(at, ...one.places.map(({ end }) => end - 1));
  }
  const [one, other] = found;
  return one && !other ? { ...one, places: [...one.places, ...clauseBefore(parsed, one.places)] } : undefined;
}

/** Returns the place of the words before an error's own: "where the message", "whose error", but not the error. */
function clauseBefore({ tokens }: Parsed, [place]: readonly Place[]): readonly Place[] {
  let start = place?.start ?? 0;
  const end = start;
  while (['the', 'message', 'messages', 'reason', 'text'].includes(wordAt(tokens, start - 1))) start -= 1;
  if (['where', 'whose'].includes(wordAt(tokens, start - 1))) return [{ start: start - 1, end }];
  const isError = ['error', 'errors'].includes(wordAt(tokens, start - 1));
  const at = wordAt(tokens, start - 2) === 'the' ? start - 3 : start - 2;
  return isError && ['where', 'whose'].includes(wordAt(tokens, at)) ? [{ start: at, end: at + 1 }] : [];
}

/** Reads quotes after error, with or containing: elsewhere they are about a name. */
function quotedAt({ tokens, parts }: Parsed, at: number): FoundError | undefined {
  if (!isQuote(tokens[at])) return undefined;
  const close = tokens.findIndex((token, index) => index > at && isQuote(token));
  if (close < 0 || close === at + 1) return undefined;
  const isBeforeNoun = /^(?:errors?|exceptions?)$/.test(wordAt(tokens, close + 1));
  const start = isBeforeNoun ? at : triggerBefore(tokens, at);
  if (start === undefined) return undefined;
  const isOfErrors = isBeforeNoun || wordAt(tokens, start) !== 'with' || isBadBefore({ parts }, start);
  return isOfErrors
    ? errorOf(tokens, { start, end: close + 1 }, { start: at + 1, end: close }, true)
    : undefined;
}

function isQuote(token: Token | undefined): boolean {
  return token !== undefined && token.text.length === 1 && quotes.includes(token.text);
}

/** Returns where "with the error", "error code" or the like begins; the word error itself stays: it's a state. */
function triggerBefore(tokens: readonly Token[], at: number): number | undefined {
  let before = at - 1;
  let afterNoun: number | undefined;
  while (openings.has(tokens[before]?.text ?? '')) {
    if (noun.test(tokens[before]?.text ?? '')) afterNoun = before + 1;
    before -= 1;
  }
  // "because of a timeout"
  if (wordAt(tokens, before) === 'because') return before;
  if (triggers.has(wordAt(tokens, before)))
    return afterNoun === undefined ? before : Math.max(before, afterNoun);
  const due = dueTo(tokens, before);
  return due ?? afterNoun;
}

/** Returns where "because of" or "due to", of which `at` is the last word, begins. */
function dueTo(tokens: readonly Token[], at: number): number | undefined {
  const [word, before] = [wordAt(tokens, at), wordAt(tokens, at - 1)];
  return (word === 'of' && before === 'because') || (word === 'to' && before === 'due') ? at - 1 : undefined;
}

/** Reads "failed with access denied", "error 0x80070005", "failed because of throttling". */
function afterTrigger(parsed: Parsed, at: number): FoundError | undefined {
  const { tokens } = parsed;
  if (!isOwnWord(parsed, at)) return undefined;
  const start =
    triggerBefore(tokens, at) ?? (wordAt(tokens, at - 1) === 'of' ? dueTo(tokens, at - 1) : undefined);
  if (start === undefined || !(isBadBefore(parsed, at) || isToldIn(tokens, start, at))) return undefined;
  // "error detials" may be anything, "error throttling" and "error 0x8007" are errors' own words.
  const token = tokens[at];
  if (start === at && token && !isUsual(token) && !/\d/.test(token.text)) return undefined;
  // "errors 5" counts them; "error 5" is a code.
  const isBareNumber = tokens[at]?.kind === 'number' && (tokens[at]?.text.length ?? 0) < 3;
  if (isBareNumber && !/^(?:error|code)$/.test(wordAt(tokens, at - 1))) return undefined;
  return errorOf(
    tokens,
    { start, end: endOfWords(parsed, at) },
    { start: at, end: endOfWords(parsed, at) },
    false,
  );
}

/** Reads "429 errors", "throttling errors", "access denied failures". */
function beforeNoun(parsed: Parsed, at: number): FoundError | undefined {
  const { tokens } = parsed;
  if (!isOwnWord(parsed, at) || isOwnWord(parsed, at - 1)) return undefined;
  const end = endOfWords(parsed, at);
  const isOfErrors = /^(?:errors?|exceptions?)$/.test(wordAt(tokens, end));
  // "contoso failures" may be of anything.
  const isOfFailures = /^failures?$/.test(wordAt(tokens, end)) && tokens.slice(at, end).some(isUsual);
  if (!isOfErrors && !isOfFailures) return undefined;
  const isNumber = tokens[at]?.kind === 'number';
  if (isNumber && !/^(?:[45]\d\d|\d{5,})$/.test(tokens[at]?.text ?? '')) return undefined;
  // "last 503 errors" may be that many.
  const isCounted = isNumber && ['last', 'latest', 'first', 'top', 'past'].includes(wordAt(tokens, at - 1));
  return isCounted ? undefined : errorOf(tokens, { start: at, end }, { start: at, end }, false);
}

/** Returns the index after an error's own words, of which the first is at `at`. */
function endOfWords(parsed: Parsed, at: number): number {
  let end = at + 1;
  for (let next = end; next < parsed.tokens.length; next += 1) {
    if (isOwnWord(parsed, next)) end = next + 1;
    else if (!inner.has(parsed.tokens[next]?.text ?? '') || isTimeAt(parsed, next)) break;
  }
  return end;
}

/** Returns true for a word that the grammar doesn't know, and no address or other name of a person or site. */
function isOwnWord(parsed: Parsed, at: number): boolean {
  const token = parsed.tokens[at];
  if (!token || token.kind === 'sign' || isTimeAt(parsed, at)) return false;
  if (token.kind === 'name' && /[@./\\]/.test(token.text)) return false;
  if (token.kind === 'word' && /(?:'s|s')$/iu.test(token.raw)) return false;
  const isOfSentence = [triggers, openings, others].some(known => known.has(token.text));
  return !isOfSentence && parsed.left.some(one => one.at === at);
}

const usual = wordSet(
  'access denied permission permissions unauthorized unauthorised forbidden throttling throttled throttle timeout timeouts quota authentication authorization auth token tokens credential credentials licence license consent network connection connectivity certificate login password',
);

/** Returns true for "with message quota exceeded", "with 503", which are of errors without another word. */
function isToldIn(tokens: readonly Token[], start: number, at: number): boolean {
  const isNamed = tokens
    .slice(Math.max(0, start - 1), at)
    .some(({ text }) => ['message', 'reason', 'error', 'errors'].includes(text));
  const token = tokens[at];
  return (
    isNamed || (wordAt(tokens, start) === 'with' && start === at - 1 && token !== undefined && isUsual(token))
  );
}

function isUsual({ text }: Token): boolean {
  return usual.has(text) || /^[45]\d\d$/.test(text);
}

/** Words of other questions, which no error has. */
const others = wordSet(
  'than took take takes last latest first top longest slowest oldest newest shortest fastest most common frequent between over under per by each every percent rate rates total average same new different other more less fewer repeated recurring again too many few several serious critical severe major minor real actual biggest worst main distinct unique user users for lots plenty hundreds thousands dozens multiple various numerous such similar related high low increasing recent',
);

/** Returns true if jobs that failed, or the like, stand before: "problems with finance" are of something else. */
function isBadBefore({ parts }: Pick<Parsed, 'parts'>, at: number): boolean {
  return parts.found.some(
    ({ meaning, start }) =>
      start < at &&
      meaning.part === 'state' &&
      meaning.value !== 'finished' &&
      meaning.value !== 'inProgress',
  );
}

function errorOf(
  tokens: readonly Token[],
  place: Place,
  said: Place,
  isPhrase: boolean,
): FoundError | undefined {
  const text = tokens
    .slice(said.start, said.end)
    .map(({ raw, glued }, index) => (index > 0 && !glued ? ` ${raw}` : raw))
    .join('')
    .toLowerCase();
  const isSearchable =
    text.length > 0 && text.length <= narrowingLimits.maxErrorLength && /[\p{L}\p{N}]/u.test(text);
  return isSearchable ? { error: { text, isPhrase }, places: [place] } : undefined;
}
