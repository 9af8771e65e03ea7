import type { JobState } from '../../../domain/job.ts';
import type { Suggestion } from '../../../domain/reading.ts';
import { healthParts } from '../../../language/asked.ts';
import { offerOf, type SentenceParts } from '../../../language/compose.ts';
import type { Parsed } from '../../../language/parse.ts';
import { type Found, type FoundParts, isFilter, negatedMeaning } from '../../../language/parts.ts';
import type { Read } from '../../../language/reading.ts';
import { noQuestion, unanswered } from '../../../language/refusals.ts';
import type { Token } from '../../../language/tokens.ts';
import type { Meaning } from '../../../language/vocabulary.ts';
import { asksWhyThen } from '../../../language/yes-no.ts';
import { carriesOn } from './follow-ups.ts';

/** A negation that can't be honoured: why, and what to ask instead. */
interface Negation {
  readonly reason: string;
  readonly offers: readonly Suggestion[];
}

const insteadOf: Record<JobState, readonly (JobState | undefined)[]> = {
  failed: ['finished', undefined],
  finishedWithException: ['finished', undefined],
  partiallyFinished: ['finished', undefined],
  finished: ['failed', 'partiallyFinished', 'inProgress'],
  inProgress: ['finished', undefined],
};

/** Reads "not", "without", "except", "unfinished" and the like; undefined if nothing is negated. */
function readNegation(
  parts: FoundParts,
  asked: SentenceParts,
  tokens: readonly Token[],
): Negation | undefined {
  const at = parts.found.findIndex(({ meaning }) => meaning.part === 'negation');
  const negation = parts.found[at];
  if (!negation) return undefined;
  const object = negatedObject(parts.found, at, tokens);
  // Quotes only words of the vocabulary, so that nothing foreign gets into the sentence.
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
  const reason = `I can’t tell what “${quoted}” leaves out, so I haven’t searched.`;
  return { reason, offers: offersFor(object?.meaning, asked) };
}

/** Returns what is negated: the rest of the word itself, else the next filter, else the service before. */
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

const statusOffer = offerOf({ ...healthParts, service: undefined, period: undefined });

function offersFor(object: Meaning | undefined, asked: SentenceParts): Suggestion[] {
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

/** Refuses a sentence that leaves something out, or corrects an earlier one. */
export function negated(parsed: Parsed): Read | undefined {
  const { services, states } = parsed.parts;
  const isTurned = parsed.parts.found.some(({ meaning }) => meaning.part === 'negation');
  if (isTurned && parsed.parts.found.some(({ meaning }) => meaning.part === 'why')) {
    // "why didn't the backup finish" asks for causes, "why was there none" for what isn't known.
    const isOfRuns = asksWhyThen(parsed) && states.every(state => state === 'inProgress');
    const isOfEnds = states.length === 1 && states[0] === 'finished';
    if ((isOfRuns || isOfEnds) && !isLacking(parsed)) return undefined;
    return unanswered('words', 'I can’t say why something didn’t run.', [
      offerOf({ ...parsed.asked, isWhy: true, state: undefined }),
      ...(services.length === 1
        ? [offerOf({ ...healthParts, service: services[0], period: parsed.asked.period })]
        : []),
    ]);
  }
  // "teams, not exchange" corrects an earlier question.
  if (isTurned && services.length === 2 && states.length + parsed.parts.types.length === 0)
    return unanswered(
      'followUp',
      carriesOn,
      services.map(service => offerOf({ ...healthParts, service, period: undefined })),
    );
  const negation = readNegation(parsed.parts, parsed.asked, parsed.tokens);
  return negation && noQuestion(negation.reason, negation.offers);
}

const lacking = new Set(['lack', 'lacks', 'lacking', 'missed', 'missing']);

/** "why are successful backups missing": nothing ran, so that no error says why. */
function isLacking({ parts, tokens }: Parsed): boolean {
  return parts.found.some(
    ({ meaning, start }) => meaning.part === 'negation' && lacking.has(tokens[start]?.text ?? ''),
  );
}
