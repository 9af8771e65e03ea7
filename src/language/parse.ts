import { questionLimits } from '../domain/question.ts';
import { type FoundAction, findAction } from './actions.ts';
import type { SentenceParts } from './compose.ts';
import { askedTypes } from './job-type.ts';
import type { Mention } from './mentions.ts';
import { takeOpenings } from './openings.ts';
import { type FoundPageSize, findPageSize } from './page-size.ts';
import { type FoundParts, findParts } from './parts.ts';
import type { Prepared } from './prepare.ts';
import { readPeriod } from './read-period.ts';
import type { Correction, ReadingContext } from './reading.ts';
import { type FoundPeriod, findPeriods, type PeriodReading } from './spans/index.ts';
import type { Token } from './tokens.ts';
import { baseLexicon, type Lexicon } from './vocabulary.ts';
import { createWallClock } from './wall-clock.ts';

/** A sentence with its parts found; nothing is decided yet. */
export interface Parsed {
  readonly tokens: readonly Token[];
  /** The phrases that it was read with. */
  readonly lexicon: Lexicon;
  readonly corrections: readonly Correction[];
  readonly mentions: readonly Mention[];
  readonly parts: FoundParts;
  readonly pageSize: FoundPageSize | undefined;
  readonly periods: readonly FoundPeriod[];
  readonly period: PeriodReading;
  /** Each of the periods alone, if there are several. */
  readonly eachPeriod: () => readonly PeriodReading[];
  /** One of them alone. */
  readonly onePeriod: (index: number) => PeriodReading;
  readonly action: FoundAction | undefined;
  /** The words outside the page size and the periods, which are replaced by "…". */
  readonly outside: string;
  /** The tokens that nothing in the grammar takes, signs among them. */
  readonly left: readonly LeftToken[];
  /** Unknown stretches of the sentence, as they were written. */
  readonly unknown: readonly string[];
  readonly asked: SentenceParts;
}

/** A token that no part of the grammar took. */
export interface LeftToken {
  readonly at: number;
  readonly token: Token;
}

/** Words that belong to the period behind them. */
const leadingIn = new Set(['over', 'during', 'throughout', 'across', 'rolling', 'trailing']);

/** Finds the parts of a sentence: first the page size and the periods, whose numbers are theirs, then the words. */
export function parse(
  { tokens, corrections, mentions }: Prepared,
  context: ReadingContext,
  lexicon: Lexicon = baseLexicon,
): Parsed {
  const taken: boolean[] = new Array(tokens.length).fill(false);
  const take = ({ start, end }: { start: number; end: number }) => taken.fill(true, start, end);
  const pageSize = findPageSize(tokens);
  if (pageSize) take(pageSize);
  const isPageSize = [...taken];
  const unsaid = tokens.map((token, at): Token => (taken[at] ? { ...token, kind: 'sign', text: '' } : token));
  const periods = findPeriods(unsaid);
  for (const found of periods) {
    take(found);
    // "over the weekend", "within the last 3 hours"; "within 2 hours" is a duration.
    const before = tokens[found.start - 1]?.text === 'the' ? found.start - 2 : found.start - 1;
    const word = tokens[before]?.text ?? '';
    const isBack = ['last', 'past'].includes(tokens[found.start]?.text ?? '');
    if (leadingIn.has(word) || (word === 'within' && isBack)) take({ start: before, end: found.start });
  }
  const wall = createWallClock(context);
  const period = readPeriod(tokens, periods, wall);
  // The "and" of "yesterday and today" joins nothing else.
  if (period.kind === 'bounds' && period.isJoined)
    take({ start: periods[0]?.start ?? 0, end: periods.at(-1)?.end ?? 0 });
  const onePeriod = (index: number) => readPeriod(tokens, periods.slice(index, index + 1), wall);
  const outside = outsideText(tokens, taken, isPageSize);
  const action = findAction(tokens);
  if (action) take(action);
  const verb = tokens.findIndex(({ kind }, at) => !taken[at] && kind !== 'sign');
  if (isGrouping(tokens, verb)) take({ start: verb, end: verb + 1 });
  const grouped = tokens.findIndex((_, at) => isGroupingThem(tokens, at));
  if (grouped >= 0) take({ start: grouped, end: grouped + 2 });
  takeOpenings(tokens, taken);
  const parts = findParts(tokens, taken, lexicon);
  const types = askedTypes(parts, tokens);
  return {
    tokens,
    lexicon,
    corrections,
    mentions,
    parts: { ...parts, types },
    pageSize,
    periods,
    period,
    eachPeriod: () => periods.map((_, index) => onePeriod(index)),
    onePeriod,
    action,
    outside,
    left: tokens.flatMap((token, at) => (taken[at] ? [] : [{ at, token }])),
    unknown: unknownStretches(tokens, taken),
    asked: {
      type: types[0],
      service: parts.services.length > 1 ? parts.services : parts.services[0],
      state: parts.states.length > 1 ? parts.states : parts.states[0],
      period: period.kind === 'bounds' ? period.words : undefined,
      pageSize: pageSize && pageSize.used !== questionLimits.defaultPageSize ? pageSize.used : undefined,
    },
  };
}

/** Returns true for "group failures by error", in which "group" is a verb and no service. */
function isGrouping(tokens: readonly Token[], first: number): boolean {
  const next = tokens[first + 1]?.text ?? '';
  const isOrder = ['the', 'all', 'my', 'failed', 'failures', 'errors', 'jobs'].includes(next);
  return tokens[first]?.text === 'group' && (isOrder || tokens.some(({ text }) => text === 'by'));
}

/** Returns true at “group” in "… and group them by root cause". */
function isGroupingThem(tokens: readonly Token[], at: number): boolean {
  const [verb, these, by] = tokens.slice(at, at + 3).map(({ text }) => text);
  if (!['and', 'then'].includes(tokens[at - 1]?.text ?? '')) return false;
  return verb === 'group' && ['them', 'these', 'those'].includes(these ?? '') && by === 'by';
}

function outsideText(
  tokens: readonly Token[],
  taken: readonly boolean[],
  isPageSize: readonly boolean[],
): string {
  return tokens
    .flatMap(({ text, kind }, at) => {
      if (isPageSize[at]) return [];
      if (taken[at]) return taken[at - 1] ? [] : ['…'];
      return kind === 'sign' && !'<>%≥≤'.includes(text) ? [] : [text];
    })
    .join(' ');
}

/** Returns the stretches between spaces, each whole if none of it was understood, else only the rest of it. */
function unknownStretches(tokens: readonly Token[], taken: readonly boolean[]): string[] {
  const understood = new Set(tokens.filter((_, at) => taken[at]).map(token => token.chunk));
  const named = new Map<string, true>();
  let open: { chunk: number; raw: string; meant: boolean } | undefined;
  const close = () => {
    if (open?.meant) named.set(trimSigns(open.raw), true);
    open = undefined;
  };
  for (const [at, token] of tokens.entries()) {
    if (taken[at] || (open && open.chunk !== token.chunk)) close();
    if (taken[at]) continue;
    const alone = understood.has(token.chunk) && token.kind === 'sign';
    if (alone) {
      close();
      continue;
    }
    open = {
      chunk: token.chunk,
      raw: (open?.raw ?? '') + token.raw,
      meant: (open?.meant ?? false) || token.kind !== 'sign',
    };
  }
  close();
  return [...named.keys()];
}

function trimSigns(raw: string): string {
  const signs = (text: string) => /^[^\p{L}\p{N}]$/u.test(text);
  const letters = [...raw];
  while (signs(letters[0] ?? '')) letters.shift();
  while (signs(letters.at(-1) ?? '')) letters.pop();
  return letters.join('');
}
