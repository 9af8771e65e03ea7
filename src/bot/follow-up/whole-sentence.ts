import type { JobState, JobType, Service } from '../../domain/job.ts';
import type { EpochMs } from '../../domain/time.ts';
import { askedParts, has, problemStates } from '../../language/asked.ts';
import { composeSentence, namesInWords, type SentenceParts } from '../../language/compose.ts';
import { findExclusion } from '../../language/narrowing/exclusion.ts';
import { findLength } from '../../language/narrowing/length.ts';
import { findOrder } from '../../language/narrowing/order.ts';
import type { Parsed } from '../../language/parse.ts';
import type { Found } from '../../language/parts.ts';
import { wordAt } from '../../language/spans/phrase.ts';
import type { Meaning } from '../../language/vocabulary.ts';
import { auxiliaries } from '../../language/yes-no.ts';
import { withPeriodBefore } from './period-before.ts';
import type { FollowUp } from './read-follow-up.ts';

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
  /** Other kinds that it may be read as than the sentence before. */
  readonly kinds?: readonly string[];
  /** True if the words mean nothing by themselves, so that a refusal of the whole sentence is the answer. */
  readonly isFragment?: true;
}

/** Where the sentence before was asked. */
export interface Earlier {
  readonly parsed: Parsed;
  readonly now: EpochMs;
  readonly zone: string;
}

/**
 * Writes the sentence that a follow-up stands for: the earlier sentence with other words in the places of its own, so
 * that whatever else it asks for stays. Returns undefined if that can't be said.
 */
export function wholeSentence(
  followUp: Extract<FollowUp, { kind: 'ask' | 'change' }>,
  before: Earlier,
  parseIn: (text: string) => Parsed | undefined,
): WholeSentence | undefined {
  const { parsed: earlier } = before;
  const said = withDates(followUp.rest, before);
  const rest = said ? parseIn(said) : undefined;
  if (said === undefined || (said !== '' && !rest)) return undefined;
  if (followUp.kind === 'ask') {
    // Questions of other kinds have one type.
    if (earlier.parts.types.length > 1) return undefined;
    const change = rest ? changeIn(rest) : nothing;
    return change && asked(followUp, withChange(askedParts(earlier), change));
  }
  if (!rest) return undefined;
  if (followUp.how === 'compare') return compared(earlier, rest);
  if (isOfOthers.test(said)) return ofOthers(earlier, isOfRest.test(said));
  if (groups.test(rest.outside)) return grouped(earlier, said);
  const corrected = correctedService(rest);
  if (corrected) return substituted(earlier, { ...nothing, services: [corrected] });
  const change = changeIn(rest);
  if (!change) {
    const isMeant = followUp.opening === 'strong' || (followUp.opening === 'weak' && narrows(rest));
    if (onlyNarrows(rest)) return { ...appended(earlier, said), isFragment: true };
    return isMeant ? appended(earlier, said) : undefined;
  }
  if (followUp.opening !== 'strong' && !isOne(change, rest, followUp.opening === 'weak')) return undefined;
  const whole = followUp.how === 'add' ? addedTo(earlier, change) : change;
  return whole && substituted(earlier, whole);
}

function withDates(rest: string, { parsed, now, zone }: Earlier): string | undefined {
  const { period } = parsed;
  return period.kind === 'bounds' ? withPeriodBefore(rest, { ...period.bounds, zone }, now) : rest;
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

/** Words beside a bare service: "the teams one please". Others make it a sentence: "tell me when they finish". */
const besideBare = new Set(
  'the a an for of in on at with which those these them one ones show list give see me us please pls service services workload state side'.split(
    ' ',
  ),
);

/** Returns true for a service, a period or a state alone; also for a kind of job, if a word says that it goes on. */
function isOne(
  { types, services, states, period }: Change,
  { parts, tokens }: Parsed,
  isOpened: boolean,
): boolean {
  const named = [types.length > 0, services.length > 0, states.length > 0, period !== undefined];
  const isBare = ({ meaning, start, end }: Found) =>
    !['type', 'jobs'].includes(meaning.part) &&
    (meaning.part !== 'harmless' || tokens.slice(start, end).every(({ text }) => besideBare.has(text)));
  return (isOpened || parts.found.every(isBare)) && named.filter(Boolean).length === 1;
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
function asked(
  { what, when = '' }: Pick<Extract<FollowUp, { kind: 'ask' }>, 'what' | 'when'>,
  parts: SentenceParts,
): WholeSentence | undefined {
  const plain = { ...parts, isHealth: false, isWhy: false, pageSize: undefined };
  const services = typeof parts.service === 'string' ? [parts.service] : (parts.service ?? []);
  const isOfBackups = parts.type === undefined || parts.type === 'backup';
  switch (what) {
    case 'why':
      return grammatical(composeSentence({ ...plain, isWhy: true, state: undefined }));
    case 'count':
      return grammatical(`how many ${composeSentence({ ...plain, state: parts.state ?? 'failed' })}`);
    case 'countAll':
      return grammatical(`how many ${composeSentence({ ...plain, state: undefined })}`);
    case 'failed':
      return grammatical(composeSentence({ ...plain, state: 'failed' }));
    case 'rate':
      return grammatical(
        parts.state === 'failed'
          ? `percentage of ${composeSentence(plain)}`
          : `success rate of ${composeSentence({ ...plain, state: undefined })}`,
      );
    case 'any':
      return grammatical(`any ${composeSentence({ ...plain, state: 'failed' })}`);
    case 'worked':
      return grammatical(`did ${composeSentence({ ...plain, state: undefined })} work`);
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
    case 'endNotice':
      // Only what may be running can end.
      if (parts.state !== undefined && parts.state !== 'inProgress') return undefined;
      if (parts.type === undefined && services.length === 0) return undefined;
      return grammatical(
        `tell me when the ${namesInWords(services)} ${parts.type ?? 'job'} ends`.replace('  ', ' '),
      );
    case 'digest':
      return grammatical(
        `send ${composeSentence({ ...parts, pageSize: undefined, period: undefined })} ${when}`,
      );
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

/** Returns true for "longest first", "without teams": nothing else is said, so that there is no list of its own. */
function onlyNarrows(rest: Parsed): boolean {
  const narrowing = [findOrder(rest), findLength(rest), findExclusion(rest)];
  const places = narrowing.flatMap(one => one?.places ?? []);
  const isPlaced = (at: number) => places.some(({ start, end }) => at >= start && at < end);
  const isSilent = (at: number) =>
    rest.parts.found.some(
      ({ meaning, start, end }) => meaning.part === 'harmless' && at >= start && at < end,
    );
  return (
    places.length > 0 && rest.tokens.every(({ kind }, at) => kind === 'sign' || isPlaced(at) || isSilent(at))
  );
}

const isOfOthers =
  /^(?:for |of |in |on )?(?:(?:all|every|each|any)(?: of)?(?: (?:the|our))?(?: (?:services?|workloads?|apps?|of them))?|everything|(?:all )?(?:the )?(?:others|rest|other services|other ones|other workloads)|everything else|all others)$/iu;
const isOfRest = /\b(?:others?|rest|else)\b/iu;

/** Writes the earlier sentence without its service: "all services", or with every other, "the others". */
function ofOthers(earlier: Parsed, isRest: boolean): WholeSentence | undefined {
  const { services } = earlier.parts;
  if (services.length === 0) return undefined;
  const edits = placesOf(earlier, 'service').map(({ start, end }) => {
    const before = wordAt(earlier.tokens, start - 1);
    // "status of exchange" has no "of" then, but "is exchange ok" has to be about something.
    if (['of', 'for', 'in', 'on', 'with'].includes(before)) return { start: start - 1, end, words: '' };
    return { start, end, words: auxiliaries.has(before) ? 'everything' : '' };
  });
  const whole = sentenceOf(earlier, edits);
  if (isRest) return grammatical(`${whole} without ${namesInWords(services)}`);
  return grammatical(whole);
}

const groups =
  /^(?:(?:(?:split|group|grouped|broken down|rank|ranked|arrange|arranged) )?(?:by|per|for each|for every|across) (?:the )?(?:services?|workloads?|apps?|days?|dates?|hours?|weeks?|states?|status|types?|kinds?|errors?|error messages?|reasons?|causes?|results?)|daily|hourly|weekly)$/;

/** Writes the earlier sentence, grouped in another way. */
function grouped(earlier: Parsed, rest: string): WholeSentence {
  const text = sentenceOf(earlier, []).replace(
    /\s*\b(?:grouped |broken down |split )?(?:by|per|for each|for every|across) (?:the )?(?:services?|workloads?|apps?|days?|dates?|hours?|weeks?|states?|status|types?|kinds?|results?)\b/iu,
    '',
  );
  const by = rest.replace(/^\p{L}+ (?:down )?(?=by|per)/iu, '');
  return { ...grammatical(`${text} ${by}`), kinds: ['rank', 'causes'], isFragment: true };
}

/** Writes a comparison with another period. */
function compared(earlier: Parsed, { period, parts, left }: Parsed): WholeSentence | undefined {
  const isPeriodOnly =
    period.kind === 'bounds' &&
    parts.found.every(({ meaning }) => meaning.part === 'harmless') &&
    left.every(({ token }) => token.kind === 'sign');
  if (!isPeriodOnly || earlier.period.kind !== 'bounds') return undefined;
  return {
    ...grammatical(`${sentenceOf(earlier, [])} vs ${period.words}`),
    kinds: ['compare'],
    isFragment: true,
  };
}

/** Writes the earlier sentence with what else is to count: "oldest" before it, "longer than 2 hours" behind. */
function appended(earlier: Parsed, rest: string): WholeSentence {
  const before = sentenceOf(earlier, []);
  return grammatical(/^\p{L}+est$/u.test(rest) ? `${rest} ${before}` : `${before} ${rest}`);
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
  const put = (places: readonly Omit<Edit, 'words'>[], words: string, otherwise: () => void) => {
    const [first, ...others] = places;
    if (first) edits.push({ ...first, words }, ...others.map(place => ({ ...place, words: '' })));
    else otherwise();
  };
  const atEnd = (words: string) => () => void added.push(words);
  const nouns = [...placesOf(earlier, 'type'), ...placesOf(earlier, 'jobs')].toSorted(
    (a, b) => a.start - b.start,
  );
  const beforeNouns = (words: string, end: string) => () => {
    const [noun] = nouns;
    if (noun) edits.push({ start: noun.start, end: noun.start, words });
    else added.push(end);
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
