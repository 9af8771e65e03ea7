import { type CoverageQuestion, ofServices, questionLimits } from '../../domain/question.ts';
import { healthParts } from '../../language/asked.ts';
import { asks } from '../../language/asking.ts';
import { offerOf, periodOffer } from '../../language/compose.ts';
import { areJoined } from '../../language/joined.ts';
import { numberAt } from '../../language/numbers.ts';
import type { Parsed } from '../../language/parse.ts';
import type { Read, ReadingContext, RefusedSentence } from '../../language/reading.ts';
import { wordAt } from '../../language/spans/phrase.ts';
import { unitOf } from '../../language/spans/units.ts';
import { isAlone } from '../../language/vocabulary.ts';
import { withoutProblems } from '../../language/without-problems.ts';
import { asksWhyThen, isBackedUp } from '../../language/yes-no.ts';
import { withoutAge } from './read-age.ts';
import { limitPart } from './read-limit.ts';
import { asksOfWindow, asksWhetherWorked } from './read-past.ts';

const hourMs = 3_600_000;
const usualTargetMs = 24 * hourMs;
const unitMs: Partial<Record<string, number>> = {
  minutes: 60_000,
  hours: hourMs,
  days: 24 * hourMs,
  weeks: 7 * 24 * hourMs,
};

/** Ways to ask when a service was last backed up, besides those of the vocabulary. */
const asking = new RegExp(
  [
    '\\b(?:when|how long ago)\\b.*\\b(?:last|latest|newest|most recent)\\b',
    '\\bhow (?:old|fresh|recent|current|long since|long ago|long is it since)\\b',
    '\\blast time\\b|\\b(?:is|are) .*\\bbackups? (?:recent|fresh|current)\\b|^(?:is there|do (?:we|i) have) (?:an? )?(?:recent|fresh|current) (?:\\w+ ){0,3}backups?\\b',
    '\\b(?:no|without)(?: an?| any)? (?:good|successful|clean|recent|current|fresh|usable|valid|working|up to date) (?:\\w+ ){0,3}backups?\\b',
    '\\bmissing (?:\\w+ ){0,2}backups?\\b|\\bbackups? (?:is |are )?missing\\b|\\b(?:gaps?|holes?)\\b',
    '\\b(?:did|do|does)\\b.*\\bskip\\b|\\b(?:any|anything|which|what|has|have|was|were|gets?|got)\\b.*\\bskipped\\b|^(?:the )?skipped (?:backups?|runs?)$',
    '\\b(?:have|has|got|get) (?:an? |any )?(?:recent|current|fresh|good|valid|usable|working) (?:\\w+ ){0,2}backups?\\b',
    '\\b(?:services?|workloads?)\\b.*\\b(?:old|older|oldest)\\b|\\blongest (?:time )?without\\b|^(?:which|what|any|are|is)\\b.*\\bbackups?\\b.*\\bolder than\\b',
    '\\bsince when\\b.*\\bno\\b|\\bhow long\\b.*\\bwithout\\b|\\bhow far behind\\b|\\b(?:services?|workloads?|anything)(?: is| are| that| which| running)* behind\\b',
    '^(?:the )?(?:last|latest|most recent) (?:\\w+ ){0,3}(?:backups?|run)$',
    '\\blast run$|\\blast back ?up$',
    '\\b(?:stale|overdue|outdated)\\b|(?<!\\bi )(?<!\\bi have )\\b(?:missed|miss|misses)\\b|\\b(?:up to|out of) date\\b|\\b(?:which|what|is|are|any|how)\\b.*\\blate\\b',
    '\\bon target\\b|^(?:is |are |there )?no (?!good|successful|clean)(?:\\w+ ){0,2}backups?\\b|\\bdo(?:es)? (?:we|you|they|it|i) back up\\b|^(?:is|are) there (?:an?|any|no) (?:\\w+ ){0,3}backups?\\b|^do (?:we|i) have (?:an?|any|no) (?:\\w+ ){0,3}backups?\\b',
    '\\b(?:not|never|isnt|arent|hasnt|havent|wasnt|werent|didnt|without)\\b.*\\b(?:backed up|back up|run|ran)\\b',
    '\\bnot had (?:a |any )?',
    '\\b(?:each|every|all) (?:services?|workloads?) (?:has|have|had|got) (?:\\w+ ){0,3}backups?\\b',
    // Planned runs that never started are seen here alone.
    '^(?:did|have|has|were) (?:all |the |our |every )*(?:scheduled|planned) (?:\\w+ )?backups?\\b',
  ].join('|'),
);
/** Words of such a sentence that change nothing in it. */
const beside = new Set(
  'scheduled planned start started how on its target targets last latest most recent fresh current old older oldest than long ago since ever never not late stale overdue outdated behind up to out date miss missed misses time work worked working one ones had whose gone compliant compliance good clean successful within meeting meets outside breaching gap gaps hole holes fully completely skip skipped skips skipping longest long far fresh usable valid working missing saved made back'.split(
    ' ',
  ),
);

export interface CoverageCommand {
  readonly kind: 'coverage';
  readonly question: CoverageQuestion;
}

/**
 * Reads "coverage", "when was the last exchange backup?", "what has no good backup in 12 hours?": how old the last good
 * backup of each service is. A period in the sentence is the limit, from its beginning to now.
 */
export function coverage(
  parsed: Parsed,
  context: ReadingContext,
): Read<CoverageCommand | RefusedSentence> | undefined {
  const aged = withoutAge(parsed);
  const isAged = aged !== undefined && isOfGoodOnes(aged) && !sinceLast.test(parsed.outside);
  if (!isAged && !asksForCoverage(parsed)) return undefined;
  const read = coverageOf(isAged ? aged : parsed, context);
  // "how many days since", "per service"
  return read && isAged ? { ...read, uses: [...(read.uses ?? []), 'count', 'of rank'] } : read;
}

/** Returns true if no other word asks how the last backup ended, or for its reasons. */
function isOfGoodOnes(rest: Parsed): boolean {
  const { found, states } = rest.parts;
  const isOther = found.some(
    ({ meaning }) => ['count', 'why', 'health'].includes(meaning.part) || isAlone(meaning),
  );
  const isBad = states.length > 0 || found.some(({ meaning }) => meaning.part === 'problems');
  return !isOther && (!isBad || withoutProblems(rest) !== undefined);
}

function coverageOf(
  parsed: Parsed,
  context: ReadingContext,
): Read<CoverageCommand | RefusedSentence> | undefined {
  const { services, states, types } = parsed.parts;
  // "why didn't exchange run last night" asks for causes.
  if (asksWhyThen(parsed)) return undefined;
  // "the last backup that failed" is a list; the last one "without errors" is a good one.
  const errorFree = withoutProblems(parsed);
  // "no partial backups yesterday?" asks whether all is well.
  const isOfProblems = parsed.parts.found.some(
    ({ meaning, start }) => meaning.part === 'type' && start === errorFree?.end,
  );
  if (isOfProblems) return undefined;
  const bad = states.filter(state => state !== 'finished');
  if (bad.length > (errorFree?.meaning.part === 'state' ? 1 : 0)) return undefined;
  const { period, tokens } = parsed;
  // "teams sites" are one thing to its user.
  if (!areJoined(parsed, 'service')) return undefined;
  if (types.some(type => type !== 'backup') || period.kind === 'refused') return undefined;
  const age = ageIn(tokens);
  const isLeft = parsed.left.some(
    ({ at, token }) =>
      token.kind !== 'sign' && !beside.has(token.text) && !(age && at >= age.start && at < age.end),
  );
  if (isLeft) return undefined;
  const now = Math.floor(context.now / 1000) * 1000;
  const isOver = period.kind === 'bounds' && period.bounds.to < now;
  if (isOver) {
    if (asksWhetherWorked(parsed)) return undefined;
    if (age || !asksOfWindow(parsed, period.bounds)) return ofThePast(parsed, period.words);
  }
  const sinceMs = period.kind === 'bounds' && !isOver ? now - period.bounds.from : usualTargetMs;
  const saidMs = age?.ms ?? sinceMs;
  const targetMs = Math.min(Math.max(saidMs, 1000), questionLimits.maxTargetMs);
  const isUsual = age === undefined && (isOver || period.kind !== 'bounds');
  // The age of now would answer another question: a good one of today would hide that last week had none.
  const window = isOver ? { window: { span: period.bounds, spanWords: period.words } } : {};
  const question: CoverageQuestion = {
    ...ofServices(services),
    targetMs,
    isUsual,
    zone: context.zone,
    ...window,
  };
  return {
    command: { kind: 'coverage', question },
    uses: [
      'coverage',
      'well',
      'negation',
      'why',
      'now',
      'noState',
      limitPart,
      // "when did exchange last go through"
      'of passing',
      ...(errorFree ? (['problems'] as const) : []),
    ],
    offers: [],
  };
}

/** Refuses a question for the age of a backup then, which is known only as of now. */
function ofThePast(parsed: Parsed, words: string): Read<RefusedSentence> {
  const service = parsed.parts.services;
  const reason = 'I can only say how old the last good backup is now, not how old it was.';
  return {
    command: { kind: 'noQuestion', reason, about: 'period' },
    offers: [
      periodOffer({ ...healthParts, service, period: words }, words),
      offerOf({ ...healthParts, service, period: undefined }),
    ],
  };
}

const sinceLast =
  /(?<!\b(?:long|minutes|hours|days|weeks|time|it|been|passed|elapsed) )\bsince (?:the |our |my )?(?:last|latest|newest)\b(?!.*\bhow long\b)/;

function asksForCoverage(parsed: Parsed): boolean {
  const { parts, outside } = parsed;
  const has = (part: string) => parts.found.some(({ meaning }) => meaning.part === part);
  const isBad = has('problems') && !withoutProblems(parsed);
  if (has('count') || isBad || parts.found.some(({ meaning }) => isAlone(meaning))) return false;
  // "failures since the last good backup" has a period that isn't known.
  if (sinceLast.test(outside)) return false;
  // "what time is exchange backed up"
  if (/\bwhat time (?:is|are)\b/.test(outside)) return false;
  if (has('why') && /\bmissing\b/.test(outside)) return false;
  if (has('coverage')) {
    // "what went wrong with the last backup", "was the last backup successful" ask something else about it.
    const isOfLast = /\b(?:last|latest) backups?\b/.test(outside);
    const isTurned = has('negation') || /\bno\b|\bwithout\b/.test(outside);
    return !(has('why') && !isTurned) && !(isOfLast && parts.states.length > 0);
  }
  // "when did it last work" refers to an earlier message.
  const isNamed = parts.services.length > 0 || has('type') || has('jobs') || !/\bit\b/.test(outside);
  if (asking.test(outside)) return isNamed && !/\b(?:last|latest|past) \d/.test(outside);
  return isBackedUp(parsed) && asks(parsed);
}

/** Reads "older than 36 hours", "for more than 2 days". */
function ageIn(tokens: Parsed['tokens']): { start: number; end: number; ms: number } | undefined {
  const start = tokens.findIndex(
    ({ text }, at) =>
      (text === 'older' ||
        (/^(?:more|longer)$/.test(text) && /^(?:for|in|since)$/.test(wordAt(tokens, at - 1)))) &&
      wordAt(tokens, at + 1) === 'than',
  );
  // How much it's late is no age.
  if (tokens.some(({ text }) => ['late', 'overdue', 'behind'].includes(text))) return undefined;
  const number = start < 0 ? undefined : numberAt(tokens, start + 2);
  const ms = number && unitMs[unitOf(wordAt(tokens, number.end)) ?? ''];
  return number && ms !== undefined ? { start, end: number.end + 1, ms: number.value * ms } : undefined;
}
