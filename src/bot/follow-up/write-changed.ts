import { askedParts, has } from '../../language/asked.ts';
import { composeSentence, namesInWords, type SentenceParts } from '../../language/compose.ts';
import type { Parsed } from '../../language/parse.ts';
import { wordAt } from '../../language/spans/phrase.ts';
import type { Meaning } from '../../language/vocabulary.ts';
import { auxiliaries } from '../../language/yes-no.ts';
import { type Change, merged } from './change.ts';

/** A whole sentence, and what must be read in it: the parts of the question before, with the change. */
export interface WholeSentence {
  readonly sentence: string;
  /** Undefined if the change isn't known part by part, so that the grammar alone judges the sentence. */
  readonly parts: Change | undefined;
  /** Other kinds that it may be read as than the sentence before. */
  readonly kinds?: readonly string[];
  /** True if the words mean nothing by themselves, so that a refusal of the whole sentence is the answer. */
  readonly isFragment?: true;
}

export const grammatical = (sentence: string): WholeSentence => ({ sentence, parts: undefined });

export const isOfOthers =
  /^(?:for |of |in |on |across |over )?(?:(?:all|every|each|any)(?: of)?(?: (?:the|our))?(?: (?:services?|workloads?|apps?|of them))?|everything|(?:all )?(?:the )?(?:others|rest|other services|other ones|other workloads)|everything else|all others)$/iu;
export const isOfRest = /\b(?:others?|rest|else)\b/iu;

/** Writes the earlier sentence without its service: "all services", or with every other, "the others". */
export function ofOthers(earlier: Parsed, isRest: boolean): WholeSentence | undefined {
  const { services } = earlier.parts;
  if (services.length === 0) return undefined;
  const edits = placesOf(earlier, 'service').map(({ start, end }) => {
    const before = wordAt(earlier.tokens, start - 1);
    // "status of exchange" has no "of" then, but "is exchange ok" has to be about something.
    if (['of', 'for', 'in', 'on', 'with'].includes(before)) return { start: start - 1, end, words: '' };
    return { start, end, words: auxiliaries.has(before) ? 'everything' : '' };
  });
  const whole = sentenceOf(earlier, edits);
  if (isRest) return grammatical(`${whole} without ${namesInWords(services)}`);
  return grammatical(whole);
}

export const groups =
  /^(?:(?:(?:split|group|grouped|broken down|rank|ranked|arrange|arranged) )?(?:by|per|for each|for every|across) (?:the )?(?:services?|workloads?|apps?|days?|dates?|hours?|weeks?|states?|status|types?|kinds?|errors?|error messages?|reasons?|causes?|results?)|daily|hourly|weekly)$/;

/** Writes the earlier sentence, grouped in another way. */
export function grouped(earlier: Parsed, rest: string): WholeSentence {
  const text = sentenceOf(earlier, []).replace(
    /\s*\b(?:grouped |broken down |split )?(?:by|per|for each|for every|across) (?:the )?(?:services?|workloads?|apps?|days?|dates?|hours?|weeks?|states?|status|types?|kinds?|results?)\b/iu,
    '',
  );
  const by = rest.replace(/^\p{L}+ (?:down )?(?=by|per)/iu, '');
  return { ...grammatical(`${text} ${by}`), kinds: ['rank', 'causes'], isFragment: true };
}

/** Writes a comparison with another period. */
export function compared(
  earlier: Parsed,
  { period, parts, left }: Parsed,
  isVerdict: boolean,
): WholeSentence | undefined {
  const isPeriodOnly =
    period.kind === 'bounds' &&
    parts.found.every(({ meaning }) => meaning.part === 'harmless') &&
    left.every(({ token }) => token.kind === 'sign');
  if (!isPeriodOnly || earlier.period.kind !== 'bounds') return undefined;
  const asked = askedParts(earlier);
  // A question for yes or no, or for a number, is compared by the jobs that it is about.
  const first = isVerdict
    ? composeSentence({ ...asked, state: 'failed' })
    : has(earlier, 'count')
      ? composeSentence(asked)
      : sentenceOf(earlier, []);
  return {
    ...grammatical(`${first} vs ${period.words}`),
    kinds: ['compare'],
    isFragment: true,
  };
}

/** Writes the earlier sentence with what else is to count: "oldest" before it, "longer than 2 hours" behind. */
export function appended(earlier: Parsed, rest: string): WholeSentence {
  const before = sentenceOf(earlier, []);
  if (!/^\p{L}+est$/u.test(rest)) return grammatical(`${before} ${rest}`);
  // "longest running" is said of all jobs.
  const isOfRunning = rest === 'longest' && earlier.parts.states.includes('inProgress');
  return grammatical(isOfRunning ? `${before}, longest first` : `${rest} ${before}`);
}

/** A stretch of tokens and the words in its place. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly words: string;
}

export function substituted(earlier: Parsed, change: Change): WholeSentence | undefined {
  const { types, services, states, period } = change;
  const edits: Edit[] = [];
  const added: string[] = [];
  const put = (places: readonly Omit<Edit, 'words'>[], words: string, otherwise: () => void) => {
    const [first, ...others] = places;
    if (first) edits.push({ ...first, words }, ...others.map(place => ({ ...place, words: '' })));
    else otherwise();
  };
  const atEnd = (words: string) => () => void added.push(words);
  const nouns = [...placesOf(earlier, 'type'), ...placesOf(earlier, 'jobs')].toSorted(
    (a, b) => a.start - b.start,
  );
  const beforeNouns = (words: string, end: string) => () => {
    const [noun] = nouns;
    if (noun) edits.push({ start: noun.start, end: noun.start, words });
    else added.push(end);
  };
  if (types.length > 0) {
    const words = types
      .map(type => composeSentence({ ...noParts, type, state: 'failed' }).replace('failed ', ''))
      .join(' and ');
    const places = placesOf(earlier, 'type');
    put(places.length > 0 ? places : placesOf(earlier, 'jobs'), words, atEnd(words));
  }
  if (services.length > 0) {
    const words = namesInWords(services);
    put(placesOf(earlier, 'service'), words, beforeNouns(words, `for ${words}`));
  }
  if (states.length > 0) {
    const words = composeSentence({ ...noParts, state: states })
      .replace(' jobs', '')
      .replace(/^jobs /, '');
    const places = [...placesOf(earlier, 'state'), ...placesOf(earlier, 'problems')];
    put(places, words, states.includes('finishedWithException') ? atEnd(words) : beforeNouns(words, words));
  }
  if (period !== undefined) put(earlier.periods, period, atEnd(period));
  const sentence = [sentenceOf(earlier, edits), ...added].join(' ');
  return { sentence, parts: merged(earlier, change) };
}

const noParts: SentenceParts = {
  type: undefined,
  service: undefined,
  state: undefined,
  period: undefined,
  pageSize: undefined,
};

/** Returns where phrases of a part stand; those that are only joined with each other are one place. */
function placesOf({ parts, tokens }: Parsed, part: Meaning['part']): Omit<Edit, 'words'>[] {
  const places: { start: number; end: number }[] = [];
  for (const { meaning, start, end } of parts.found) {
    if (meaning.part !== part) continue;
    const last = places.at(-1);
    const isJoined =
      last &&
      tokens.slice(last.end, start).every(({ text }) => [',', 'and', 'or', '/', '&', '+'].includes(text));
    if (last && isJoined) last.end = end;
    else places.push({ start, end });
  }
  return places;
}

/** Returns the corrected words of a sentence, with edits. */
function sentenceOf({ tokens, corrections }: Parsed, edits: readonly Edit[]): string {
  const fixed = new Set(corrections.map(({ written }) => written));
  const words: string[] = [];
  const push = (text: string, isGlued: boolean) => {
    if (text !== '') words.push(isGlued || words.length === 0 ? text : ` ${text}`);
  };
  for (let at = 0; at <= tokens.length; at += 1) {
    for (const { start, end, words: put } of edits) if (start === at && end === at) push(put, false);
    const edit = edits.find(({ start, end }) => start === at && end > at);
    if (edit) {
      push(edit.words, false);
      at = edit.end - 1;
      continue;
    }
    const token = tokens[at];
    if (token) push(fixed.has(token.raw) ? token.text : token.raw, token.glued && words.length > 0);
  }
  return words.join('').replace(/[?!.\s]+$/, '');
}
