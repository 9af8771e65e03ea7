import { digits, numberAt } from '../numbers.ts';
import type { Token } from '../tokens.ts';
import type { TimeOfDay } from '../wall-clock.ts';
import { wordAt } from './phrase.ts';
import { isUnitAt } from './units.ts';

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
  /** Set if the zone behind it may be one of several: they, and the place of the zone. */
  readonly doubt?: { readonly start: number; readonly zones: readonly string[] };
}

const named = new Map([
  ['noon', 12],
  ['midday', 12],
  ['midnight', 0],
  ['eod', 17],
  ['eob', 17],
  ['cob', 17],
]);

/** Returns the index after "EOD", "close of business", "end of the working day", which is 17:00. */
export function closeOfBusiness(tokens: readonly Token[], at: number): number | undefined {
  const word = wordAt(tokens, at);
  if (['eod', 'eob', 'cob'].includes(word)) return at + 1;
  if (!['close', 'end'].includes(word) || wordAt(tokens, at + 1) !== 'of') return undefined;
  const place = wordAt(tokens, at + 2) === 'the' ? at + 3 : at + 2;
  const next = wordAt(tokens, place);
  if (word === 'end' && next === 'day') return place + 1;
  if (word === 'end' && ['business', 'working', 'work'].includes(next) && wordAt(tokens, place + 1) === 'day')
    return place + 2;
  return next === 'business' ? place + 1 : undefined;
}

/** Reads "half past 3", "quarter to 9", "20 past 3 pm", "5 minutes to 9": minutes before the hour. */
function spokenTime(tokens: readonly Token[], at: number): ReadTime | undefined {
  const said = minutesAt(tokens, at);
  if (!said) return undefined;
  const number = numberAt(tokens, said.end);
  if (!number || number.value > 23) return undefined;
  let { end, value: hour } = number;
  if (wordAt(tokens, end) === 'oclock') end += 1;
  const half = hour >= 1 && hour <= 12 ? meridiemAt(tokens, end, hour) : undefined;
  if (!half && followedByMore(tokens, end)) return undefined;
  const isBare = !half && hour >= 1 && hour <= 12;
  if (half) hour = (hour % 12) + (half.afternoon ? 12 : 0);
  const minutes = (hour * 60 + said.minutes + 24 * 60) % (24 * 60);
  const time = { hour: Math.floor(minutes / 60), minute: minutes % 60, second: 0 };
  return { end: half?.end ?? end, time, bare: isBare, meridiem: half !== undefined };
}

function minutesAt(tokens: readonly Token[], at: number): { end: number; minutes: number } | undefined {
  const word = wordAt(tokens, at);
  if (word === 'half') return wordAt(tokens, at + 1) === 'past' ? { end: at + 2, minutes: 30 } : undefined;
  const start = word === 'a' ? at + 1 : at;
  const isQuarter = wordAt(tokens, start) === 'quarter';
  const number = isQuarter ? { value: 15, end: start + 1 } : numberAt(tokens, at);
  if (!number || number.value < 1 || number.value > 59) return undefined;
  const hasUnit = ['minutes', 'min', 'mins'].includes(wordAt(tokens, number.end));
  const place = hasUnit ? number.end + 1 : number.end;
  const how = wordAt(tokens, place);
  if (how === 'past' || (how === 'after' && (isQuarter || hasUnit)))
    return { end: place + 1, minutes: number.value };
  const isTo = ['to', 'before', 'til', 'till'].includes(how) && (isQuarter || hasUnit);
  return isTo ? { end: place + 1, minutes: -number.value } : undefined;
}

/**
 * Reads the time of day at `at`: 18:30, 18.30, 6pm, 6:30 p.m., 0600, noon, midnight. A lone number only if `bare`
 * allows it. 12 am is midnight and 12 pm is noon.
 */
export function timeAt(tokens: readonly Token[], at: number, bare: boolean): ReadTime | undefined {
  const word = wordAt(tokens, at);
  const name = named.get(word);
  const close = name === undefined ? closeOfBusiness(tokens, at) : undefined;
  if (name !== undefined || close !== undefined) {
    const time = { hour: name ?? 17, minute: 0, second: 0 };
    return { end: close ?? at + 1, time, bare: false, meridiem: true };
  }
  const spoken = spokenTime(tokens, at);
  if (spoken) return spoken;
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
      // "18:00:00.000"
      const [point, fraction] = [tokens[end], tokens[end + 1]];
      if (point?.glued && point.text === '.' && fraction?.glued && fraction.kind === 'number') end += 2;
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
  // "7h30"
  const minutes = tokens[at + 2];
  const isFrench = end === at + 1 && tokens[end]?.glued && tokens[end]?.text === 'h';
  if (isFrench && minutes?.kind === 'number' && minutes.glued && /^[0-5]\d$/.test(minutes.text) && hour < 24)
    return {
      end: at + 3,
      time: { hour, minute: digits(minutes.text), second: 0 },
      bare: false,
      meridiem: false,
    };
  const half = meridiemAt(tokens, end, hour);
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
  const half = meridiemAt(tokens, number.end, number.value);
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

/** Reads "am", "p.m.", and for an hour of twelve "in the morning", "at night". */
function meridiemAt(
  tokens: readonly Token[],
  at: number,
  hour: number,
): { end: number; afternoon: boolean } | undefined {
  const word = wordAt(tokens, at);
  if (hour >= 1 && hour <= 12) {
    // Six and seven are of both ends of the night.
    if (word === 'at' && wordAt(tokens, at + 1) === 'night' && hour !== 6 && hour !== 7)
      return { end: at + 2, afternoon: hour > 7 && hour < 12 };
    if (word === 'in' && wordAt(tokens, at + 1) === 'the') {
      const part = wordAt(tokens, at + 2);
      if (part === 'morning') return { end: at + 3, afternoon: false };
      if (part === 'afternoon' || part === 'evening') return { end: at + 3, afternoon: true };
    }
  }
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
  return ['per', 'at', 'of', 'th', 'st', 'nd', 'rd'].includes(next.text) || isUnitAt(tokens, at);
}
