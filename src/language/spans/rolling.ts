import { questionLimits } from '../../domain/question.ts';
import type { EpochMs } from '../../domain/time.ts';
import { numberAt } from '../numbers.ts';
import type { Token } from '../tokens.ts';
import { type PlainDate, type WallClock, writeDate } from '../wall-clock.ts';
import { type PeriodFamily, type PeriodPhrase, type RefusedPeriod, refuse, wordAt } from './phrase.ts';
import { isM365, type Unit, unitOf } from './units.ts';

const backwards = ['last', 'past', 'previous', 'preceding'];
const longest = 'That’s more than the ten years that I can list at once.';

/**
 * "last 6 hours", "past two weeks", "24h", "the last hour". Minutes and hours are elapsed time; days and more keep
 * the wall-clock time. "last week" and the like are calendar periods; "past week" is seven days.
 */
export const rolling: PeriodFamily = {
  examples: ['completed Teams chat backups past 6 hours', 'failed backups 24h'],
  parse(tokens, at) {
    const back = backwards.includes(wordAt(tokens, at));
    const start = back ? at + 1 : at;
    const unclear =
      fractionAt(tokens, start) ??
      fewAt(tokens, start) ??
      quartersAt(tokens, start) ??
      eitherAt(tokens, start, back);
    if (unclear) return unclear;
    const whole = back ? wholeUnitsAt(tokens, start) : undefined;
    if (whole) return whole;
    const amount = amountAt(tokens, start, back);
    if (!amount) return undefined;
    const { unit, end } = amount;
    if (['ago', 'old', 'long', 'late', 'later', 'earlier'].includes(wordAt(tokens, end))) return undefined;
    if (!back && ['than', 'every', 'each', 'over', 'under', 'took'].includes(wordAt(tokens, at - 1)))
      return undefined;
    const word = wordAt(tokens, end - 1);
    if (amount.unsaid && word.endsWith('s')) return { end, resolve: () => howMany(unit, singularsOf(unit)) };
    // Like "previous week", it's of the calendar: on-day.ts.
    if (amount.unsaid && unit === 'days' && ['previous', 'preceding'].includes(wordAt(tokens, at)))
      return undefined;
    const calendar = ['weeks', 'months', 'years'].includes(unit) && amount.unsaid;
    if (calendar && wordAt(tokens, at) !== 'past') return undefined;
    return {
      end,
      resolve(wall) {
        const from = backTo(wall, amount);
        return typeof from === 'number' ? { from, to: wall.now } : from;
      },
    };
  },
};

/** A length of time: "6 hours", "1 day and 6 hours". */
export interface Amount {
  readonly value: number;
  readonly unit: Unit;
  /** What is added to it: elapsed time. */
  readonly moreMs: number;
  readonly end: number;
  /** True if the number is left out. */
  readonly unsaid: boolean;
}

/** Returns the moment that is as long ago; a refusal if that is too long. */
export function backTo(wall: WallClock, { value, unit, moreMs }: Amount): EpochMs | RefusedPeriod {
  if (value <= 0 && moreMs <= 0) return refuse('That period is empty.');
  const isElapsed = unit === 'minutes' || unit === 'hours';
  if (value > questionLimits.maxSpanMs / (isElapsed ? 60_000 : 86_400_000))
    return refuse(longest, [{ start: -1, end: -1, words: 'last year' }]);
  if (!isElapsed) return wall.back({ [unit]: value }) - moreMs;
  return wall.now - value * (unit === 'hours' ? hourMs : 60_000) - moreMs;
}

/**
 * Reads a number and its unit; after "last" the number may be left out, and "half an hour" counts. "An hour and a
 * half", "1h 30m" and "2 days and 6 hours" are one length.
 */
export function amountAt(tokens: readonly Token[], at: number, back: boolean): Amount | undefined {
  const first = oneAmount(tokens, at, back);
  if (!first) return undefined;
  // "1h30"
  const minutes = tokens[first.end];
  const isGlued = minutes?.kind === 'number' && minutes.glued && /^[0-5]\d$/.test(minutes.text);
  if (back && isGlued && first.unit === 'hours' && !first.unsaid && !tokens[first.end + 1]?.glued)
    return { ...first, moreMs: Number(minutes.text) * 60_000, end: first.end + 1 };
  const half = halfMs[first.unit];
  if (half !== undefined && halfAfter(tokens, first.end))
    return { ...first, moreMs: half * first.scale, unsaid: false, end: first.end + 3 };
  if (first.isHalf || first.unsaid || !['hours', 'days'].includes(first.unit)) return first;
  const joined = ['and', ','].includes(tokens[first.end]?.text ?? '') ? first.end + 1 : first.end;
  const more = numberAt(tokens, joined) && oneAmount(tokens, joined, false);
  if (!more || more.isHalf || more.unit === first.unit || !['hours', 'minutes'].includes(more.unit))
    return first;
  const ms = more.value * (more.unit === 'hours' ? hourMs : 60_000);
  return { ...first, moreMs: ms, end: more.end };
}

const hourMs = 3_600_000;
/** Half of a unit; of a day and a week in hours. */
const halfMs: Partial<Record<Unit, number>> = { hours: hourMs / 2, days: 12 * hourMs, weeks: 84 * hourMs };

function halfAfter(tokens: readonly Token[], at: number): boolean {
  return ['and', 'a', 'half'].every((word, index) => wordAt(tokens, at + index) === word);
}

/** An amount before anything is added; a fortnight is two weeks, of which half is one. */
interface OneAmount extends Amount {
  readonly scale: number;
  readonly isHalf?: boolean;
}

function oneAmount(tokens: readonly Token[], at: number, back: boolean): OneAmount | undefined {
  const plain = { moreMs: 0, scale: 1, unsaid: false };
  const half = halfHour(tokens, at);
  if (half) return { ...plain, value: 30, unit: 'minutes', end: half, isHalf: true };
  const halfDay = halfOf(tokens, at, 'day');
  if (halfDay) return { ...plain, value: 12, unit: 'hours', end: halfDay, isHalf: true };
  const number = numberAt(tokens, at) ?? couple(tokens, at, back);
  let next = number?.end ?? at;
  if (number && ['full', 'whole'].includes(wordAt(tokens, next))) next += 1;
  if (tokens[next]?.text === '-' && number) next += 1;
  // "one and a half hours"
  const isHalf = number !== undefined && halfAfter(tokens, next);
  if (isHalf) next += 3;
  const word = wordAt(tokens, next);
  if (['fortnight', 'fortnights'].includes(word)) {
    if (isHalf || (!number && !back && wordAt(tokens, at - 1) !== 'the')) return undefined;
    const value = (number?.value ?? 1) * 2;
    return { ...plain, value, unit: 'weeks', end: next + 1, scale: 2 };
  }
  const unit = unitOf(word);
  if (!unit || isM365(tokens, next)) return undefined;
  if (isHalf && halfMs[unit] === undefined) return undefined;
  const moreMs = isHalf ? (halfMs[unit] ?? 0) : 0;
  if (number) return { ...plain, value: number.value, unit, moreMs, end: next + 1, isHalf };
  if (!back || word.length < 3) return undefined;
  return { ...plain, value: 1, unit, end: next + 1, unsaid: true };
}

/** Refuses "1.5 hours" rather than read it as five hours. */
function fractionAt(tokens: readonly Token[], at: number): PeriodPhrase | undefined {
  const sign = tokens[at + 1];
  const [whole, part] = [tokens[at], tokens[at + 2]];
  if (whole?.kind !== 'number' || part?.kind !== 'number' || !sign?.glued || !part.glued) return undefined;
  const unit = unitOf(wordAt(tokens, at + 3));
  if (!unit || !'.,'.includes(sign.text)) return undefined;
  const minutes = Math.round(Number(`${whole.text}.${part.text}`) * 60);
  const sound = unit === 'hours' && minutes > 0 && minutes < 100_000 && part.text.length < 3;
  const instead = sound ? [{ start: -1, end: -1, words: `last ${minutes} minutes` }] : [];
  return {
    end: at + 4,
    resolve: () => refuse('Give the length of a period as a whole number.', instead),
  };
}

/** Asks which of "2-3 days" is meant. */
function eitherAt(tokens: readonly Token[], at: number, back: boolean): PeriodPhrase | undefined {
  const first = numberAt(tokens, at);
  const joiners = back ? ['-', 'to', 'or'] : ['-'];
  if (!first || !joiners.includes(tokens[first.end]?.text ?? '')) return undefined;
  const second = numberAt(tokens, first.end + 1);
  const unit = second && unitOf(wordAt(tokens, second.end));
  if (!second || !unit || isM365(tokens, second.end)) return undefined;
  const words = [first, second].map(({ value }) => `last ${Math.min(value, 9999)} ${unit}`);
  return {
    end: second.end + 1,
    resolve: () =>
      refuse(
        `How many ${unit} do you mean?`,
        words.map(one => ({ start: -1, end: -1, words: one })),
      ),
  };
}

/** Asks whether "last 2 quarters" are those of the calendar. */
function quartersAt(tokens: readonly Token[], at: number): PeriodPhrase | undefined {
  const number = numberAt(tokens, at);
  if (!number || wordAt(tokens, number.end) !== 'quarters') return undefined;
  return {
    end: number.end + 1,
    resolve(wall) {
      const months = Math.min(number.value, 40) * 3;
      const { year, month } = wall.today();
      const first = wall.today().with({ year, month: month - ((month - 1) % 3), day: 1 });
      const [from, to] = [first.subtract({ months }), first.subtract({ days: 1 })].map(writeDate);
      const words = [`from ${from} to ${to}`.toLowerCase(), `last ${months} months`];
      return refuse(
        'Whole quarters of the calendar, or up to now?',
        number.value > 0 ? words.map(one => ({ start: -1, end: -1, words: one })) : [],
      );
    },
  };
}

/** Reads "3 full months" after "last": those of the calendar that are over. */
function wholeUnitsAt(tokens: readonly Token[], at: number): PeriodPhrase | undefined {
  const number = numberAt(tokens, at);
  if (!number || !['full', 'whole', 'complete', 'calendar', 'entire'].includes(wordAt(tokens, number.end)))
    return undefined;
  const end = number.end + 2;
  const unit = unitOf(wordAt(tokens, end - 1));
  if (unit === undefined || unit === 'minutes' || unit === 'hours') return undefined;
  return {
    end,
    resolve(wall) {
      const first = beginningOf(unit, wall.today());
      // No question reaches back further, and no date has more years.
      if (number.value > 4000) return refuse(longest, [{ start: -1, end: -1, words: 'last year' }]);
      if (number.value < 1) return refuse('That period is empty.');
      return { from: wall.startOf(first.subtract({ [unit]: number.value })), to: wall.startOf(first) };
    },
  };
}

function beginningOf(unit: Unit, today: PlainDate): PlainDate {
  switch (unit) {
    case 'weeks':
      return today.subtract({ days: today.dayOfWeek - 1 });
    case 'months':
      return today.with({ day: 1 });
    case 'years':
      return today.with({ month: 1, day: 1 });
    default:
      return today;
  }
}

/** Asks how many "the last few hours" are. */
function fewAt(tokens: readonly Token[], at: number): PeriodPhrase | undefined {
  if (!['few', 'several'].includes(wordAt(tokens, at))) return undefined;
  const unit = unitOf(wordAt(tokens, at + 1));
  if (!unit) return undefined;
  return { end: at + 2, resolve: () => howMany(unit, []) };
}

function howMany(unit: Unit, first: readonly string[]): RefusedPeriod {
  const numbers = unit === 'minutes' ? [10, 30, 60] : [3, 6];
  const words = [...first, ...numbers.map(value => `last ${value} ${unit}`)];
  return refuse(
    `How many ${unit} do you mean?`,
    words.map(one => ({ start: -1, end: -1, words: one })),
  );
}

/** Returns the singular forms: "last weeks" may be "last week's" without its apostrophe. */
function singularsOf(unit: Unit): readonly string[] {
  return ['weeks', 'months', 'years'].includes(unit) ? [`last ${unit.slice(0, -1)}`] : [];
}

function halfHour(tokens: readonly Token[], at: number): number | undefined {
  return halfOf(tokens, at, 'hour');
}

/** Reads "half an hour", "half-hour", "half a day". */
function halfOf(tokens: readonly Token[], at: number, unit: string): number | undefined {
  if (wordAt(tokens, at) !== 'half') return undefined;
  const isJoined = tokens[at + 1]?.text === '-' || ['a', 'an'].includes(wordAt(tokens, at + 1));
  const next = isJoined ? at + 2 : at + 1;
  return wordAt(tokens, next) === unit ? next + 1 : undefined;
}

/** Reads "a day", "an hour", "a couple of days": an article counts as one only after "last". */
function couple(
  tokens: readonly Token[],
  at: number,
  back: boolean,
): { value: number; end: number } | undefined {
  const next = wordAt(tokens, at) === 'a' ? at + 1 : at;
  if (wordAt(tokens, next) === 'couple') {
    return { value: 2, end: wordAt(tokens, next + 1) === 'of' ? next + 2 : next + 1 };
  }
  return back && ['a', 'an'].includes(wordAt(tokens, at)) ? { value: 1, end: at + 1 } : undefined;
}
