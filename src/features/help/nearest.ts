import type { Suggestion } from '../../domain/reading.ts';
import { capital, offerOf, type SentenceParts } from '../../language/compose.ts';
import type { Token } from '../../language/tokens.ts';
import { distance } from '../../language/typos.ts';
import { helpTopics, ordering } from './topics.ts';

/** The most common questions, for sentences that share no word with any. */
const commonest = ['failed backups today', 'running jobs', 'failed jobs last night'];

/** Returns the three suggestions nearest to a sentence that wasn't understood. */
export function nearestOffers(tokens: readonly Token[], parts: SentenceParts): Suggestion[] {
  const offers = new Map<string, Suggestion>();
  for (const offer of [...fromParts(parts), ...fromExamples(tokens), ...commonest.map(asOffer)]) {
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

const examples = helpTopics
  .flatMap(topic => topic.examples)
  .filter(sentence => !ordering.has(sentence))
  .map(sentence => ({ sentence, words: sentence.toLowerCase().split(/\W+/) }));
const exampleWords = new Set(examples.flatMap(({ words }) => words).filter(word => word.length > 3));
/** Limit of the message's words that are compared with those of the examples, since each costs time. */
const maxCompared = 10;

function fromExamples(tokens: readonly Token[]): Suggestion[] {
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
