import { type Question, questionLimits } from '../domain/question.ts';
import type { Note, Offer, Unanswered } from '../domain/reading.ts';
import { isAsked } from './asking.ts';
import { audit } from './audit.ts';
import { boundsOf, runningNote, unbounded } from './bounds.ts';
import { causes } from './causes.ts';
import { compare } from './compare.ts';
import { offerOf, periodOffer } from './compose.ts';
import { coverage } from './coverage.ts';
import { decisiveWords } from './decisive.ts';
import { digest } from './digest/digest.ts';
import { duty } from './duty/duty.ts';
import { faults } from './faults.ts';
import { nearestOffers } from './nearest.ts';
import { readNegation } from './negation.ts';
import { oneJob } from './one-job.ts';
import { quoted, rawOf } from './orders.ts';
import { action, pageTurn } from './out-of-reach.ts';
import { askedParts, asksForHealth, health, healthParts, tabs } from './overviews.ts';
import { type Parsed, parse } from './parse.ts';
import { maxMessageLength, prepare } from './prepare.ts';
import type { Reading, ReadingContext } from './reading.ts';
import {
  besideRequests,
  carriesOn,
  causeRequests,
  declined,
  followUps,
  questionRequests,
  quieterRequests,
  type Request,
  settingRequests,
} from './requests.ts';
import { roles } from './roles.ts';
import { smallTalk } from './small-talk.ts';
import { target } from './targets.ts';
import { joinTokens } from './tokens.ts';
import { unusedParts } from './unused-parts.ts';
import { partsApart } from './vocabulary.ts';
import { watch } from './watch/watch.ts';
import { waysOn } from './ways-on.ts';
import { opensAsQuestion, whether } from './whether.ts';

const maxOffers = 4;
const maxNamedWords = 12;

/**
 * Reads a sentence. Never throws; the same text and context always give the same reading.
 * What it understands is in the tables of vocabulary.ts and spans/. A sentence with a word that may change the question
 * and is not understood (decisive.ts), or that asks for what has no answer yet (requests.ts), gets the reason and the
 * nearest sentences as offers, and no answer.
 */
export function readSentence(text: string, context: ReadingContext): Reading {
  const prepared = prepare(text, context.people);
  if (!prepared) {
    return { command: { kind: 'help' }, notes: [{ kind: 'tooLong', limit: maxMessageLength }], offers: [] };
  }
  const parsed = parse(prepared, context);
  const talk = smallTalk(parsed);
  if (talk !== undefined) return { command: { kind: 'smallTalk', answer: talk }, notes: [], offers: [] };
  if (asksForHelp(parsed, text)) return { command: { kind: 'help' }, notes: [], offers: [] };
  const notes = notesOf(parsed);
  return (
    order(parsed, notes, context) ??
    requested(quieterRequests, parsed, notes, context) ??
    action(parsed, notes, context, 'avepoint') ??
    requested(settingRequests, parsed, notes, context) ??
    action(parsed, notes, context) ??
    oneJob(parsed, notes, context) ??
    pageTurn(parsed, notes) ??
    question(parsed, notes, context)
  );
}

/** What is set here, and who may do what: each has words of its own, and does nothing if one of them is not understood. */
function order(parsed: Parsed, notes: readonly Note[], context: ReadingContext): Reading | undefined {
  return (
    digest(parsed, notes, context) ??
    target(parsed, notes) ??
    duty(parsed, notes) ??
    watch(parsed, notes, context) ??
    faults(parsed, notes) ??
    roles(parsed, notes) ??
    audit(parsed, notes, context)
  );
}

/** A question about jobs, or why there is no answer to it. */
function question(parsed: Parsed, notes: readonly Note[], context: ReadingContext): Reading {
  const reading =
    requested(followUps, parsed, notes, context) ??
    requested(besideRequests, parsed, notes, context) ??
    ofProduct(parsed, notes, context) ??
    requested(declined, parsed, notes, context) ??
    coverage(parsed, notes, context) ??
    wellOf(parsed, notes, context) ??
    unrelated(parsed, notes) ??
    requested(has(parsed, 'why') ? causeRequests : questionRequests, parsed, notes, context) ??
    whether(parsed, notes, context) ??
    negated(parsed, notes) ??
    noSuchState(parsed, notes) ??
    leftOver(parsed, notes, context) ??
    compare(parsed, notes, context) ??
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
  const request = requests.find(({ words }) => words.test(parsed.outside));
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

function unrelated(parsed: Parsed, notes: readonly Note[]): Reading | undefined {
  return isAboutJobs(parsed) ? undefined : notUnderstood(parsed, notes);
}

/** Words such as "teams" and "project" are everyday words: with several unknown ones around them they prove nothing. */
function isAboutJobs(parsed: Parsed): boolean {
  const { parts, periods, unknown } = parsed;
  if (parts.found.some(({ meaning }) => partsApart.has(meaning.part))) return false;
  const { types, services, states } = parts;
  const said = ['jobs', 'problems', 'noState', 'health', 'why', 'coverage', 'count'];
  const named = types.length + states.length + said.filter(part => has(parsed, part)).length;
  const known = named + services.length + periods.length;
  // Prose that happens to hold a word or two of the grammar is no question.
  if (named > 0) return unknown.length <= 2 + 2 * known;
  if (has(parsed, 'well') && isAsked(parsed)) return unknown.length <= 1;
  if (known > 0) return unknown.length <= 1;
  return unknown.length === 0 && (parsed.pageSize !== undefined || negatesFilter(parsed));
}

/** "unfinished" alone is understood well enough to say what can be asked. */
function negatesFilter(parsed: Parsed): boolean {
  return parsed.parts.found.some(
    ({ meaning, start }) => meaning.part === 'negation' && (parsed.tokens[start]?.text.length ?? 0) > 7,
  );
}

function notesOf({ corrections, pageSize }: Parsed): Note[] {
  const notes: Note[] = corrections.map(one => ({ kind: 'corrected', ...one }));
  if (pageSize && pageSize.asked !== pageSize.used) {
    notes.push({ kind: 'pageSizeBounded', asked: pageSize.asked, used: pageSize.used });
  }
  return notes;
}

/** The words that fit nothing are named, if others fit. */
function notUnderstood({ asked, parts, periods, tokens, unknown }: Parsed, notes: readonly Note[]): Reading {
  const isKnown =
    periods.length > 0 ||
    parts.found.some(({ meaning }) => meaning.part !== 'harmless' && meaning.part !== 'join');
  const words = isKnown ? unknown.slice(0, maxNamedWords) : [];
  return { command: { kind: 'notUnderstood', words }, notes, offers: nearestOffers(tokens, asked) };
}

function unanswered(
  about: Unanswered,
  reason: string,
  notes: readonly Note[],
  offers: readonly Offer[],
): Reading {
  return { command: { kind: 'noQuestion', reason, about }, notes, offers };
}

/** A word that may change the question and that nothing took. */
function leftOver(parsed: Parsed, notes: readonly Note[], context: ReadingContext): Reading | undefined {
  const words = decisiveWords(parsed);
  if (!words) return undefined;
  const { about, reason } = words;
  return unanswered(
    about,
    reason,
    notes,
    about === 'period' ? periodsFor(parsed) : waysOn(parsed, 'list', context),
  );
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
  const found = unusedParts(command, parsed);
  if (found.length === 0) return undefined;
  const said = quoted(found.map(({ start, end }) => rawOf(parsed.tokens.slice(start, end))));
  const reason = `I don’t know what ${said} asks for here, so I haven’t searched.`;
  return unanswered('words', reason, notes, waysOn(parsed, 'list', context));
}

function noQuestion(reason: string, notes: readonly Note[], offers: readonly Offer[]): Reading {
  const bySentence = new Map(offers.map(offer => [offer.sentence, offer]));
  return {
    command: { kind: 'noQuestion', reason },
    notes,
    offers: [...bySentence.values()].slice(0, maxOffers),
  };
}

function negated(parsed: Parsed, notes: readonly Note[]): Reading | undefined {
  const { services, states } = parsed.parts;
  const isTurned = has(parsed, 'negation');
  if (isTurned && has(parsed, 'why')) {
    // "why didn't the backup finish" asks for causes, "why was there none" for what is not known.
    if (states.length === 1 && states[0] === 'finished') return undefined;
    return unanswered('words', 'I can’t say why something did not run.', notes, [
      offerOf({ ...parsed.asked, isWhy: true, state: undefined }),
      ...(services.length === 1
        ? [offerOf({ ...healthParts, service: services[0], period: parsed.asked.period })]
        : []),
    ]);
  }
  // "teams, not exchange" corrects an earlier question.
  if (isTurned && services.length === 2 && states.length + parsed.parts.types.length === 0)
    return unanswered(
      'followUp',
      carriesOn,
      notes,
      services.map(service => offerOf({ ...healthParts, service, period: undefined })),
    );
  const negation = readNegation(parsed.parts, parsed.asked, parsed.tokens);
  return negation && noQuestion(negation.reason, notes, negation.offers);
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

const joins = new Set([
  'and',
  'or',
  'plus',
  'including',
  'incl',
  'as',
  'along',
  'together',
  ',',
  '/',
  '&',
  '+',
  ';',
  '-',
]);
const clauses = new Set(['tell', 'show', 'check', 'let', 'see', 'if', 'also', 'why', 'how']);

/**
 * What is joined must be of one kind, and two of a kind must be joined: "teams sites" is one thing to whoever says so,
 * "failures or exchange" is not the failures of Exchange.
 */
function illJoined(parsed: Parsed, notes: readonly Note[]): Reading | undefined {
  const { found, services, states } = parsed.parts;
  const filters = found.filter(({ meaning }) => ['service', 'state', 'type', 'jobs'].includes(meaning.part));
  const offers = orNone(services).flatMap(service =>
    orNone(states).map(state => offerOf({ ...parsed.asked, service, state })),
  );
  const isInPeriod = (at: number) => parsed.periods.some(({ start, end }) => at >= start && at < end);
  const wordsBetween = (from: number, to: number) =>
    parsed.tokens.flatMap(({ text }, at) => (at >= from && at < to && !isInPeriod(at) ? [text] : []));
  const said = found.filter(({ meaning }) => meaning.part === 'state');
  for (const [index, state] of said.entries()) {
    const next = said[index + 1];
    const isOther = next && JSON.stringify(next.meaning) !== JSON.stringify(state.meaning);
    if (isOther && !wordsBetween(state.end, next.start).some(text => joins.has(text)))
      return noQuestion('Which of the two states do you mean?', notes, offers);
  }
  for (const [index, { meaning, end }] of filters.entries()) {
    const next = filters[index + 1];
    if (!next) break;
    const between = wordsBetween(end, next.start);
    const isJoined = between.some(text => joins.has(text));
    const isAlike = meaning.part === next.meaning.part;
    const isTwo = isAlike && JSON.stringify(meaning) !== JSON.stringify(next.meaning);
    if (isTwo && !isJoined && meaning.part === 'service' && next.start === end)
      return noQuestion('Which service do you mean?', notes, offers);
    const isBefore = between.some(text => clauses.has(text));
    const isWord = between.some(text => joins.has(text) && /\w/.test(text));
    if (isWord && !isAlike && !isBefore)
      return noQuestion(
        'I can’t tell what belongs together there. One question at a time, please.',
        notes,
        offers,
      );
  }
  return undefined;
}

/** Several types, or running jobs beside others, whose bounds differ, or more lists than fit side by side. */
function tooMany(parsed: Parsed, notes: readonly Note[]): Reading | undefined {
  const { types, services, states } = parsed.parts;
  const lists = Math.max(1, states.length) * Math.max(1, services.length);
  const runningBesides = states.length > 1 && states.includes('inProgress');
  const reason =
    types.length > 1
      ? 'One kind of job at a time for now.'
      : runningBesides
        ? 'Running jobs are asked for alone: they are shown whenever they started.'
        : lists > questionLimits.maxTabs
          ? `That is more than ${questionLimits.maxTabs} lists at once. Ask for fewer services or states.`
          : has(parsed, 'why') && services.length > 1
            ? 'One service at a time, or all of them, when it is asked why.'
            : services.length > 1 && asksForHealth(parsed)
              ? 'The status is of one service, or of all of them.'
              : undefined;
  if (reason === undefined) return undefined;
  const offers = orNone(states).flatMap(state =>
    orNone(services).flatMap(service =>
      orNone(types).map(type => offerOf({ ...askedParts(parsed), state, service, type })),
    ),
  );
  return noQuestion(reason, notes, offers);
}

function orNone<T>(values: readonly T[]): readonly (T | undefined)[] {
  return values.length > 0 ? values : [undefined];
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
  const kind = 'jobs';
  const lead = has(parsed, 'count') ? ({ lead: 'count' } as const) : {};
  const common = {
    ...filter,
    zone: context.zone,
    pageSize: pageSize?.used ?? questionLimits.defaultPageSize,
  };
  if (asked.state === 'inProgress') {
    const question: Question = { ...common, ...unbounded };
    return { command: { kind, question, ...lead }, notes: [...notes, runningNote(parsed)], offers: [] };
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
  return { command: { kind, question, ...lead }, notes, offers };
}
