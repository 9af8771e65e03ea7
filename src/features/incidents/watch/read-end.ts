import type { WatchOrder } from '../../../domain/watch-order.ts';
import type { Read, RefusedSentence } from '../../../language/reading.ts';
import type { Token } from '../../../language/tokens.ts';
import type { ReadVerb } from './fill-slots.ts';
import {
  endOf,
  hasServices,
  hasSettings,
  isBesideAll,
  notUnderstood,
  ordered,
  refuse,
  type Said,
  understood,
  type WatchCommand,
} from './read-parts.ts';

/** "stop watching that": which one is meant cannot be told from here. */
const pointing = new Set('this that it these those them'.split(' '));

/** "unwatch exchange", "watch off": ends the watches of the services that are named, or all. */
export function end(said: Said): Read<WatchCommand | RefusedSentence> {
  const { parts, rest, period, parsed } = said;
  const order = endOf(rest.services);
  const instead: readonly WatchOrder[] = [
    // "don't stop watching exchange", "unwatch bananas"
    rest.isTurned || !hasServices(said) ? { what: 'show' } : order,
  ];
  if (period !== undefined) return refuse(said, 'I can stop a watch now, but not for a set time.', instead);
  if (rest.foreign.length > 0) return notUnderstood(said, instead);
  if (!endsOnly(parts.verbs, parsed.tokens)) return refuse(said, 'One thing at a time.', [{ what: 'show' }]);
  if (hasSettings(said))
    return refuse(said, 'Stop the whole watch, or set it again in one sentence.', [
      order,
      ...understood(said),
    ]);
  if (isBesideAll(said)) return refuse(said, 'Those services, or all of them?', [order, endOf([])]);
  if (!hasServices(said) && parsed.tokens.some(({ text }) => pointing.has(text)))
    return refuse(said, 'Which services should I stop watching?', [order, { what: 'show' }]);
  return ordered(order);
}

const separators = new Set(', ; . and or then but'.split(' '));

/** Every watch that is spoken of is one that ends: "stop watching exchange", "exchange watch off"; not "stop it, watch teams". */
function endsOnly(verbs: readonly ReadVerb[], tokens: readonly Token[]): boolean {
  if (verbs.some(({ verb }) => verb === 'unwatch'))
    return verbs.every(({ verb }) => verb === 'unwatch' || verb === 'end');
  for (let at = 0; at < verbs.length; at += 2) {
    const [one, other] = [verbs[at], verbs[at + 1]];
    if (!one || !other || (one.verb === 'end') === (other.verb === 'end')) return false;
    const between = tokens.slice(one.end, other.start);
    if (between.some(({ text }) => separators.has(text))) return false;
    const isLast = tokens.slice(other.end).every(({ kind }) => kind === 'sign');
    if (one.verb !== 'end' && between.length > 0 && !isLast) return false;
  }
  return true;
}
