import { badStates, type JobState, type JobType, type Service } from '../../domain/job.ts';
import type { Exclusion } from '../../domain/narrowing.ts';
import type { Parsed } from '../parse.ts';
import { type Found, negatedMeaning, negativeStarts } from '../parts.ts';
import { isOfGoodRuns } from '../praises.ts';
import { wordAt } from '../spans/phrase.ts';
import type { Meaning } from '../vocabulary.ts';
import { isTimeAt, type Place, wordSet } from './place.ts';

/** What a sentence leaves out. */
export interface FoundExclusion {
  readonly without: Exclusion;
  readonly places: readonly Place[];
}

/** Words that leave something out; "no", "never", "missing" and the like ask something else. */
const excluding = wordSet(
  'not never without except excepting excluding exclude excludes excluded excl with the leaving leave left other apart aside besides minus ignore ignoring hide skip omit omitting all everything anything but didnt doesnt dont isnt arent wasnt werent hasnt havent hadnt un in non dis',
);
/** "not only teams", "not a single failed one" leave nothing out, unlike "without any errors". */
const quantities = wordSet('only just all every everything any single one much many enough even sure yet');
const alls = wordSet('all every everything');
const joins = wordSet('and or nor & + / ,');
/** What may stand between a negation and what it leaves out. */
const fillers = wordSet(
  'the a any for from of yet been be have has did do for those that were are is been including end run go come turn out single',
);
const auxiliaries = wordSet('that which who did do does have has had are is was were be been but and');
/** Finds "not including teams", "all but exchange and onedrive", "that did not fail", "unfinished", "teams excluded". */
export function findExclusion(parsed: Parsed): FoundExclusion | undefined {
  const { tokens } = parsed;
  const without = { types: new Set<JobType>(), services: new Set<Service>(), states: new Set<JobState>() };
  const places: Place[] = [];
  const add = (meaning: Meaning, word: string) => {
    if (meaning.part === 'service') without.services.add(meaning.value);
    if (meaning.part === 'type') without.types.add(meaning.value);
    for (const state of statesMeant(meaning, word)) without.states.add(state);
  };
  for (const negation of negationsOf(parsed)) {
    const word = wordAt(tokens, negation.start);
    const own = negatedMeaning(word);
    const objects = own || !isAllowed(parsed, negation) ? undefined : objectsOf(parsed, negation);
    if (own) add(own, word.replace(/^(?:un|in|non|dis)/, ''));
    else if (!objects) return undefined;
    // "not finish ok" is more than "not finish": what has exceptions isn't ok either.
    const isQualified = objects?.found.some((one, index) => index > 0 && isOfSameState(one, objects.found));
    for (const { meaning, start } of objects?.found ?? [])
      add(meaning, isQualified ? '' : wordAt(tokens, start));
    const { start, end } = objects ?? negation;
    places.push({ start: beginning(parsed, start), end });
  }
  if (places.length === 0) return undefined;
  return {
    without: { types: [...without.types], services: [...without.services], states: [...without.states] },
    places,
  };
}

/** Returns the places of all negations, "but" of "all backups but teams" among them. */
function negationsOf({ parts, tokens }: Parsed): readonly Place[] {
  return parts.found.flatMap(({ meaning, start, end }) => {
    if (meaning.part === 'negation') return [{ start, end }];
    const but = start - 1;
    const isOfAll = tokens.slice(0, Math.max(0, but)).some(({ text }) => alls.has(text));
    const isAlone = wordAt(tokens, but) === 'but' && parts.found.every(other => other.end !== start);
    return isAlone && isFilter(meaning) && isOfAll ? [{ start: but, end: start }] : [];
  });
}

function isAllowed({ tokens, parts }: Parsed, { start, end }: Place): boolean {
  const word = wordAt(tokens, start);
  const next = ['a', 'the'].includes(wordAt(tokens, end)) ? end + 1 : end;
  const isAny = word === 'without' && ['any', 'single'].includes(wordAt(tokens, next));
  if (quantities.has(wordAt(tokens, next)) && !isAny) return false;
  const object = parts.found.find(one => one.start >= end && one.meaning.part !== 'harmless')?.meaning;
  // "never finished" is not finished by now; "never backed up" asks about all times.
  if (word === 'never') return object?.part === 'state' && object.value === 'finished';
  if (word !== 'no') return excluding.has(word);
  const before = tokens[start - 1]?.text ?? '';
  // "with no errors"; "failed jobs, no restores please"
  const isOfState = object?.part === 'state' || object?.part === 'problems';
  const isOfRest = object?.part === 'service' || object?.part === 'type';
  const isBehind = parts.found.some(one => one.end <= start && namesJobs.has(one.meaning.part));
  return (before === 'with' && isOfState) || (noJoins.has(before) && isOfRest && isBehind);
}

const noJoins = wordSet(', but and');
const namesJobs: ReadonlySet<Meaning['part']> = new Set<Meaning['part']>(['type', 'jobs', 'state']);

interface Objects extends Place {
  readonly found: readonly Found[];
}

/** Returns what a negation leaves out: the filters of one kind after it, or the services before "excluded". */
function objectsOf(parsed: Parsed, negation: Place): Objects | undefined {
  const after = objectsAfter(parsed, negation);
  if (after !== 'none') return after;
  const isBehind = ['excluded', 'out'].includes(wordAt(parsed.tokens, negation.end - 1));
  const before = isBehind ? servicesBefore(parsed, negation.start) : [];
  const [first] = before;
  return first && { found: before, start: first.start, end: negation.end };
}

/** Returns undefined if two kinds belong together: "without failed exchange backups". */
function objectsAfter(parsed: Parsed, { start, end }: Place): Objects | 'none' | undefined {
  const { parts, tokens } = parsed;
  const found: Found[] = [];
  let at = end;
  for (;;) {
    let next = at;
    const objectAt = (place: number) =>
      parts.found.find(other => other.start === place && isObject(parsed, other));
    while (!objectAt(next) && isSkipped(parsed, next, found.length > 0)) next += 1;
    const one = objectAt(next);
    if (!one) break;
    const isMore = found.length > 0 && next === at && isOfSameState(one, found);
    const isJoined =
      isMore || found.length === 0 || tokens.slice(at, next).some(({ text }) => joins.has(text));
    const isAlike = isMore || found.length === 0 || one.meaning.part === found[0]?.meaning.part;
    // "non-exchange backups"
    const isPrefix = negativeStarts.includes(wordAt(tokens, start));
    const isOfRest =
      isPrefix || isOwn(parsed, one) || (isAdjective(parsed, start, found[0]) && isFirstNoun(parsed, one));
    if (!isJoined && next === at && !isOfRest) return undefined;
    if (!isJoined || !isAlike) break;
    found.push(one);
    at = one.end;
  }
  return found.length === 0 ? 'none' : { found, start, end: at };
}

/** Returns true for a filter, and for "go through" and "clean", which are of what finished. */
function isObject(parsed: Parsed, { meaning, end }: Found): boolean {
  if (meaning.part === 'well') return isOfGoodRuns(wordAt(parsed.tokens, end - 1));
  return isFilter(meaning) || meaning.part === 'problems' || meaning.part === 'of passing';
}

/** "not finish ok", "not complete cleanly" */
function isOfSameState({ meaning }: Found, [first]: readonly Found[]): boolean {
  const isFinished = (one: Meaning | undefined) => one?.part === 'state' && one.value === 'finished';
  return isFinished(first?.meaning) && (isFinished(meaning) || meaning.part === 'well');
}

/** Words between a negation and its objects, or between two objects. */
function isSkipped(parsed: Parsed, at: number, isJoin: boolean): boolean {
  const text = parsed.tokens[at]?.text ?? '';
  if (text === '' || isTimeAt(parsed, at)) return false;
  const isSign = (text === '-' || text === '.') && parsed.tokens[at]?.glued === true;
  return isJoin ? joins.has(text) || ['the', 'not', 'for'].includes(text) : isSign || fillers.has(text);
}

/** "all backups except exchange backups" has its type again; "without teams failed" tells of the rest. */
function isOwn({ parts }: Parsed, { meaning, end }: Found): boolean {
  const isNoun = (one: Found) => one.meaning.part === 'type' || one.meaning.part === 'jobs';
  if (meaning.part === 'state') return !parts.found.some(one => one.start === end && isNoun(one));
  return meaning.part === 'type' && parts.types.length === 1 && parts.found.filter(isNoun).length > 1;
}

/** "not completed backups", "not completed exchange backups" */
function isAdjective({ tokens }: Parsed, negation: number, found: Found | undefined): boolean {
  return wordAt(tokens, negation) === 'not' && found?.meaning.part === 'state';
}

/** "not completed backups" are backups that haven't completed; "services with no failed backups" are services. */
function isFirstNoun({ parts }: Parsed, one: Found): boolean {
  if (one.meaning.part === 'service') return true;
  return parts.found.find(({ meaning }) => meaning.part === 'type' || meaning.part === 'jobs') === one;
}

function servicesBefore({ parts, tokens }: Parsed, end: number): readonly Found[] {
  const found: Found[] = [];
  let at = end;
  for (;;) {
    while (['is', 'are', 'and', 'or', ','].includes(tokens[at - 1]?.text ?? '')) at -= 1;
    const one = parts.found.find(other => other.end === at && other.meaning.part === 'service');
    if (!one) return found;
    found.unshift(one);
    at = one.start;
  }
}

/** Returns where a clause begins: "that did" of "that did not fail". */
function beginning({ tokens }: Parsed, start: number): number {
  let at = start;
  while (auxiliaries.has(wordAt(tokens, at - 1)) || (tokens[at - 1]?.text === ',' && at > 1)) at -= 1;
  return wordAt(tokens, at - 1) === 'with' && wordAt(tokens, at) === 'no' ? at - 1 : at;
}

function isFilter({ part }: Meaning): boolean {
  return part === 'service' || part === 'state' || part === 'type';
}

/**
 * Returns the states that a word leaves out: "without errors" is without any problem, and what finished with exceptions
 * has finished, but hasn't succeeded.
 */
function statesMeant(meaning: Meaning, word: string): readonly JobState[] {
  if (meaning.part === 'problems') return badStates;
  if (meaning.part === 'well' || meaning.part === 'of passing') return ['finished'];
  if (meaning.part !== 'state') return [];
  if (meaning.value === 'failed' && word.startsWith('error')) return badStates;
  return meaning.value === 'finished' && /^(?:finish|complete|done)/.test(word)
    ? ['finished', 'finishedWithException']
    : [meaning.value];
}
