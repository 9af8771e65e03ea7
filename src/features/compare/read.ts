import type { Window } from '../../domain/question.ts';
import type { Suggestion } from '../../domain/reading.ts';
import { defaultSpan } from '../../language/bounds.ts';
import { composeSentence, type SentenceParts } from '../../language/compose.ts';
import { quoted } from '../../language/orders.ts';
import type { Parsed } from '../../language/parse.ts';
import { readPeriod } from '../../language/read-period.ts';
import type { Read, ReadingContext, RefusedSentence } from '../../language/reading.ts';
import type { FoundPeriod, PeriodReading } from '../../language/spans/index.ts';
import { createWallClock } from '../../language/wall-clock.ts';
import { windowOf } from '../../language/window-words.ts';
import type { CompareQuestion } from './compare.ts';
import { isCompare, type Sides, sidesOf } from './sides.ts';
import { besideEachOther, unitOf, type Windows, wholeWords, windowBefore } from './windows.ts';

/**
 * Reads "failed backups this week vs last week": the same count of two periods, up to the same point if one isn't over.
 * If only one is named, the other is the equally long time directly before it; after "vs" or "compared to", the named
 * one is itself the other. Returns undefined if anything but two periods is compared. Offers the whole of a period that
 * is cut.
 */
export function read(parsed: Parsed, context: ReadingContext): CompareRead | undefined {
  if (!parsed.parts.found.some(isCompare)) return undefined;
  const sides = sidesOf(parsed);
  const one = sides && readSides(sides, parsed, context, { state: parsed.parts.states[0] });
  return (
    one && { ...one, ...(one.command.kind === 'compare' ? { uses: ['of compare', 'of rank', 'now'] } : {}) }
  );
}

export type CompareRead = Read<CompareCommand | RefusedSentence>;

/** Reads the windows on the two sides of a comparison, which counts one kind of job. */
export function readSides(
  sides: Sides,
  parsed: Parsed,
  context: ReadingContext,
  { state, asks }: Pick<CompareQuestion, 'state' | 'asks'>,
): CompareRead | undefined {
  const { services, states, types } = parsed.parts;
  if (services.length > 1 || states.length > 1 || types.length > 1) return undefined;
  const compared = windowsOf(sides, parsed, context);
  if (!compared) return undefined;
  if ('reason' in compared) {
    const { reason, offers } = compared;
    return { command: { kind: 'noQuestion', reason, about: 'compare' }, offers };
  }
  const filter = { type: parsed.asked.type, service: services[0], state };
  // "more failures yesterday than today" has the windows the other way round.
  const answered = asks && compared.isTurned ? (asks === 'more' ? 'fewer' : 'more') : asks;
  const question = { ...filter, ...compared.windows, ...(answered ? { asks: answered } : {}) };
  const asked = { ...parsed.asked, state };
  return { command: { kind: 'compare', question }, offers: wholeOffers(compared, asked, context) };
}

export interface CompareCommand {
  readonly kind: 'compare';
  readonly question: CompareQuestion;
}

interface Compared {
  readonly windows: Windows;
  /** The window that the second one is a part of, if it was cut. */
  readonly cutFrom?: Window | undefined;
  /** True if the period that was named last is the first one. */
  readonly isTurned?: boolean;
}

function besides(first: Window, second: Window, now: number): Compared {
  const windows = besideEachOther(first, second, now);
  const isCut = windows.other !== first && windows.other !== second;
  const isTurned = windows.window === second;
  return { windows, isTurned, cutFrom: isCut ? (isTurned ? first : second) : undefined };
}

/** Offers "vs all of last week", if only its part up to the same point is compared. */
function wholeOffers(
  { windows, cutFrom }: Compared,
  asked: SentenceParts,
  { now }: ReadingContext,
): readonly Suggestion[] {
  const period = cutFrom && wholeWords(windows, cutFrom, now);
  if (!period) return [];
  const sentence = composeSentence({ ...asked, period, pageSize: undefined });
  return [{ label: `vs all of ${cutFrom.spanWords}`, sentence }];
}

interface WhichPeriods {
  readonly reason: string;
  readonly offers: readonly Suggestion[];
}

function windowsOf(
  { before, behind }: Sides,
  parsed: Parsed,
  context: ReadingContext,
): Compared | WhichPeriods | undefined {
  const { zone, now } = context;
  const wall = createWallClock(context);
  const read = (periods: readonly FoundPeriod[]) => readPeriod(parsed.tokens, periods, wall);
  const [first, second] = [read(before), read(behind)];
  if (first.kind === 'none' && second.kind === 'none') {
    const window = { span: defaultSpan(now), spanWords: undefined, zone };
    return { windows: { window, other: windowBefore(window) } };
  }
  if (first.kind === 'none') {
    return second.kind === 'bounds'
      ? withCounterpart({ span: second.bounds, spanWords: second.words, zone }, parsed, context)
      : undefined;
  }
  if (second.kind === 'none') {
    if (first.kind === 'refused') return undefined;
    const window = { span: first.bounds, spanWords: first.words, zone };
    return { windows: { window, other: windowBefore(window) } };
  }
  if (first.kind !== 'bounds' || second.kind !== 'bounds') {
    const isSplit = before.length > 1 || behind.length > 1;
    const offers = isSplit ? [] : pairsInstead(first, second, parsed, context);
    const usual = pairOffer('today', 'yesterday', parsed);
    const { reason } = first.kind === 'refused' ? first : second.kind === 'refused' ? second : { reason: '' };
    return { reason, offers: offers.length > 0 ? offers : [usual] };
  }
  return eachAsSaid(
    { span: first.bounds, spanWords: first.words, zone },
    { span: second.bounds, spanWords: second.words, zone },
    parsed,
    now,
  );
}

type Said = Exclude<PeriodReading, { readonly kind: 'none' }>;

/** Suggests pairs of periods in place of a refused one. */
function pairsInstead(
  first: Said,
  second: Said,
  parsed: Parsed,
  { now, zone }: ReadingContext,
): readonly Suggestion[] {
  const wordsOf = (one: Said) => (one.kind === 'refused' ? one.instead : [one.words]);
  const spanOf = (words: string) => JSON.stringify(windowOf(words, now, zone)?.span);
  const pairs = wordsOf(first).flatMap(a => wordsOf(second).map(b => [a, b] as const));
  const differing = pairs.filter(([a, b]) => spanOf(a) !== spanOf(b));
  return differing.slice(0, 3).map(([a, b]) => pairOffer(a, b, parsed));
}

type WordedWindow = Window & { readonly spanWords: string };

/** Compares two named periods, of which the second may refer to the first: "24h vs previous 24h". */
function eachAsSaid(
  first: WordedWindow,
  second: WordedWindow,
  parsed: Parsed,
  now: number,
): Compared | WhichPeriods {
  const isSame = first.span.from === second.span.from && first.span.to === second.span.to;
  if (/^(?:previous|preceding) /.test(second.spanWords)) {
    // The month before may have another length, so it has to be named.
    const isLarge = ['month', 'quarter', 'year'].includes(unitOf(second.spanWords) ?? '');
    if (isSame && !isLarge) return { windows: { window: first, other: windowBefore(first) } };
    const isBeforeNow =
      first.span.to >= wholeSecond(now) && unitOf(first.spanWords) === unitOf(second.spanWords);
    if (!isBeforeNow) return whichBeside(first.spanWords, parsed);
  }
  if (isSame) {
    const offers = whichBeside(first.spanWords, parsed).offers;
    return { reason: 'Those are the same period. Which two do you mean?', offers };
  }
  return besides(first, second, now);
}

/** Reads "failures compared to last month": this month so far is compared with it. */
function withCounterpart(
  other: WordedWindow,
  parsed: Parsed,
  context: ReadingContext,
): Compared | WhichPeriods {
  const words = counterpartOf(other.spanWords);
  const window = words === undefined ? undefined : windowOf(words, context.now, context.zone);
  if (!window) return whichBeside(other.spanWords, parsed);
  const isRolling = window.spanWords?.startsWith('last ');
  return isRolling
    ? { windows: { window, other: windowBefore(window) } }
    : besides(window, other, context.now);
}

function counterpartOf(words: string): string | undefined {
  if (/^(?:yesterday|(?:the )?(?:previous|preceding) day)$/.test(words)) return 'today';
  const unit = /^(?:last|previous) (week|month|quarter|year)$/.exec(words)?.[1];
  if (unit !== undefined) return `this ${unit}`;
  const amount = /^(?:previous|preceding) (\S+ \S+|\d+\S+)$/.exec(words)?.[1];
  return amount === undefined ? undefined : `last ${amount}`;
}

/** Asks which other period is meant. */
function whichBeside(words: string, parsed: Parsed): WhichPeriods {
  const unit = unitOf(words);
  const present =
    unit === 'day'
      ? 'today'
      : unit && ['week', 'month', 'quarter', 'year'].includes(unit)
        ? `this ${unit}`
        : undefined;
  const offers =
    present === undefined
      ? []
      : words === present
        ? [pairOffer(words, present === 'today' ? 'yesterday' : `last ${unit}`, parsed)]
        : [pairOffer(present, words, parsed)];
  const alone = {
    label: `${words} vs the time before`,
    sentence: `compare ${composeSentence({ ...parsed.asked, period: words, pageSize: undefined })}`,
  };
  return { reason: `Which period should ${quoted([words])} be compared with?`, offers: [...offers, alone] };
}

function pairOffer(first: string, second: string, { asked }: Parsed): Suggestion {
  const label = `${first} vs ${second}`;
  return { label, sentence: composeSentence({ ...asked, period: label, pageSize: undefined }) };
}

function wholeSecond(now: number): number {
  return Math.floor(now / 1000) * 1000;
}
