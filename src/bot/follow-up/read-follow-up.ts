import { rawOf } from '../../language/orders.ts';
import { phrasesIn } from '../../language/phrase-list.ts';
import { phraseTable } from '../../language/phrases.ts';
import { prepare } from '../../language/prepare.ts';
import type { Token } from '../../language/tokens.ts';
import { spelling } from '../interpret.ts';

/** What is asked about the jobs of the question before, in place of its own kind. */
export type AskedOfThem = 'why' | 'count' | 'list' | 'lastGood' | 'status' | 'watch';

/** Which page of the list before. */
export type PageTurn = 'next' | 'previous' | 'first' | number;

/** A sentence that means nothing without the one before, by its words alone. */
export type FollowUp =
  | { readonly kind: 'again' }
  | { readonly kind: 'turn'; readonly to: PageTurn }
  /** Opens a row of the page before, counted from 1. */
  | { readonly kind: 'open'; readonly row: number | 'last' }
  | { readonly kind: 'ask'; readonly what: AskedOfThem; readonly rest: string }
  | {
      readonly kind: 'change';
      /** What is to be changed, without the words that say so. */
      readonly rest: string;
      /** True if it comes beside what was asked for: "teams too". */
      readonly isAdded: boolean;
      /** How clearly a word says that it goes on: "and exchange", "only exchange", "exchange". */
      readonly opening: 'strong' | 'weak' | 'none';
    };

const courtesies = phraseTable([
  [
    `
      ok, okay, k, thanks, thank you, thx, great, good, cool, fine, hm, hmm, so, well, right,
      alright, yes, yeah, sorry, please, pls, hey, hi, no, nope, nah, oh, ah, oops, wait, hang on,
      hold on, yep, yup, sure, got it, i see, perfect, nice, interesting
    `,
    true,
  ],
]);

/** How clearly a word opens a follow-up, and whether what follows is added to what was asked for. */
interface Opening {
  readonly strength: 0 | 1 | 2;
  readonly isAdded?: boolean;
}

const strong: Opening = { strength: 2 };
const weak: Opening = { strength: 1 };
const added: Opening = { strength: 2, isAdded: true };
/** Stands beside other words, and opens nothing. */
const beside: Opening = { strength: 0 };

const openers = phraseTable<Opening>([
  [
    `
      and, or, but, what about, what of, how about, same for, the same for, same thing for,
      the same thing for, same with, same but, same again for, ditto for, likewise for, i meant,
      i mean, make it, make that, change it to, change that to, switch to, switch it to, try it for,
      narrow it to, narrow it down to, narrow down to, limit it to, restrict it to, filter by,
      filter to, filter for, filter on, do the same for, show me the same for, repeat for,
      repeat it for, repeat that for, only those, just those, only the ones, just the ones
    `,
    strong,
  ],
  ['only, just, actually, rather, try, then, now, now for, only show, show only, only the, just the', weak],
  ['also, plus, include, including, add, as well as', added],
  ['for, of, with, in, those, them, these, the ones, ones, the, that were, which were', beside],
]);
const closers = phraseTable<Opening>([
  ['instead, rather', strong],
  ['please, pls, then, thanks, though, only, now', weak],
  ['too, also, as well', added],
  [
    `
      also fine, also ok, also good, also affected, also failing, also broken, fine too, ok too,
      good too, affected too, all fine, all good, all ok, ok, fine, same, same thing, same problem,
      same there, same question, any better, any good, any luck, how did it do, hows that,
      how is that
    `,
    beside,
  ],
  [
    `
      those, them, these, ones, one, that one, did those work, did those run, did they work,
      did they run, did that work, did it work, how did those do, how did they do
    `,
    beside,
  ],
]);

const whole = (list: string) => new Set(phrasesIn(list));
const again = whole(
  `
    again, repeat, repeat that, repeat it, same again, same question, same question again,
    once more, one more time, ask again, ask that again, try again, try that again, refresh,
    refresh that, refresh it, reload, rerun that question, check again
  `,
);
const turns: readonly (readonly [ReadonlySet<string>, PageTurn])[] = [
  [
    whole(
      `
        next, next page, next one, next ones, more, show more, show me more, more please, see more,
        the next page, go to next page, go to the next page, forward, continue, go on, show next,
        show me the next page, any more, the rest, show the rest, show me the rest
      `,
    ),
    'next',
  ],
  [
    whole(
      'previous, previous page, prev, prev page, back, go back, page back, the previous page, back a page',
    ),
    'previous',
  ],
  [whole('first page, the first page, back to start, back to the start, page one'), 'first'],
];
const ordinals = 'first second third fourth fifth sixth seventh eighth ninth tenth'.split(' ');
const page = /^(?:go to |show |show me |open |to )?(?:the )?page (?:number )?(\d{1,5})$/;
const opened =
  /^(?:(?:open|show|details?|see|view|get|give)(?: me)?(?: of| on| for| about)? )?(?:the )?(first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|\d{1,2} ?(?:st|nd|rd|th)) (?:one|job|row|entry|item|result|failure|run)$/;
const numbered =
  /^(?:open|show|details?|see|view)(?: me)?(?: of| on)? (?:number |row |job |no |# ?)?(\d{1,2})$/;

const asks: readonly (readonly [RegExp, AskedOfThem])[] = [
  [
    /^(?:why|how come|why is (?:that|it|this)|why (?:did|do|have|are|were|is|was|has) (?:they|it|those|these|that|this|them)(?: all)?(?: (?:fail|failed|failing|fails|break|broken|happen|happening|red))?|what caused (?:it|that|this|them|those|these)|(?:the |for what |what (?:is|was|are|were) the )?(?:reasons?|causes?)(?: for (?:it|that|this|them|those|these))?|what (?:is|was|are|were) the errors?|whats? the (?:reason|cause|error)|explain(?: (?:it|that|this|them|those|these))?|because of what)$/,
    'why',
  ],
  [
    /^(?:how many(?: of (?:those|them|these))?(?: (?:were|are|is|was)(?: (?:there|they|those|these|that|it|them))?)?|how many (?:in all|did|failed|have we)|count(?: (?:them|those|it))?|(?:whats the )?(?:total|number|count))(?: in total| altogether| overall| in all)?$/,
    'count',
  ],
  [/^how many of (?:those|them|these)(?: (?:were|are|is|was))?\b/, 'count'],
  [
    /^(?:show|list|see|give|open|view|display)(?: me| us)? (?:them|those|these|all of them|all of those|the list|it all|them all|the jobs|the failed ones|the failures)$|^(?:which ones|which|which ones (?:failed|were they|are they)|which were they|which are they|what are they|list|list them all|show them all|names|details|show details|and which)$/,
    'list',
  ],
  [
    /^when (?:did (?:it|that|they|this) last (?:work|run|succeed|complete|finish|run ok|work properly|run properly|back up)|was (?:it|that|this) last (?:ok|good|fine|backed up)|was the last (?:good|successful|clean) (?:one|run|backup))$|^(?:last good one|whats? the last good one)$/,
    'lastGood',
  ],
  [
    /^is (?:it|that|this) (?:ok|okay|fine|fixed|good|better|back|working|running|resolved|healthy|still (?:broken|failing|red|down))(?: again| now| yet)*$|^(?:still (?:failing|broken|red)|fixed now|is it still|hows? (?:it|that) now|how is (?:it|that) now)$/,
    'status',
  ],
  [
    /^(?:monitor|watch|keep an eye on|track|follow|subscribe to|alert (?:me|us) (?:about|on|for)|notify (?:me|us) (?:about|of|on)|tell (?:me|us) about) (?:it|that|this|them|those|these)$|^(?:tell|alert|notify|ping|warn) (?:me|us) (?:if|when|whenever) (?:it|that|this) (?:happens|fails|breaks) again$/,
    'watch',
  ],
];

/** Returns what a sentence says about the one before; undefined if it can only stand by itself. */
export function readFollowUp(text: string): FollowUp | undefined {
  const tokens = prepare(text, [], spelling)?.tokens;
  if (!tokens || tokens.length > mostTokens) return undefined;
  const start = afterCourtesies(tokens);
  const bare = withoutOuterSigns(tokens.slice(start));
  const said = wordsOf(bare);
  if (said === '') return undefined;
  const own = ownWords(said.replace(/^(?:(?:and|but|so|ok) )+/, ''));
  return own ?? changeOf(bare);
}

/** Longer sentences stand by themselves. */
const mostTokens = 24;

function ownWords(said: string): FollowUp | undefined {
  if (again.has(said)) return { kind: 'again' };
  const turn = turns.find(([phrases]) => phrases.has(said));
  if (turn) return { kind: 'turn', to: turn[1] };
  const number = page.exec(said)?.[1];
  if (number !== undefined) return { kind: 'turn', to: Number(number) };
  const row = opened.exec(said)?.[1] ?? numbered.exec(said)?.[1];
  if (row !== undefined) return { kind: 'open', row: rowOf(row) };
  for (const [pattern, what] of asks) {
    const found = pattern.exec(said);
    if (found) return { kind: 'ask', what, rest: said.slice(found[0].length).trim() };
  }
  return undefined;
}

function rowOf(word: string): number | 'last' {
  if (word === 'last') return 'last';
  const ordinal = ordinals.indexOf(word);
  return ordinal >= 0 ? ordinal + 1 : Number.parseInt(word, 10);
}

function changeOf(tokens: readonly Token[]): FollowUp | undefined {
  const openings: Opening[] = [];
  let at = 0;
  for (;;) {
    const found = openers.at(tokens, at);
    if (!found) break;
    openings.push(found.meaning);
    at = skipSigns(tokens, found.end);
  }
  let rest: readonly Token[] = tokens.slice(at);
  for (;;) {
    const found = closerOf(rest);
    if (!found) break;
    openings.push(found.meaning);
    rest = withoutOuterSigns(rest.slice(0, found.start));
  }
  if (rest.length === 0) return undefined;
  const strength = Math.max(0, ...openings.map(({ strength }) => strength));
  return {
    kind: 'change',
    rest: rawOf(rest),
    isAdded: openings.some(({ isAdded }) => isAdded),
    opening: strength === 2 ? 'strong' : strength === 1 ? 'weak' : 'none',
  };
}

function closerOf(tokens: readonly Token[]) {
  for (let start = Math.max(0, tokens.length - 5); start < tokens.length; start += 1) {
    const found = closers.at(tokens, start);
    if (found?.end === tokens.length && start > 0) return { start, meaning: found.meaning };
  }
  return undefined;
}

function afterCourtesies(tokens: readonly Token[]): number {
  let at = skipSigns(tokens, 0);
  for (;;) {
    const found = courtesies.at(tokens, at);
    // "no failures today?" asks, "good backups" are some.
    if (!found || found.end >= tokens.length) return at;
    const next = tokens[found.end];
    const isApart = next?.kind === 'sign' || (openers.at(tokens, found.end)?.meaning.strength ?? 0) > 0;
    if (!isApart && !courtesies.at(tokens, found.end)) return at;
    at = skipSigns(tokens, found.end);
  }
}

function skipSigns(tokens: readonly Token[], from: number): number {
  let at = from;
  while (tokens[at]?.kind === 'sign' && ',.!;:-…?'.includes(tokens[at]?.text ?? '')) at += 1;
  return at;
}

function withoutOuterSigns(tokens: readonly Token[]): readonly Token[] {
  let end = tokens.length;
  while (end > 0 && tokens[end - 1]?.kind === 'sign' && ',.!;:?…'.includes(tokens[end - 1]?.text ?? ''))
    end -= 1;
  return tokens.slice(0, end);
}

function wordsOf(tokens: readonly Token[]): string {
  return tokens
    .filter(({ kind, text }) => kind !== 'sign' || text === '#')
    .map(({ text }) => text)
    .join(' ');
}
