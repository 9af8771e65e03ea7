import type { JobState, JobType, Service } from '../../domain/job.ts';
import { has, problemStates } from '../../language/asked.ts';
import type { SentenceParts } from '../../language/compose.ts';
import { findExclusion } from '../../language/narrowing/exclusion.ts';
import { findLength } from '../../language/narrowing/length.ts';
import { findOrder } from '../../language/narrowing/order.ts';
import type { Parsed } from '../../language/parse.ts';
import type { Found } from '../../language/parts.ts';
import type { Meaning } from '../../language/vocabulary.ts';

/** Parts of which a plain change consists. */
const plainParts: readonly Meaning['part'][] = [
  ...(['type', 'service', 'state', 'jobs', 'problems', 'harmless', 'join', 'greeting'] as const),
];

/** What changes of a question. Empty lists and undefined mean no change. */
export interface Change {
  readonly types: readonly JobType[];
  readonly services: readonly Service[];
  readonly states: readonly JobState[];
  /** In words that read back as the same bounds. */
  readonly period: string | undefined;
}

export const nothing: Change = { types: [], services: [], states: [], period: undefined };

/** Returns what a fragment changes; undefined if it has anything else, or nothing. */
export function changeIn({ parts, left, periods, period, action, pageSize }: Parsed): Change | undefined {
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
export function isOne(
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
export function correctedService({ parts, left, periods, action }: Parsed): Service | undefined {
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
export function addedTo({ parts }: Parsed, change: Change): Change | undefined {
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

export function withChange(
  before: SentenceParts,
  { types, services, states, period }: Change,
): SentenceParts {
  return {
    ...before,
    type: types[0] ?? before.type,
    service: services.length > 0 ? services : before.service,
    state: states.length > 0 ? states : before.state,
    period: period ?? before.period,
  };
}

export function merged({ parts, period }: Parsed, change: Change): Change {
  const or = <T>(changed: readonly T[], before: readonly T[]) => (changed.length > 0 ? changed : before);
  return {
    types: or(change.types, parts.types),
    services: or(change.services, parts.services),
    states: or(change.states, parts.states),
    period: change.period ?? (period.kind === 'bounds' ? period.words : undefined),
  };
}

/** Returns true for "the last 3", "longer than 2 hours": it narrows a list, whichever it is. */
export function narrows(rest: Parsed): boolean {
  return findOrder(rest) !== undefined || findLength(rest) !== undefined;
}

/** Returns true for "longest first", "without teams": nothing else is said, so that there is no list of its own. */
export function onlyNarrows(rest: Parsed): boolean {
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

/** Returns true if a sentence asks for just these parts. */
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
