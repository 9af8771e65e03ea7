import { numberWords } from '../numbers.ts';
import type { Token } from '../tokens.ts';
import { type ReadTime, timeAt } from './clock-times.ts';
import type { Day } from './day.ts';
import { partAt, type ReadPart } from './nights.ts';
import { skip, wordAt } from './phrase.ts';
import { type Point, pointAt } from './points.ts';

/** Reads the point at `at`, also one whose half of the day is said: "6 this morning", "last night at 11". */
export function wholePointAt(tokens: readonly Token[], at: number, bare: boolean): Point | undefined {
  return hourThenPart(tokens, at) ?? partThenHour(tokens, at) ?? pointAt(tokens, at, bare);
}

const spoken = new Set([...numberWords, ...'half quarter a noon midnight'.split(' ')]);

function hourThenPart(tokens: readonly Token[], at: number): Point | undefined {
  const start = skip(tokens, at, ['at', 'around']);
  if (tokens[start]?.kind !== 'number' && !spoken.has(wordAt(tokens, start))) return undefined;
  const time = timeAt(tokens, start, true);
  const part = time && partAt(tokens, time.end);
  return part && within(part, time, { start: at, end: part.end, timeStart: start });
}

function partThenHour(tokens: readonly Token[], at: number): Point | undefined {
  const part = partAt(tokens, at);
  if (!part) return undefined;
  const isOpened = ['at', 'around'].includes(wordAt(tokens, part.end));
  const timeStart = isOpened ? part.end + 1 : part.end;
  const time = timeAt(tokens, timeStart, isOpened);
  return time && within(part, time, { start: at, end: time.end, timeStart });
}

/** Returns the one moment of the part that has this time; undefined if it has none or two. */
function within(
  { day, hours: [first, after] }: ReadPart,
  read: ReadTime,
  place: { start: number; end: number; timeStart: number },
): Point | undefined {
  const { hour } = read.time;
  if (!day || read.wrong !== undefined || read.maybeDate || read.time.zone) return undefined;
  const isHalf = read.bare && hour >= 1 && hour <= 12;
  const halves = isHalf ? [hour % 12, (hour % 12) + 12] : [hour];
  const [only, another] = halves.flatMap(one => [one, one + 24]).filter(one => one >= first && one < after);
  if (only === undefined || another !== undefined) return undefined;
  const on = only < 24 ? day : dayAfter(day);
  const time = { ...read, time: { ...read.time, hour: only % 24 }, bare: false, meridiem: true };
  return on && { ...place, day: on, time, isWhole: true };
}

function dayAfter(day: Day): Day | undefined {
  return day.kind === 'relative' ? { ...day, days: day.days + 1 } : undefined;
}
