import type { DigestOrder } from '../../domain/digest-order.ts';
import { endPhrases, idleWords } from '../../language/orders.ts';
import { phraseTable } from '../../language/phrases.ts';
import type { Entry } from '../../language/vocabulary.ts';

export const digestPart = 'of digest';

export const words: readonly Entry[] = [
  { meaning: { part: digestPart }, phrases: 'digest, digests', isMeantByTypos: true },
];

export type Verb = Exclude<DigestOrder['what'], 'set' | 'show' | 'move'>;

const onlyProblems =
  'only problems, problems only, only the problems, only failures, failures only, only if there are problems, if there are problems, ' +
  'only when there are problems, when there are problems, only if something is wrong, if something is wrong, only if something failed, ' +
  'only when something is wrong, only when something failed, only if anything failed, only if something fails, only when something fails, ' +
  'only on problems, only if there is a problem, only when there is a problem';

/** What is to be done with a digest, or that it has only problems. */
export const verbs = phraseTable<Verb | 'onlyProblems'>([
  ['right now, now', 'now'],
  ['pause, paused, pausing, hold, snooze, mute, suspend', 'pause'],
  ['resume, unpause, continue, unmute, restart, again', 'resume'],
  [endPhrases, 'off'],
  [onlyProblems, 'onlyProblems'],
]);

/** Every word of these phrases: known to the grammar, so that no typing error is seen in them. */
export const orderWords: readonly string[] = [...verbs.words, ...idleWords];
