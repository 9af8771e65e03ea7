import type { Parsed } from './parse.ts';
import type { Found } from './parts.ts';
import { fillSlots, once } from './slots.ts';
import { wordAt } from './spans/phrase.ts';
import { type Awaited, awaitedAt, conditionAt, leadAt } from './wishes.ts';

/** A sentence that asks for a message once something happens. */
export interface Wish {
  readonly awaited: readonly Awaited[];
  /** True if it names what is to happen in a clause of its own: "if …", "when …". */
  readonly isConditional: boolean;
  /** True for "whenever", "every time". */
  readonly isEachTime: boolean;
  /** True for what may as well be a question about now: "tell me if there are failures". */
  readonly isUnclear: boolean;
  /** The tokens that are read. */
  readonly taken: boolean[];
}

/** Words of a question about the past. */
const past = new Set('did was were had failed broke ran went finished completed succeeded ended'.split(' '));
/** "Do you alert us?" asks what is set. */
const asksWhatIsSet =
  /^(?:do|does|are|is(?! (?:it possible|there (?:a|any|some) (?:way|option|possibility)))|did|will it|who|which|how many|what)\b/;

/** Reads the wish of a sentence: what is to happen, and how sure it is that it's a wish. Undefined if it's none. */
export function readWish(parsed: Parsed): Wish | undefined {
  const { tokens, parts, outside } = parsed;
  if (!tokens.some((_, at) => leadAt(tokens, at)) || asksWhatIsSet.test(outside)) return undefined;
  const taken: boolean[] = new Array(tokens.length).fill(false);
  // "finishes with exceptions" is a state, and no end.
  const isHalf = (at: number) => parts.found.some(one => isHalfState(one) && at >= one.start && at < one.end);
  const slots = fillSlots(tokens, taken, {
    leads: once(leadAt),
    awaited: (_, at) => (isHalf(at) ? undefined : awaitedAt(tokens, at)),
    conditions: conditionAt,
  });
  const lead = slots.leads[0]?.lead;
  if (lead === undefined) return undefined;
  const conditions = slots.conditions.map(({ when }) => when);
  const isConditional = conditions.some(when => when !== 'of');
  const awaited = [...new Set(slots.awaited.map(one => one.awaited))];
  const isEachTime = conditions.includes('each');
  const wish = { awaited, isConditional, isEachTime, isUnclear: false, taken };
  if (lead === 'sure') return wish;
  if (!isConditional) return undefined;
  const isAhead = slots.awaited.some(one => one.isAhead);
  const isPast = tokens.some(({ text }) => past.has(text));
  if (isAhead && !tokens.some(({ text }) => text === 'did')) return wish;
  const isOpen = tokens.some((_, at) => ['if', 'when'].includes(wordAt(tokens, at)));
  // "tell me if exchange failed", "tell me when the restore finished"
  if (isPast && (isOpen || !awaited.includes('ends'))) return undefined;
  if (isPast || isEachTime || lead === 'likely') return wish;
  return { ...wish, isUnclear: true };
}

function isHalfState({ meaning }: Found): boolean {
  return (
    meaning.part === 'state' &&
    (meaning.value === 'finishedWithException' || meaning.value === 'partiallyFinished')
  );
}
