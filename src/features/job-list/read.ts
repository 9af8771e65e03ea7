import type { JobType } from '../../domain/job.ts';
import { type Lead, type Question, questionLimits, type TabsQuestion } from '../../domain/question.ts';
import { askedParts, asksForProblems, has, problemStates } from '../../language/asked.ts';
import { boundsOf, runningNote, unbounded } from '../../language/bounds.ts';
import { offerOf, periodOffer } from '../../language/compose.ts';
import type { Parsed } from '../../language/parse.ts';
import type { Read, ReadingContext, RefusedSentence } from '../../language/reading.ts';
import { unanswered } from '../../language/refusals.ts';
import type { Meaning } from '../../language/vocabulary.ts';
import { isAnyAsked, opensAsQuestion } from '../../language/yes-no.ts';
import { isLookedThrough } from './passing.ts';

export interface ListCommand {
  readonly kind: 'jobs';
  readonly question: Question;
  readonly lead?: Lead;
}

export interface TabsCommand {
  readonly kind: 'tabs';
  readonly question: TabsQuestion;
  readonly lead?: Lead;
}

/** Reads several services or states, or problems, which are three states: a list for each, side by side. */
export function lists(parsed: Parsed, context: ReadingContext): Read<TabsCommand> | undefined {
  const { services, states, types } = parsed.parts;
  const asksProblems = asksForProblems(parsed);
  if (types.length < 2 && services.length < 2 && states.length < 2 && !asksProblems) return undefined;
  const said = asksProblems ? problemStates : states;
  const isRunning = said[0] === 'inProgress';
  const { span, spanWords } = isRunning ? unbounded : boundsOf(parsed, context);
  const question: TabsQuestion = {
    ...ofTypes(types),
    services,
    states: said,
    span,
    spanWords,
    zone: context.zone,
    pageSize: parsed.pageSize?.used ?? questionLimits.defaultPageSize,
  };
  const others = isRunning || types.length > 1 || parsed.period.kind !== 'bounds' ? [] : parsed.period.others;
  return {
    command: { kind: 'tabs', question, ...leadOf(parsed) },
    uses: usedBy(parsed),
    notes: isRunning ? [runningNote(parsed)] : [],
    offers: others.map(words => periodOffer({ ...parsed.asked, state: said }, words)),
  };
}

/** Returns the types as a question has them: each once, in the order of the sentence. */
export function ofTypes(types: readonly JobType[]): Pick<TabsQuestion, 'type' | 'types'> {
  return types.length < 2 ? { type: types[0] } : { type: undefined, types };
}

/** One list: what most sentences ask for. */
export function list(parsed: Parsed, context: ReadingContext): Read<ListCommand | RefusedSentence> {
  const { asked, parts, period, pageSize } = parsed;
  const filter = { type: asked.type, service: parts.services[0], state: parts.states[0] };
  const lead = leadOf(parsed);
  const common = {
    ...filter,
    zone: context.zone,
    pageSize: pageSize?.used ?? questionLimits.defaultPageSize,
  };
  const uses = usedBy(parsed);
  if (asked.state === 'inProgress') {
    const question: Question = { ...common, ...unbounded };
    return { command: { kind: 'jobs', question, ...lead }, uses, notes: [runningNote(parsed)], offers: [] };
  }
  const now = asked.state === undefined && parts.found.find(({ meaning }) => meaning.part === 'now');
  // "backups right now" may be those that run, or those of today.
  if (now) {
    return unanswered('period', 'Do you mean what is running, or what has started today?', [
      offerOf({ ...asked, state: 'inProgress', period: undefined }),
      offerOf({ ...asked, period: 'today' }),
    ]);
  }
  const offers =
    period.kind === 'bounds' ? period.others.map(words => periodOffer(askedParts(parsed), words)) : [];
  const question: Question = { ...common, ...boundsOf(parsed, context) };
  return { command: { kind: 'jobs', question, ...lead }, uses, offers };
}

/** Returns what the first line answers: "how many failed" a number, "did any fail" whether there are any. */
function leadOf(parsed: Parsed): { readonly lead?: Lead } {
  if (has(parsed, 'count')) return { lead: 'count' };
  const isFiltered = parsed.parts.states.length > 0 || asksForProblems(parsed);
  // "is it possible to see failed backups" asks for a list.
  const isShown = parsed.tokens.some(({ text }) => showing.has(text));
  const isAsked = !isShown && (opensAsQuestion(parsed) || isAnyAsked(parsed));
  return isFiltered && isAsked ? { lead: 'any' } : {};
}

const showing = new Set('see show list give find get display view'.split(' '));

/** "a rundown of failed backups" is their list. */
const summaries = new Set('status overview summary recap rundown'.split(' '));

/**
 * Returns the parts that the answer uses: "failed backups with problems" and "status: failed" are the failed ones;
 * "finished ones with problems" are neither.
 */
function usedBy({ parts, periods, tokens }: Parsed): readonly Meaning['part'][] {
  const { found, states } = parts;
  const isOfBad = !states.some(state => state === 'finished' || state === 'inProgress');
  const isStatus =
    states.length > 0 &&
    found.every(
      ({ meaning, end }) => meaning.part !== 'health' || summaries.has(tokens[end - 1]?.text ?? ''),
    );
  return [
    'now',
    'count',
    ...(isOfBad ? (['problems'] as const) : []),
    ...(isStatus ? (['health'] as const) : []),
    ...(isLookedThrough({ periods, tokens }) ? (['of passing'] as const) : []),
  ];
}
