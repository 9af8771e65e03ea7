import type { Token } from '../tokens.ts';
import { type PlainDate, type TimeOfDay, type WallClock, writeDate } from '../wall-clock.ts';
import type { Day } from './day.ts';
import { dayAt, resolveDay } from './days.ts';
import { upToNow } from './on-day.ts';
import {
  type Bounds,
  isRefusal,
  onceAt,
  type PeriodFamily,
  type PeriodPhrase,
  type RefusedPeriod,
  wordAt,
} from './phrase.ts';
import { ahead } from './points.ts';

/** The parts of a day in whole hours; a night ends at eight the next day. */
const parts = new Map<string, readonly [number, number]>([
  ['morning', [0, 12]],
  ['afternoon', [12, 18]],
  ['evening', [18, 24]],
  ['night', [18, 32]],
  ['am', [0, 12]],
  ['pm', [12, 24]],
  ['eve', [18, 24]],
]);

/** The names of the parts of a day. */
export const partNames: ReadonlySet<string> = new Set(parts.keys());

/** "the nightly jobs" are those of last night, but "a nightly report" is none that ran. */
const ranAtNight = new Set(
  `backup backups back job jobs run runs batch export exports restore restores retention deletion deletions
  exchange sharepoint onedrive teams groups project yammer viva mailbox power public`.split(/\s+/),
);

const today: Day = { kind: 'relative', days: 0 };
const yesterday: Day = { kind: 'relative', days: -1 };

/** A part of a day, and its place in a sentence. */
export interface ReadPart {
  readonly end: number;
  /** Undefined for tonight, which before eight in the morning is the night of yesterday. */
  readonly day: Day | undefined;
  /** The first hour of the part, and the one after its last, on that day. */
  readonly hours: readonly [number, number];
  readonly part: string;
}

/** "last night", "overnight", "this morning", "tonight", "yesterday evening", "Friday night". */
export const partOfDay: PeriodFamily = {
  examples: ['failed backups overnight', 'failed jobs last night'],
  parse(tokens, at) {
    const read = partAt(tokens, at);
    if (!read) return undefined;
    const { end, day, part } = read;
    return day ? phrase(end, day, part) : { end, unit: part, resolve: tonight };
  },
};

/** Reads the part of a day at `at`. */
export const partAt: (tokens: readonly Token[], at: number) => ReadPart | undefined = onceAt(
  (tokens, at) => fixedPart(tokens, at) ?? dayAndPart(tokens, at),
);

function found(end: number, day: Day | undefined, part: string): ReadPart {
  return { end, day, part, hours: parts.get(part) ?? [0, 24] };
}

function fixedPart(tokens: readonly Token[], at: number): ReadPart | undefined {
  const word = wordAt(tokens, at);
  const next = wordAt(tokens, at + 1);
  if (word === 'nightly' && ranAtNight.has(next)) return found(at + 1, yesterday, 'night');
  if (word === 'overnight') return found(at + 1, yesterday, 'night');
  if (word === 'over' && next === 'night') return found(at + 2, yesterday, 'night');
  if (word === 'night' && next === 'before' && wordAt(tokens, at + 2) === 'last') {
    return found(at + 3, { kind: 'relative', days: -2 }, 'night');
  }
  if (word === 'tonight') return found(at + 1, undefined, 'night');
  if (word === 'at' && next === 'night') return found(at + 2, yesterday, 'night');
  if (['last', 'previous', 'past'].includes(word) && parts.has(next)) return found(at + 2, yesterday, next);
  if (['during', 'in', 'over', 'through'].includes(word) && next === 'the') {
    const part = wordAt(tokens, at + 2);
    if (part === 'night') return found(at + 3, yesterday, part);
    if (parts.has(part) && word === 'in') return found(at + 3, today, part);
  }
  if (word === 'all' && next === 'night') return found(at + 2, yesterday, next);
  if (word === 'this' && next === 'night') return found(at + 2, undefined, 'night');
  if (['this', 'all'].includes(word) && parts.has(next)) return found(at + 2, today, next);
  return undefined;
}

function dayAndPart(tokens: readonly Token[], at: number): ReadPart | undefined {
  const start = wordAt(tokens, at) === 'on' ? at + 1 : at;
  const read = dayAt(tokens, start);
  if (!read) return undefined;
  const inThe = wordAt(tokens, read.end) === 'in' && wordAt(tokens, read.end + 1) === 'the';
  const place = inThe ? read.end + 2 : read.end;
  const part = wordAt(tokens, place);
  return parts.has(part) ? found(place + 1, read.day, part) : undefined;
}

function phrase(end: number, day: Day, part: string): PeriodPhrase {
  const isLatest = day.kind === 'weekday' && day.which === 'latest';
  return {
    end,
    unit: part,
    ...(isLatest ? { repeats: { days: 7 } } : {}),
    resolve(wall) {
      const date = resolveDay(day, wall);
      if (isRefusal(date)) return date;
      const bounds = hoursOf(date, part, wall);
      if (!isRefusal(bounds) || !isLatest) return bounds;
      // "Friday night" on a Friday at noon: that night hasn't begun, so the one a week ago is the most recent.
      return hoursOf(date.subtract({ days: 7 }), part, wall);
    },
  };
}

function hoursOf(date: PlainDate, part: string, wall: WallClock): Bounds | RefusedPeriod {
  const [first, after] = parts.get(part) ?? [0, 24];
  const from = first === 0 ? wall.startOf(date) : wall.at(date, hour(first), 'from');
  const lastDay = after > 24 ? date.add({ days: 1 }) : date;
  const to = after === 24 ? wall.startOf(date.add({ days: 1 })) : wall.at(lastDay, hour(after % 24), 'to');
  if (from >= wall.now && first > 0) return ahead(`The ${part} of ${writeDate(date)}`);
  if (from > wall.now) return ahead(`The ${part} of ${writeDate(date)}`);
  return upToNow({ from, to }, wall);
}

/** Before eight in the morning the night that is on; after that, the one to come. */
function tonight(wall: WallClock): Bounds | RefusedPeriod {
  const date = wall.today();
  const morning = wall.at(date, hour(8), 'to');
  const bounds = hoursOf(wall.now < morning ? date.subtract({ days: 1 }) : date, 'night', wall);
  return isRefusal(bounds) ? ahead('Tonight', 'last night') : bounds;
}

function hour(value: number): TimeOfDay {
  return { hour: value, minute: 0, second: 0 };
}
