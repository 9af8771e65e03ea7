import type { Weekday } from '../../domain/recurrence.ts';
import type { ReadTime } from '../../language/spans/clock-times.ts';
import { timeAt } from '../../language/spans/clock-times.ts';
import { wordAt } from '../../language/spans/phrase.ts';
import type { Token } from '../../language/tokens.ts';
import type { WallClock } from '../../language/wall-clock.ts';
import { zoneAt } from '../../language/zones.ts';
import { daysAt } from './read-days.ts';
import { aheadAt, type ReadAhead } from './read-pause-end.ts';
import { orderAt, type Verb } from './words.ts';

/** What a sentence specifies for a digest, besides its services. */
export interface DigestParts {
  readonly days: readonly Weekday[];
  readonly times: readonly ReadTime[];
  readonly zones: readonly string[];
  readonly verbs: readonly Verb[];
  readonly ahead: ReadAhead | undefined;
  readonly onlyProblems: boolean;
}

/** Fills the slots of a digest from a sentence, from left to right, and marks in `taken` what it has understood. */
export function takeApart(tokens: readonly Token[], taken: boolean[], wall: WallClock): DigestParts {
  const days = new Set<Weekday>();
  const times: ReadTime[] = [];
  const zones: string[] = [];
  const verbs: Verb[] = [];
  let ahead: ReadAhead | undefined;
  let onlyProblems = false;
  const isPaused = tokens.some((_, at) => orderAt(tokens, at)?.meaning === 'pause');

  /** Returns the end of what is understood at `at`. */
  function endAt(at: number): number | undefined {
    const zone = zoneAt(tokens, at);
    if (zone) {
      zones.push(zone.zone);
      return zone.end;
    }
    const later = isPaused && !ahead ? aheadAt(tokens, at, wall) : undefined;
    if (later) {
      ahead = later;
      return later.end;
    }
    const order = orderAt(tokens, at);
    if (order) {
      if (order.meaning === 'onlyProblems') onlyProblems = true;
      else verbs.push(order.meaning);
      return order.end;
    }
    const read = daysAt(tokens, at);
    if (read) {
      for (const day of read.days) days.add(day);
      return read.end;
    }
    const time = timeAt(tokens, at, wordAt(tokens, at) === '');
    if (time) times.push(time);
    return time?.end;
  }

  for (let at = 0; at < tokens.length; ) {
    const end = tokens[at]?.kind === 'sign' ? undefined : endAt(at);
    if (end === undefined) at += 1;
    else {
      taken.fill(true, at, end);
      at = end;
    }
  }
  return { days: [...days].sort(), times, zones, verbs, ahead, onlyProblems };
}
