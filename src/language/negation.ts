import type { JobState } from '../domain/job.ts';
import type { Offer } from '../domain/reading.ts';
import { offerOf, type SentenceParts } from './compose.ts';
import { healthParts } from './overviews.ts';
import { type Found, type FoundParts, isFilter, negatedMeaning } from './parts.ts';
import type { Token } from './tokens.ts';
import type { Meaning } from './vocabulary.ts';

/** A negation that cannot be honoured: why, and what can be asked instead. */
export interface Negation {
  readonly reason: string;
  readonly offers: readonly Offer[];
}

const insteadOf: Record<JobState, readonly (JobState | undefined)[]> = {
  failed: ['finished', undefined],
  finishedWithException: ['finished', undefined],
  partiallyFinished: ['finished', undefined],
  finished: ['failed', 'partiallyFinished', 'inProgress'],
  inProgress: ['finished', undefined],
};

/** Reads "not", "without", "except", "unfinished" and the like; undefined where nothing is negated. */
export function readNegation(
  parts: FoundParts,
  asked: SentenceParts,
  tokens: readonly Token[],
): Negation | undefined {
  const at = parts.found.findIndex(({ meaning }) => meaning.part === 'negation');
  const negation = parts.found[at];
  if (!negation) return undefined;
  const object = negatedObject(parts.found, at, tokens);
  // Only words of the vocabulary are quoted, so that nothing foreign gets into the sentence.
  const quoted = [negation, object]
    .map(one =>
      one && one.end > one.start
        ? tokens
            .slice(one.start, one.end)
            .map(token => token.raw)
            .join(' ')
        : '',
    )
    .filter((words, index, all) => words !== '' && all.indexOf(words) === index)
    .join(' ');
  return { reason: reasonFor(object?.meaning, quoted), offers: offersFor(object?.meaning, asked) };
}

/** What is negated: the word's own rest, else the next filter, else the service before. */
function negatedObject(found: readonly Found[], at: number, tokens: readonly Token[]): Found | undefined {
  const negation = found[at];
  const own = negation && negatedMeaning(tokens[negation.start]?.text ?? '');
  if (own) return { ...negation, meaning: own };
  const next = found.slice(at + 1).find(({ meaning }) => isFilter(meaning));
  if (next) return next;
  // "exchange excluded"
  const previous = found.slice(0, at).findLast(({ meaning }) => meaning.part === 'service');
  return previous && { start: 0, end: 0, meaning: previous.meaning };
}

function reasonFor(object: Meaning | undefined, said: string): string {
  const what = { state: ' a state', service: ' a service', type: ' a kind of job' };
  const excluded = object?.part === 'state' || object?.part === 'service' || object?.part === 'type';
  return `I can’t exclude${excluded ? what[object.part] : ' anything'} yet, so I haven’t searched for “${said}”.`;
}

const statusOffer = offerOf({ ...healthParts, service: undefined, period: undefined });

function offersFor(object: Meaning | undefined, asked: SentenceParts): Offer[] {
  if (object?.part === 'state') return insteadOf[object.value].map(state => offerOf({ ...asked, state }));
  const everything = { ...asked };
  if (object?.part === 'service') {
    return [offerOf({ ...everything, service: undefined }), statusOffer];
  }
  if (object?.part === 'type') {
    return [offerOf({ ...everything, type: undefined })];
  }
  return [offerOf({ ...everything, period: undefined }), statusOffer];
}
