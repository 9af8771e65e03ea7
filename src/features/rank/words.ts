import type { Parsed } from '../../language/parse.ts';
import type { Entry } from '../../language/vocabulary.ts';
import { opensAsQuestion } from '../../language/yes-no.ts';
import { type Grouping, groupings, isOfTime } from './question.ts';

/** How a sentence names what jobs are grouped by. */
const nouns: Readonly<Record<Grouping, string>> = {
  service: 'services?|workloads?|apps?|applications?|products?',
  type: '(?:job )?(?:types?|kinds?)',
  state: '(?:job )?(?:states?|status|statuses|results?|outcomes?)',
  hour: 'hours?',
  day: 'days?|dates?',
  week: 'weeks?',
};
const anyNoun = `(?:${Object.values(nouns).join('|')})`;
const amount = '(\\d+|two|three|four|five|six|seven|eight|nine|ten)';

/** "by service", "per day", "for each state"; "by service and day" has two. */
const grouped = new RegExp(
  `\\b(by|per|across(?! all)|each|every)(?: all)?(?: the| our| single)? (${anyNoun})(?: (?:and|then|or)(?: by| per)? (${anyNoun}))?\\b`,
  'g',
);
/** "day by day" */
const oneByOne = /\b(service|day|hour|week) (?:by|for|after) \1\b/;
/** "daily failures" */
const adverb =
  /\b(hourly|daily|weekly) (?:failures?|failure counts?|problems?|counts?|numbers?|totals?|breakdown)\b/;
const adverbs: Readonly<Record<string, Grouping>> = { hourly: 'hour', daily: 'day', weekly: 'week' };
/** "worst service", "top 3 failing services", "which service fails most". */
const ranking = /\b(?:most|worst|top|busiest|highest)\b(?! (?:recent|common|frequent)\b)/;
/** Services are meant though none is named: "what fails most", "worst offenders". */
const ofServices = /^(?:what|where)\b|\b(?:offenders?|performers?)\b/;
const ofBad = /\bworst\b|\bmost problematic\b|\boffenders?\b/;
/** "which services failed", "how many services had problems". */
const which = new RegExp(
  `\\b(?:which|what|how many|number of|count of) (?:of (?:the|our) )?(?:other )?(?:${nouns.service}|${nouns.day})\\b`,
);
/** "state breakdown of teams jobs", "rank services by failures". */
const arranging =
  /\b(?:ranks?|ranked|ranking|breakdown|break down|broken down|split|distribution)\b|\b(?:sort|order|list|show)(?:ed)? (?:the )?(?:services|workloads|days) by\b|\b(?:services|workloads|days) (?:(?:sort|order)ed )?by\b/;

/** "by" and what it groups by: each word alone is harmless, both together change the question. */
export const words: readonly Entry[] = [
  {
    meaning: { part: 'of rank', isAlone: true },
    phrases:
      'service, services, workload, workloads, state, states, status, type, types, kind, kinds, result, results'
        .split(', ')
        .map(noun => `by ${noun}`)
        .join(', '),
  },
];

/** Words of this grammar that no part of the language takes. */
const own = new Set(
  (
    'per each every across single day days hour hours week weeks date dates app apps application applications product products ' +
    'most worst top busiest highest often frequently rank ranked ranks ranking split breakdown break down grouped distribution ' +
    'offender offenders performer performers where makes times stats statistics table ' +
    'outcome outcomes hourly daily weekly numbers figures problematic separately totals sort sorted order ordered performing'
  ).split(' '),
);

/** Words in which no typing error is looked for. */
export const knownWords: readonly string[] = [...own];

/** How a sentence arranges jobs. */
export interface Arrangement {
  readonly by: Grouping;
  readonly limit: number | undefined;
  readonly isWorstFirst: boolean;
  readonly isWhich: boolean;
  /** "worst": failures are meant if no state is named. */
  readonly isOfBad: boolean;
  /** "most", "top": the sentence has to say of what. */
  readonly isOfMost: boolean;
}

const saidOfEach = new RegExp(
  `\\b(?:each|every) ${anyNoun} (?:is|are|was|were|has|have|had|did|does|got|gets|ran|runs|finished|completed|worked|succeeded)\\b`,
);

const anyArrangement = [
  /\b(?:by|per) (?:service|workload|day|date|hour|week|month|quarter|year|state|status|type|kind|job type|application|app|result|outcome)s?\b/,
  /\bper …/,
  /\b(?:most|worst|top)\b.*\b(?:services?|workloads?|days?|hours?|weeks?)\b|\b(?:services?|workloads?|days?|hours?|weeks?)\b.*\b(?:most|worst)\b/,
  /\b(?:ranks?|ranked|ranking|breakdown|break down|split|grouped)\b/,
  /^group\b.*\bby\b/,
  /\b(?:services|workloads|days) by\b/,
  /\b(?:which|how many|number of|count of) (?:services?|workloads?|days?)\b/,
  /^group (?:the|all|my|failed|failures|errors|jobs)\b/,
  /^(?:not|is|are|was|were) only\b(?!.*\b(?:protected|good backups?)\b)/,
  /\bfor (?:each|every) (?:service|day|workload)\b/,
  /\b(?:every|each) (?:…|(?:day|morning|evening|night|week|month)\b)/,
];

/** Returns true if a sentence arranges jobs in some way, be it one that can be answered or not. */
export function arranges({ outside }: Parsed): boolean {
  return anyArrangement.some(words => words.test(outside));
}

/** Returns how a sentence arranges jobs; undefined if by nothing, or by several things at once. */
export function arrangementOf(parsed: Parsed): Arrangement | undefined {
  const { outside, parts, period } = parsed;
  // "did Exchange run every day" is for yes or no, and so is "every service was backed up?".
  if (opensAsQuestion(parsed) || saidOfEach.test(outside)) return undefined;
  const isRanking = ranking.test(outside);
  const isWhich = which.test(outside);
  const matches = [...outside.matchAll(grouped)];
  // "every day" without a period is an order for the future.
  if (period.kind === 'none' && matches.some(([, word, noun]) => word === 'every' && isTime(noun)))
    return undefined;
  const named = [
    ...matches.flatMap(([, , first, second]) => [first, second]),
    oneByOne.exec(outside)?.[1],
  ].flatMap(noun => groupingOf(noun) ?? []);
  const asAdverb = adverbs[adverb.exec(outside)?.[1] ?? ''];
  const isGrouped = named.length > 0 || asAdverb !== undefined;
  const isArranged = isRanking || isWhich || arranging.test(outside);
  const unnamed = isRanking && ofServices.test(outside) ? (['service'] as const) : [];
  const said = isArranged ? allIn(outside) : [];
  const found = isGrouped ? [...named, asAdverb] : said.length > 0 ? said : unnamed;
  const [by, another] = new Set(found.filter(one => one !== undefined));
  if (by === undefined || another !== undefined) return undefined;
  // "by day of the week"
  if (allIn(outside).some(one => one !== by && isOfTime(one))) return undefined;
  // "sort failed jobs by day" asks for a list.
  if (isGrouped && /\b(?:sort|order)(?:ed)?\b/.test(outside)) return undefined;
  const isDone =
    parts.states.length > 0 ||
    parts.found.some(({ meaning }) => meaning.part === 'problems') ||
    /\b(?:ran|run|runs)\b/.test(outside);
  // "how many services are there" asks for no jobs.
  if (isWhich && !isGrouped && !isRanking && !isDone) return undefined;
  return {
    by,
    limit: limitOf(outside),
    isWorstFirst: isRanking || /\brank/.test(outside) || by === 'service' || by === 'type',
    isWhich: isWhich && !isRanking && !isGrouped,
    isOfBad: ofBad.test(outside),
    isOfMost:
      (isRanking || /\brank/.test(outside)) && !/\b(?:busiest|worst|problematic|offenders?)\b/.test(outside),
  };
}

/** Returns true for a word of this grammar. */
export function isOwn(word: string): boolean {
  return own.has(word);
}

/** Returns true if each of these words is one of this grammar; an amount is, if it's the limit. */
export function areOwn(words: readonly string[], limit: number | undefined): boolean {
  const others = words.filter(word => !own.has(word));
  return others.length === (limit === undefined ? 0 : 1) && others.every(word => numberOf(word) === limit);
}

/** Words that name a group in a ranking; "status" and "results" alone don't. */
function allIn(outside: string): readonly Grouping[] {
  const isSaid = (by: Grouping) => new RegExp(`\\b(?:${nouns[by]})\\b`).test(outside);
  return groupings.filter(by => (by === 'state' ? /\bstates?\b/.test(outside) : isSaid(by)));
}

function groupingOf(noun: string | undefined): Grouping | undefined {
  return groupings.find(by => new RegExp(`^(?:${nouns[by]})$`).test(noun ?? ''));
}

function isTime(noun: string | undefined): boolean {
  const by = groupingOf(noun);
  return by !== undefined && isOfTime(by);
}

/** Returns how many groups are asked for: "top 3 services", "the 5 worst days", "which 2 services fail most". */
function limitOf(outside: string): number | undefined {
  const [, after, before, beside] =
    new RegExp(
      `\\b(?:top|worst) ${amount}\\b|\\b${amount} (?:worst|most|top|busiest)\\b|\\b${amount} ${anyNoun}\\b`,
    ).exec(outside) ?? [];
  return numberOf(after ?? before ?? beside ?? '');
}

const numberWords = ['two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

function numberOf(word: string): number | undefined {
  const number = /^\d{1,3}$/.test(word) ? Number(word) : numberWords.indexOf(word) + 2;
  return number >= 2 || word === '1' ? number : undefined;
}
