import { narrowingLimits, type Order } from '../../domain/narrowing.ts';
import { numberAt } from '../numbers.ts';
import type { Parsed } from '../parse.ts';
import { wordAt } from '../spans/phrase.ts';
import { isUnitWord } from '../spans/units.ts';
import type { Token } from '../tokens.ts';
import { isTimeAt, type Place, wordSet } from './place.ts';
import { isByStart, isTaking, lengths, orderWordAt, sorting } from './superlatives.ts';

/** An order, and how many jobs are asked for. */
export interface FoundOrder {
  readonly order: Order;
  readonly limit: number | undefined;
  /** True for "newest first", which only sorts the jobs of a period. */
  readonly isSorting: boolean;
  readonly places: readonly Place[];
}

const usualLimit = 10;
const vague: ReadonlyMap<string, number> = new Map([
  ['few', usualLimit],
  ['several', usualLimit],
  ['couple', 2],
  ['dozen', 12],
]);

const singular = wordSet('backup restore export deletion job run failure error fail');
const plural = wordSet('backups restores exports deletions jobs runs failures errors fails');
/** What the noun before is one of: "restore job", "backup failures". */
const ofNouns = wordSet('job jobs run runs failure failures error errors');
const clauses = wordSet('that thats which who with in still');
/** After a number these make a period or a rank of it. */
const notJobs = wordSet(
  'night nights business working work workday workdays calendar full whole quarter quarters weekend weekends fortnight fortnights monday mondays tuesday tuesdays wednesday wednesdays thursday thursdays friday fridays saturday saturdays sunday sundays morning mornings evening evenings services service workloads workload reasons causes times',
);

/** Finds "last 5", "10 longest", "top 3 slowest", "most recent", "oldest first", "took the longest". */
export function findOrder(parsed: Parsed): FoundOrder | undefined {
  const { tokens } = parsed;
  const found: FoundOrder[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const one = isTimeAt(parsed, at) ? undefined : orderAt(parsed, at);
    if (!one) continue;
    found.push(one);
    at = Math.max(at, ...one.places.map(({ end }) => end - 1));
  }
  return found.length === 1 ? found[0] : undefined;
}

function orderAt(parsed: Parsed, start: number): FoundOrder | undefined {
  const { tokens } = parsed;
  const afterTop = wordAt(tokens, start) === 'top' ? start + 1 : start;
  const first = wordAt(tokens, afterTop) === 'the' ? afterTop + 1 : afterTop;
  const before = isTimeAt(parsed, first) ? undefined : numberAt(tokens, first);
  const from = before ? before.end : first;
  if (isTimeAt(parsed, from)) return undefined;
  const said = orderWordAt(tokens, from);
  if (!said) return undefined;
  const after = before ? undefined : amountAt(parsed, said.end);
  const number = before ?? after;
  if (said.needsNumber && !number) return undefined;
  if (said.isTime)
    return isOfBad(parsed)
      ? { order: said.order, limit: 1, isSorting: false, places: [{ start, end: said.end }] }
      : undefined;
  const isOfDuration = !isByStart(said);
  const end = isOfDuration ? afterRunning(parsed, after?.end ?? said.end) : (after?.end ?? said.end);
  const opened = openedAt(tokens, start, isOfDuration);
  const places = [{ start: opened, end }];
  if (said.isSorting || wordAt(tokens, end) === 'first')
    return number
      ? undefined
      : { order: said.order, limit: undefined, isSorting: true, places: sortingPlaces(tokens, opened, end) };
  const apart = number ? undefined : firstApart(parsed, end);
  if (apart) return { order: said.order, limit: undefined, isSorting: true, places: [...places, apart] };
  // "which of the last 5 backups failed" asks how these five ended.
  if (isOfThose(tokens, opened)) return undefined;
  const told = number ? undefined : subjectBefore(parsed, opened, end);
  if (told && isByStart(said))
    return { order: said.order, limit: told.isOne ? 1 : usualLimit, isSorting: false, places };
  const noun = nounAfter(parsed, end);
  if (noun && isToldAfter(parsed, noun.at)) return undefined;
  if (!number && isByStart(said) && !(noun && isNamed(parsed, end, noun.at))) return undefined;
  const isOne = noun ? noun.isOne : isOfDuration && nounBefore(tokens, opened)?.isOne === true;
  const usual = isOne ? 1 : said.order === 'latest' ? usualLimit : undefined;
  if (!number && said.order === 'latest' && isLastGood(parsed)) return undefined;
  const limit = number?.value ?? usual;
  if (limit !== undefined && (limit < 1 || limit > narrowingLimits.maxLimit)) return undefined;
  return { order: said.order, limit, isSorting: false, places };
}

function isOfBad({ parts }: Parsed): boolean {
  return parts.states.some(state => state !== 'finished' && state !== 'inProgress');
}

/** Returns the noun of "which running job is the oldest". */
function subjectBefore({ tokens, parts }: Parsed, start: number, end: number): Noun | undefined {
  const verb = wordAt(tokens, start - 1) === 'the' ? start - 2 : start - 1;
  const isTold = ['is', 'are', 'was', 'were'].includes(wordAt(tokens, verb));
  const isLast = parts.found.every(
    one => one.end <= start || one.start < end || one.meaning.part === 'harmless',
  );
  return isTold && isLast ? nounBefore(tokens, verb) : undefined;
}

/** Returns where the order begins, with the verb before it: "took the longest". */
function openedAt(tokens: readonly Token[], start: number, isOfDuration: boolean): number {
  if (!isOfDuration) return start;
  if (isTaking(tokens, start)) return wordAt(tokens, start - 1) === 'the' ? start - 2 : start - 1;
  return start;
}

/** Returns the number after "last", unless it counts days or the like, or is the code of an error. */
function amountAt(parsed: Parsed, at: number) {
  const { tokens } = parsed;
  const number = isTimeAt(parsed, at) ? undefined : (vagueAt(tokens, at) ?? numberAt(tokens, at));
  if (!number) return undefined;
  const next = wordAt(tokens, number.end);
  const isCode = /^[45]\d\d$/.test(tokens[at]?.text ?? '') && /^(?:error|errors)$/.test(next);
  return isUnitWord(next) || notJobs.has(next) || isCode ? undefined : number;
}

/** Reads "few", "couple of", "dozen". A few are as many as an order without a number gives. */
function vagueAt(tokens: readonly Token[], at: number) {
  const value = vague.get(wordAt(tokens, at));
  return value === undefined ? undefined : { value, end: wordAt(tokens, at + 1) === 'of' ? at + 2 : at + 1 };
}

/** Skips "running", "-running", "duration": "longest running jobs" are the longest, unless it's of those that run now. */
function afterRunning({ tokens, parts }: Parsed, at: number): number {
  if (parts.found.some(({ meaning }) => meaning.part === 'now')) return at;
  const next = tokens[at]?.text === '-' ? at + 1 : at;
  const word = wordAt(tokens, next);
  if (['running', 'lasting'].includes(word) || lengths.has(word)) return next + 1;
  return word === 'run' && ['time', 'times'].includes(wordAt(tokens, next + 1)) ? next + 2 : at;
}

/** Returns the places of "newest first", "by oldest first", and of a verb apart: "sort failed jobs by date". */
function sortingPlaces(tokens: readonly Token[], start: number, end: number): readonly Place[] {
  const before = wordAt(tokens, start - 1);
  const from = before === 'by' || sorting.has(before) ? start - 1 : start;
  const verb = tokens.findIndex(({ text }, at) => at < from && sorting.has(text));
  const own = { start: from, end: wordAt(tokens, end) === 'first' ? end + 1 : end };
  return verb < 0 ? [own] : [{ start: verb, end: verb + 1 }, own];
}

/** Returns the place of "first" apart from its order: "newest failed backups first". */
function firstApart({ tokens, periods }: Parsed, from: number): Place | undefined {
  const at = tokens.findIndex(({ text }, index) => index > from && text === 'first');
  const isEnd = at === tokens.length - 1 || tokens[at + 1]?.kind === 'sign';
  const isBeforePeriod = periods.some(({ start }) => start === at + 1);
  return at > 0 && (isEnd || isBeforePeriod) ? { start: at, end: at + 1 } : undefined;
}

function isOfThose(tokens: readonly Token[], start: number): boolean {
  const before = ['the', 'our', 'my'].includes(wordAt(tokens, start - 1)) ? start - 2 : start - 1;
  const isOf = ['of', 'among', 'in', 'from'].includes(wordAt(tokens, before));
  return isOf && !['list', 'details', 'overview'].includes(wordAt(tokens, before - 1));
}

interface Noun {
  readonly at: number;
  readonly isOne: boolean;
}

function nounAt(tokens: readonly Token[], at: number): Noun | undefined {
  const word = wordAt(tokens, at);
  if (word === 'retention' && /^jobs?$/.test(wordAt(tokens, at + 1))) return nounAt(tokens, at + 1);
  return singular.has(word) || plural.has(word) ? { at, isOne: singular.has(word) } : undefined;
}

/** Returns the first noun after an order; of "restore job" and "backup failures" the second word. */
function nounAfter({ tokens }: Parsed, start: number): Noun | undefined {
  for (let at = start; at < tokens.length; at += 1) {
    const noun = nounAt(tokens, at);
    if (noun) return ofNouns.has(wordAt(tokens, at + 1)) ? nounAt(tokens, at + 1) : noun;
  }
  return undefined;
}

function nounBefore(tokens: readonly Token[], end: number): Noun | undefined {
  for (let at = end - 1; at >= 0; at -= 1) {
    const noun = nounAt(tokens, at);
    if (noun) return noun;
  }
  return undefined;
}

/** Returns true if only filters stand between an order and its noun. */
function isNamed({ parts }: Parsed, start: number, noun: number): boolean {
  for (let at = start; at < noun; at += 1) {
    const one = parts.found.find(({ start, end }) => at >= start && at < end);
    if (!one || !['type', 'state', 'service', 'jobs', 'join', 'coverage', 'well'].includes(one.meaning.part))
      return false;
  }
  return true;
}

/** Returns true for "the last 5 backups failed", which tells of these five, unlike "the last 5 that failed". */
function isToldAfter({ parts, tokens }: Parsed, noun: number): boolean {
  return parts.found.some(
    ({ meaning, start }) =>
      meaning.part === 'state' &&
      // "oldest job running" is the oldest of those.
      meaning.value !== 'inProgress' &&
      start > noun &&
      !clauses.has(wordAt(tokens, start)) &&
      !tokens.slice(noun + 1, start).some(({ text }) => clauses.has(text)),
  );
}

/** "latest exchange backup" is the last good one. */
function isLastGood({ parts }: Parsed): boolean {
  const isOfBackups = parts.types.every(type => type === 'backup');
  return (
    isOfBackups && parts.states.length === 0 && !parts.found.some(({ meaning }) => meaning.part === 'jobs')
  );
}
