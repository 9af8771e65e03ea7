import type { JobState } from '../../../domain/job.ts';
import type { Suggestion } from '../../../domain/reading.ts';
import { askedParts, healthParts } from '../../../language/asked.ts';
import {
  capital,
  composeSentence,
  namesInWords,
  offerOf,
  type SentenceParts,
} from '../../../language/compose.ts';
import { idsIn } from '../../../language/job-ids.ts';
import type { Parsed } from '../../../language/parse.ts';
import type { ReadingContext } from '../../../language/reading.ts';
import { digestFor } from '../../digest/compose.ts';
import { nearestOffers } from '../nearest.ts';
import type { UnansweredRequest } from './unanswered-request.ts';

const most = 4;
const sentence = (words: string): Suggestion => ({ label: capital(words), sentence: words });

/** What can be asked instead of a sentence that gets no answer: the nearest readings, none of which is run. */
export function waysOn(
  parsed: Parsed,
  leadsTo: UnansweredRequest['leadsTo'],
  context: ReadingContext,
): readonly Suggestion[] {
  const jobs = idsIn(parsed).map(id => sentence(`job ${id}`));
  const own = [...jobs.slice(0, 2), ...ownWays(parsed, leadsTo, context)];
  const offers = own.length > 1 ? own : [...own, ...nearestOffers([], nothing)];
  const bySentence = new Map(offers.map(offer => [offer.sentence, offer]));
  return [...bySentence.values()].slice(0, most - 1);
}

/** The nearest lists, for a sentence of which a part was not understood. */
export function nearestTo(parsed: Parsed, context: ReadingContext): readonly Suggestion[] {
  return waysOn(parsed, 'list', context);
}

function ownWays(
  parsed: Parsed,
  leadsTo: UnansweredRequest['leadsTo'],
  context: ReadingContext,
): readonly Suggestion[] {
  const asked = oneOfEach(parsed);
  const services = parsed.parts.services;
  const status = offerOf({
    ...asked,
    ...healthParts,
    service: services.length === 1 ? services[0] : undefined,
  });
  switch (leadsTo) {
    case 'list':
      return isAbout(asked) ? [offerOf(asked), ...failedOf(asked), status] : [];
    case 'status':
      return [status, ...(isAbout(asked) ? [offerOf(asked)] : []), ...failedOf(asked)];
    case 'lastGood':
      return [
        sentence(services.length === 1 ? `last good backup of ${namesInWords(services)}` : 'coverage'),
        status,
      ];
    case 'watch':
      return [
        sentence(`watch ${services.length > 0 ? namesInWords(services) : 'all backups'}`),
        ...(isAbout(asked) ? [offerOf(asked)] : []),
        sentence('watches'),
      ];
    case 'digest':
      return [sentence(digestFor(parsed.tokens, services, context)), sentence('digest')];
    case 'setHere':
      return [sentence('watches'), sentence('digest')];
    case 'compare': {
      const parts = { ...asked, period: undefined, pageSize: undefined };
      return [
        sentence(`${composeSentence(parts)} ${pairIn(parsed)}`),
        ...(isAbout(asked) ? [offerOf(asked)] : []),
        status,
      ];
    }
    case 'whole':
      return isAbout(asked)
        ? [...(hasFilter(asked) ? [offerOf(asked)] : []), status, ...failedOf(asked)]
        : [];
  }
}

/** The two periods of a sentence, else the usual two. */
function pairIn(parsed: Parsed): string {
  const words = parsed.eachPeriod().flatMap(period => (period.kind === 'bounds' ? [period.words] : []));
  return words.length === 2 ? words.join(' vs ') : 'today vs yesterday';
}

const nothing: SentenceParts = {
  type: undefined,
  service: undefined,
  state: undefined,
  period: undefined,
  pageSize: undefined,
};

/** What was understood, with no more than can be asked at once. */
function oneOfEach(parsed: Parsed): SentenceParts {
  const { states } = parsed.parts;
  const asked = askedParts(parsed);
  const bad: readonly JobState[] = states.filter(state => state !== 'inProgress');
  const state = states.length > 1 && bad.length < states.length ? bad : asked.state;
  const isRunning = state === 'inProgress';
  return { ...asked, isHealth: false, isWhy: false, state, period: isRunning ? undefined : asked.period };
}

function hasFilter({ type, state }: SentenceParts): boolean {
  return type !== undefined || state !== undefined;
}

function isAbout(asked: SentenceParts): boolean {
  return hasFilter(asked) || asked.service !== undefined || asked.period !== undefined;
}

/** The failed ones, if no state was said. */
function failedOf(asked: SentenceParts): readonly Suggestion[] {
  return asked.state === undefined ? [offerOf({ ...asked, state: 'failed' })] : [];
}
