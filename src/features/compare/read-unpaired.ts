import { healthParts, isAboutJobs, oneOfEach } from '../../language/asked.ts';
import { capital, composeSentence, offerOf } from '../../language/compose.ts';
import { meantWords } from '../../language/decisive.ts';
import type { Parsed } from '../../language/parse.ts';
import { type Found, isFilter } from '../../language/parts.ts';
import type { NoQuestion, Read, ReadingContext } from '../../language/reading.ts';
import { noQuestion } from '../../language/refusals.ts';
import { unusedParts } from '../../language/unused-parts.ts';
import type { CompareQuestion } from './compare.ts';
import { type CompareRead, readSides } from './read.ts';
import { isCompare, sidesOf as pairedSides, type Sides } from './sides.ts';

const than = /\b(?:more|higher|greater|worse|less|fewer|lower|better)\b.*\bthan\b(?! \d)/;
const growing =
  /\b(?:increas\w+|worsen\w*|rising|growing|deteriorat\w+|go(?:ing|ne|es)? up|went up|on the rise)\b/;
const shrinking = /\b(?:decreas\w+|improv\w+|falling|dropping|go(?:ing|ne|es)? down|(?<!what )went down)\b/;
const turning = /\b(?:getting|gets?|got|become|becoming|gotten|gone) (?:any |much )?(?:worse|better)\b/;
const changing =
  /\bwhat(?: has| have| is|s)? changed\b|\b(?:anything|something|things|much) (?:has |have )?changed?\b|\b(?:any|the) changes?\b(?! (?:windows?|freeze|requests?|management|control|board))|\btrend(?:s|ing)?\b/;
/** Beside two periods these change nothing: "Q3 vs Q2 failure numbers". */
const counting = /\b(?:numbers|figures|counts|stats|statistics|difference|differences)\b/;
const comparing = [than, growing, shrinking, turning, changing];
const isMore = /\b(?:more|higher|greater|worse)\b/;
const isFewer = /\b(?:less|fewer|lower|better)\b/;
/** Said of backups, these mean failures. */
const isOfFailures = /\b(?:worse\w*|better|improv\w+|deteriorat\w+)\b/;

/** Words of this grammar that no part of the language takes. */
const own = new Set(
  (
    'more higher greater worse less fewer lower better than increase increased increases increasing worsen worsened worsening rising ' +
    'growing deteriorating deteriorated decrease decreased decreases decreasing improve improved improves improving falling dropping ' +
    'getting gotten become becoming going up down much changed change changes trend trends trending before things improvement improvements numbers figures counts stats statistics difference differences rise often frequently off went gone'
  ).split(' '),
);

/** Words in which no typing error is looked for. */
export const knownWords: readonly string[] = [...own];

/**
 * Reads "more failures than yesterday?", "is it getting worse?", "what changed since Friday?": the same count of two
 * periods that no "vs" joins. Without a second period it's the equally long time directly before.
 */
export function readUnpaired(parsed: Parsed, context: ReadingContext): CompareRead | undefined {
  const { outside, parts } = parsed;
  // "which service is getting worse" asks for a name.
  const isPaired = parts.found.some(isCompare) || (counting.test(outside) && parsed.periods.length > 1);
  const isCompared = comparing.some(words => words.test(outside)) || (isPaired && counting.test(outside));
  if (!isCompared || /\bwhich\b/.test(outside)) return undefined;
  if (!meantWords(parsed).every(({ token }) => own.has(token.text))) return undefined;
  if (unusedParts(parsed, ['count', 'now', 'of compare']).length > 0) return undefined;
  const sides = isPaired ? pairedSides(parsed) : sidesOf(parsed);
  const failures = parts.states.length === 0 && isOfFailures.test(outside);
  // "more than yesterday" says nothing of what.
  const isOfThose = parts.states.length + parts.types.length + parts.services.length > 0;
  const isOfJobs = isOfThose || parts.found.some(({ meaning }) => meaning.part === 'jobs');
  if (!sides || (than.test(outside) && !isOfJobs && !failures)) return undefined;
  const state = failures ? 'failed' : parts.states[0];
  const read = readSides(sides, parsed, context, { state, asks: asksOf(parsed, state) });
  if (read?.command.kind !== 'compare' || parsed.periods.length > 0) return read;
  // A day more or less shows no trend.
  const asked = { ...parsed.asked, state, pageSize: undefined, period: 'last 7 days' };
  const week = `compare ${composeSentence(asked)}`;
  return { ...read, offers: [...read.offers, { label: 'Last 7 days', sentence: week }] };
}

/** Returns what is answered by yes or no, if that is what the sentence asks. */
function asksOf({ outside, parts }: Parsed, state: CompareQuestion['state']): CompareQuestion['asks'] {
  const isOpen = /^(?:how|what|show|which|list|give)\b/.test(outside);
  if (isOpen || parts.found.some(({ meaning }) => meaning.part === 'count')) return undefined;
  const more = isMore.test(outside) || growing.test(outside);
  const fewer = isFewer.test(outside) || shrinking.test(outside);
  // More finished backups are no worse.
  if (more === fewer || (state === 'finished' && isOfFailures.test(outside))) return undefined;
  return more ? 'more' : 'fewer';
}

/** Returns undefined if something is named behind "than" alone: "more failures than restores". */
function sidesOf({ parts, periods, tokens }: Parsed): Sides | undefined {
  const at = tokens.findIndex(({ text }) => text === 'than');
  // "more than?" is no whole sentence.
  if (at >= 0 && tokens.slice(at + 1).every(({ kind }) => kind === 'sign')) return undefined;
  if (at < 0) return periods.length > 1 ? undefined : { before: periods, behind: [] };
  const isSame = (one: Found, other: Found) => JSON.stringify(one.meaning) === JSON.stringify(other.meaning);
  const isNamedBefore = (one: Found) => parts.found.some(other => other.end <= at && isSame(one, other));
  const before = periods.filter(({ start }) => start < at);
  const behind = periods.filter(({ start }) => start > at);
  // "than yesterday for Teams" is about Teams on both sides.
  const isBehind = ({ start }: Found) => start > at && start < (behind[0]?.start ?? tokens.length);
  const isOneSided = parts.found.some(one => isBehind(one) && isFilter(one.meaning) && !isNamedBefore(one));
  return isOneSided ? undefined : { before, behind };
}

/** Refuses two periods that are compared in a way that can't be read, so that no list of one is the answer. */
export function readUncompared(parsed: Parsed): Read<NoQuestion> | undefined {
  if (!comparing.some(words => words.test(parsed.outside))) return undefined;
  const asked = oneOfEach(parsed);
  const { services } = parsed.parts;
  // Two periods are compared of one service and one state at a time.
  const service = services.length > 1 ? undefined : services[0];
  const state = typeof asked.state === 'string' ? asked.state : undefined;
  const one = { ...asked, service, state, period: undefined, pageSize: undefined };
  const pair = `${composeSentence(one)} ${pairIn(parsed)}`;
  const { command, offers } = noQuestion('To compare two periods, put “vs” between them.', [
    { label: capital(pair), sentence: pair },
    ...(isAboutJobs(asked) ? [offerOf(asked)] : []),
    offerOf({ ...asked, ...healthParts, service: services.length === 1 ? services[0] : undefined }),
  ]);
  return { command: { ...command, about: 'compare' }, offers };
}

/** The two periods of a sentence; else the one and that before it, if both have names; else the usual two. */
function pairIn(parsed: Parsed): string {
  const words = parsed.eachPeriod().flatMap(period => (period.kind === 'bounds' ? [period.words] : []));
  if (words.length === 2) return words.join(' vs ');
  const unit = /^this (week|month|quarter|year)$/.exec(words[0] ?? '')?.[1];
  return unit === undefined ? 'today vs yesterday' : `this ${unit} vs last ${unit}`;
}
