import { isBad } from '../../domain/job.ts';
import { meantWords } from '../../language/decisive.ts';
import type { Parsed } from '../../language/parse.ts';
import { type Found, isFilter } from '../../language/parts.ts';
import type { Read, ReadingContext } from '../../language/reading.ts';
import { unusedParts } from '../../language/unused-parts.ts';
import { type CausesCommand, causesOf } from './read.ts';

const kinds =
  'breakdown|break down|analysis|analyses|overview|summary|statistics|stats|types?|kinds?|sorts?|categories|patterns?|distribution';
/** Errors by what they say: "error breakdown", "what kinds of errors", "which errors did we get". */
const kindsOfErrors = new RegExp(
  [
    '^(?:analy[sz]e|categori[sz]e|classify|diagnose)\\b.*\\b(?:failed|failing|failures?|errors?|problems?)\\b',
    '\\bwhat (?:do|did) (?:the |these |our )*errors? (?:messages? )?(?:say|tell)\\b',
    `\\berrors? (?:${kinds})\\b`,
    `\\b(?:${kinds}) (?:of |by |in )?(?:the |all |our |these )*errors?\\b`,
    '\\b(?:which|what) errors (?:do|did|were|are|was|occur|occurred|happen|happened|came|come|have|had|we|there)\\b',
    '\\b(?:failure|problem) analysis\\b',
    '\\bwhat (?:usually|often|typically|mostly|always) (?:goes|went) wrong\\b',
    '\\bwhat (?:are|were) the (?:main |usual |typical )?errors\\b|\\btypical errors\\b',
    '\\b(?:most|more|least) (?:common|frequent)\\b.*\\berrors?\\b|\\berrors?\\b.*\\bmost (?:common|frequent|often)\\b',
  ].join('|'),
);
/** Arranged in another way, it's a table of jobs. */
const arranged =
  /\b(?:by|per|each|every|across) (?!error|reason|cause|message|root)|\b(?:which|what) (?:services?|workloads?|days?)\b/;

/** Words of this grammar that no part of the language takes. */
const own = new Set(
  (
    'breakdown break down analysis analyses statistics stats sort sorts category categories pattern patterns distribution main most ' +
    'common commonest frequent frequently often usual usually typical typically primary principal top leading many much behind ' +
    'analyze analyse categorize categorise classify diagnose up popped showed say ' +
    'constantly repeatedly continuously permanently regularly end ends ending major important'
  ).split(' '),
);
const top = /\btop (?:\d+|two|three|four|five|six|seven|eight|nine|ten)\b/;
const numbers = /^(?:\d+|two|three|four|five|six|seven|eight|nine|ten)$/;

/** Words in which no typing error is looked for. */
export const knownWords: readonly string[] = [...own];

/**
 * Reads "error breakdown", "main reasons for failures", "why so many errors": reasons, with words that are understood
 * only beside reasons. Each word must be one of them, or harmless.
 */
export function kindsOfReasons(parsed: Parsed, context: ReadingContext): Read<CausesCommand> | undefined {
  const { parts, outside, pageSize, period, tokens } = parsed;
  const isWhy = parts.found.some(({ meaning }) => meaning.part === 'why');
  if (!isWhy && !kindsOfErrors.test(outside)) return undefined;
  if (pageSize || period.kind === 'refused' || arranged.test(outside)) return undefined;
  if (parts.types.length > 1 || !parts.states.every(isBad)) return undefined;
  const isOwn = (text: string) =>
    own.has(text) ||
    (text === 'time' && /\ball the time\b/.test(outside)) ||
    (top.test(outside) && numbers.test(text));
  const words = meantWords(parsed);
  if (!words.every(({ token }) => isOwn(token.text))) return undefined;
  // "why is everything red", "error summary"
  const isTold = ({ meaning, end }: Found) =>
    meaning.part === 'health' && told.has(tokens[end - 1]?.text ?? '');
  if (!unusedParts(parsed, ['why', 'problems', 'now']).every(isTold)) return undefined;
  // "why so many mails"
  const isOfProblems =
    parts.states.length > 0 ||
    parts.found.some(({ meaning }) => meaning.part === 'problems') ||
    /\b(?:reasons?|causes?|errors?|analysis|rca)\b/.test(outside);
  if (words.length > 0 && !isOfProblems) return undefined;
  // "most common reasons"; a bare "why" carries on.
  const isOfSomething =
    words.length > 0 ||
    parsed.periods.length > 0 ||
    parts.found.some(
      ({ meaning }) => isFilter(meaning) || ['problems', 'jobs', 'health'].includes(meaning.part),
    );
  const read = isWhy && !isOfSomething ? undefined : causesOf(parsed, context);
  return read && { ...read, uses: [...(read.uses ?? []), 'health', 'of rank'] };
}

const told = new Set(['red', 'broken', 'summary', 'overview']);
