import { type ReadRange, rangeAt } from '../../../language/time-range.ts';
import type { Token } from '../../../language/tokens.ts';
import { zoneAt } from '../../../language/zones.ts';
import { rowAt } from './read-in-a-row.ts';
import { type Partial, partialAt } from './read-partial.ts';
import { quietAt } from './read-quiet.ts';
import { meansAll, verbAt, type WatchVerb } from './words.ts';

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
  /** Times that are not said to be quiet; two lone numbers may be anything. */
  readonly ranges: readonly ReadRange[];
  readonly zones: readonly string[];
  /** How many runs in a row; undefined for each if that was not said. */
  readonly rows: readonly (number | undefined)[];
  readonly partial: readonly Partial[];
  /** "all", "everything" or "backups" was said. */
  readonly isAll: boolean;
}

/** Takes a sentence about watches apart from left to right, and marks in `taken` what it has understood. */
export function takeApart(tokens: readonly Token[], taken: boolean[]): WatchParts {
  const verbs: ReadVerb[] = [];
  const quiet: (ReadRange | undefined)[] = [];
  const ranges: ReadRange[] = [];
  const zones: string[] = [];
  const rows: (number | undefined)[] = [];
  const partial: Partial[] = [];
  let isAll = false;

  /** The end of what is understood at `at`. */
  function endAt(at: number): number | undefined {
    const zone = zoneAt(tokens, at);
    if (zone) {
      zones.push(zone.zone);
      return zone.end;
    }
    const silence = quietAt(tokens, at);
    if (silence) {
      quiet.push(silence.range);
      return silence.end;
    }
    const runs = partialAt(tokens, at);
    if (runs) {
      partial.push(runs.partial);
      return runs.end;
    }
    const row = rowAt(tokens, at);
    if (row) {
      rows.push(row.count);
      return row.end;
    }
    const verb = verbAt(tokens, at);
    if (verb) {
      verbs.push({ ...verb, start: at });
      return verb.end;
    }
    const range = rangeAt(tokens, at);
    if (range?.to && !(range.from.bare && range.to.bare)) {
      ranges.push(range);
      return range.end;
    }
    return undefined;
  }

  for (let at = 0; at < tokens.length; ) {
    isAll ||= meansAll(tokens[at]?.text ?? '');
    const end = tokens[at]?.kind === 'sign' ? undefined : endAt(at);
    if (end === undefined) at += 1;
    else {
      taken.fill(true, at, end);
      at = end;
    }
  }
  return { verbs, quiet, ranges, zones, rows, partial, isAll };
}
