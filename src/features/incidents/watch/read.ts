import { type Rest, restOf } from '../../../language/orders.ts';
import type { Parsed } from '../../../language/parse.ts';
import type { Read, ReadingContext, RefusedSentence } from '../../../language/reading.ts';
import { fillWatchSlots } from './fill-slots.ts';
import { hoursOf } from './quiet-hours.ts';
import { end } from './read-end.ts';
import {
  endOf,
  hasServices,
  hasSettings,
  refuse,
  type Said,
  shown,
  understood,
  type WatchCommand,
} from './read-parts.ts';
import { set } from './read-set.ts';
import { saidPeriod } from './said-period.ts';
import { askingBefore, besideWatch, failing, ofWatch } from './words.ts';

/** What may stand in such a sentence and changes nothing: a watch is about failures. */
const idle = new Set([
  ...ofWatch,
  ...['of incidents', 'of incident report'],
  ...'harmless join jobs greeting now problems'.split(' '),
]);
const beside: ReadonlySet<string> = new Set([...besideWatch, ...failing]);
/** Prose that happens to hold the word has more unknown ones. */
const mostUnknown = 3;

/**
 * "watch exchange, twice in a row", "watches", "unwatch exchange": what is to be done with the watches here. It changes
 * something, so nothing is done if a word of it is not understood; what was understood is offered.
 */
export function watch(
  parsed: Parsed,
  context: ReadingContext,
): Read<WatchCommand | RefusedSentence> | undefined {
  const { tokens } = parsed;
  if (!parsed.parts.found.some(({ meaning }) => ofWatch.has(meaning.part))) return undefined;
  const taken: boolean[] = new Array(tokens.length).fill(false);
  const parts = fillWatchSlots(tokens, taken);
  const asked = askingBefore(tokens, parts.verbs[0]?.start ?? 0, taken);
  const period = saidPeriod(parsed, taken);
  const rest: Rest = restOf(parsed, taken, idle, beside);
  if (rest.unknown.length > mostUnknown) return undefined;
  const said: Said = {
    parsed,
    parts,
    rest,
    hours: hoursOf(parts, context.zone),
    period,
    zone: context.zone,
  };
  const isEnd = parts.verbs.some(({ verb }) => verb === 'end' || verb === 'unwatch');
  if (asked === 'how')
    return refuse(
      said,
      'Say it in one sentence, as on the button.',
      isEnd ? [endOf(rest.services)] : understood(said),
    );
  if (asked === 'what') return shown(said);
  if (isEnd) return end(said);
  return parts.verbs.some(({ verb }) => verb === 'watch') && !isBare(said) ? set(said) : shown(said);
}

/** "watch" and nothing else. */
function isBare(said: Said): boolean {
  if (hasServices(said) || hasSettings(said) || said.period !== undefined || said.rest.foreign.length > 0)
    return false;
  return !said.parsed.tokens.some(({ text }) => failing.has(text));
}
