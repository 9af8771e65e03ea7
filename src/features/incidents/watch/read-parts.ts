import type { Service } from '../../../domain/job.ts';
import type { Suggestion } from '../../../domain/reading.ts';
import type { WatchOrder, WatchSpec } from '../../../domain/watch-order.ts';
import { capital } from '../../../language/compose.ts';
import { noOrder, quoted, type Rest } from '../../../language/orders.ts';
import type { Parsed } from '../../../language/parse.ts';
import type { Read, RefusedSentence } from '../../../language/reading.ts';
import { unanswered } from '../../../language/refusals.ts';
import type { Token } from '../../../language/tokens.ts';
import { composeUnwatch, composeWatch } from './compose.ts';
import type { WatchParts } from './fill-slots.ts';
import type { Hours } from './quiet-hours.ts';
import { allAt, failing, linksAll } from './words.ts';

/** A sentence about watches, with its slots filled. */
export interface Said {
  readonly parsed: Parsed;
  readonly parts: WatchParts;
  readonly rest: Rest;
  readonly hours: Hours;
  /** A period, which a watch has none of: its words, empty if no list can be asked for with them. */
  readonly period: string | undefined;
  /** The asker's. */
  readonly zone: string;
}

/** Something is said of how to watch. */
export function hasSettings({ parts }: Said): boolean {
  const { partial, quiet, ranges, rows, zones } = parts;
  return partial.length + quiet.length + ranges.length + rows.length + zones.length > 0;
}

/** Services are named, or all of them are meant. */
export function hasServices({ parts, rest }: Said): boolean {
  return parts.isAll || rest.services.length > 0;
}

/** All are meant, and some are named beside them; in "all exchange backups" they are named among all. */
export function isBesideAll({ parsed: { tokens, parts }, rest }: Said): boolean {
  if (rest.services.length === 0) return false;
  const named = new Set(
    parts.found.filter(({ meaning }) => meaning.part === 'service').map(({ start }) => start),
  );
  return tokens.some((_, at) => {
    let next = allAt(tokens, at);
    if (next === undefined) return false;
    while (linksAll(tokens[next]?.text ?? '')) next += 1;
    return !named.has(next);
  });
}

/** The wish, as far as it is sound. */
export function wishOf({ parts, rest, hours }: Said): WatchSpec {
  const [count] = parts.rows;
  return {
    services: rest.services,
    inARow: count === 2 ? 2 : 1,
    isPartialIncluded: parts.partial.includes('in'),
    quiet: 'quiet' in hours ? hours.quiet : undefined,
  };
}

/** What was understood, if services were. */
export function understood(said: Said): readonly WatchOrder[] {
  return hasServices(said) ? [{ what: 'set', wish: wishOf(said) }] : [{ what: 'show' }];
}

/** The wish with other settings, once for each. */
export function wishesWith(said: Said, settings: readonly Partial<WatchSpec>[]): readonly WatchOrder[] {
  return settings.map(setting => ({ what: 'set', wish: { ...wishOf(said), ...setting } }));
}

export function endOf(services: readonly Service[]): WatchOrder {
  return { what: 'end', services };
}

export interface WatchCommand {
  readonly kind: 'watch';
  readonly order: WatchOrder;
}

export function ordered(order: WatchOrder): Read<WatchCommand> {
  return { command: { kind: 'watch', order }, offers: [] };
}

/** The watches here, if that is all that is asked. */
export function shown(said: Said): Read<WatchCommand | RefusedSentence> {
  const show: WatchOrder = { what: 'show' };
  const unknown = [...outcomesIn(said.parsed.tokens), ...said.rest.foreign];
  if (unknown.length === 0) return ordered(show);
  const reason = `I don’t know ${quoted(unknown)} in a question about watches.`;
  return unanswered('words', reason, [offerOf(show, said.zone)]);
}

/** "did the watched backups fail" asks how jobs ended; "do you watch for failures" does not. */
function outcomesIn(tokens: readonly Token[]): readonly string[] {
  const isPast = tokens.some(({ text }) => ['did', 'has', 'have'].includes(text));
  return tokens
    .filter(({ text }) => text === 'failed' || (isPast && failing.has(text)))
    .map(({ raw }) => raw);
}

export function refuse(
  said: Said,
  reason: string,
  instead: readonly WatchOrder[],
  others: readonly Suggestion[] = [],
): Read<RefusedSentence> {
  const offers = instead.map(order => offerOf(order, said.zone));
  return noOrder(reason, [...offers, ...others]);
}

/** Words that mean nothing here are named. */
export function notUnderstood(said: Said, instead: readonly WatchOrder[]): Read<RefusedSentence> {
  return refuse(
    said,
    `I don’t know ${quoted(said.rest.foreign)} in a watch, so I’ve changed nothing.`,
    instead,
  );
}

function offerOf(order: WatchOrder, zone: string): Suggestion {
  const sentence =
    order.what === 'set'
      ? composeWatch(order.wish, zone)
      : order.what === 'end'
        ? composeUnwatch(order.services)
        : 'watches';
  return { label: capital(sentence), sentence };
}
