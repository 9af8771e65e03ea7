import { noOrderCard, notUnderstoodCard, suggestionCard } from '../../../cards/suggestion-card.ts';
import { has } from '../../../language/asked.ts';
import type { Parsed } from '../../../language/parse.ts';
import type { NoOrder, NoQuestion, Read, ReadingContext } from '../../../language/reading.ts';
import { unanswered as notAnswered } from '../../../language/refusals.ts';
import { command } from '../../feature.ts';
import { permissions } from '../../permission.ts';
import { card } from '../../turn.ts';
import { unlessToOthers } from '../silence.ts';
import { declined } from './declined.ts';
import { actions, elsewhere } from './elsewhere.ts';
import { besides, followUps } from './follow-ups.ts';
import { illJoined, tooMany } from './ill-joined.ts';
import { negated } from './negation.ts';
import { type NotUnderstoodCommand, unrelated } from './not-understood.ts';
import { action, pageTurn } from './out-of-reach.ts';
import { besideCauses, questions } from './questions.ts';
import { noSuchState, ofProduct, refusedPeriod } from './refused.ts';
import { quieter, settings } from './settings.ts';
import { waysOn } from './suggestions.ts';
import type { UnansweredRequest } from './unanswered-request.ts';

interface UnansweredParts {
  /** The address of AvePoint's portal; undefined if it isn't set. */
  readonly portalUrl?: string | undefined;
}

/** What is to be done or to be set, in the order in which it counts if a sentence has words of several. */
const orders: readonly UnansweredRequest[] = [...actions, ...settings, ...elsewhere];

/** Reads the first request of a kind that has no answer. */
const requested =
  (requestsOf: (parsed: Parsed) => readonly UnansweredRequest[]) =>
  (parsed: Parsed, context: ReadingContext): Read<NoQuestion> | undefined => {
    const request = requestsOf(parsed).find(({ words }) => words.some(one => one.test(parsed.outside)));
    return request && notAnswered(request.about, request.reason, waysOn(parsed, request.leadsTo, context));
  };

/** Returns true for "the CEO’s mailbox", "kim@contoso.com". */
function isOfPerson({ left }: Parsed): boolean {
  return left.some(({ token: { raw, text } }) => text.includes('@') || /\p{L}(?:'s|s')$/iu.test(raw));
}

/** Sentences that have no answer, understood or not: the reason, and the nearest sentences as buttons. */
export const unanswered = {
  readings: [
    { rank: 'quieter', read: requested(() => quieter) },
    {
      rank: 'portal',
      read: (parsed: Parsed, context: ReadingContext) => action(parsed, context, 'avepoint'),
    },
    { rank: 'otherOrder', read: requested(() => orders) },
    { rank: 'action', read: (parsed: Parsed, context: ReadingContext) => action(parsed, context) },
    { rank: 'pageTurn', read: pageTurn },
    { rank: 'followUp', read: requested(() => followUps) },
    { rank: 'beside', read: requested(() => besides) },
    { rank: 'product', read: ofProduct },
    { rank: 'declined', read: requested(() => declined) },
    { rank: 'unrelated', read: unrelated },
    {
      rank: 'notBuilt',
      // What is asked of a person is refused for that, whatever else is asked: "the last backup of the CEO’s mailbox".
      read: requested(parsed => (isOfPerson(parsed) ? [] : has(parsed, 'why') ? besideCauses : questions)),
    },
    { rank: 'negated', read: negated },
    { rank: 'noState', read: noSuchState },
    { rank: 'illJoined', read: illJoined },
    { rank: 'tooMany', read: tooMany },
    { rank: 'refusedPeriod', read: refusedPeriod },
  ],
  commands: [
    command({
      kind: 'noQuestion',
      permission: permissions.look,
      run: ({ reason, about }: NoQuestion, { asides }, { portalUrl }: UnansweredParts) =>
        card(suggestionCard({ reason, about, portalUrl, ...asides })),
    }),
    command({
      kind: 'noOrder',
      permission: permissions.look,
      run: ({ reason }: NoOrder, { asides }) => card(noOrderCard({ reason, ...asides })),
    }),
    command({
      kind: 'notUnderstood',
      permission: permissions.look,
      run: ({ words, isToOthers }: NotUnderstoodCommand, { asides, place }) =>
        unlessToOthers(card(notUnderstoodCard({ words, ...asides })), isToOthers === true, place),
    }),
  ],
} as const;
