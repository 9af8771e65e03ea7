import type { DutyOrder } from '../../domain/duty-order.ts';
import type { Note, Offer } from '../../domain/reading.ts';
import { noOrder, quoted } from '../orders.ts';
import type { Parsed } from '../parse.ts';
import type { Reading } from '../reading.ts';
import { noQuestion, unanswered } from '../refusals.ts';
import { meaningOf } from '../vocabulary.ts';
import { escalationOffers, isSound } from './escalation.ts';
import { type DutyParts, takeApart } from './take-apart.ts';

const show: Offer = { label: 'On duty', sentence: 'on duty' };
const off: Offer = { label: 'On duty off', sentence: 'on duty off' };
const pickName = 'Pick the name from the list that Teams offers after @, so that I can call them.';
const noDays = 'Whoever is on duty stays so until it is changed: I know no days or times for it.';
const inOrder =
  'Say it in this order: “on duty”, a name, “then”, and the name of whoever is called where nobody acknowledges.';

// D on duty, P a person, T then, F a fallback, O nobody.
const one = /^(?:D+P|PD+)$/;
const two = /^(?:(?:D+P|PD+)(?:T|F|TF)P|PTPD+|(?:D+P|PD+)T?PF)$/;
const nobody = /^(?:D+O|O+D)[DO]*$/;
const timed = /^(?:D*EL|D*LE|ELD+)$/;

/** Prose that happens to hold the words has more unknown ones. */
const mostUnknown = 3;

/** Why nothing is ordered, and what can be ordered instead. */
interface Refusal {
  readonly reason: string;
  readonly offers: readonly Offer[];
}

/**
 * "on duty @Kim then @Lee", "who is on duty?", "escalate after 10 minutes". It decides who is called, so nothing is done
 * where a word of it is not understood; names are known by their mentions alone.
 */
export function duty(parsed: Parsed, notes: readonly Note[]): Reading | undefined {
  if (!isAboutDuty(parsed)) return undefined;
  // "I'm on call, what failed?" asks for jobs.
  const isOfJobs = parsed.parts.found.some(({ meaning }) =>
    ['state', 'type', 'problems', 'health', 'why'].includes(meaning.part),
  );
  if (isOfJobs && parsed.mentions.length === 0) return undefined;
  const parts = takeApart(parsed);
  if (parts.people.length === 0 && parts.roles.split('X').length > mostUnknown + 1) return undefined;
  if (parts.isAsked || parts.roles.includes('Q')) return asked(parts, notes);
  const order = strangeness(parts) ?? (parts.people.length > 0 ? set(parts) : unnamed(parts));
  return 'reason' in order ? noOrder(order.reason, notes, order.offers) : ordered(order, notes);
}

/** Who is on duty now, if nothing else may be meant. */
function asked({ roles, foreign }: DutyParts, notes: readonly Note[]): Reading {
  const unknown = foreign.filter(word => meaningOf(word.toLowerCase())?.part !== 'harmless');
  if (unknown.length === 0) return ordered({ what: 'show' }, notes);
  return /[XN]/.test(roles)
    ? unanswered('words', `I don’t know ${quoted(unknown)} in a question about duty.`, notes, [show])
    : noQuestion(noDays, notes, [show]);
}

function ordered(order: DutyOrder, notes: readonly Note[]): Reading {
  return { command: { kind: 'duty', order }, notes, offers: [] };
}

function refuse(reason: string, offers: readonly Offer[] = [show]): Refusal {
  return { reason, offers };
}

function isAboutDuty({ parts, mentions, tokens }: Parsed): boolean {
  if (parts.found.some(({ meaning }) => ['duty', 'escalation'].includes(meaning.part))) return true;
  return mentions.length > 0 && tokens.some(({ text }) => text === 'fallback');
}

/** What stands in the way of any order: a name that mentions nobody, a day, or a word that means nothing here. */
function strangeness({ roles, people, foreign, isTyped }: DutyParts): Refusal | undefined {
  const isNamed = people.length > 0;
  const escalates = roles.includes('E');
  if (escalates && /[ON]/.test(roles))
    return refuse('Where only one name is said to be on duty, nobody is called after them.');
  if (isTyped || roles.includes('M') || /[TF][XW]/.test(roles)) return refuse(pickName);
  if (/[XW]/.test(roles) && !isNamed && !escalates) return refuse(pickName);
  if (/[XN]/.test(roles) || (roles.includes('W') && escalates))
    return refuse(
      `I do not know ${quoted(foreign)} in such an order.`,
      isNamed || escalates ? [show] : [off, show],
    );
  if (roles.includes('W')) return refuse(noDays);
  return undefined;
}

function set({ roles, people, lengths }: DutyParts): DutyOrder | Refusal {
  const [first, fallback] = people;
  if (roles.includes('L'))
    return refuse('One thing at a time, please: who is on duty, then when I escalate.', [
      ...escalationOffers(lengths),
      show,
    ]);
  if (roles.includes('O')) return refuse('Duty is taken off as a whole.', [off, show]);
  if (people.length > 2) return refuse('One person can be on duty, and one to fall back on.');
  if (first && fallback?.id === first.id) return refuse('That is the same person twice.');
  if (first && (one.test(roles) || two.test(roles))) return { what: 'set', first, fallback };
  return refuse(/[TF]$/.test(roles) && !fallback ? pickName : inOrder);
}

/** An order in which nobody is mentioned. */
function unnamed({ roles, lengths }: DutyParts): DutyOrder | Refusal {
  if (/^D+$/.test(roles)) return { what: 'show' };
  if (nobody.test(roles)) return { what: 'off' };
  if (!/[EL]/.test(roles)) return refuse(pickName);
  const [ms, otherMs] = lengths;
  if (ms === undefined) return refuse('After how long should I escalate?', escalationOffers([]));
  if (otherMs !== undefined) return refuse('One time, please.', escalationOffers(lengths));
  if (!isSound(ms))
    return refuse(
      'I can escalate after whole minutes: one at the least, and 24 hours at the most.',
      escalationOffers([]),
    );
  if (!timed.test(roles)) return refuse('Is that when I should escalate?', escalationOffers([ms]));
  return { what: 'escalateAfter', ms };
}
