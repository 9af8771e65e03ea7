import type { Token } from '../tokens.ts';
import { type PlainDate, type TimeOfDay, type WallClock, writeDate } from '../wall-clock.ts';
import type { Day } from './day.ts';
import { dayAt, resolveDay } from './days.ts';
import { upToNow } from './on-day.ts';
import {
  type Bounds,
  isRefusal,
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
]);

const lastNight: Day = { kind: 'relative', days: -1 };

/** "last night", "overnight", "this morning", "tonight", "yesterday evening", "Friday night". */
export const partOfDay: PeriodFamily = {
  examples: ['failed backups overnight', 'failed jobs last night'],
  parse(tokens, at) {
    return fixedPhrase(tokens, at) ?? dayAndPart(tokens, at);
  },
};

function fixedPhrase(tokens: readonly Token[], at: number): PeriodPhrase | undefined {
  const word = wordAt(tokens, at);
  const next = wordAt(tokens, at + 1);
  if (word === 'overnight') return phrase(at + 1, lastNight, 'night');
  if (word === 'over' && next === 'night') return phrase(at + 2, lastNight, 'night');
  if (word === 'night' && next === 'before' && wordAt(tokens, at + 2) === 'last') {
    return phrase(at + 3, { kind: 'relative', days: -2 }, 'night');
  }
  if (word === 'tonight') return { end: at + 1, unit: 'night', resolve: tonight };
  if (word === 'at' && next === 'night') return phrase(at + 2, lastNight, 'night');
  if (['last', 'previous', 'past'].includes(word) && parts.has(next)) return phrase(at + 2, lastNight, next);
  if (['during', 'in', 'over', 'through'].includes(word) && next === 'the') {
    const part = wordAt(tokens, at + 2);
    if (part === 'night') return phrase(at + 3, lastNight, part);
    if (parts.has(part) && word === 'in') return phrase(at + 3, { kind: 'relative', days: 0 }, part);
  }
  if (word === 'this' && next === 'night') return { end: at + 2, unit: 'night', resolve: tonight };
  if (word === 'this' && parts.has(next)) return phrase(at + 2, { kind: 'relative', days: 0 }, next);
  return undefined;
}

function dayAndPart(tokens: readonly Token[], at: number): PeriodPhrase | undefined {
  const start = wordAt(tokens, at) === 'on' ? at + 1 : at;
  const read = dayAt(tokens, start);
  if (!read) return undefined;
  const inThe = wordAt(tokens, read.end) === 'in' && wordAt(tokens, read.end + 1) === 'the';
  const place = inThe ? read.end + 2 : read.end;
  const part = wordAt(tokens, place);
  return parts.has(part) ? phrase(place + 1, read.day, part) : undefined;
}

function phrase(end: number, day: Day, part: string): PeriodPhrase {
  return {
    end,
    unit: part,
    resolve(wall) {
      const date = resolveDay(day, wall);
      if (isRefusal(date)) return date;
      const found = hoursOf(date, part, wall);
      if (!isRefusal(found) || day.kind !== 'weekday' || day.which !== 'latest') return found;
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
  const today = wall.today();
  const morning = wall.at(today, hour(8), 'to');
  const found = hoursOf(wall.now < morning ? today.subtract({ days: 1 }) : today, 'night', wall);
  return isRefusal(found) ? ahead('Tonight', 'last night') : found;
}

function hour(value: number): TimeOfDay {
  return { hour: value, minute: 0, second: 0 };
}
