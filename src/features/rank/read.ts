import { questionLimits } from '../../domain/question.ts';
import type { Suggestion } from '../../domain/reading.ts';
import { asksForProblems, has, oneOfEach, problemStates } from '../../language/asked.ts';
import { defaultSpan, runningNote, unbounded } from '../../language/bounds.ts';
import { capital } from '../../language/compose.ts';
import { decisiveWords, meantWords } from '../../language/decisive.ts';
import type { Parsed } from '../../language/parse.ts';
import type { NoQuestion, Read, ReadingContext } from '../../language/reading.ts';
import { noQuestion, unanswered } from '../../language/refusals.ts';
import { joinTokens } from '../../language/tokens.ts';
import { unusedParts } from '../../language/unused-parts.ts';
import { windowOf } from '../../language/window-words.ts';
import { composeRank } from './compose.ts';
import { type Grouping, isOfTime, mostHourMs, type RankQuestion } from './question.ts';
import { type Arrangement, areOwn, arrangementOf, arranges, isOwn } from './words.ts';

export interface RankCommand {
  readonly kind: 'rank';
  readonly question: RankQuestion;
}

/** The period of a sentence that names none: one day has no days to compare. */
const usualPeriods: Readonly<Partial<Record<Grouping, string>>> = {
  day: 'last 7 days',
  week: 'last 8 weeks',
};

/**
 * Reads "failures by service", "failed backups per day last week", "top 3 failing services", "which service fails
 * most": how many jobs each group has.
 */
export function read(parsed: Parsed, context: ReadingContext): Read<RankCommand | NoQuestion> | undefined {
  const arrangement = arrangementOf(parsed);
  if (!arrangement || !isUnderstood(parsed, arrangement)) return undefined;
  const { by, isOfBad, isOfMost, ...order } = arrangement;
  const { services, types } = parsed.parts;
  const states = statesOf(parsed, isOfBad);
  const isRunning = states.includes('inProgress');
  if (isRunning && (states.length > 1 || isOfTime(by))) return undefined;
  if (Math.max(1, services.length) * Math.max(1, states.length) > questionLimits.maxTabs) return undefined;
  // "top 3 services" says nothing of what.
  if (isOfMost && states.length + types.length === 0 && !has(parsed, 'jobs')) return undefined;
  const { zone } = context;
  const asked = { type: types[0], services, states, by, ...order, zone };
  if (isRunning)
    return {
      command: { kind: 'rank', question: { ...asked, ...unbounded } },
      notes: [runningNote(parsed)],
      offers: [],
    };
  const { period } = parsed;
  const offer = (words: string, label = words): Suggestion => ({
    label,
    sentence: composeRank(asked, words),
  });
  if (period.kind === 'refused') {
    const instead = period.instead.length > 0 ? period.instead : ['today', 'last 7 days'];
    return noQuestion(
      period.reason,
      instead.map(words => offer(words)),
    );
  }
  const window =
    period.kind === 'bounds' ? { span: period.bounds, spanWords: period.words } : usual(by, context);
  const { from, to } = window.span;
  if (by === 'hour' && to - from > mostHourMs) {
    const perDay = composeRank({ ...asked, by: 'day' }, window.spanWords);
    return noQuestion('By hour I can show two days at the most.', [
      { label: capital(perDay), sentence: perDay },
      offer('today', 'By hour, today'),
    ]);
  }
  const isUsual = period.kind === 'none' && window.spanWords !== undefined;
  return {
    command: { kind: 'rank', question: { ...asked, ...window } },
    notes: isUsual ? [{ kind: 'usualPeriod', words: window.spanWords ?? '' }] : [],
    offers: period.kind === 'bounds' ? period.others.map(words => offer(words)) : [],
  };
}

function statesOf(parsed: Parsed, isOfBad: boolean): RankQuestion['states'] {
  const { states } = parsed.parts;
  if (states.length > 0) return states;
  return asksForProblems(parsed) ? problemStates : isOfBad ? ['failed'] : [];
}

function usual(by: Grouping, { now, zone }: ReadingContext) {
  const words = usualPeriods[by];
  const window = words === undefined ? undefined : windowOf(words, now, zone);
  return window
    ? { span: window.span, spanWords: window.spanWords }
    : { span: defaultSpan(now), spanWords: undefined };
}

/** Returns true if each word of the sentence is part of what is asked, or harmless. */
function isUnderstood(parsed: Parsed, { by, limit }: Arrangement): boolean {
  const { parts, tokens, pageSize, outside } = parsed;
  const { types, services, states } = parts;
  if (types.length > 1 || pageSize) return false;
  // "is exchange the worst service" is about the others, too.
  if (by === 'service' && services.length === 1) return false;
  const isJoined = has(parsed, 'join') || tokens.some(({ text }) => [',', '&', '/', '+'].includes(text));
  if ((services.length > 1 || states.length > 1) && !isJoined) return false;
  const words = meantWords(parsed).map(({ token }) => token.text);
  if (!areOwn(words, limit)) return false;
  return unusedParts(parsed, ['problems', 'count', 'of rank']).every(({ meaning, start, end }) => {
    const said = joinTokens(tokens.slice(start, end));
    // "summary of failures by service", "compare services by failures", "which service causes the most trouble"
    if (told.test(said) || isBeside(said, parsed)) return true;
    // "by status", "broken down by service", "failures by service, worst first"
    if (meaning.part === 'health') {
      if (said === 'status') return by === 'state';
      return said === 'broken' || (said === 'worst first' && /\b(?:by|per|each|every)\b/.test(outside));
    }
    return meaning.part === 'now' && states.length === 1 && states[0] === 'inProgress';
  });
}

const told = /^(?:(?:short |brief )?(?:summary|overview)|summari[sz]e)$/;

function isBeside(said: string, { outside, periods }: Parsed): boolean {
  if (said === 'compare')
    return /^compare (?:all )?(?:the |our )?(?:services|workloads) by\b/.test(outside) && periods.length < 2;
  return said === 'causes' && /\b(?:service|workload|day) causes (?:the )?most\b/.test(outside);
}

/** Refuses jobs that are arranged in a way that can't be answered, so that no list is the answer. */
export function readUnarranged(parsed: Parsed): Read<NoQuestion> | undefined {
  if (has(parsed, 'why') || !arranges(parsed)) return undefined;
  // A comparison is by service anyway.
  const isCompared = has(parsed, 'of compare') && parsed.periods.length > 0;
  if (isCompared && arrangementOf(parsed)?.by === 'service') return undefined;
  const isStrange = (word: string) => !isOwn(word.toLowerCase());
  const left = parsed.left.filter(({ token }) => isStrange(token.text));
  const strange = decisiveWords({ ...parsed, left, unknown: parsed.unknown.filter(isStrange) });
  const reason =
    strange?.reason ?? 'I can group jobs by service, kind, state, hour, day or week, one of these at a time.';
  return unanswered(strange?.about ?? 'rank', reason, groupedOffers(parsed));
}

function groupedOffers(parsed: Parsed): readonly Suggestion[] {
  const { type, state, period } = oneOfEach(parsed);
  const states = state === undefined ? [] : typeof state === 'string' ? [state] : state;
  const [one, another] = parsed.parts.services;
  const services = one !== undefined && another === undefined ? [one] : [];
  const by: readonly Grouping[] = states.includes('inProgress')
    ? ['service', 'type']
    : ['service', 'day', 'state'];
  return by
    .filter(grouping => grouping !== 'service' || services.length === 0)
    .map(grouping => {
      const asked = { type, services, states, by: grouping, limit: undefined, isWorstFirst: false };
      const sentence = composeRank(asked, period);
      return { label: capital(sentence), sentence };
    });
}
