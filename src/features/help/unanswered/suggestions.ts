import type { Suggestion } from '../../../domain/reading.ts';
import { hasFilter, healthParts, isAboutJobs, oneOfEach } from '../../../language/asked.ts';
import { capital, namesInWords, offerOf, type SentenceParts } from '../../../language/compose.ts';
import { idsIn } from '../../../language/job-ids.ts';
import type { Parsed } from '../../../language/parse.ts';
import type { ReadingContext } from '../../../language/reading.ts';
import { digestFor } from '../../digest/compose.ts';
import { nearestOffers } from '../nearest.ts';
import type { UnansweredRequest } from './unanswered-request.ts';

const most = 4;
const sentence = (words: string): Suggestion => ({ label: capital(words), sentence: words });

/** Returns what to ask instead of a sentence that has no answer: the nearest readings, none of which is run. */
export function waysOn(
  parsed: Parsed,
  leadsTo: UnansweredRequest['leadsTo'],
  context: ReadingContext,
): readonly Suggestion[] {
  const jobs = idsIn(parsed).map(id => sentence(`job ${id}`));
  const own = [...jobs.slice(0, 2), ...ownWays(parsed, leadsTo, context)];
  const offers = own.length > 1 ? own : [...own, ...nearestOffers([], nothing, context)];
  const bySentence = new Map(offers.map(offer => [offer.sentence, offer]));
  return [...bySentence.values()].slice(0, most - 1);
}

/** Returns the nearest lists, for a sentence that was understood in part. */
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
      return isAboutJobs(asked) ? [offerOf(asked), ...failedOf(asked), status] : [];
    case 'status':
      return [status, ...(isAboutJobs(asked) ? [offerOf(asked)] : []), ...failedOf(asked)];
    case 'lastGood':
      return [
        sentence(services.length === 1 ? `last good backup of ${namesInWords(services)}` : 'coverage'),
        status,
      ];
    case 'watch':
      return [
        sentence(`watch ${services.length > 0 ? namesInWords(services) : 'all backups'}`),
        ...(isAboutJobs(asked) ? [offerOf(asked)] : []),
        sentence('watches'),
      ];
    case 'digest':
      return [sentence(digestFor(parsed.tokens, services, context)), sentence('digest')];
    case 'setHere':
      return [sentence('watches'), sentence('digest')];
    case 'whole':
      return isAboutJobs(asked)
        ? [...(hasFilter(asked) ? [offerOf(asked)] : []), status, ...failedOf(asked)]
        : [];
  }
}

const nothing: SentenceParts = {
  type: undefined,
  service: undefined,
  state: undefined,
  period: undefined,
  pageSize: undefined,
};

/** The failed ones, if no state was said. */
function failedOf(asked: SentenceParts): readonly Suggestion[] {
  return asked.state === undefined ? [offerOf({ ...asked, state: 'failed' })] : [];
}
