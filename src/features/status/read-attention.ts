import { ofServices } from '../../domain/question.ts';
import { boundsOf } from '../../language/bounds.ts';
import { meantWords } from '../../language/decisive.ts';
import type { Parsed } from '../../language/parse.ts';
import { eachWith } from '../../language/phrase-list.ts';
import { phraseTable } from '../../language/phrases.ts';
import type { Read, ReadingContext } from '../../language/reading.ts';
import { fillSlots } from '../../language/slots.ts';
import type { Meaning } from '../../language/vocabulary.ts';
import type { StatusCommand } from './read.ts';

/** What is asked for. `what` may ask for advice as well; `some` are jobs or services that need something. */
const subjects = phraseTable<'any' | 'what' | 'some'>([
  ['anything, anything else, something, something else, nothing', 'any'],
  ['what, whats, what else', 'what'],
  [
    `any reason, any reasons, any cause, any of them, services, workloads, ${eachWith(
      ['any', 'any of our', 'any of the', 'which', 'what', 'which of our', 'which of the'],
      ['service', 'services', 'workload', 'workloads', 'backup', 'backups', 'job', 'jobs'],
    )}, ${eachWith(['any'], ['issue', 'issues', 'problem', 'problems'])}`,
    'some',
  ],
]);
/** What says that it has to be done. */
const needs = phraseTable<true>([
  [
    `
      need, needs, needing, needed, to, to be, must, should, shall, ought to, better, require,
      requires, requiring, required, necessary, demand, demands, deserve, deserves, warrants,
      calls for, worth, wants
    `,
    true,
  ],
]);
/**
 * What is done about problems: if needed ("needs fixing"), if anything is to be done ("anything to do"), or without any
 * need ("do I worry"); `quality` is what anything may be ("anything urgent").
 */
type Attention = 'needed' | 'thing' | 'worry' | 'quality' | 'wrong';
const attentions = phraseTable<Attention>([
  [
    `
      know, know about, knowing, knowing about, known, learn, look, look at, looked at, looking at,
      look into, looked into, looking into, look after, looked after, looking after, see to,
      take care of, taken care of, taking care of, care about, deal with, dealt with, dealing with,
      handle, handled, handling, tackle, tackled, tackling, address, addressed, addressing,
      attend to, attended to, attending to, act on, acting on, acted on, react to, respond to,
      follow up, follow up on, followed up, following up, step in, intervene, intervention,
      check, check on, checked, checking, check out, checking out, review, reviewed, reviewing,
      investigate, investigated, investigating, investigation, fix, fixed, fixing, repair, repaired,
      repairing, sort out, sorted out, sorting out, mention, mentioning, mentioned, note, noting,
      attention, my attention, our attention, action, actions, care, a look, a closer look, a fix,
      focus on, watch out for, pay attention to, be on top of, chase, chasing, escalating,
      aware of, be aware of, made aware of
    `,
    'needed',
  ],
  ['to do, be done, doing, to report, reporting, to hear, hear about', 'thing'],
  [
    'worry, worry about, worried, worried about, concern, concerned, concerned about, alarmed, nervous, panic',
    'worry',
  ],
  [
    `
      worrying, worrisome, concerning, alarming, urgent, critical, pressing, noteworthy, notable,
      unusual, out of the ordinary, out of order, on fire, serious, concerns, worries
    `,
    'quality',
  ],
  ['wrong, going wrong, amiss', 'wrong'],
]);
const orders = phraseTable<true>([
  [
    `
      first, worst first, most urgent first, next, most, immediately, immediate, right away,
      straight away, soon, important, major, big, particular, in particular
    `,
    true,
  ],
]);

/** Words of this grammar, in which no typing error is looked for. */
export const knownWords = [subjects, needs, attentions, orders].flatMap(({ words }) => words);

const beside = new Set<Meaning['part']>(['harmless', 'service', 'type', 'jobs', 'now', 'join', 'greeting']);
/** With these it's a wish, a condition, or a question to the bot. */
const others = new Set('if when whenever once unless until you u your how why who where far bot'.split(' '));
/** Those who have to do something: "should I worry". */
const persons = new Set(['i', 'we', 'anyone', 'anybody', 'someone', 'somebody']);
/** "anything that is really urgent" */
const being = new Set('is are s that which thats the really so very most currently now there'.split(' '));
/** What may stand between a need and what is needed. */
const between = new Set([
  ...persons,
  'be',
  'my',
  'our',
  'your',
  'the',
  'a',
  'also',
  'still',
  'some',
  'to',
  'take',
  'for',
]);

/**
 * Reads "is there anything I need to take care of", "which services need attention", "should I worry about Exchange":
 * how the backups are. Each word must be part of it or harmless, so it may be read before actions ("fix") and orders.
 */
export function whatNeedsAttention(parsed: Parsed, context: ReadingContext): Read<StatusCommand> | undefined {
  const { tokens, parts, period, pageSize } = parsed;
  if (period.kind === 'refused' || pageSize || tokens.length > 30) return undefined;
  if (parts.types.some(type => type !== 'backup')) return undefined;
  if (tokens.some(({ text }) => others.has(text))) return undefined;
  const taken: boolean[] = new Array(tokens.length).fill(false);
  for (const { start, end } of parsed.periods) taken.fill(true, start, end);
  const slots = fillSlots(tokens, taken, {
    subject: subjects.at.bind(subjects),
    attention: attentions.at.bind(attentions),
    need: needs.at.bind(needs),
    order: orders.at.bind(orders),
  });
  if (slots.subject.length > 1 || !slots.attention.some(one => isAskedFor(one, slots, parsed)))
    return undefined;
  const isTaken = ({ start, end }: { readonly start: number; readonly end: number }) =>
    taken.slice(start, end).every(Boolean);
  if (!parts.found.every(one => beside.has(one.meaning.part) || isTaken(one))) return undefined;
  if (!meantWords(parsed).every(({ at }) => taken[at])) return undefined;
  const question = { ...ofServices(parts.services), ...boundsOf(parsed, context), zone: context.zone };
  return { command: { kind: 'health', question }, offers: [] };
}

type At<T = unknown> = { readonly start: number; readonly end: number; readonly meaning: T };

interface Said {
  readonly subject: readonly At<'any' | 'what' | 'some'>[];
  readonly need: readonly At[];
}

function isAskedFor(
  attention: At<Attention>,
  { subject: [subject], need }: Said,
  { tokens, parts, periods }: Parsed,
): boolean {
  const { start, end, meaning } = attention;
  const areOnly = (from: number, words: ReadonlySet<string>) =>
    from <= start && tokens.slice(from, start).every(({ text }) => words.has(text));
  // "to do", "needs to be looked at", "should I look into", "attention needed"
  const isNeeded =
    tokens[start]?.text === 'to' || need.some(one => one.start === end || areOnly(one.end, between));
  // "what should I do" asks for advice.
  if (meaning === 'thing') return subject?.meaning === 'any' && isNeeded;
  const isAny = tokens[start - 1]?.text === 'any';
  // With a service or a period it asks whether jobs failed then.
  if (meaning === 'wrong')
    return (
      subject?.meaning === 'any' &&
      parts.services.length + periods.length === 0 &&
      areOnly(subject.end, being)
    );
  // "any critical backups" are some of them, and no concerns.
  const isOfSome = parts.found.some(
    one => one.start === end && ['type', 'jobs', 'service'].includes(one.meaning.part),
  );
  if (meaning === 'quality')
    return subject ? subject.meaning !== 'some' && areOnly(subject.end, being) : isAny && !isOfSome;
  if (subject) return isNeeded || (meaning === 'worry' && subject.meaning === 'some');
  if (need.some(one => one.start === end)) return true;
  const isOfAnyone = tokens.slice(0, start).some(({ text }) => persons.has(text));
  const isOfService = parts.services.length > 0 && ['does', 'do'].includes(tokens[0]?.text ?? '');
  return meaning === 'worry' ? isOfAnyone || isAny : isNeeded && isOfService && !isOfAnyone;
}
