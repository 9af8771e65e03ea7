import type { Offer } from '../domain/reading.ts';
import { offerOf } from './compose.ts';
import { nearestOffers } from './nearest.ts';
import type { Parsed } from './parse.ts';

/** Something understood that no sentence can ask for: why, and what can be asked instead. */
export interface OutOfReach {
  readonly reason: string;
  readonly offers: readonly Offer[];
}

/** What is asked of the bot that it cannot do, told apart from what it did not understand. */
export function outOfReach(parsed: Parsed): OutOfReach | undefined {
  return pageTurn(parsed) ?? action(parsed);
}

const turning = new Set('next previous prev more back page pages details detail continue'.split(' '));
const beside = new Set('the a show me please first last go on to forward further number give see'.split(' '));

/** "next", "show more", "page 2": a sentence knows no earlier card, its buttons do. */
function pageTurn({ tokens, pageSize }: Parsed): OutOfReach | undefined {
  const said = tokens.filter(({ kind }) => kind !== 'sign');
  if (pageSize || !said.some(({ text }) => turning.has(text))) return undefined;
  if (!said.every(({ text, kind }) => turning.has(text) || beside.has(text) || kind === 'number'))
    return undefined;
  return {
    reason: 'Pages are turned on the card itself, with Next and Previous; a tap on a job opens its details.',
    offers: nearestOffers([], nothing),
  };
}

function action({ action, parts, asked, unknown, tokens }: Parsed): OutOfReach | undefined {
  if (!action || parts.found.some(({ meaning }) => meaning.part === 'elsewhere')) return undefined;
  const aboutJobs = asked.type || asked.service || asked.state || asked.period;
  if (!aboutJobs && !parts.found.some(({ meaning }) => meaning.part === 'jobs') && unknown.length > 0)
    return undefined;
  const asType = action.type ? [offerOf({ ...asked, type: action.type })] : [];
  return {
    reason:
      'Jobs can only be looked at here: nothing can be started, stopped, restored, exported, deleted or sent.',
    offers: [...asType, ...nearestOffers(tokens, asked)],
  };
}

const nothing = {
  type: undefined,
  service: undefined,
  state: undefined,
  period: undefined,
  pageSize: undefined,
};
