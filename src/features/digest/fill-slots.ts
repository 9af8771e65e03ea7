import type { Weekday } from '../../domain/recurrence.ts';
import { fillSlots, once } from '../../language/slots.ts';
import { type ReadTime, timeAt } from '../../language/spans/clock-times.ts';
import { wordAt } from '../../language/spans/phrase.ts';
import type { Token } from '../../language/tokens.ts';
import type { WallClock } from '../../language/wall-clock.ts';
import { zoneAt } from '../../language/zones.ts';
import { daysAt, weekly } from './read-days.ts';
import { aheadAt, type ReadAhead } from './read-pause-end.ts';
import { type Verb, verbs } from './words.ts';

/** What a sentence specifies for a digest, besides its services. */
export interface DigestParts {
  readonly days: readonly Weekday[];
  readonly times: readonly ReadTime[];
  readonly zones: readonly string[];
  readonly verbs: readonly Verb[];
  readonly ahead: ReadAhead | undefined;
  readonly onlyProblems: boolean;
}

/** Reads what a sentence says of a digest, and marks in `taken` what it has understood. */
export function fillDigestSlots(tokens: readonly Token[], taken: boolean[], wall: WallClock): DigestParts {
  const isPaused = tokens.some((_, at) => verbs.at(tokens, at)?.meaning === 'pause');
  const slots = fillSlots(tokens, taken, {
    zones: zoneAt,
    ahead: once((_, at) => (isPaused ? aheadAt(tokens, at, wall) : undefined)),
    verbs: verbs.at,
    days: daysAt,
    times: (_, at) => timeAt(tokens, at, wordAt(tokens, at) === ''),
  });
  const meanings = slots.verbs.map(({ meaning }) => meaning);
  return {
    days: daysOf(slots.days.map(({ days }) => days)),
    times: slots.times,
    zones: slots.zones.map(({ zone }) => zone),
    verbs: meanings.filter(meaning => meaning !== 'onlyProblems'),
    ahead: slots.ahead[0],
    onlyProblems: meanings.includes('onlyProblems'),
  };
}

/** "Weekly on Friday" is on Fridays. */
function daysOf(said: readonly (readonly Weekday[])[]): readonly Weekday[] {
  const named = said.filter(days => days !== weekly);
  return [...new Set((named.length > 0 ? named : said).flat())].sort();
}
