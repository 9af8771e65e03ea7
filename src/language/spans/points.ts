import { Temporal } from 'temporal-polyfill';
import type { EpochMs } from '../../domain/time.ts';
import type { Token } from '../tokens.ts';
import { type PlainDate, type WallClock, writeDate, writeTime, zoneWords } from '../wall-clock.ts';
import { type ReadTime, timeAt } from './clock-times.ts';
import type { Day } from './day.ts';
import { dayAt, resolveDay } from './days.ts';
import { isRefusal, type RefusedPeriod, refuse, skip, wordAt } from './phrase.ts';
import { zoneAfter } from './zone-suffix.ts';

/** A day, a time of day, or both, as a sentence has them. */
export interface Point {
  readonly start: number;
  readonly end: number;
  readonly day: Day | undefined;
  readonly time: ReadTime | undefined;
  /** Where the time stands, to reword it. */
  readonly timeStart: number;
  /** True if its words say the moment as a whole: "11 last night". Another time isn't put on its day. */
  readonly isWhole?: boolean;
}

const linking = ['at', 'on', 'from', 'the', 'around'];

/**
 * Reads the point at `at`, in either order: "Friday 6pm", "6pm on Friday", "2026-11-02T18:00". A lone number only if
 * `bare`.
 */
export function pointAt(tokens: readonly Token[], at: number, bare: boolean): Point | undefined {
  const start = skip(tokens, at, ['at', 'on', 'around']);
  const day = dayAt(tokens, start);
  if (day) {
    let next = skip(tokens, day.end, ['at']);
    if (wordAt(tokens, next) === 't' && tokens[next]?.glued) next += 1;
    const isIso = tokens[next - 1]?.text === 't';
    const time = zonedAt(tokens, next, next > day.end && wordAt(tokens, next - 1) === 'at', isIso);
    if (!time) return { start, end: day.end, day: day.day, time: undefined, timeStart: day.end };
    return { start, end: time.end, day: day.day, time, timeStart: next };
  }
  const time = zonedAt(tokens, start, bare, false);
  if (!time) return undefined;
  const later = dayAt(tokens, skip(tokens, time.end, linking));
  // "since 6am last 3 days" has no day after the time: only a certain day belongs to it.
  if (later) return { start, end: later.end, day: later.day, time, timeStart: start };
  return { start, end: time.end, day: undefined, time, timeStart: start };
}

/** Reads a time with the zone behind it: "18:00 UTC". A number with a zone is an hour of 24. */
function zonedAt(tokens: readonly Token[], at: number, bare: boolean, isIso: boolean): ReadTime | undefined {
  const time = timeAt(tokens, at, bare);
  if (!time || time.wrong !== undefined) return time;
  const zone = zoneAfter(tokens, time.end, isIso);
  if (!zone) return time;
  const [first, another] = zone.zones;
  if (first === undefined) return { ...time, end: zone.end };
  if (another !== undefined) {
    const doubt = { start: time.end, zones: zone.zones };
    return { ...time, end: zone.end, bare: false, doubt };
  }
  return { ...time, end: zone.end, bare: false, time: { ...time.time, zone: first } };
}

/** What is said of a day or a moment that is still to come, and the period that can be asked for instead. */
export function ahead(what: string, instead?: string): RefusedPeriod {
  const offered = instead === undefined ? [] : [{ start: -1, end: -1, words: instead }];
  return refuse(`${what} is in the future. Jobs are listed once they’ve started.`, offered);
}

/** The refusal of a time that does not exist, or that may be a date; undefined for a sound one. */
export function timeRefusal(point: Point, wall: WallClock): RefusedPeriod | undefined {
  const { time, timeStart } = point;
  if (!time) return undefined;
  if (time.wrong !== undefined) return refuse(time.wrong);
  if (time.doubt) {
    const { start, zones } = time.doubt;
    const words = zones.map(zoneWords);
    const said = `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
    return refuse(
      `That zone could be ${said}. Which do you mean?`,
      words.map(one => ({ start, end: time.end, words: one })),
    );
  }
  if (!time.maybeDate || point.day) return undefined;
  const day = resolveDay(
    {
      kind: 'date',
      weekday: undefined,
      read: {
        start: timeStart,
        end: time.end,
        date: { day: time.time.hour, month: time.time.minute, year: undefined },
      },
    },
    wall,
  );
  const range = { start: timeStart, end: time.end };
  const instead = [{ ...range, words: writeTime(time.time) }];
  if (!isRefusal(day)) instead.push({ ...range, words: writeDate(day).toLowerCase() });
  return refuse('That could be a time of day or a date. Which do you mean?', instead);
}

/** The moment a point names as the start of a period that is to hold only what has been. */
export function startMoment(point: Point, wall: WallClock): EpochMs | RefusedPeriod {
  const wrong = timeRefusal(point, wall);
  if (wrong) return wrong;
  const { time } = point;
  if (!point.day) return time ? latestTime(time, wall) : refuse('There’s no time in that.');
  const date = resolveDay(point.day, wall);
  if (isRefusal(date)) return date;
  if (!time) {
    return isAfterToday(date, wall) ? ahead(writeDate(date)) : wall.startOf(date);
  }
  const moment = wall.at(date, time.time, 'from');
  if (moment < wall.now) return moment;
  if (point.day.kind === 'weekday' && point.day.which === 'latest') {
    return wall.at(date.subtract({ days: 7 }), time.time, 'from');
  }
  return ahead(`${writeTime(time.time)} on ${writeDate(date)}`);
}

function latestTime(time: ReadTime, wall: WallClock): EpochMs {
  // In a zone of its own it may be of tomorrow.
  const days = time.time.zone === undefined ? [0, -1] : [1, 0, -1, -2];
  const moments = days.map(one => wall.at(wall.today().add({ days: one }), time.time, 'from'));
  return moments.find(moment => moment < wall.now) ?? wall.now;
}

/** Returns true for a day after today. */
export function isAfterToday(date: PlainDate, wall: WallClock): boolean {
  return Temporal.PlainDate.compare(date, wall.today()) > 0;
}
