import type { Note, Suggestion, UnsupportedReason } from '../domain/reading.ts';
import { examplesToOffer } from '../features/help/topics.ts';
import { nearestTo } from '../features/help/unanswered/suggestions.ts';
import { helpOfFeatures, knownWords, readings, words } from '../features/index.ts';
import { narrowedList } from '../features/job-list/read-narrowed.ts';
import { isOfJobs } from '../features/reading-order.ts';
import { askedParts } from '../language/asked.ts';
import { periodOffer } from '../language/compose.ts';
import { decisiveWords } from '../language/decisive.ts';
import { quoted, rawOf } from '../language/orders.ts';
import { type Parsed, parse } from '../language/parse.ts';
import { maxMessageLength, prepare } from '../language/prepare.ts';
import type { Data, NoQuestion, Read, ReadingContext } from '../language/reading.ts';
import { unanswered } from '../language/refusals.ts';
import { createSpelling } from '../language/typos.ts';
import { unusedParts } from '../language/unused-parts.ts';
import { baseEntries, createLexicon } from '../language/vocabulary.ts';

const lexicon = createLexicon([...baseEntries, ...words]);
/** Knows the words of all features. */
export const spelling = createSpelling(
  lexicon,
  words.filter(({ isMeantByTypos }) => isMeantByTypos),
  knownWords,
);

/** Sentences that may be offered; none of them changes anything. */
export const examples = examplesToOffer(helpOfFeatures);

/** What a sentence asks for, and how it was interpreted. */
export interface Interpretation {
  readonly command: Data;
  readonly notes: readonly Note[];
  /** Sentences to offer as buttons: another reading, a way out, or the nearest sentence. */
  readonly offers: readonly Suggestion[];
}

/**
 * Interprets a sentence. Never throws; the same text and context always give the same. Takes the first reading of all
 * features, in the order of `readingOrder`, that makes use of all that was understood. A sentence isn't answered if it
 * has an unknown word that may change the question, or if each reading would leave something out: it gets the reason,
 * and the nearest sentences as offers.
 */
export function interpret(text: string, context: ReadingContext): Interpretation {
  const prepared = prepare(text, context.people, spelling);
  if (!prepared) {
    return { command: { kind: 'help' }, notes: [{ kind: 'tooLong', limit: maxMessageLength }], offers: [] };
  }
  const parsed = parse(prepared, context, lexicon);
  const { command, notes = [], hides = [], offers } = readingOf(parsed, { ...context, examples });
  const shown = notesOf(parsed).filter(({ kind }) => !hides.includes(kind));
  return { command, notes: [...shown, ...notes], offers };
}

/** Finds the parts of a sentence, with the phrases of all features. Returns undefined if it's too long. */
export function parseSentence(text: string, context: ReadingContext): Parsed | undefined {
  const prepared = prepare(text, context.people, spelling);
  return prepared && parse(prepared, context, lexicon);
}

/** Reads a sentence whole; if it isn't answered, as a list and what narrows or orders it. */
function readingOf(parsed: Parsed, context: ReadingContext): Read {
  const whole = judge(parsed, context);
  const narrowed = mayNarrow(whole) && narrowedList(parsed, context, rest => judge(rest, context));
  return narrowed || whole;
}

/**
 * Takes the first reading that leaves no word out. If each leaves one, the sentence isn't answered, for the reason of
 * the first. A refusal leaves no word out either, but once a reading did, a later refusal may complain about another word.
 */
function judge(parsed: Parsed, context: ReadingContext): Read {
  let refused: Read | undefined;
  let isOfJobsOnly = false;
  for (const { rank, read } of readings) {
    if (isOfJobs(rank) && !isOfJobsOnly) {
      isOfJobsOnly = true;
      const left = leftOver(parsed, context);
      if (left) return refused ?? left;
    }
    const one = read(parsed, context);
    const unfit = one && unused(one, parsed, context);
    if (one && !unfit && !(refused && isRefused(one))) return one;
    refused ??= unfit;
  }
  return refused ?? unread;
}

/** What is refused for its subject, such as a person or an order, is no list, whatever narrows it. */
function mayNarrow({ command }: Read): boolean {
  if (command.kind === 'notUnderstood') return true;
  if (command.kind !== 'noQuestion') return false;
  const { about } = command as NoQuestion;
  return about === undefined || narrowable.has(about);
}

const narrowable = new Set<UnsupportedReason>([
  'words',
  'period',
  'errorText',
  'followUp',
  'compare',
  'longer',
  'rank',
  'order',
]);

/** Returns true for a sentence that isn't answered. */
export function isRefused({ command: { kind } }: Pick<Read, 'command'>): boolean {
  return kind === 'noQuestion' || kind === 'noOrder' || kind === 'notUnderstood';
}

/** No sentence comes this far, since a list takes what nothing else does. */
const unread = unanswered('words', 'I don’t know what you mean, so I haven’t searched.', []);

function notesOf({ corrections, pageSize, period, periods }: Parsed): Note[] {
  const readAs = period.kind === 'bounds' ? periods.flatMap(one => one.readAs ?? []) : [];
  const notes: Note[] = [...corrections, ...readAs].map(one => ({ kind: 'corrected', ...one }));
  if (pageSize && pageSize.asked !== pageSize.used) {
    notes.push({ kind: 'pageSizeBounded', asked: pageSize.asked, used: pageSize.used });
  }
  return notes;
}

/** Returns the refusal of a sentence with an unknown word that may change the question; undefined if it has none. */
function leftOver(parsed: Parsed, context: ReadingContext): Read<NoQuestion> | undefined {
  const words = decisiveWords(parsed);
  if (!words) return undefined;
  const { about, reason } = words;
  return unanswered(about, reason, about === 'period' ? periodsFor(parsed) : nearestTo(parsed, context));
}

/** Suggests periods: the one that was understood, and usual ones. */
function periodsFor(parsed: Parsed): readonly Suggestion[] {
  const asked = askedParts(parsed);
  const own = parsed.period.kind === 'bounds' ? [parsed.period.words] : [];
  const offers = [...own, 'today', 'last 24 hours', 'last 7 days'].map(words => periodOffer(asked, words));
  return [...new Map(offers.map(offer => [offer.sentence, offer])).values()].slice(0, 3);
}

/** Returns the refusal of a reading that makes no use of an understood word; undefined if it uses all. */
function unused({ uses }: Read, parsed: Parsed, context: ReadingContext): Read<NoQuestion> | undefined {
  const found = uses ? unusedParts(parsed, uses) : [];
  if (found.length === 0) return undefined;
  const said = quoted(found.map(({ start, end }) => rawOf(parsed.tokens.slice(start, end))));
  const reason = `I don’t know what ${said} means here, so I haven’t searched.`;
  return unanswered('words', reason, nearestTo(parsed, context));
}
