import { questionLimits } from '../../domain/question.ts';
import { numberAt } from '../numbers.ts';
import type { Token } from '../tokens.ts';
import type { WallClock } from '../wall-clock.ts';
import { type PeriodFamily, type PeriodPhrase, type RefusedPeriod, refuse, wordAt } from './phrase.ts';
import { type Unit, unitOf } from './units.ts';

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
    const unclear = fractionAt(tokens, start) ?? fewAt(tokens, start);
    if (unclear) return unclear;
    const amount = amountAt(tokens, start, back);
    if (!amount) return undefined;
    const { value, unit, end } = amount;
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
    return { end, resolve: wall => backFrom(wall, value, unit) };
  },
};

function backFrom(wall: WallClock, value: number, unit: Unit) {
  if (value <= 0) return refuse('That period is empty.');
  if (value > questionLimits.maxSpanMs / 60_000)
    return refuse(longest, [{ start: -1, end: -1, words: 'last year' }]);
  if (unit === 'minutes' || unit === 'hours') {
    const length = value * (unit === 'hours' ? 3_600_000 : 60_000);
    return { from: wall.now - length, to: wall.now };
  }
  if (value > questionLimits.maxSpanMs / 86_400_000)
    return refuse(longest, [{ start: -1, end: -1, words: 'last year' }]);
  return { from: wall.back({ [unit]: value }), to: wall.now };
}

/** Reads a number and its unit; after "last" the number may be left out, and "half an hour" counts. */
function amountAt(
  tokens: readonly Token[],
  at: number,
  back: boolean,
): { value: number; unit: Unit; end: number; unsaid: boolean } | undefined {
  const half = halfHour(tokens, at);
  if (half) return { value: 30, unit: 'minutes', end: half, unsaid: false };
  const number = numberAt(tokens, at) ?? couple(tokens, at, back);
  let next = number?.end ?? at;
  if (number && ['full', 'whole'].includes(wordAt(tokens, next))) next += 1;
  if (tokens[next]?.text === '-' && number) next += 1;
  const unit = unitOf(wordAt(tokens, next));
  if (!unit) return undefined;
  if (number) return { value: number.value, unit, end: next + 1, unsaid: false };
  if (!back || wordAt(tokens, next).length < 3) return undefined;
  return { value: 1, unit, end: next + 1, unsaid: true };
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
  if (wordAt(tokens, at) !== 'half') return undefined;
  const next = tokens[at + 1]?.text === '-' || wordAt(tokens, at + 1) === 'an' ? at + 2 : at + 1;
  return wordAt(tokens, next) === 'hour' ? next + 1 : undefined;
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
