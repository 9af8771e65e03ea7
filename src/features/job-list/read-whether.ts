import { type Lead, questionLimits } from '../../domain/question.ts';
import { healthParts, problemStates } from '../../language/asked.ts';
import { isAsked } from '../../language/asking.ts';
import { boundsOf } from '../../language/bounds.ts';
import { offerOf } from '../../language/compose.ts';
import { areJoined } from '../../language/joined.ts';
import type { Parsed } from '../../language/parse.ts';
import type { Read, ReadingContext } from '../../language/reading.ts';
import { isAlone } from '../../language/vocabulary.ts';
import { withoutProblems } from '../../language/without-problems.ts';
import { auxiliaries, firstWord, isAnyAsked, isBackedUp, opensAsQuestion } from '../../language/yes-no.ts';
import { asksWhetherPassed, hasPassing, passesInRuns, recovers } from './passing.ts';
import { ofTypes, type TabsCommand } from './read.ts';

const words = (list: string) => new Set(list.split(' '));
const doing = words('run ran work worked working go went through happen happened');
const anything = words('anything something problems issues trouble');
const none = words('no not zero nothing none didnt dont doesnt havent hasnt isnt arent wasnt werent');
const listing = words('which what whats show list give find when how get see display there');
/** Parts that such a question doesn't have. */
const otherKinds = ['why', 'count', 'coverage', 'noState'];

/** Reads "did everything work", in which no word says what is meant. */
export function whetherAll(parsed: Parsed, context: ReadingContext): Read<TabsCommand> | undefined {
  const { types, services, states } = parsed.parts;
  const isOfAll = types.length + services.length + states.length === 0;
  const isAsked = opensAsQuestion(parsed) || isAllAsked(parsed, firstWord(parsed));
  return isOfAll && isAsked ? whether(parsed, context) : undefined;
}

/**
 * Reads "did all backups complete?", "did the backups run overnight?", "no failures today?", "restore status": whether
 * jobs ended well. The answer is the problems, since a list of finished jobs could be taken for an all-clear.
 */
export function whether(parsed: Parsed, context: ReadingContext): Read<TabsCommand> | undefined {
  const { services, types, states } = parsed.parts;
  const isWhole = parsed.left.every(({ token }) => token.kind === 'sign') && parsed.period.kind !== 'refused';
  const lead = isWhole && areJoined(parsed, 'type') ? leadOf(parsed) : undefined;
  if (lead === undefined) return undefined;
  const isErrorFree = withoutProblems(parsed) !== undefined;
  const isOfOthers = states.some(state => state !== 'finished' && state !== 'failed');
  // "no partial backups yesterday?" is answered by all problems, as "no failures" is.
  if (!isErrorFree && lead !== 'whether' && isOfOthers) return undefined;
  const lists = Math.max(1, services.length) * Math.max(1, types.length) * problemStates.length;
  if (lists > questionLimits.maxTabs) return undefined;
  const question = {
    ...ofTypes(types.length === 0 && isOfBackups(parsed) ? ['backup'] : types),
    services,
    states: problemStates,
    ...boundsOf(parsed, context),
    zone: context.zone,
    pageSize: parsed.pageSize?.used ?? questionLimits.defaultPageSize,
  };
  // A service may be well again though jobs of the window failed.
  const statusOf = recovers(parsed) && services.length === 1 ? services[0] : undefined;
  return {
    command: { kind: 'tabs', question, lead },
    uses: ['problems', 'now', 'well', 'negation', 'health', 'coverage', 'of passing'],
    offers: statusOf ? [offerOf({ ...healthParts, service: statusOf, period: undefined })] : [],
  };
}

/** Returns true for "no backups failed" and "did sharepoint make it through": they are of backups. */
function isOfBackups({ parts, tokens }: Parsed): boolean {
  return (
    parts.found.some(({ meaning }) => meaning.part === 'coverage') ||
    (parts.services.length > 0 && passesInRuns({ parts, tokens }))
  );
}

/** Returns what the first line answers; undefined if it isn't asked whether jobs ended well. */
function leadOf(parsed: Parsed): Lead | undefined {
  const { states, types } = parsed.parts;
  const has = (part: string) => parsed.parts.found.some(({ meaning }) => meaning.part === part);
  const first = firstWord(parsed);
  // "no backups failed today?"
  if (has('coverage') && states.length === 1 && states[0] === 'failed')
    return none.has(first) ? 'whether' : undefined;
  if (otherKinds.some(has) || parsed.parts.found.some(({ meaning }) => isAlone(meaning))) return undefined;
  // Of backups their status is a card of its own.
  if (has('health'))
    return states.length === 0 && types.some(type => type !== 'backup') ? 'whether' : undefined;
  if (asksWithoutProblems(parsed, first)) return 'worked';
  if (has('negation')) return isNoneAsked(parsed, first) ? 'whether' : undefined;
  if (hasPassing(parsed))
    return asksWhetherPassed(parsed) ? (recovers(parsed) ? 'whether' : 'worked') : undefined;
  const [state] = states;
  if (state === 'finished')
    return !has('problems') && asksWhetherFinished(parsed, first) && !isHowAre(parsed) ? 'worked' : undefined;
  if (state !== undefined) return undefined;
  if (has('problems'))
    return auxiliaries.has(first) || anything.has(first) || isAnyAsked(parsed) ? 'any' : undefined;
  const isListed = parsed.tokens.some(({ text }) => ['which', 'that', 'show', 'list'].includes(text));
  if (has('well') && !isListed && saysRan(parsed)) return 'worked';
  if (has('well'))
    return isAsked(parsed) && !isListed && types.some(type => type !== 'backup') ? 'worked' : undefined;
  // "did any exports run" asks for those that did.
  const isAny = parsed.tokens.some(({ text }) => text === 'any');
  const does = (!isAny && parsed.tokens.some(({ text }) => doing.has(text))) || isBackedUp(parsed);
  return (opensAsQuestion(parsed) || isAllAsked(parsed, first) || isToldAsQuestion(parsed)) && does
    ? 'worked'
    : undefined;
}

/** Returns true for "backups ran last night?", but not for "what ran last night?". */
function isToldAsQuestion({ parts, tokens }: Parsed): boolean {
  const verb = tokens.findIndex(({ text }) => ['ran', 'worked', 'happened'].includes(text));
  const isSubject = parts.found.some(
    ({ meaning, end }) => end <= verb && ['type', 'service', 'jobs'].includes(meaning.part),
  );
  const isListed = tokens.some(({ text }) => listing.has(text) || text === 'that');
  return isSubject && !isListed && tokens.at(-1)?.text === '?';
}

/** Returns true for "everything run ok over the weekend?", "did the backups go well". */
function saysRan({ parts, tokens }: Parsed): boolean {
  const isAsked = tokens.some(({ text }) => text === '?' || auxiliaries.has(text));
  return (
    isAsked &&
    parts.found.some(
      ({ meaning, start }) =>
        meaning.part === 'well' && ['run', 'ran', 'go', 'went'].includes(tokens[start]?.text ?? ''),
    )
  );
}

/** Returns true for "everything working?", "all backups working?". */
function isAllAsked({ tokens }: Pick<Parsed, 'tokens'>, first: string): boolean {
  return all.has(first) && tokens.at(-1)?.text === '?';
}

const those = words('which what who there that those');

/** Returns true for "did we get through october without a failed restore", but not for "backups without errors". */
function asksWithoutProblems(parsed: Parsed, first: string): boolean {
  if (withoutProblems(parsed) === undefined || parsed.tokens.some(({ text }) => those.has(text)))
    return false;
  if (isAnyAsked(parsed) || parsed.tokens.some(({ text }) => text === 'any')) return false;
  // "all jobs finished without errors?"
  const isAsked = parsed.tokens.some(({ text }) => text === '?') && asksWhetherFinished(parsed, first);
  return auxiliaries.has(first) || (isAsked && parsed.parts.states.includes('finished'));
}

/**
 * Returns true for "no failures today?", "didn't anything fail?", "did nothing fail": elsewhere a negation leaves
 * something out.
 */
function isNoneAsked({ parts, tokens }: Parsed, first: string): boolean {
  const [state, other] = parts.states;
  const isOfProblems = parts.found.some(({ meaning }) => meaning.part === 'problems');
  const isBad = state !== undefined && state !== 'finished' && state !== 'inProgress';
  if (other !== undefined || !(isBad || (state === undefined && isOfProblems))) return false;
  const negations = parts.found.filter(({ meaning }) => meaning.part === 'negation');
  const said = tokens[negations[0]?.start ?? 0]?.text ?? '';
  // "no teams please, failed backups last week" leaves Teams out.
  const { start = 0 } = parts.found.find(({ meaning }) => meaning.part === 'state') ?? {};
  if (tokens.slice(negations[0]?.end ?? 0, start).some(({ text }) => text === ',')) return false;
  const isOne = negations.length === 1 && (none.has(said) || said === 'without');
  // "without failures last night?"
  if (first === 'without') return isOne && tokens.some(({ text }) => text === '?');
  return isOne && none.has(said) && (none.has(first) || auxiliaries.has(first));
}

/**
 * Returns true for "did all backups finish", "exchange done?", "all backups completed", but not for "all finished
 * backups" or "which were successful", which are lists.
 */
function asksWhetherFinished({ parts, tokens }: Parsed, first: string): boolean {
  const isOfThose = tokens.some(({ text }, at) => text === 'that' && placed(parts, at) !== undefined);
  const isIf = tokens.some(({ text }) => ['if', 'whether', 'yet'].includes(text));
  if (isIf) return true;
  if (isOfThose || tokens.some(({ text }) => listing.has(text))) return false;
  if (auxiliaries.has(first)) return true;
  const placeOf = (some: readonly string[]) =>
    parts.found.find(({ meaning }) => some.includes(meaning.part))?.start;
  const state = placeOf(['state']) ?? 0;
  const isSaidOf = (placeOf(['type', 'jobs', 'service']) ?? -1) < state;
  const isAll = !isAdjective({ parts, tokens }) && tokens.some(({ text }) => all.has(text));
  return isSaidOf && (isAll || tokens.some(({ text }) => text === '?'));
}

const all = words('all every everything each');

/** Returns true for "all finished backups": the state stands before its noun. */
function isAdjective({ parts }: Pick<Parsed, 'parts' | 'tokens'>): boolean {
  const state = parts.found.findIndex(({ meaning }) => meaning.part === 'state');
  const next = parts.found[state + 1];
  return next !== undefined && ['type', 'jobs', 'service'].includes(next.meaning.part);
}

/** Returns the phrase that ends right before `at`, if it names jobs. */
function placed(parts: Parsed['parts'], at: number) {
  return parts.found.find(
    ({ meaning, end }) => end === at && ['type', 'jobs', 'service'].includes(meaning.part),
  );
}

/** Returns true for "are the backups ok?", which asks for their status. */
function isHowAre({ parts, tokens }: Parsed): boolean {
  const state = parts.found.find(({ meaning }) => meaning.part === 'state');
  const isOk = ['ok', 'okay'].includes(tokens[state?.start ?? 0]?.text ?? '');
  return isOk && !parts.types.some(type => type !== 'backup');
}
