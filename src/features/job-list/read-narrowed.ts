import { type Exclusion, type Narrowing, narrowingLimits } from '../../domain/narrowing.ts';
import { type Question, questionLimits } from '../../domain/question.ts';
import { offerOf } from '../../language/compose.ts';
import { isTimeAt } from '../../language/narrowing/place.ts';
import { type SetAside, setAside } from '../../language/narrowing/set-aside.ts';
import type { Parsed } from '../../language/parse.ts';
import type { Data, Read, ReadingContext, RefusedSentence } from '../../language/reading.ts';
import { noQuestion } from '../../language/refusals.ts';
import { isAnyAsked, opensAsQuestion } from '../../language/yes-no.ts';
import type { ListCommand, TabsCommand } from './read.ts';

type Narrowed = Read<ListCommand | TabsCommand | RefusedSentence>;

/**
 * Reads a list that is narrowed or ordered: "last 5 failed backups", "jobs that took longer than 2 hours", "429 errors
 * today", "failed backups except teams". What narrows it is set aside, and `read` must take the rest for a list.
 * Returns undefined if it doesn't, or if nothing narrows it.
 */
export function narrowedList(
  parsed: Parsed,
  context: ReadingContext,
  read: (rest: Parsed) => Read,
): Narrowed | undefined {
  const aside = setAside(parsed, context);
  if (!aside) return undefined;
  const { rest } = aside;
  const { command, notes } = read(rest);
  if (!isList(command) || isVerdict(command) || isApart(parsed, aside, command)) return undefined;
  // Lists of several kinds of job are AvePoint's own, which can't be narrowed.
  if (command.kind === 'tabs' && command.question.types) return undefined;
  const conflict = conflictOf(rest, aside.narrowed.without);
  if (conflict) return conflict;
  const whole = withWindow(aside, command.question, context);
  const asked = { lead: command.lead ?? leadOf(parsed), notes };
  return command.kind === 'jobs'
    ? readOf({ kind: 'jobs', question: { ...command.question, ...whole } }, asked)
    : sideBySide(command, whole, asked);
}

/** Returns true for a question whether all worked, which a part of the jobs can't answer. */
function isVerdict({ lead }: ListCommand | TabsCommand): boolean {
  return lead === 'whether' || lead === 'worked';
}

function isList(command: Data): command is ListCommand | TabsCommand {
  return command.kind === 'jobs' || command.kind === 'tabs';
}

/**
 * Returns true for what is another question: whether all is well with something left out, how many of the last five
 * failed, and "each service", of which a list knows nothing.
 */
function isApart(
  parsed: Parsed,
  { rest, narrowed: { limit, without } }: SetAside,
  { lead }: ListCommand | TabsCommand,
): boolean {
  // "did the last five fail" asks how these five ended.
  if (limit !== undefined && (lead === 'count' || opensAsQuestion(parsed))) return true;
  if (parsed.tokens.some(({ text }, at) => ['each', 'per'].includes(text) && !isTimeAt(parsed, at)))
    return true;
  const [first] = parsed.tokens;
  // "teams, not exchange" corrects an earlier question.
  if (without && without.services.length > 0 && rest.parts.services.length > 0) {
    if (!without.services.some(service => rest.parts.services.includes(service))) return true;
  }
  // "any failures besides teams?" is answered by their number.
  if (without && isAnyAsked(parsed)) return false;
  return without !== undefined && (opensAsQuestion(parsed) || ['no', 'when'].includes(first?.text ?? ''));
}

function leadOf(parsed: Parsed): 'count' | undefined {
  const isAny = isAnyAsked(parsed) && parsed.tokens.some(({ text }) => text === 'any');
  return opensAsQuestion(parsed) || isAny ? 'count' : undefined;
}

function readOf<C extends ListCommand | TabsCommand>(
  command: C,
  { lead, notes = [] }: { readonly lead: C['lead']; readonly notes: Read['notes'] },
): Read<C> {
  return { command: lead === undefined ? command : { ...command, lead }, notes, offers: [] };
}

/** Several lists that are ordered together are one: the last five of two services are five. */
function sideBySide(
  { question }: TabsCommand,
  whole: Pick<Question, 'narrowed' | 'span' | 'pageSize'>,
  asked: { readonly lead: TabsCommand['lead']; readonly notes: Read['notes'] },
): Read<ListCommand | TabsCommand> {
  if (whole.narrowed?.order === undefined)
    return readOf({ kind: 'tabs', question: { ...question, ...whole } }, asked);
  const { services, states, ...common } = question;
  const narrowed = { ...whole.narrowed, among: { services, states } };
  const one: Question = { ...common, ...whole, service: undefined, state: undefined, narrowed };
  return readOf({ kind: 'jobs', question: one }, asked);
}

/** Returns the narrowing with the window and the page size that go with it. */
function withWindow(
  { narrowed, isSorting, rest }: SetAside,
  { span, pageSize }: Pick<Question, 'span' | 'pageSize'>,
  { now }: ReadingContext,
): Pick<Question, 'narrowed' | 'span' | 'pageSize'> {
  const { order, limit, length, without, ...others } = narrowed;
  const { parts, period } = rest;
  const isReaching = order === 'latest' && !isSorting && period.kind === 'none' && span.to !== undefined;
  const isUpToNow = span.to !== undefined && span.to > now - 1_000;
  const isWithRunning = length?.maxMs === undefined && parts.states.length === 0 && isUpToNow;
  // "finished without errors": what has finished had none.
  const left = without && parts.states.length > 0 ? { ...without, states: [] } : without;
  const isAnyLeft = left && Object.values(left).some(list => list.length > 0);
  const whole: Narrowing = {
    ...others,
    ...(order && { order }),
    ...(limit !== undefined && { limit }),
    ...(length && { length: { ...length, isWithRunning } }),
    ...(isAnyLeft && { without: left }),
  };
  return {
    narrowed: Object.keys(whole).length > 0 ? whole : undefined,
    span: isReaching ? { from: span.to - narrowingLimits.reachMs, to: span.to } : span,
    pageSize:
      rest.pageSize?.used ?? (limit === undefined ? pageSize : Math.min(limit, questionLimits.maxPageSize)),
  };
}

/** Returns what is asked back if the sentence asks for what it leaves out. */
function conflictOf({ parts, asked }: Parsed, without: Exclusion | undefined): Narrowed | undefined {
  const { services, states, types } = without ?? { services: [], states: [], types: [] };
  const isBoth =
    parts.services.some(service => services.includes(service)) ||
    parts.states.some(state => states.includes(state)) ||
    parts.types.some(type => types.includes(type));
  if (!isBoth) return undefined;
  return noQuestion('That asks for jobs and leaves the same ones out. Which do you mean?', [
    offerOf(asked),
    offerOf({ ...asked, service: undefined, state: undefined }),
  ]);
}
