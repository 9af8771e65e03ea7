import { type Question, questionLimits } from '../domain/question.ts';
import type { Note, Offer } from '../domain/reading.ts';
import { audit } from '../features/audit/read.ts';
import { causes } from '../features/causes/read.ts';
import { coverage } from '../features/coverage/read.ts';
import { target } from '../features/coverage/read-limit.ts';
import { digest } from '../features/digest/read.ts';
import type { Read } from '../features/feature.ts';
import { smallTalk } from '../features/help/small-talk.ts';
import { duty } from '../features/incidents/on-call/read.ts';
import { faults } from '../features/incidents/read.ts';
import { watch } from '../features/incidents/watch/read.ts';
import { allCommands, type FeatureCommand, usesOf, words } from '../features/index.ts';
import { oneJob } from '../features/job/read.ts';
import { retire } from '../features/retired/read.ts';
import { roles } from '../features/roles/read.ts';
import { subscriptions } from '../features/subscriptions/read.ts';
import { illJoined, tooMany } from '../features/unanswered/ill-joined.ts';
import { negated } from '../features/unanswered/negation.ts';
import { unrelated } from '../features/unanswered/not-understood.ts';
import { action, pageTurn } from '../features/unanswered/out-of-reach.ts';
import {
  besideCauses,
  besides,
  declined,
  followUps,
  orders,
  questions,
  quieter,
  type Request,
} from '../features/unanswered/requests.ts';
import { waysOn } from '../features/unanswered/suggestions.ts';
import { opensAsQuestion, whether } from '../features/unanswered/whether.ts';
import { boundsOf, runningNote, unbounded } from '../language/bounds.ts';
import { offerOf, periodOffer } from '../language/compose.ts';
import { decisiveWords } from '../language/decisive.ts';
import { quoted, rawOf } from '../language/orders.ts';
import { askedParts, health, tabs } from '../language/overviews.ts';
import { type Parsed, parse } from '../language/parse.ts';
import { maxMessageLength, prepare } from '../language/prepare.ts';
import type {
  Command as LanguageCommand,
  ReadingContext,
  Reading as ReadingOf,
} from '../language/reading.ts';
import { noQuestion, unanswered } from '../language/refusals.ts';
import { joinTokens } from '../language/tokens.ts';
import { createSpelling } from '../language/typos.ts';
import { partsUsedBy, unusedParts } from '../language/unused-parts.ts';
import { baseEntries, createLexicon } from '../language/vocabulary.ts';

const lexicon = createLexicon([...baseEntries, ...words]);
const spelling = createSpelling(
  lexicon,
  words.filter(({ isMeantByTypos }) => isMeantByTypos),
);

/** What a sentence asks for, and how it was read. */
export type Reading = ReadingOf<Command>;

/** What a sentence can ask for. */
export type Command = LanguageCommand | FeatureCommand;

/**
 * Reads a sentence. Never throws; the same text and context always give the same reading.
 * What it understands is in the tables of vocabulary.ts and spans/. A sentence with a word that may change the question
 * and is not understood (decisive.ts), or that asks for what has no answer yet (requests/), gets the reason and the
 * nearest sentences as offers, and no answer.
 */
export function readSentence(text: string, context: ReadingContext): Reading {
  const prepared = prepare(text, context.people, spelling);
  if (!prepared) {
    return { command: { kind: 'help' }, notes: [{ kind: 'tooLong', limit: maxMessageLength }], offers: [] };
  }
  const parsed = parse(prepared, context, lexicon);
  const talk = smallTalk(parsed);
  if (talk !== undefined) return { command: { kind: 'smallTalk', answer: talk }, notes: [], offers: [] };
  if (asksForHelp(parsed, text)) return { command: { kind: 'help' }, notes: [], offers: [] };
  const notes = notesOf(parsed);
  return (
    order(parsed, notes, context) ??
    requested(quieter, parsed, notes, context) ??
    action(parsed, notes, context, 'avepoint') ??
    requested(orders, parsed, notes, context) ??
    action(parsed, notes, context) ??
    oneJob(parsed, notes, context) ??
    pageTurn(parsed, notes) ??
    question(parsed, notes, context)
  );
}

/** The first reading of a feature. */
function ofFeatures(
  isOfJobs: boolean,
  parsed: Parsed,
  notes: readonly Note[],
  context: ReadingContext,
): Reading | undefined {
  for (const { read } of allCommands.filter(one => one.isOfJobs === isOfJobs)) {
    const one: Read<FeatureCommand> | undefined = read(parsed, context);
    if (one) return { ...one, notes };
  }
  return undefined;
}

/** What is set here, and who may do what: each has words of its own, and does nothing if one of them is not understood. */
function order(parsed: Parsed, notes: readonly Note[], context: ReadingContext): Reading | undefined {
  return (
    subscriptions(parsed, notes) ??
    digest(parsed, notes, context) ??
    target(parsed, notes) ??
    retire(parsed, notes) ??
    duty(parsed, notes) ??
    watch(parsed, notes, context) ??
    faults(parsed, notes) ??
    roles(parsed, notes) ??
    audit(parsed, notes, context) ??
    ofFeatures(false, parsed, notes, context)
  );
}

/** A question about jobs, or why there is no answer to it. */
function question(parsed: Parsed, notes: readonly Note[], context: ReadingContext): Reading {
  const reading =
    requested(followUps, parsed, notes, context) ??
    requested(besides, parsed, notes, context) ??
    ofProduct(parsed, notes, context) ??
    requested(declined, parsed, notes, context) ??
    coverage(parsed, notes, context) ??
    wellOf(parsed, notes, context) ??
    unrelated(parsed, notes) ??
    requested(has(parsed, 'why') ? besideCauses : questions, parsed, notes, context) ??
    whether(parsed, notes, context) ??
    negated(parsed, notes) ??
    noSuchState(parsed, notes) ??
    leftOver(parsed, notes, context) ??
    ofFeatures(true, parsed, notes, context) ??
    illJoined(parsed, notes) ??
    tooMany(parsed, notes) ??
    refusedPeriod(parsed, notes) ??
    health(parsed, notes, context) ??
    causes(parsed, notes, context) ??
    tabs(parsed, notes, context) ??
    answer(parsed, notes, context);
  return unused(reading, parsed, notes, context) ?? reading;
}

/** The first request of a kind that has no answer. */
function requested(
  requests: readonly Request[],
  parsed: Parsed,
  notes: readonly Note[],
  context: ReadingContext,
): Reading | undefined {
  const request = requests.find(({ words }) => words.some(one => one.test(parsed.outside)));
  return (
    request && unanswered(request.about, request.reason, notes, waysOn(parsed, request.leadsTo, context))
  );
}

function has(parsed: Parsed, part: string): boolean {
  return parsed.parts.found.some(({ meaning }) => meaning.part === part);
}

function asksForHelp(parsed: Parsed, text: string): boolean {
  if (/^[\s?]+$/.test(text) && text.includes('?')) return true;
  if (parsed.unknown.length > 0 || parsed.periods.length > 0) return false;
  const beside = parsed.parts.found.some(
    ({ meaning }) => !['help', 'greeting', 'harmless', 'join'].includes(meaning.part),
  );
  return !beside && (has(parsed, 'help') || has(parsed, 'greeting'));
}

function notesOf({ corrections, pageSize }: Parsed): Note[] {
  const notes: Note[] = corrections.map(one => ({ kind: 'corrected', ...one }));
  if (pageSize && pageSize.asked !== pageSize.used) {
    notes.push({ kind: 'pageSizeBounded', asked: pageSize.asked, used: pageSize.used });
  }
  return notes;
}

/** A word that may change the question and that nothing took. */
function leftOver(parsed: Parsed, notes: readonly Note[], context: ReadingContext): Reading | undefined {
  const words = decisiveWords(parsed);
  if (!words) return undefined;
  const { about, reason } = words;
  const offers = about === 'period' ? periodsFor(parsed) : waysOn(parsed, 'list', context);
  return unanswered(about, reason, notes, offers);
}

/** Periods to choose from: the one that was understood, and usual ones. */
function periodsFor(parsed: Parsed): readonly Offer[] {
  const asked = askedParts(parsed);
  const own = parsed.period.kind === 'bounds' ? [parsed.period.words] : [];
  const offers = [...own, 'today', 'last 24 hours', 'last 7 days'].map(words => periodOffer(asked, words));
  return [...new Map(offers.map(offer => [offer.sentence, offer])).values()].slice(0, 3);
}

/** A word that is understood and of which the answer would make no use. */
function unused(
  { command }: Reading,
  parsed: Parsed,
  notes: readonly Note[],
  context: ReadingContext,
): Reading | undefined {
  const used = usesOf(command) ?? partsUsedBy(command as LanguageCommand);
  const found = used ? unusedParts(parsed, used) : [];
  if (found.length === 0) return undefined;
  const said = quoted(found.map(({ start, end }) => rawOf(parsed.tokens.slice(start, end))));
  const reason = `I don’t know what ${said} asks for here, so I haven’t searched.`;
  return unanswered('words', reason, notes, waysOn(parsed, 'list', context));
}

/** "did everything work": of everything, so that no word says what is meant. */
function wellOf(parsed: Parsed, notes: readonly Note[], context: ReadingContext): Reading | undefined {
  const { types, services, states } = parsed.parts;
  const isOfAll = types.length + services.length + states.length === 0;
  return isOfAll && opensAsQuestion(parsed) ? whether(parsed, notes, context) : undefined;
}

/** "portal failed", "cloud status": something else than its backups. */
function ofProduct(parsed: Parsed, notes: readonly Note[], context: ReadingContext): Reading | undefined {
  const isNamed = parsed.parts.services.length > 0 || has(parsed, 'type') || has(parsed, 'jobs');
  const isAsked = ['state', 'health', 'problems', 'well', 'why'].some(part => has(parsed, part));
  const product = /\b(?:microsoft|ms|office|365|m365|o365|portal|avepoint|cloud|connectors?)\b/;
  if (isNamed || !isAsked || !product.test(parsed.outside)) return undefined;
  const reason = 'I know how backup jobs are, and nothing else of Microsoft 365 or AvePoint.';
  return unanswered('words', reason, notes, waysOn(parsed, 'status', context));
}

/** "stuck jobs": a state that the API does not report. */
function noSuchState(parsed: Parsed, notes: readonly Note[]): Reading | undefined {
  const found = parsed.parts.found.find(({ meaning }) => meaning.part === 'noState');
  if (!found) return undefined;
  const said = joinTokens(parsed.tokens.slice(found.start, found.end));
  const states = ['inProgress', 'failed', 'partiallyFinished'] as const;
  return noQuestion(
    `AvePoint doesn’t report jobs as “${said}”: a job is running, finished, finished with exceptions, partially finished or failed.`,
    notes,
    states.map(state =>
      offerOf({ ...parsed.asked, state, ...(state === 'inProgress' ? { period: undefined } : {}) }),
    ),
  );
}

function refusedPeriod(parsed: Parsed, notes: readonly Note[]): Reading | undefined {
  const { period } = parsed;
  const asked = askedParts(parsed);
  if (period.kind !== 'refused' || parsed.parts.states[0] === 'inProgress') return undefined;
  const instead = period.instead.length > 0 ? period.instead : ['today', 'last 7 days'];
  const offers = instead.map(words => periodOffer(asked, words));
  return noQuestion(period.reason, notes, offers);
}

function answer(parsed: Parsed, notes: readonly Note[], context: ReadingContext): Reading {
  const { asked, parts, period, pageSize } = parsed;
  const filter = { type: asked.type, service: parts.services[0], state: parts.states[0] };
  const lead = has(parsed, 'count') ? ({ lead: 'count' } as const) : {};
  const common = {
    ...filter,
    zone: context.zone,
    pageSize: pageSize?.used ?? questionLimits.defaultPageSize,
  };
  if (asked.state === 'inProgress') {
    const question: Question = { ...common, ...unbounded };
    return {
      command: { kind: 'jobs', question, ...lead },
      notes: [...notes, runningNote(parsed)],
      offers: [],
    };
  }
  const offers = period.kind === 'bounds' ? period.others.map(words => periodOffer(asked, words)) : [];
  const now = asked.state === undefined && parts.found.find(({ meaning }) => meaning.part === 'now');
  // "backups right now" may be those that run, or those of today.
  if (now) {
    const either = [
      offerOf({ ...asked, state: 'inProgress', period: undefined }),
      offerOf({ ...asked, period: 'today' }),
    ];
    return unanswered('period', 'Do you mean what is running, or what has started today?', notes, either);
  }
  const question: Question = { ...common, ...boundsOf(parsed, context) };
  return { command: { kind: 'jobs', question, ...lead }, notes, offers };
}
