import type { JobState, JobType, Service } from '../../domain/job.ts';
import { askedParts, has, problemStates } from '../../language/asked.ts';
import { composeSentence, namesInWords, type SentenceParts } from '../../language/compose.ts';
import { findLength } from '../../language/narrowing/length.ts';
import { findOrder } from '../../language/narrowing/order.ts';
import type { Parsed } from '../../language/parse.ts';
import type { Meaning } from '../../language/vocabulary.ts';
import type { AskedOfThem, FollowUp } from './read-follow-up.ts';

/** Parts of which a plain change consists. */
const plainParts: readonly Meaning['part'][] = [
  ...(['type', 'service', 'state', 'jobs', 'problems', 'harmless', 'join', 'greeting'] as const),
];

/** What changes of a question. Empty lists and undefined mean no change. */
interface Change {
  readonly types: readonly JobType[];
  readonly services: readonly Service[];
  readonly states: readonly JobState[];
  /** In words that read back as the same bounds. */
  readonly period: string | undefined;
}

/** A whole sentence, and what must be read in it: the parts of the question before, with the change. */
export interface WholeSentence {
  readonly sentence: string;
  /** Undefined if the change isn't known part by part, so that the grammar alone judges the sentence. */
  readonly parts: Change | undefined;
}

/**
 * Writes the sentence that a follow-up stands for: the earlier sentence with other words in the places of its own, so
 * that whatever else it asks for stays. Returns undefined if that can't be said.
 */
export function wholeSentence(
  followUp: Extract<FollowUp, { kind: 'ask' | 'change' }>,
  earlier: Parsed,
  parseIn: (text: string) => Parsed | undefined,
): WholeSentence | undefined {
  const rest = followUp.rest === '' ? undefined : parseIn(followUp.rest);
  if (followUp.rest !== '' && !rest) return undefined;
  if (followUp.kind === 'ask') {
    // Questions of other kinds have one type.
    if (earlier.parts.types.length > 1) return undefined;
    const change = rest ? changeIn(rest) : nothing;
    return change && asked(followUp.what, withChange(askedParts(earlier), change));
  }
  if (!rest) return undefined;
  const corrected = correctedService(rest);
  if (corrected) return substituted(earlier, { ...nothing, services: [corrected] });
  const change = changeIn(rest);
  if (!change) {
    const isMeant = followUp.opening === 'strong' || (followUp.opening === 'weak' && narrows(rest));
    return isMeant ? appended(earlier, followUp.rest) : undefined;
  }
  if (followUp.opening !== 'strong' && !isBare(change, rest)) return undefined;
  const whole = followUp.isAdded ? addedTo(earlier, change) : change;
  return whole && substituted(earlier, whole);
}

const nothing: Change = { types: [], services: [], states: [], period: undefined };

/** Returns what a fragment changes; undefined if it has anything else, or nothing. */
function changeIn({ parts, left, periods, period, action, pageSize }: Parsed): Change | undefined {
  const isPlain =
    parts.found.every(({ meaning: { part } }) => plainParts.includes(part)) &&
    left.every(({ token }) => token.kind === 'sign') &&
    periods.length < 2 &&
    !action &&
    !pageSize;
  if (!isPlain || (periods.length > 0 && period.kind !== 'bounds')) return undefined;
  const isOfProblems = parts.found.some(({ meaning }) => meaning.part === 'problems');
  const change = {
    types: parts.types,
    services: parts.services,
    states: parts.states.length === 0 && isOfProblems ? problemStates : parts.states,
    period: period.kind === 'bounds' ? period.words : undefined,
  };
  return isEmpty(change) ? undefined : change;
}

function isEmpty({ types, services, states, period }: Change): boolean {
  return types.length + services.length + states.length === 0 && period === undefined;
}

/** Returns true for a service, a period or a state alone. */
function isBare({ types, services, states, period }: Change, { parts }: Parsed): boolean {
  const named = [services.length > 0, states.length > 0, period !== undefined].filter(Boolean);
  return (
    named.length === 1 && types.length === 0 && !parts.found.some(({ meaning }) => meaning.part === 'jobs')
  );
}

/** "not exchange, teams", "teams, not exchange": a correction, and no exclusion. */
function correctedService({ parts, left, periods, action }: Parsed): Service | undefined {
  const isMore =
    left.some(({ token }) => token.kind !== 'sign') || periods.length > 0 || action !== undefined;
  const of = (part: string) => parts.found.filter(({ meaning }) => meaning.part === part);
  const [negation, another] = of('negation');
  if (isMore || !negation || another || parts.services.length !== 2) return undefined;
  if (parts.states.length + parts.types.length > 0) return undefined;
  const [denied] = of('service').filter(({ start }) => start >= negation.end);
  return parts.services.find(
    service => denied?.meaning.part === 'service' && denied.meaning.value !== service,
  );
}

/**
 * Returns the parts of the question before together with the new ones. Returns undefined if it names none of a kind:
 * "teams too" adds nothing to all services.
 */
function addedTo({ parts }: Parsed, change: Change): Change | undefined {
  const kinds = ['types', 'services', 'states'] as const;
  if (kinds.some(kind => change[kind].length > 0 && parts[kind].length === 0)) return undefined;
  const joined = <T>(before: readonly T[], added: readonly T[]) =>
    added.length === 0 ? [] : [...new Set([...before, ...added])];
  return {
    types: joined(parts.types, change.types),
    services: joined(parts.services, change.services),
    states: joined(parts.states, change.states),
    period: change.period,
  };
}

function withChange(before: SentenceParts, { types, services, states, period }: Change): SentenceParts {
  return {
    ...before,
    type: types[0] ?? before.type,
    service: services.length > 0 ? services : before.service,
    state: states.length > 0 ? states : before.state,
    period: period ?? before.period,
  };
}

/** Writes a question of another kind about the same jobs. */
function asked(what: AskedOfThem, parts: SentenceParts): WholeSentence | undefined {
  const plain = { ...parts, isHealth: false, isWhy: false, pageSize: undefined };
  const services = typeof parts.service === 'string' ? [parts.service] : (parts.service ?? []);
  const isOfBackups = parts.type === undefined || parts.type === 'backup';
  switch (what) {
    case 'why':
      return grammatical(composeSentence({ ...plain, isWhy: true, state: undefined }));
    case 'count':
      return grammatical(`how many ${composeSentence({ ...plain, state: parts.state ?? 'failed' })}`);
    case 'list':
      return grammatical(composeSentence({ ...plain, state: parts.state ?? problemStates }));
    case 'lastGood':
      return isOfBackups ? grammatical(`last good ${namesInWords(services)} backup`) : undefined;
    case 'status':
      return isOfBackups
        ? grammatical(
            composeSentence({
              ...plain,
              isHealth: true,
              type: undefined,
              state: undefined,
              period: undefined,
            }),
          )
        : undefined;
    case 'watch':
      return isOfBackups
        ? grammatical(services.length > 0 ? `watch ${namesInWords(services)}` : 'watch all backups')
        : undefined;
  }
}

const grammatical = (sentence: string): WholeSentence => ({ sentence, parts: undefined });

/** Returns true for "the last 3", "longer than 2 hours": it narrows a list, whichever it is. */
function narrows(rest: Parsed): boolean {
  return findOrder(rest) !== undefined || findLength(rest) !== undefined;
}

/** Writes the earlier sentence with what else is to count at its end: "by service", "longer than 2 hours". */
function appended(earlier: Parsed, rest: string): WholeSentence {
  return grammatical(`${sentenceOf(earlier, [])} ${rest}`);
}

/** A stretch of tokens and the words in its place. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly words: string;
}

function substituted(earlier: Parsed, change: Change): WholeSentence | undefined {
  const { types, services, states, period } = change;
  const edits: Edit[] = [];
  const added: string[] = [];
  const put = (places: readonly Omit<Edit, 'words'>[], words: string, otherwise: () => boolean) => {
    const [first, ...others] = places;
    if (!first) return otherwise();
    edits.push({ ...first, words }, ...others.map(place => ({ ...place, words: '' })));
    return true;
  };
  const atEnd = (words: string) => () => added.push(words) > 0;
  const nouns = [...placesOf(earlier, 'type'), ...placesOf(earlier, 'jobs')].toSorted(
    (a, b) => a.start - b.start,
  );
  const beforeNouns = (words: string, end: string) => () => {
    const [noun] = nouns;
    if (!noun) return added.push(end) > 0;
    edits.push({ start: noun.start, end: noun.start, words });
    return true;
  };
  if (types.length > 0) {
    const words = types
      .map(type => composeSentence({ ...noParts, type, state: 'failed' }).replace('failed ', ''))
      .join(' and ');
    const places = placesOf(earlier, 'type');
    put(places.length > 0 ? places : placesOf(earlier, 'jobs'), words, atEnd(words));
  }
  if (services.length > 0) {
    const words = namesInWords(services);
    put(placesOf(earlier, 'service'), words, beforeNouns(words, `for ${words}`));
  }
  if (states.length > 0) {
    const words = composeSentence({ ...noParts, state: states })
      .replace(' jobs', '')
      .replace(/^jobs /, '');
    const places = [...placesOf(earlier, 'state'), ...placesOf(earlier, 'problems')];
    put(places, words, states.includes('finishedWithException') ? atEnd(words) : beforeNouns(words, words));
  }
  if (period !== undefined) put(earlier.periods, period, atEnd(period));
  const sentence = [sentenceOf(earlier, edits), ...added].join(' ');
  return { sentence, parts: merged(earlier, change) };
}

const noParts: SentenceParts = {
  type: undefined,
  service: undefined,
  state: undefined,
  period: undefined,
  pageSize: undefined,
};

function merged({ parts, period }: Parsed, change: Change): Change {
  const or = <T>(changed: readonly T[], before: readonly T[]) => (changed.length > 0 ? changed : before);
  return {
    types: or(change.types, parts.types),
    services: or(change.services, parts.services),
    states: or(change.states, parts.states),
    period: change.period ?? (period.kind === 'bounds' ? period.words : undefined),
  };
}

/** Returns where phrases of a part stand; those that are only joined with each other are one place. */
function placesOf({ parts, tokens }: Parsed, part: Meaning['part']): Omit<Edit, 'words'>[] {
  const places: { start: number; end: number }[] = [];
  for (const { meaning, start, end } of parts.found) {
    if (meaning.part !== part) continue;
    const last = places.at(-1);
    const isJoined =
      last &&
      tokens.slice(last.end, start).every(({ text }) => [',', 'and', 'or', '/', '&', '+'].includes(text));
    if (last && isJoined) last.end = end;
    else places.push({ start, end });
  }
  return places;
}

/** Returns the corrected words of a sentence, with edits. */
function sentenceOf({ tokens, corrections }: Parsed, edits: readonly Edit[]): string {
  const fixed = new Set(corrections.map(({ written }) => written));
  const words: string[] = [];
  const push = (text: string, isGlued: boolean) => {
    if (text !== '') words.push(isGlued || words.length === 0 ? text : ` ${text}`);
  };
  for (let at = 0; at <= tokens.length; at += 1) {
    for (const { start, end, words: put } of edits) if (start === at && end === at) push(put, false);
    const edit = edits.find(({ start, end }) => start === at && end > at);
    if (edit) {
      push(edit.words, false);
      at = edit.end - 1;
      continue;
    }
    const token = tokens[at];
    if (token) push(fixed.has(token.raw) ? token.text : token.raw, token.glued && words.length > 0);
  }
  return words.join('').replace(/[?!.\s]+$/, '');
}

/** Returns true if a sentence asks for nothing that the change leaves open. */
export function isReadAs(parsed: Parsed, { types, services, states, period }: Change): boolean {
  const same = <T>(a: readonly T[], b: readonly T[]) => a.toSorted().join() === b.toSorted().join();
  const said = parsed.period.kind === 'bounds' ? parsed.period.words : undefined;
  const isOfProblems = has(parsed, 'problems') && parsed.parts.states.length === 0;
  return (
    same(parsed.parts.types, types) &&
    same(parsed.parts.services, services) &&
    (same(parsed.parts.states, states) ||
      (isOfProblems && (states.length === 0 || same(states, problemStates)))) &&
    said === period
  );
}
