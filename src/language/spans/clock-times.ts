import { digits, numberAt } from '../numbers.ts';
import type { Token } from '../tokens.ts';
import type { TimeOfDay } from '../wall-clock.ts';
import { wordAt } from './phrase.ts';
import { isUnitWord } from './units.ts';

/** A time of day, and its place in a sentence. */
export interface ReadTime {
  readonly end: number;
  readonly time: TimeOfDay;
  /** True for a number alone: "2" may be 02:00 or 14:00. */
  readonly bare: boolean;
  readonly meridiem: boolean;
  /** Set if it's no time of day ("25:00"): why. */
  readonly wrong?: string;
  /** True if "2.11" is a time or a date. */
  readonly maybeDate?: boolean;
}

const named = new Map([
  ['noon', 12],
  ['midday', 12],
  ['midnight', 0],
]);

/**
 * Reads the time of day at `at`: 18:30, 18.30, 6pm, 6:30 p.m., 0600, noon, midnight. A lone number only if `bare`
 * allows it. 12 am is midnight and 12 pm is noon.
 */
export function timeAt(tokens: readonly Token[], at: number, bare: boolean): ReadTime | undefined {
  const word = wordAt(tokens, at);
  const name = named.get(word);
  if (name !== undefined) {
    return { end: at + 1, time: { hour: name, minute: 0, second: 0 }, bare: false, meridiem: true };
  }
  const first = tokens[at];
  if (first?.kind !== 'number') return bare ? wordHour(tokens, at) : undefined;
  if (tokens[at - 1]?.kind === 'sign' && first.glued && tokens[at - 2]?.kind === 'number') {
    if (tokens[at - 1]?.text !== '-') return undefined;
  }
  const colon = fieldAfter(tokens, at, ':');
  const dot = colon === undefined ? fieldAfter(tokens, at, '.') : undefined;
  const minuteToken = colon ?? dot;
  let end = minuteToken === undefined ? at + 1 : at + 3;
  let second = 0;
  if (colon !== undefined) {
    const seconds = fieldAfter(tokens, at + 2, ':');
    if (seconds !== undefined) {
      second = digits(seconds);
      end += 2;
    }
  }
  if (dot !== undefined && fieldAfter(tokens, at + 2, '.') !== undefined) return undefined;
  let hour = digits(first.text);
  let minute = minuteToken === undefined ? 0 : digits(minuteToken);
  const military = minuteToken === undefined && first.text.length === 4 && isMilitary(first.text);
  if (military) {
    hour = digits(first.text.slice(0, 2));
    minute = digits(first.text.slice(2));
  }
  const half = meridiemAt(tokens, end);
  if (first.text.length === 4 && !military && !half) return undefined;
  const said = tokens
    .slice(at, half?.end ?? end)
    .map(token => token.raw)
    .join('');
  if (half) end = half.end;
  else if (wordAt(tokens, end) === 'oclock') end += 1;
  else if (minuteToken === undefined && !military && !bare) return undefined;
  if (minuteToken === undefined && !half && !military && followedByMore(tokens, end)) return undefined;
  const wrong =
    minute > 59 ||
    second > 59 ||
    (half ? hour < 1 || hour > 12 : hour > 24 || (hour === 24 && minute + second > 0));
  if (wrong) {
    const none = { hour: 0, minute: 0, second: 0 };
    return {
      end,
      time: none,
      bare: false,
      meridiem: false,
      wrong: `${said.slice(0, 20)} is not a time of day.`,
    };
  }
  if (half) hour = (hour % 12) + (half.afternoon ? 12 : 0);
  return {
    end,
    time: { hour, minute, second },
    bare: minuteToken === undefined && !half && !military,
    meridiem: half !== undefined,
    ...(dot !== undefined && !half && minute >= 1 && minute <= 12 ? { maybeDate: true } : {}),
  };
}

function wordHour(tokens: readonly Token[], at: number): ReadTime | undefined {
  const number = numberAt(tokens, at);
  if (!number || number.value > 24) return undefined;
  const half = meridiemAt(tokens, number.end);
  let end = half?.end ?? number.end;
  if (wordAt(tokens, end) === 'oclock') end += 1;
  if (!half && followedByMore(tokens, end)) return undefined;
  if (half && (number.value < 1 || number.value > 12)) return undefined;
  const hour = half ? (number.value % 12) + (half.afternoon ? 12 : 0) : number.value;
  return { end, time: { hour, minute: 0, second: 0 }, bare: !half, meridiem: half !== undefined };
}

/** Returns the two digits after a separator without spaces around it. */
function fieldAfter(tokens: readonly Token[], at: number, sign: string): string | undefined {
  const separator = tokens[at + 1];
  const field = tokens[at + 2];
  if (separator?.text !== sign || !separator.glued || field?.kind !== 'number' || !field.glued)
    return undefined;
  return field.text.length === 2 ? field.text : undefined;
}

// 1990 to 2099 are years to most readers, so they are not taken for times.
function isMilitary(text: string): boolean {
  const value = Number(text);
  return !(value >= 1990 && value <= 2099) && value <= 2400 && value % 100 < 60;
}

function meridiemAt(tokens: readonly Token[], at: number): { end: number; afternoon: boolean } | undefined {
  const word = wordAt(tokens, at);
  if (word === 'am' || word === 'pm') return { end: at + 1, afternoon: word === 'pm' };
  if ((word === 'a' || word === 'p') && tokens[at + 1]?.text === '.' && wordAt(tokens, at + 2) === 'm') {
    const dotted = tokens[at + 3]?.text === '.' && tokens[at + 3]?.glued === true;
    return { end: dotted ? at + 4 : at + 3, afternoon: word === 'p' };
  }
  return undefined;
}

/** Returns true for a number with a noun ("2 days", "2 per page", "2/11"), which isn't an hour. */
function followedByMore(tokens: readonly Token[], at: number): boolean {
  const next = tokens[at];
  if (!next) return false;
  if (next.glued && next.kind !== 'sign') return true;
  if (next.glued && '/-:%'.includes(next.text) && tokens[at + 1]?.kind === 'number') return true;
  // "2 a page" counts, "2 a week ago" does not.
  if (next.text === 'a') return wordAt(tokens, at + 2) !== 'ago';
  return ['per', 'at', 'of', 'th', 'st', 'nd', 'rd'].includes(next.text) || isUnitWord(next.text);
}
