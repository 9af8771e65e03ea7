import { fillSlots } from '../../../language/slots.ts';
import { type ReadRange, rangeAt } from '../../../language/time-range.ts';
import type { Token } from '../../../language/tokens.ts';
import { zoneAt } from '../../../language/zones.ts';
import { rowAt } from './read-in-a-row.ts';
import { type Partial, partialAt } from './read-partial.ts';
import { quietAt } from './read-quiet.ts';
import { meansAll, verbs, type WatchVerb } from './words.ts';

/** A verb and its place. */
export interface ReadVerb {
  readonly verb: WatchVerb;
  readonly start: number;
  readonly end: number;
}

/** What a sentence says of a watch, beside its services. */
export interface WatchParts {
  readonly verbs: readonly ReadVerb[];
  /** The quiet hours said; undefined for each if no time was. */
  readonly quiet: readonly (ReadRange | undefined)[];
  /** Times that are not said to be quiet. */
  readonly ranges: readonly ReadRange[];
  readonly zones: readonly string[];
  /** How many runs in a row; undefined for each if that was not said. */
  readonly rows: readonly (number | undefined)[];
  readonly partial: readonly Partial[];
  /** "all", "everything" or "backups" was said. */
  readonly isAll: boolean;
}

/** Reads what a sentence says of a watch, and marks in `taken` what it has understood. */
export function fillWatchSlots(tokens: readonly Token[], taken: boolean[]): WatchParts {
  const slots = fillSlots(tokens, taken, {
    zones: zoneAt,
    quiet: quietAt,
    partial: partialAt,
    rows: rowAt,
    verbs: verbs.at,
    ranges: wholeRangeAt,
  });
  return {
    verbs: slots.verbs.map(({ meaning: verb, start, end }) => ({ verb, start, end })),
    quiet: slots.quiet.map(({ range }) => range),
    ranges: slots.ranges,
    zones: slots.zones.map(({ zone }) => zone),
    rows: slots.rows.map(({ count }) => count),
    partial: slots.partial.map(({ partial }) => partial),
    isAll: tokens.some(({ text }, at) => !taken[at] && meansAll(text)),
  };
}

/** Two lone numbers may be anything. */
function wholeRangeAt(tokens: readonly Token[], at: number): ReadRange | undefined {
  const range = rangeAt(tokens, at);
  return range?.to && !(range.from.bare && range.to.bare) ? range : undefined;
}
