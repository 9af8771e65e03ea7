import { questionLimits } from '../../domain/question.ts';
import { numberWords } from '../numbers.ts';
import { rawOf } from '../orders.ts';
import type { Correction } from '../reading.ts';
import { joinTokens, type Token } from '../tokens.ts';
import type { WallClock } from '../wall-clock.ts';
import { ago } from './ago.ts';
import { between } from './between.ts';
import { calendarPeriod } from './calendar.ts';
import { closeOfBusiness } from './clock-times.ts';
import { dateAt, dateWords, inLocaleOrder, monthWords, ordinalWords } from './dates.ts';
import type { Day } from './day.ts';
import { weekdayWords } from './days.ts';
import { joined, pairOf } from './joined.ts';
import { moments, momentWithin } from './moments.ts';
import { partNames, partOfDay } from './nights.ts';
import { onDay } from './on-day.ts';
import {
  type Bounds,
  type DayTimes,
  isRefusal,
  orDoubt,
  type PeriodFamily,
  type PeriodPhrase,
  type RefusedPeriod,
  type Rewording,
  refuse,
} from './phrase.ts';
import { rolling } from './rolling.ts';
import { several } from './several.ts';
import { since } from './since.ts';
import { timesOnDay, timesWithin } from './times-on-day.ts';
import { unitWords } from './units.ts';

/** Every family of period phrases. At one place the longest match counts; of equal ones the first. */
export const periodFamilies: readonly PeriodFamily[] = [
  between,
  since,
  partOfDay,
  calendarPeriod,
  pairOf,
  several,
  rolling,
  ago,
  onDay,
  moments,
];

/** Words of period phrases that a typing error may be read as. */
export const periodWords: readonly string[] = [
  ...[...weekdayWords, ...monthWords, ...unitWords].filter(word => word.length > 3),
  ...'today yesterday tomorrow overnight tonight weekend night morning afternoon evening since between midnight previous noon fortnight quarter'.split(
    ' ',
  ),
];

/** Short words of period phrases: known, but too short or too common to read a typing error as. */
export const shortPeriodWords: readonly string[] = [
  ...weekdayWords,
  ...monthWords,
  ...unitWords,
  ...'last past this next previous current coming until till through from after before ago by around am pm half couple few several quarters midday oclock over at on in during th st nd rd nights fortnights mtd qtd ytd wtd eod eob cob business working workday workdays weekday weekdays businessday businessdays calendar beginning ending commencing starting nightly eve cw kw wk qtr earlier'.split(
    ' ',
  ),
];

/** A period phrase with its place in the sentence. */
export interface FoundPeriod extends PeriodPhrase {
  readonly start: number;
}

/** Finds the period phrases of a sentence, from left to right. */
export function findPeriods(tokens: readonly Token[]): FoundPeriod[] {
  const found: FoundPeriod[] = [];
  const crowded = crowdedChunks(tokens);
  for (let at = 0; at < tokens.length; ) {
    const nothing = insideChunk(tokens, at) || crowded.has(tokens[at]?.chunk ?? -1);
    const phrase = nothing || !mayBegin(tokens[at]) ? undefined : longest(tokens, at);
    if (phrase)
      found.push({
        ...phrase,
        start: at,
        readAs: [...(phrase.readAs ?? []), ...closes(tokens, at, phrase.end)],
      });
    at = phrase ? phrase.end : at + 1;
  }
  return found;
}

/**
 * Two dates without a space between them are six numbers, as is a moment to the second; more than twice that is no
 * period.
 */
const maxNumbersInChunk = 16;

/** Returns the stretches without a space that have too many numbers to be periods, such as "1-1-1-1-…". */
function crowdedChunks(tokens: readonly Token[]): ReadonlySet<number> {
  const numbers = new Map<number, number>();
  for (const { kind, chunk } of tokens) {
    if (kind === 'number') numbers.set(chunk, (numbers.get(chunk) ?? 0) + 1);
  }
  return new Set([...numbers].filter(([, count]) => count > maxNumbersInChunk).map(([chunk]) => chunk));
}

/** Returns true in the middle of "1.5" or "10:30:99", where no phrase begins. */
function insideChunk(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1];
  if (!tokens[at]?.glued || !before?.glued) return false;
  return before.kind === 'sign' && '.,:/'.includes(before.text) && tokens[at - 2]?.kind === 'number';
}

/** Returns the words for 17:00, which are to be said. */
function closes(tokens: readonly Token[], start: number, end: number): readonly Correction[] {
  for (let at = start; at < end; at += 1) {
    const close = closeOfBusiness(tokens, at);
    if (close !== undefined) return [{ written: rawOf(tokens.slice(at, close)), read: '17:00' }];
  }
  return [];
}

/** Words that begin a period, besides those that are known as words of periods. */
const beginnings = new Set([
  ...periodWords,
  ...shortPeriodWords,
  ...numberWords,
  ...ordinalWords,
  ...'a an the for of as to up all day year yr yrs wk qtr half h q w iso first second third fourth close end starting preceding weekends'.split(
    ' ',
  ),
]);

/** Returns false for most words of a sentence, so that they cost nothing. Numbers and names such as "Q3" may begin one. */
function mayBegin(token: Token | undefined): boolean {
  if (!token || token.kind === 'sign') return false;
  return (
    token.kind === 'number' || (token.kind === 'name' ? /\d/.test(token.text) : beginnings.has(token.text))
  );
}

function longest(tokens: readonly Token[], at: number): PeriodPhrase | undefined {
  let best: PeriodPhrase | undefined;
  for (const family of periodFamilies) {
    const phrase = family.parse(tokens, at);
    if (phrase && (!best || phrase.end > best.end)) best = phrase;
  }
  return best;
}

/** The meaning of a sentence's periods. */
export type PeriodReading =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'bounds';
      readonly bounds: Bounds;
      readonly words: string;
      readonly others: readonly string[];
      /** True if they are several periods that follow each other: "yesterday and today". */
      readonly isJoined?: boolean;
    }
  | {
      readonly kind: 'refused';
      readonly reason: string;
      readonly words: string;
      readonly instead: readonly string[];
    };

/** Resolves the periods found. A day and times of day are one period; two different periods are asked back. */
export function resolvePeriods(
  tokens: readonly Token[],
  found: readonly FoundPeriod[],
  wall: WallClock,
): PeriodReading {
  const distinct = saidOnce(tokens, found);
  const said = distinct?.map(phrase => settledWords(tokens, phrase, wall)) ?? [];
  const words = said.join(' ');
  if (!distinct || words.length > questionLimits.maxSpanWordsLength) {
    return {
      kind: 'refused',
      reason: 'That period has too many words. Give two dates instead.',
      words: '',
      instead: [],
    };
  }
  const [first, second] = distinct;
  if (!first) return { kind: 'none' };
  const apart = second && distinct.length === 2 ? dayAndTimes(first, second, tokens) : undefined;
  if (apart) {
    const { day, times } = apart;
    // Between two times the only other reading is the stretch that is on, which has no day beside it.
    const others = typeof times.times.to === 'object' ? times.othersOnDay?.(wall) : times.others?.(wall);
    const onDay = orDoubt(timesOnDay(day.day, times.times, wall), times.doubt);
    return finish(onDay, [day, times], others, tokens, wall);
  }
  const bounds = first.resolve(wall);
  if (!distinct.every(phrase => phrase === first || same(phrase.resolve(wall), bounds))) {
    const all = joined(tokens, distinct, wall);
    if (all) {
      const place = { start: first.start, end: distinct.at(-1)?.end ?? first.end };
      const read = finish(all, [place], [], tokens, wall);
      return read.kind === 'bounds' ? { ...read, isJoined: true } : read;
    }
    const within = distinct.length === 2 ? (momentIn(distinct, wall) ?? timesIn(distinct, wall)) : undefined;
    if (within) return finish(within, distinct, [], tokens, wall);
    // A time of day without its day is not what was asked.
    const whole = said.filter((_, index) => !isTimeOnly(distinct[index]));
    return {
      kind: 'refused',
      reason: 'Ask for one period at a time.',
      words,
      instead: (whole.length > 0 ? whole : said).slice(0, 4),
    };
  }
  return finish(bounds, [first], first.others?.(wall), tokens, wall);
}

/** Returns the phrases without those that repeat another's words; undefined for more words than a period may have. */
function saidOnce(tokens: readonly Token[], found: readonly FoundPeriod[]): FoundPeriod[] | undefined {
  const byWords = new Map<string, FoundPeriod>();
  let length = 0;
  for (const phrase of found) {
    const words = joinTokens(tokens.slice(phrase.start, phrase.end));
    if (byWords.has(words)) continue;
    length += words.length;
    if (length > questionLimits.maxSpanWordsLength) return undefined;
    byWords.set(words, phrase);
  }
  return [...byWords.values()];
}

/** A moment beside the period that it is a part of, in either order. */
function momentIn(phrases: readonly FoundPeriod[], wall: WallClock): RefusedPeriod | undefined {
  const moment = phrases.find(phrase => phrase.moment)?.moment;
  const period = phrases.find(phrase => !phrase.moment)?.resolve(wall);
  return moment && period && !isRefusal(period) ? momentWithin(moment, period, wall) : undefined;
}

/** Two times beside the part of a day that they are in, in either order. */
function timesIn(phrases: readonly FoundPeriod[], wall: WallClock): Bounds | undefined {
  const times = phrases.find(phrase => phrase.times)?.times;
  const part = phrases.find(phrase => !phrase.times && partNames.has(phrase.unit ?? ''))?.resolve(wall);
  return times && part && !isRefusal(part) ? timesWithin(times, part, wall) : undefined;
}

function isTimeOnly(phrase: FoundPeriod | undefined): boolean {
  return phrase?.moment !== undefined || phrase?.times !== undefined;
}

type DayPhrase = FoundPeriod & { readonly day: Day };
type TimesPhrase = FoundPeriod & { readonly times: DayTimes };

/**
 * Puts the day before its times, whatever the sentence's order: "nov 2 since 2" reads back, "since 2 nov 2" doesn't.
 */
function dayAndTimes(
  a: FoundPeriod,
  b: FoundPeriod,
  tokens: readonly Token[],
): { day: DayPhrase; times: TimesPhrase } | undefined {
  const found = namesDay(a) && namesTimes(b) ? { day: a, times: b } : undefined;
  const apart = found ?? (namesDay(b) && namesTimes(a) ? { day: b, times: a } : undefined);
  // "from Friday" and "until 6pm" may be days apart.
  const isOpen = apart && !apart.times.times.from && tokens[apart.day.start]?.text === 'from';
  return isOpen ? undefined : apart;
}

function namesDay(phrase: FoundPeriod): phrase is DayPhrase {
  return phrase.day !== undefined;
}

function namesTimes(phrase: FoundPeriod): phrase is TimesPhrase {
  return phrase.times !== undefined;
}

function same(a: Bounds | RefusedPeriod, b: Bounds | RefusedPeriod): boolean {
  if (isRefusal(a) || isRefusal(b)) return isRefusal(a) && isRefusal(b) && a.reason === b.reason;
  return a.from === b.from && a.to === b.to;
}

function wordsOf(tokens: readonly Token[], phrases: readonly Place[], wall: WallClock): string {
  return phrases.map(phrase => settledWords(tokens, phrase, wall)).join(' ');
}

/** Where a period stands, and the words in it that are left out. */
type Place = Pick<FoundPeriod, 'start' | 'end' | 'skips'>;

function finish(
  resolved: Bounds | RefusedPeriod,
  phrases: readonly Place[],
  others: readonly Rewording[] = [],
  tokens: readonly Token[],
  wall: WallClock,
): PeriodReading {
  const words = wordsOf(tokens, phrases, wall);
  const checked = isRefusal(resolved) ? resolved : limited(resolved, wall);
  const reword = (other: Rewording) => reworded(tokens, phrases, other, wall);
  if (isRefusal(checked)) {
    return { kind: 'refused', reason: checked.reason, words, instead: checked.instead.map(reword) };
  }
  return { kind: 'bounds', bounds: checked, words, others: others.map(reword) };
}

function limited(bounds: Bounds, wall: WallClock): Bounds | RefusedPeriod {
  if (bounds.from >= bounds.to) return refuse('That period is empty.');
  if (bounds.from < questionLimits.earliest) return refuse('Nothing was backed up before the year 2000.');
  if (bounds.to - bounds.from > questionLimits.maxSpanMs) {
    return refuse('That’s more than the ten years that I can list at once.');
  }
  if (bounds.to > wall.now + 1000)
    return refuse('That is in the future. Jobs are listed once they’ve started.');
  return bounds;
}

/** Returns the period's words with some of them replaced. A rewording that starts at -1 replaces all. */
function reworded(
  tokens: readonly Token[],
  phrases: readonly Place[],
  other: Rewording,
  wall: WallClock,
): string {
  if (other.start < 0) return other.words;
  return phrases
    .flatMap(({ start, end, skips }) => {
      if (skips && other.start >= skips.end && other.end <= end) {
        const opener = settledWords(tokens, { start, end: skips.start }, wall);
        const between = settledWords(tokens, { start: skips.end, end: other.start }, wall);
        return [opener, between, other.words, settledWords(tokens, { start: other.end, end }, wall)];
      }
      if (other.start < start || other.end > end)
        return [settledWords(tokens, { start, end, ...(skips ? { skips } : {}) }, wall)];
      const before = settledWords(tokens, { start, end: other.start }, wall);
      const after = settledWords(tokens, { start: other.end, end }, wall);
      return [before, other.words, after];
    })
    .filter(Boolean)
    .join(' ');
}

/**
 * Returns the words of some tokens as they read in every locale: a date whose order the user's locale has settled is
 * written out, so that a user of another locale who asks again asks for the same day.
 */
function settledWords(tokens: readonly Token[], { start, end, skips }: Place, wall: WallClock): string {
  if (skips) {
    const sides = [
      { start, end: skips.start },
      { start: skips.end, end },
    ];
    return sides.map(side => settledWords(tokens, side, wall)).join(' ');
  }
  const parts: string[] = [];
  let from = start;
  for (let at = start; at < end; at += 1) {
    const read = dateAt(tokens, at);
    const date = read?.swapped && read.end <= end ? inLocaleOrder(read, wall.locale) : undefined;
    if (!read || !date) continue;
    parts.push(joinTokens(tokens.slice(from, at)), dateWords(date));
    from = read.end;
    at = read.end - 1;
  }
  return [...parts, joinTokens(tokens.slice(from, end))].filter(Boolean).join(' ');
}
