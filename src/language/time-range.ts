import { numberAt } from './numbers.ts';
import { type ReadTime, timeAt } from './spans/clock-times.ts';
import type { Token } from './tokens.ts';

/** A range of times of day, and its place in a sentence. */
export interface ReadRange {
  readonly end: number;
  readonly from: ReadTime;
  /** Undefined if there is only one time. */
  readonly to: ReadTime | undefined;
}

const joiners = new Set('to until till til through thru and - &'.split(' '));

/** Reads "22:00 to 06:00", "10pm-6am", "22 and 6", "22-6": two times of day, or one. */
export function rangeAt(tokens: readonly Token[], at: number): ReadRange | undefined {
  const from = hourAt(tokens, at);
  if (!from) return undefined;
  const to = joiners.has(tokens[from.end]?.text ?? '') ? hourAt(tokens, from.end + 1) : undefined;
  return { end: to?.end ?? from.end, from, to };
}

function hourAt(tokens: readonly Token[], at: number): ReadTime | undefined {
  const time = timeAt(tokens, at, true);
  if (time) return time;
  // "22-6", "6 at night": elsewhere such a number is no hour.
  const isFollowed = ['-', 'at'].includes(tokens[at + 1]?.text ?? '');
  const number = tokens[at]?.kind === 'number' && isFollowed && numberAt(tokens, at);
  if (!number) return undefined;
  const { value, end } = number;
  const read = { end, time: { hour: value, minute: 0, second: 0 }, bare: true, meridiem: false };
  return value > 24 ? { ...read, wrong: `${tokens[at]?.raw.slice(0, 20)} is not a time of day.` } : read;
}
