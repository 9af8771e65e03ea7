import type { OnCallOrder } from '../../../domain/duty-order.ts';
import type { Suggestion } from '../../../domain/reading.ts';
import { noOrder, quoted } from '../../../language/orders.ts';
import type { Parsed } from '../../../language/parse.ts';
import type { Read, RefusedSentence } from '../../../language/reading.ts';
import { noQuestion, unanswered } from '../../../language/refusals.ts';
import { isUnitWord } from '../../../language/spans/units.ts';
import { meaningOf } from '../../../language/vocabulary.ts';
import { type DutyParts, fillOnCallSlots } from './fill-slots.ts';
import { escalating, isSound, reminding, type TimeWords, timeOffer, timeOffers } from './read-times.ts';

const show: Suggestion = { label: 'On call', sentence: 'on call' };
const off: Suggestion = { label: 'Take everyone off call', sentence: 'on call off' };
const pickName = 'Pick the name from the list that Teams shows after @, so I can call them.';
const toHolder = 'Reminders go to whoever took the incident, and in turn to the next on call.';
const noDays = 'People stay on call until you change it: I can’t schedule days or times.';
const inOrder =
  'Say it in this order: “on call”, a name, “then”, and who is called if the first doesn’t acknowledge.';

// D on duty, P a person, T then, F a fallback, O nobody.
const one = /^(?:D+P|PD+)$/;
const two = /^(?:(?:D+P|PD+)(?:T|F|TF)P|PTPD+|(?:D+P|PD+)T?PF)$/;
const nobody = /^(?:D+O|O+D)[DO]*$/;

/** Prose that happens to hold the words has more unknown ones. */
const mostUnknown = 3;

export interface OnCallCommand {
  readonly kind: 'duty';
  readonly order: OnCallOrder;
}

/** Why nothing is ordered, and what can be ordered instead. */
interface NotOrdered {
  readonly reason: string;
  readonly offers: readonly Suggestion[];
}

/**
 * "on call @Kim then @Lee", "who is on call?", "escalate after 10 minutes", "remind after 12 hours". It decides who is
 * called, so nothing is done if a word of it is not understood; names are known by their mentions alone.
 */
export function duty(parsed: Parsed): Read<OnCallCommand | RefusedSentence> | undefined {
  const isOfDuty = isAboutDuty(parsed);
  if (!isOfDuty && !has(parsed, 'of reminder')) return undefined;
  // "I'm on call, what failed?" asks for jobs.
  const isOfJobs = has(parsed, 'state', 'type', 'problems', 'health', 'why');
  if (isOfJobs && (!isOfDuty || parsed.mentions.length === 0)) return undefined;
  const parts = partsOf(parsed);
  if (!isOfDuty && isOtherReminder(parts, parsed)) return undefined;
  if (parts.people.length === 0 && parts.roles.split('X').length > mostUnknown + 1) return undefined;
  if (parts.isAsked || parts.roles.includes('Q')) return asked(parts);
  const order = strangeness(parts) ?? (parts.people.length > 0 ? set(parts) : unnamed(parts));
  return 'reason' in order ? noOrder(order.reason, order.offers) : ordered(order);
}

/** Who is on call now is so until it's changed. */
const current = new Set(['today', 'this week', 'tonight', 'moment']);

/** Who is on call now, if nothing else may be meant. */
function asked({ roles, foreign }: DutyParts): Read<OnCallCommand | RefusedSentence> {
  const unknown = foreign.filter(
    word => meaningOf(word.toLowerCase())?.part !== 'harmless' && !current.has(word.toLowerCase()),
  );
  if (unknown.length === 0) return ordered({ what: 'show' });
  return /[XN]/.test(roles)
    ? unanswered('words', `I don’t know ${quoted(unknown)} in a question about on call.`, [show])
    : noQuestion(noDays, [show]);
}

function ordered(order: OnCallOrder): Read<OnCallCommand> {
  return { command: { kind: 'duty', order }, offers: [] };
}

function refuse(reason: string, offers: readonly Suggestion[] = [show]): NotOrdered {
  return { reason, offers };
}

function has({ parts }: Parsed, ...those: readonly string[]): boolean {
  return parts.found.some(({ meaning }) => those.includes(meaning.part));
}

function isAboutDuty(parsed: Parsed): boolean {
  const { mentions, tokens } = parsed;
  if (has(parsed, 'of on call', 'of escalation')) return true;
  return mentions.length > 0 && tokens.some(({ text }) => text === 'fallback');
}

/** "Remind us" names the conversation, and no person to call. */
function partsOf(parsed: Parsed): DutyParts {
  const parts = fillOnCallSlots(parsed);
  return parts.roles.includes('R') ? { ...parts, roles: parts.roles.replaceAll('M', '') } : parts;
}

/** "remind us each Monday about Exchange", "remind me tomorrow": something else is wished for than reminders of incidents. */
function isOtherReminder({ roles, foreign }: DutyParts, { tokens }: Parsed): boolean {
  if (!/[XWP]/.test(roles) || roles.includes('A')) return false;
  // "after 1.5 hours", "after 12 or 24 hours"
  const isLength =
    foreign.some(words => /^after \d/i.test(words)) && tokens.some(({ text }) => isUnitWord(text));
  return !isLength;
}

/** The times of a sentence about both, each with its own length. */
function eachTime(roles: string, lengths: readonly number[]): readonly Suggestion[] {
  const times = [escalating, reminding].toSorted((a, b) => roles.indexOf(a.role) - roles.indexOf(b.role));
  const isEach = lengths.length === times.length;
  return times.flatMap((time, index) =>
    timeOffers(time, isEach ? lengths.slice(index, index + 1) : []).slice(0, 1),
  );
}

/** The time that is spoken of; undefined if only a length is said. */
function timeIn(roles: string): TimeWords | undefined {
  return [escalating, reminding].find(({ role }) => roles.includes(role));
}

/** What stands in the way of any order: a name that mentions nobody, a day, or a word that means nothing here. */
function strangeness({ roles, people, lengths, foreign, isTyped }: DutyParts): NotOrdered | undefined {
  const isNamed = people.length > 0;
  const time = timeIn(roles);
  if (time && /[ON]/.test(roles)) {
    const { reason, instead } = time.never;
    return refuse(reason, [...instead.map(ms => timeOffer(time, ms)), show]);
  }
  if (time === reminding && !roles.includes('D') && (isNamed || isTyped))
    return refuse(toHolder, [...timeOffers(time, lengths), show]);
  if (isTyped || roles.includes('M') || /[TF][XW]/.test(roles)) return refuse(pickName);
  if (/[XW]/.test(roles) && !isNamed && !time) return refuse(pickName);
  if (/[XN]/.test(roles) || (roles.includes('W') && time))
    return refuse(
      `I don’t know ${quoted(foreign)}, so I’ve changed nothing.`,
      isNamed || time ? [show] : [off, show],
    );
  if (roles.includes('W')) return refuse(noDays);
  return undefined;
}

function set({ roles, people, lengths }: DutyParts): OnCallOrder | NotOrdered {
  const [first, fallback] = people;
  if (/[LAIV]/.test(roles)) {
    const time = timeIn(roles) ?? escalating;
    return refuse(`One thing at a time: who is on call, then when I ${time.verb}.`, [
      ...timeOffers(time, lengths),
      show,
    ]);
  }
  if (roles.includes('O')) return refuse('I can only take everyone off call at once.', [off, show]);
  if (people.length > 2) return refuse('Only two people can be on call: one, and one who is called next.');
  if (first && fallback?.id === first.id) return refuse('That’s the same person twice.');
  if (first && (one.test(roles) || two.test(roles))) return { what: 'set', first, fallback };
  return refuse(/[TF]$/.test(roles) && !fallback ? pickName : inOrder);
}

/** An order in which nobody is mentioned. */
function unnamed({ roles, lengths }: DutyParts): OnCallOrder | NotOrdered {
  if (/^D+$/.test(roles)) return { what: 'show' };
  if (nobody.test(roles)) return { what: 'off' };
  if (!/[ERLAIV]/.test(roles)) return refuse(pickName);
  const time = timeIn(roles) ?? escalating;
  const offers = timeOffers(time, lengths);
  if (roles.includes('E') && roles.includes('R'))
    return refuse('One thing at a time: when I escalate, then when I remind.', [
      ...eachTime(roles, lengths),
      show,
    ]);
  const [ms, otherMs] = lengths;
  if (ms === undefined) return refuse(time.ask, offers);
  if (otherMs !== undefined) return refuse('I need one time, not several.', offers);
  if (!isSound(time, ms)) return refuse(time.bounds, offers);
  if (!time.timed.test(roles)) return refuse(time.confirm, offers);
  return { what: time.what, ms };
}
