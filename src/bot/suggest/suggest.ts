import type { Suggestion } from '../../domain/reading.ts';
import type { SuggestSentences } from '../../domain/suggest-sentences.ts';
import { commandOf } from '../../features/index.ts';
import { capital } from '../../language/compose.ts';
import { numberWords } from '../../language/numbers.ts';
import type { ReadingContext } from '../../language/reading.ts';
import { monthWords } from '../../language/spans/dates.ts';
import { weekdayWords } from '../../language/spans/days.ts';
import { examples, type Interpretation, interpret, parseSentence } from '../interpret.ts';
import { cover } from './placeholders.ts';

/** Sentences of the model that are read at all, and how many of them are offered. */
const mostRead = 6;
const mostOffered = 3;
const longest = 120;
/** A suggestion consists of words, numbers and these signs. */
const plain = /^[\p{L}\p{N}][\p{L}\p{N} ,:'’/&+-]*\??$/u;

/** Reasons why a sentence isn't answered for which a model may know better: it fits nothing, or its period is unclear. */
const unclear: readonly unknown[] = ['words', 'period'];
/** A question to the bot speaks of nobody. */
const prose = /\b(?:i|me|my|you|your|we|us|our)\b/i;

/** Returns true for a sentence that may be sent to a language model: no action, person, order or small talk, and nothing to others. */
export function isUnclear({ command }: Interpretation): boolean {
  if (command.kind === 'notUnderstood') return !('isToOthers' in command);
  if (command.kind === 'otherLanguage') return true;
  if (command.kind !== 'noQuestion' || 'isUnderstood' in command) return false;
  return 'about' in command && unclear.includes(command.about);
}

/**
 * Asks the language model what a sentence may mean. Returns the suggestions that the grammar reads as a question, of
 * which the model made up nothing: no number and no service that the sentence doesn't have. `sent` is told what leaves
 * the product.
 */
export async function suggestionsFor(
  text: string,
  context: ReadingContext,
  model: SuggestSentences,
  sent: (sentence: string) => void,
): Promise<readonly Suggestion[]> {
  const parsed = parseSentence(text, context);
  if (!parsed) return [];
  const { sentence, restore } = cover(parsed);
  sent(sentence);
  const answers = await model.suggest(sentence, examples);
  const said = { numbers: numbersIn(text), services: new Set(parsed.parts.services) };
  const offers = new Map<string, Suggestion>();
  for (const answer of answers.slice(0, mostRead)) {
    const meant = restore(answer.trim());
    const key = meant.toLowerCase();
    if (offers.size === mostOffered || offers.has(key) || !isSound(meant, said, context)) continue;
    offers.set(key, { label: capital(meant), sentence: meant });
  }
  return [...offers.values()];
}

interface Said {
  readonly numbers: ReadonlySet<string>;
  readonly services: ReadonlySet<string>;
}

function isSound(sentence: string, { numbers, services }: Said, context: ReadingContext): boolean {
  if (sentence.length > longest || !plain.test(sentence) || prose.test(sentence)) return false;
  const { command, notes } = interpret(sentence, context);
  if (!commandOf(command).isQuestion || notes.some(({ kind }) => kind === 'corrected')) return false;
  const named = parseSentence(sentence, context)?.parts.services ?? [];
  return (
    named.every(service => services.has(service)) &&
    [...numbersIn(sentence)].every(number => numbers.has(number))
  );
}

const ofNumbersAndDates = new Set<string>([...numberWords, ...weekdayWords, ...monthWords]);

/** Returns the numbers of a text, also in words, and the names of weekdays and months. */
function numbersIn(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().match(/\d+|\p{L}+/gu) ?? [];
  return new Set(words.filter(word => /\d/.test(word) || ofNumbersAndDates.has(word)));
}
