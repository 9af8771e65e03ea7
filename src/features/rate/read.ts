import type { JobState } from '../../domain/job.ts';
import type { Suggestion } from '../../domain/reading.ts';
import { asksForProblems, has, oneOfEach, problemStates } from '../../language/asked.ts';
import { boundsOf } from '../../language/bounds.ts';
import { capital } from '../../language/compose.ts';
import { decisiveWords, meantWords } from '../../language/decisive.ts';
import type { Parsed } from '../../language/parse.ts';
import type { NoQuestion, Read, ReadingContext } from '../../language/reading.ts';
import { noQuestion, unanswered } from '../../language/refusals.ts';
import { unusedParts } from '../../language/unused-parts.ts';
import { composeRate } from './compose.ts';
import { areEnds, isOfSuccess, type RateQuestion } from './question.ts';

export interface RateCommand {
  readonly kind: 'rate';
  readonly question: RateQuestion;
}

const rates =
  /\b(?:rates?|percent|percentages?|pct|ratios?|reliable|reliability|slas?|how often(?! (?:did|has|have)\b)|how successful|what part of|(?:share|proportion|fraction|portion) of)\b|%/;
const perService = /\b(?:by|per|of each|for each|each|every|across) (?:the |our )?(?:services?|workloads?)\b/;
const whichService =
  /\b(?:which|what) (?:services?|workloads?)\b|\b(?:services?|workloads?) with\b|\b(?:most|least) reliable (?:services?|workloads?)\b|^(?:the )?(?:lowest|highest|worst|best) (?:\w+ )?(?:success|failure|error) rates?\b/;
/** Without a state these ask for the share of good ends; "percentage of restores" asks for something else. */
const alone = /\b(?:success|completion|reliable|reliability|slas?|worked)\b/;
const highest = /\b(?:highest|most)\b/;
const lowest = /\b(?:lowest|least)\b/;
const other =
  /\b(?:by|per|each|every) (?:job )?(?:days?|dates?|hours?|weeks?|months?|states?|status|types?|kinds?|results?)\b|\bper …/;

/** Words of this grammar that no part of the language takes. */
const own = new Set(
  (
    'rate rates percent percentage percentages pct ratio ratios reliable reliability sla slas share proportion fraction portion ' +
    '% completion high low meeting meet met keeping keep kept within highest lowest most least best worst per each every across often part average avg mean kpi kpis calculate compute'
  ).split(' '),
);

/** Words in which no typing error is looked for. */
export const knownWords: readonly string[] = [...own].filter(word => word !== '%');

/** Reads "success rate last 30 days", "percentage of failed backups", "how reliable are Teams backups?". */
export function read(parsed: Parsed, context: ReadingContext): Read<RateCommand | NoQuestion> | undefined {
  const { outside, period } = parsed;
  if (!rates.test(outside) || other.test(outside) || !isUnderstood(parsed)) return undefined;
  const { services, types } = parsed.parts;
  const states = statesOf(parsed);
  const order = orderOf(outside, states);
  if (!areEnds(states) || order === 'unclear') return undefined;
  const asked = { type: types[0], services, states, order };
  const offer = (words: string): Suggestion => ({ label: words, sentence: composeRate(asked, words) });
  if (period.kind === 'refused') {
    const instead = period.instead.length > 0 ? period.instead : ['today', 'last 7 days'];
    return noQuestion(period.reason, instead.map(offer));
  }
  return {
    command: { kind: 'rate', question: { ...asked, ...boundsOf(parsed, context), zone: context.zone } },
    offers: period.kind === 'bounds' ? period.others.map(offer) : [],
  };
}

function statesOf(parsed: Parsed): readonly JobState[] {
  const { states } = parsed.parts;
  if (states.length > 0) return states;
  if (asksForProblems(parsed)) return problemStates;
  return alone.test(parsed.outside) ? ['finished'] : [];
}

/** Returns which service is asked for, if one is; unclear if such a word is about something else. */
function orderOf(outside: string, states: readonly JobState[]): RateQuestion['order'] | 'unclear' {
  const isBest = /\bbest\b/.test(outside);
  const isWorst = /\bworst\b/.test(outside);
  const ordered = [highest.test(outside), lowest.test(outside), isBest, isWorst].filter(Boolean).length;
  const isWhich = whichService.test(outside) || perService.test(outside);
  if (ordered === 0) return whichService.test(outside) ? 'unclear' : undefined;
  if (ordered > 1 || !isWhich) return 'unclear';
  if (highest.test(outside)) return 'highest';
  if (lowest.test(outside)) return 'lowest';
  return isBest === isOfSuccess({ states }) ? 'highest' : 'lowest';
}

/** Returns true if each word of the sentence is part of what is asked, or harmless. */
function isUnderstood(parsed: Parsed): boolean {
  const { parts, tokens, pageSize } = parsed;
  const { types, services, states } = parts;
  if (types.length > 1 || pageSize) return false;
  const isJoined = has(parsed, 'join') || tokens.some(({ text }) => [',', '&', '/', '+'].includes(text));
  if ((services.length > 1 || states.length > 1) && !isJoined) return false;
  if (!meantWords(parsed).every(({ token }) => own.has(token.text))) return false;
  return unusedParts(parsed, ['problems', 'count', 'of rank']).length === 0;
}

/** Refuses rates that can't be worked out, so that no list is the answer. */
export function readUnrated(parsed: Parsed): Read<NoQuestion> | undefined {
  if (has(parsed, 'why') || !(rates.test(parsed.outside) || /\buptime\b|\bcount on\b/.test(parsed.outside)))
    return undefined;
  const isGroup = /^(?:days?|dates?|hours?|weeks?|months?)$/;
  const isStrange = (word: string) => !own.has(word.toLowerCase()) && !isGroup.test(word.toLowerCase());
  const left = parsed.left.filter(({ token }) => isStrange(token.text));
  const strange = decisiveWords({ ...parsed, left, unknown: parsed.unknown.filter(isStrange) });
  const reason =
    strange?.reason ?? 'I can work out which share of jobs failed or finished in one period, by service.';
  const { type, period } = oneOfEach(parsed);
  const [one, another] = parsed.parts.services;
  const services = one !== undefined && another === undefined ? [one] : [];
  const offers = (['finished', 'failed'] as const).map((state): Suggestion => {
    const sentence = composeRate({ type, services, states: [state], order: undefined }, period);
    return { label: capital(sentence), sentence };
  });
  return unanswered(strange?.about ?? 'rate', reason, offers);
}
