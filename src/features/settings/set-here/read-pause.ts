import type { EpochMs } from '../../../domain/time.ts';
import type { Parsed } from '../../../language/parse.ts';
import type { ReadingContext } from '../../../language/reading.ts';
import { wordAt } from '../../../language/spans/phrase.ts';
import { unitOf } from '../../../language/spans/units.ts';
import { createWallClock, type PlainDate, type WallClock } from '../../../language/wall-clock.ts';
import { aheadAt } from '../../digest/read-pause-end.ts';

/** Whoever names a day and no time means its morning. */
const morning = { hour: 8, minute: 0, second: 0 };

/**
 * Reads until when it should be quiet: "for 2 hours", "2h", "until tomorrow", "till 8", "tonight". Marks the words in
 * `taken`; undefined if nothing is said that lies ahead.
 */
export function pauseOf({ tokens }: Parsed, taken: boolean[], context: ReadingContext): EpochMs | undefined {
  const wall = createWallClock(context);
  for (const at of tokens.keys()) {
    const read = aheadAt(tokens, at, wall) ?? bareLength(at);
    if (!read) continue;
    taken.fill(true, at, read.end);
    return typeof read.moment === 'number' ? inMorning(read.moment, wall) : undefined;
  }
  const at = tokens.findIndex(({ text }) => text in nights);
  if (at < 0) return undefined;
  taken[at] = true;
  return nights[wordAt(tokens, at)]?.(wall);

  /** "mute 2h": a length without "for". */
  function bareLength(at: number) {
    const before = tokens[at - 1];
    const isLength = tokens[at]?.kind === 'number' && unitOf(wordAt(tokens, at + 1)) !== undefined;
    if (!before || !isLength) return undefined;
    const said = [{ ...before, kind: 'word' as const, text: 'for' }, ...tokens.slice(at)];
    const read = aheadAt(said, 0, wall);
    return read && { ...read, end: read.end + at - 1 };
  }
}

/** Returns the next time that it is 08:00. */
export const inTheMorning = (wall: WallClock): EpochMs => {
  const today = wall.at(wall.today(), morning, 'from');
  return today > wall.now ? today : morningOf(wall.today().add({ days: 1 }), wall);
};
const nights: Readonly<Record<string, ((wall: WallClock) => EpochMs) | undefined>> = {
  tonight: inTheMorning,
  overnight: inTheMorning,
  today: wall => morningOf(wall.today().add({ days: 1 }), wall),
  weekend: wall => morningOf(wall.today().add({ days: 8 - wall.today().dayOfWeek }), wall),
};

function morningOf(day: PlainDate, wall: WallClock): EpochMs {
  return wall.at(day, morning, 'from');
}

/** The morning of a day that is named without a time. */
function inMorning(moment: EpochMs, wall: WallClock): EpochMs {
  for (let days = 1; days <= 367; days += 1) {
    const day = wall.today().add({ days });
    const start = wall.startOf(day);
    if (start === moment) return morningOf(day, wall);
    if (start > moment) return moment;
  }
  return moment;
}
