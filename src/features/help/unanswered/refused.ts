import { askedParts, has } from '../../../language/asked.ts';
import { offerOf, periodOffer } from '../../../language/compose.ts';
import type { Parsed } from '../../../language/parse.ts';
import type { NoQuestion, Read, ReadingContext } from '../../../language/reading.ts';
import { distinctOffers, noQuestion, unanswered } from '../../../language/refusals.ts';
import { joinTokens } from '../../../language/tokens.ts';
import { waysOn } from './suggestions.ts';

const product = /\b(?:microsoft|ms|office|365|m365|o365|portal|avepoint|cloud|connectors?)\b/;

/** Refuses "portal failed", "cloud status": something else than backups. */
export function ofProduct(parsed: Parsed, context: ReadingContext): Read<NoQuestion> | undefined {
  const isNamed = parsed.parts.services.length > 0 || has(parsed, 'type') || has(parsed, 'jobs');
  const isAsked = ['state', 'health', 'problems', 'well', 'why'].some(part => has(parsed, part));
  if (isNamed || !isAsked || !product.test(parsed.outside)) return undefined;
  const reason = 'I know about backup jobs only, not the rest of Microsoft 365 or AvePoint.';
  return unanswered('words', reason, waysOn(parsed, 'status', context));
}

/** Refuses "stuck jobs": a state that the API doesn't report. */
export function noSuchState(parsed: Parsed): Read<NoQuestion> | undefined {
  const found = parsed.parts.found.find(({ meaning }) => meaning.part === 'noState');
  if (!found) return undefined;
  const said = joinTokens(parsed.tokens.slice(found.start, found.end));
  const states = ['inProgress', 'failed', 'partiallyFinished'] as const;
  return noQuestion(
    `AvePoint doesn’t report jobs as “${said}”. A job is running, finished, with exceptions, partial or failed.`,
    states.map(state =>
      offerOf({ ...parsed.asked, state, ...(state === 'inProgress' ? { period: undefined } : {}) }),
    ),
  );
}

/** Refuses a period that can't be asked about; for running jobs it doesn't matter. */
export function refusedPeriod(parsed: Parsed): Read<NoQuestion> | undefined {
  const { period } = parsed;
  const asked = askedParts(parsed);
  if (period.kind !== 'refused' || parsed.parts.states[0] === 'inProgress') return undefined;
  const instead = period.instead.length > 0 ? period.instead : ['today', 'last 7 days'];
  const offers = instead.map(words => periodOffer(asked, words));
  return {
    command: { kind: 'noQuestion', reason: period.reason, about: 'period', isUnderstood: true },
    offers: distinctOffers(offers),
  };
}
