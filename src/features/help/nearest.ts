import type { Suggestion } from '../../domain/reading.ts';
import { capital, offerOf, type SentenceParts } from '../../language/compose.ts';
import type { ReadingContext } from '../../language/reading.ts';
import type { Token } from '../../language/tokens.ts';
import { distance } from '../../language/typos.ts';

/** The most common questions, for sentences that share no word with any. */
const commonest = ['failed backups today', 'running jobs', 'failed jobs last night'];

/** The three things nearest to a sentence that was not understood. */
export function nearestOffers(
  tokens: readonly Token[],
  parts: SentenceParts,
  { examples = [] }: ReadingContext,
): Suggestion[] {
  const offers = new Map<string, Suggestion>();
  for (const offer of [...fromParts(parts), ...fromExamples(tokens, examples), ...commonest.map(asOffer)]) {
    if (offers.size < 3 && !offers.has(offer.sentence)) offers.set(offer.sentence, offer);
  }
  return [...offers.values()];
}

/** Suggests what was understood, with the most common states. */
function fromParts(parts: SentenceParts): Suggestion[] {
  if (!parts.type && !parts.service && !parts.state) return [];
  const plain = { ...parts, pageSize: undefined };
  const running = offerOf({ ...plain, state: 'inProgress', period: undefined });
  return [
    offerOf(parts.state ? plain : { ...plain, state: 'failed' }),
    offerOf({ ...plain, state: undefined }),
    running,
  ];
}

/** Words of the message that are compared with the examples'; more would only cost. */
const maxCompared = 10;

function fromExamples(tokens: readonly Token[], sentences: readonly string[]): Suggestion[] {
  const examples = sentences.map(sentence => ({ sentence, words: sentence.toLowerCase().split(/\W+/) }));
  const exampleWords = new Set(examples.flatMap(({ words }) => words).filter(word => word.length > 3));
  const long = tokens.filter(token => token.kind === 'word' && token.text.length > 3);
  const words = [...new Set(long.map(token => token.text))].slice(0, maxCompared);
  const near = new Set([...exampleWords].filter(word => isNear(word, words)));
  return examples
    .map(example => ({ ...example, score: example.words.filter(word => near.has(word)).length }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ sentence }) => asOffer(sentence));
}

function isNear(word: string, words: readonly string[]): boolean {
  return words.some(other => other === word || (word.length > 4 && distance(other, word, 1) <= 1));
}

function asOffer(sentence: string): Suggestion {
  return { label: capital(sentence), sentence };
}
