import type { EpochMs } from '../../domain/time.ts';
import type { Correction } from '../reading.ts';
import type { Token } from '../tokens.ts';
import type { TimeOfDay, WallClock } from '../wall-clock.ts';
import type { Day } from './day.ts';

/** A stretch of time with both ends. */
export interface Bounds {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** Other words for the tokens from `start` to `end`, which give another reading. */
export interface Rewording {
  readonly start: number;
  readonly end: number;
  readonly words: string;
}

/** Why the words make no period, as a sentence, and the wordings to offer instead. */
export interface RefusedPeriod {
  readonly reason: string;
  readonly instead: readonly Rewording[];
}

/** Times of day without a day. Without `from`, from the day's beginning; without `to`, up to now. */
export interface DayTimes {
  readonly from: TimeOfDay | undefined;
  readonly to: TimeOfDay | 'dayEnd' | undefined;
}

/** A time of day as a moment; `bare` if it's a number alone, which may be of either half of the day. */
export interface Moment {
  readonly time: TimeOfDay;
  readonly bare: boolean;
}

/** A period phrase in a sentence; its meaning is computed only when it's needed. */
export interface PeriodPhrase {
  /** The index after its last token. */
  readonly end: number;
  resolve(wall: WallClock): Bounds | RefusedPeriod;
  /** Set if the phrase names just a day, so that times said elsewhere can be put on it. */
  readonly day?: Day;
  /** Set if the phrase names just times of day. */
  readonly times?: DayTimes;
  /** What is asked back if its times have two readings, on whatever day they are put. */
  readonly doubt?: RefusedPeriod;
  /** Set if the phrase names just a moment of some day: "at 2". */
  readonly moment?: Moment;
  /**
   * The part of the calendar it names: "day", "week", "morning", "08:00-12:00". Two periods of one unit can be compared
   * up to the same point of it.
   */
  readonly unit?: string;
  /** How often such a period comes again, if its words name no year or week of it: "Friday evening", "October". */
  readonly repeats?: { readonly days: 7 } | { readonly years: 1 };
  /** Tokens that the period's words leave out: "since we patched on Saturday" is "since on Saturday". */
  readonly skips?: { readonly start: number; readonly end: number };
  /** Words that were read as others, to be said: "EOD" as "17:00". */
  readonly readAs?: readonly Correction[];
  /** Returns other readings, to be offered beside the one taken. */
  others?(wall: WallClock): readonly Rewording[];
  /** Returns those of its times, if the day stands elsewhere. */
  othersOnDay?(wall: WallClock): readonly Rewording[];
}

/** Reads one family of period phrases at an index; undefined if none begins there. */
type PeriodParser = (tokens: readonly Token[], at: number) => PeriodPhrase | undefined;

/** One family, with the sentences that help shows for it. */
export interface PeriodFamily {
  readonly parse: PeriodParser;
  readonly examples: readonly string[];
}

export function isRefusal(value: object): value is RefusedPeriod {
  return 'reason' in value;
}

export function refuse(reason: string, instead: readonly Rewording[] = []): RefusedPeriod {
  return { reason, instead };
}

/** Returns the refusal of a period, else the doubt about it, else the period. */
export function orDoubt(
  read: Bounds | RefusedPeriod,
  doubt: RefusedPeriod | undefined,
): Bounds | RefusedPeriod {
  return isRefusal(read) ? read : (doubt ?? read);
}

/** Returns the word at an index, or an empty string. */
export function wordAt(tokens: readonly Token[], at: number): string {
  const token = tokens[at];
  return token?.kind === 'word' ? token.text : '';
}

/**
 * Returns a parser that reads each place of a sentence once: several families look for the same days and periods at the
 * same places.
 */
export function onceAt<T>(
  parse: (tokens: readonly Token[], at: number) => T,
): (tokens: readonly Token[], at: number) => T {
  const known = new WeakMap<readonly Token[], Map<number, T>>();
  return (tokens, at) => {
    const read = known.get(tokens) ?? new Map<number, T>();
    known.set(tokens, read);
    const before = read.get(at);
    if (before !== undefined || read.has(at)) return before as T;
    const found = parse(tokens, at);
    read.set(at, found);
    return found;
  };
}

/** No phrase opens with more words than this: "since about at the". */
const maxSkipped = 5;

/**
 * Returns the index after the words and commas at `at` that are in `words`; only a few, so that a long row of them
 * costs no more.
 */
export function skip(tokens: readonly Token[], at: number, words: readonly string[]): number {
  let next = at;
  while (next < at + maxSkipped && (words.includes(wordAt(tokens, next)) || tokens[next]?.text === ','))
    next += 1;
  return next;
}
