import type { DigestOrder } from '../../domain/digest-order.ts';
import { endPhrases, idleWords } from '../../language/orders.ts';
import { wordAt } from '../../language/spans/phrase.ts';
import type { Token } from '../../language/tokens.ts';

export type Verb = Exclude<DigestOrder['what'], 'set' | 'show'>;

const verbs: Readonly<Record<Verb, string>> = {
  now: 'right now, now',
  pause: 'pause, paused, pausing, hold, snooze, mute, suspend',
  resume: 'resume, unpause, continue, unmute, restart, again',
  off: endPhrases,
};

const onlyProblems =
  'only problems, problems only, only the problems, only failures, failures only, only if there are problems, if there are problems, ' +
  'only when there are problems, when there are problems, only if something is wrong, if something is wrong, only if something failed, ' +
  'only when something is wrong, only when something failed, only if anything failed, only if something fails, only when something fails, ' +
  'only on problems, only if there is a problem, only when there is a problem';

interface Phrase<T> {
  readonly words: readonly string[];
  readonly meaning: T;
}

const phrases: readonly Phrase<Verb | 'onlyProblems'>[] = [
  ...Object.entries(verbs).flatMap(([meaning, list]) =>
    list.split(', ').map(words => ({ words: words.split(' '), meaning: meaning as Verb })),
  ),
  ...onlyProblems.split(', ').map(words => ({ words: words.split(' '), meaning: 'onlyProblems' as const })),
].sort((a, b) => b.words.length - a.words.length);

/** Every word of these phrases, so that none is taken for a typing error. */
export const orderWords: readonly string[] = [
  ...new Set([...phrases.flatMap(({ words }) => words), ...idleWords]),
];

/** Reads an action, or that only problems are wanted: the longest phrase that begins at `at`. */
export function orderAt(
  tokens: readonly Token[],
  at: number,
): { readonly end: number; readonly meaning: Verb | 'onlyProblems' } | undefined {
  const found = phrases.find(({ words }) =>
    words.every((word, index) => wordAt(tokens, at + index) === word),
  );
  return found && { end: at + found.words.length, meaning: found.meaning };
}
