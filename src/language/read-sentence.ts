import { type Question, questionLimits } from '../domain/question.ts';
import type { Note, Offer } from '../domain/reading.ts';
import { asks, isAsked } from './asking.ts';
import { audit } from './audit.ts';
import { boundsOf, runningNote, unbounded } from './bounds.ts';
import { causes } from './causes.ts';
import { compare } from './compare.ts';
import { offerOf, periodOffer } from './compose.ts';
import { coverage } from './coverage.ts';
import { digest } from './digest/digest.ts';
import { duty } from './duty/duty.ts';
import { faults } from './faults.ts';
import { nearestOffers } from './nearest.ts';
import { readNegation } from './negation.ts';
import { oneJob } from './one-job.ts';
import { outOfReach } from './out-of-reach.ts';
import { askedParts, health, tabs } from './overviews.ts';
import { type Parsed, parse } from './parse.ts';
import { maxMessageLength, prepare } from './prepare.ts';
import type { Reading, ReadingContext } from './reading.ts';
import { roles } from './roles.ts';
import { target } from './targets.ts';
import { joinTokens } from './tokens.ts';
import { partsApart } from './vocabulary.ts';
import { watch } from './watch/watch.ts';

const maxOffers = 4;
const maxNamedWords = 12;

/**
 * Reads a sentence. Never throws; the same text and context always give the same reading.
 * What it understands is in the tables of vocabulary.ts and spans/; what it does not is said in notes and offers.
 */
export function readSentence(text: string, context: ReadingContext): Reading {
  const prepared = prepare(text, context.people);
  if (!prepared) {
    return { command: { kind: 'help' }, notes: [{ kind: 'tooLong', limit: maxMessageLength }], offers: [] };
  }
  const parsed = parse(prepared, context);
  if (asksForHelp(parsed, text)) return { command: { kind: 'help' }, notes: [], offers: [] };
  const notes = notesOf(parsed);
  const order =
    digest(parsed, notes, context) ??
    target(parsed, notes) ??
    duty(parsed, notes) ??
    watch(parsed, notes, context) ??
    faults(parsed, notes) ??
    roles(parsed, notes) ??
    audit(parsed, notes, context);
  if (order) return order;
  const job = oneJob(parsed, notes, context);
  if (job) return job;
  const beyond = outOfReach(parsed);
  if (beyond) return noQuestion(beyond.reason, [], beyond.offers);
  if (!isUnderstood(parsed)) return notUnderstood(parsed, notes);
  return (
    coverage(parsed, notes, context) ??
    negated(parsed, notes) ??
    noSuchState(parsed, notes) ??
    compare(parsed, notes, context) ??
    tooMany(parsed, notes) ??
    refusedPeriod(parsed, notes) ??
    health(parsed, notes, context) ??
    causes(parsed, notes, context) ??
    tabs(parsed, notes, context) ??
    answer(parsed, notes, context)
  );
}

function has(parsed: Parsed, part: string): boolean {
  return parsed.parts.found.some(({ meaning }) => meaning.part === part);
}

function asksForHelp(parsed: Parsed, text: string): boolean {
  if (/^[\s?]+$/.test(text) && text.includes('?')) return true;
  if (parsed.unknown.length > 0 || parsed.periods.length > 0) return false;
  const beside = parsed.parts.found.some(
    ({ meaning }) => !['help', 'greeting', 'filler', 'join'].includes(meaning.part),
  );
  return !beside && (has(parsed, 'help') || has(parsed, 'greeting'));
}

/** Words such as "teams" and "project" are everyday words: with unknown ones around them they prove nothing. */
function isUnderstood(parsed: Parsed): boolean {
  if (parsed.parts.found.some(({ meaning }) => partsApart.has(meaning.part))) return false;
  const { types, services, states } = parsed.parts;
  const known = types.length + services.length + states.length + parsed.periods.length;
  // Prose that happens to hold a word or two of the grammar is no question.
  if (types.length > 0) return parsed.unknown.length <= 2 + 2 * known;
  if (has(parsed, 'jobs')) return parsed.unknown.length <= 1 + known;
  if (['problems', 'noState', 'health', 'why', 'coverage'].some(part => has(parsed, part)))
    return parsed.unknown.length === 0;
  if (has(parsed, 'well') && isAsked(parsed)) return parsed.unknown.length === 0;
  if (parsed.unknown.length === 0) {
    return known > 0 || parsed.pageSize !== undefined || negatesFilter(parsed);
  }
  return states.length > 0 && parsed.unknown.length <= known;
}

/** "unfinished" alone is understood well enough to say what can be asked. */
function negatesFilter(parsed: Parsed): boolean {
  return parsed.parts.found.some(
    ({ meaning, start }) => meaning.part === 'negation' && (parsed.tokens[start]?.text.length ?? 0) > 7,
  );
}

function notesOf({ corrections, pageSize, unknown }: Parsed): Note[] {
  const notes: Note[] = corrections.map(one => ({ kind: 'corrected', ...one }));
  if (pageSize && pageSize.asked !== pageSize.used) {
    notes.push({ kind: 'pageSizeBounded', asked: pageSize.asked, used: pageSize.used });
  }
  if (unknown.length > 0) notes.push({ kind: 'notKnown', words: unknown.slice(0, maxNamedWords) });
  return notes;
}

function notUnderstood(parsed: Parsed, notes: readonly Note[]): Reading {
  const { asked, parts, periods, tokens } = parsed;
  const recognised =
    periods.length > 0 ||
    parts.found.some(({ meaning }) => meaning.part !== 'filler' && meaning.part !== 'join');
  // Where nothing was recognised nothing was left out either: the whole message is what was not understood.
  const said = recognised ? notes : notes.filter(note => note.kind !== 'notKnown');
  return { command: { kind: 'notUnderstood' }, notes: said, offers: nearestOffers(tokens, asked) };
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
  const negation = readNegation(parsed.parts, parsed.asked, parsed.tokens);
  return negation && noQuestion(negation.reason, notes, negation.offers);
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
            : undefined;
  if (reason === undefined) return undefined;
  const offers = orNone(states).flatMap(state =>
    orNone(services).flatMap(service =>
      orNone(types).map(type => offerOf({ ...parsed.asked, state, service, type })),
    ),
  );
  return noQuestion(reason, notes, offers);
}

function orNone<T>(values: readonly T[]): readonly (T | undefined)[] {
  return values.length > 0 ? values : [undefined];
}

/** "stuck jobs": a word for a state that the API does not tell. */
function noSuchState(parsed: Parsed, notes: readonly Note[]): Reading | undefined {
  const found = parsed.parts.found.find(({ meaning }) => meaning.part === 'noState');
  if (!found) return undefined;
  const said = joinTokens(parsed.tokens.slice(found.start, found.end));
  const states = ['inProgress', 'failed', 'partiallyFinished'] as const;
  return noQuestion(
    `“${said}” is no state that AvePoint tells: a job is running, finished, finished with exceptions, partially finished or failed.`,
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

/**
 * "did all backups succeed?" lists what finished; what failed is then one press away, so that nobody takes the list
 * for an all-clear.
 */
function asksWhetherAllIsWell(parsed: Parsed): boolean {
  return parsed.asked.state === 'finished' && asks(parsed);
}

function answer(parsed: Parsed, notes: readonly Note[], context: ReadingContext): Reading {
  const { asked, parts, period, pageSize, tokens } = parsed;
  const filter = { type: asked.type, service: parts.services[0], state: parts.states[0] };
  const common = {
    ...filter,
    zone: context.zone,
    pageSize: pageSize?.used ?? questionLimits.defaultPageSize,
  };
  if (asked.state === 'inProgress') {
    const question: Question = { ...common, ...unbounded };
    return { command: { kind: 'jobs', question }, notes: [...notes, runningNote(parsed)], offers: [] };
  }
  const offers: Offer[] = [];
  if (period.kind === 'bounds') offers.push(...period.others.map(words => periodOffer(asked, words)));
  const now = parsed.parts.found.find(({ meaning }) => meaning.part === 'now');
  const all = [...notes];
  if (now && asked.state === undefined) {
    all.push({
      kind: 'notKnown',
      words: [
        tokens
          .slice(now.start, now.end)
          .map(token => token.raw)
          .join(' '),
      ],
    });
    offers.push(offerOf({ ...asked, state: 'inProgress', period: undefined }));
  }
  if (asksWhetherAllIsWell(parsed)) offers.push(offerOf({ ...asked, state: 'failed' }));
  const question: Question = { ...common, ...boundsOf(parsed, context) };
  return { command: { kind: 'jobs', question }, notes: all, offers };
}
