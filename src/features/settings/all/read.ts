import type { Suggestion } from '../../../domain/reading.ts';
import { endPhrases, quoted, rawOf } from '../../../language/orders.ts';
import type { Parsed } from '../../../language/parse.ts';
import type { Read, RefusedSentence } from '../../../language/reading.ts';
import type { Entry } from '../../../language/vocabulary.ts';

const part = 'of subscriptions';

export const words: readonly Entry[] = [
  {
    meaning: { part, isApart: true },
    phrases: `
        subscriptions, subscription, all subscriptions, every subscription, list of subscriptions,
        digests and watches, all digests and watches, every digest and watch,
        every digest and every watch, all digests and all watches
      `,
  },
];

const every = new Set(['all', 'every']);
const here = new Set(['here', 'this', 'my', 'our']);
const ending = new Set(endPhrases.split(', '));
/** What may stand beside the word and changes nothing. */
const idle = new Set<string>([part, ...'harmless join greeting help now'.split(' ')]);
const offers: readonly Suggestion[] = [
  { label: 'All subscriptions', sentence: 'subscriptions' },
  { label: 'Digests here', sentence: 'digest' },
  { label: 'Alerts here', sentence: 'watch' },
];

export interface SubscriptionsCommand {
  readonly kind: 'subscriptions';
}

/**
 * Reads "subscriptions": every digest and watch of all conversations. It can't be narrowed, and ends nothing by itself.
 */
export function subscriptions({
  action,
  parts,
  periods,
  tokens,
  unknown,
}: Parsed): Read<SubscriptionsCommand | RefusedSentence> | undefined {
  if (!parts.found.some(({ meaning }) => meaning.part === part)) return undefined;
  const says = (words: ReadonlySet<string>) => tokens.some(({ text }) => words.has(text));
  // "cancel my subscription", "which digests and watches are set here" are about one conversation.
  if ((says(ending) && !says(every)) || says(here)) return undefined;
  const beside = parts.found.filter(({ meaning }) => !idle.has(meaning.part));
  if (beside.length === 0 && unknown.length === 0 && periods.length === 0 && !action)
    return { command: { kind: 'subscriptions' }, offers: [] };
  const words = [...beside.map(({ start, end }) => rawOf(tokens.slice(start, end))), ...unknown];
  const about = words.length > 0 ? `: I can’t use ${quoted(words)}` : '';
  const reason = `“subscriptions” lists all digests and alerts of all conversations. It can’t be narrowed${about}.`;
  return { command: { kind: 'noOrder', reason }, offers };
}
