import { rawOf } from '../../language/orders.ts';
import { eachWith } from '../../language/phrase-list.ts';
import { phraseTable } from '../../language/phrases.ts';
import { prepare } from '../../language/prepare.ts';
import type { Token } from '../../language/tokens.ts';
import { spelling } from '../interpret.ts';
import { type OwnWords, ownWords } from './own-words.ts';
import { wishOfThem } from './wish-of-them.ts';

/** A sentence that means nothing without the one before, by its words alone. */
export type FollowUp =
  | OwnWords
  | {
      readonly kind: 'change';
      /** What is to be changed, without the words that say so. */
      readonly rest: string;
      /** `add` for what comes beside what was asked for, "teams too"; `compare` for a second period. */
      readonly how: 'replace' | 'add' | 'compare';
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

/** How clearly a word opens a follow-up, and what becomes of what follows. */
interface Opening {
  readonly strength: 0 | 1 | 2;
  readonly how?: 'add' | 'compare';
}

const strong: Opening = { strength: 2 };
const weak: Opening = { strength: 1 };
const added: Opening = { strength: 2, how: 'add' };
const compared: Opening = { strength: 2, how: 'compare' };
/** Stands beside other words, and opens nothing. */
const beside: Opening = { strength: 0 };

const pointers = ['that', 'this', 'it', 'they', 'those', 'these'];

const openers = phraseTable<Opening>([
  [
    `
      and, or, but, what about, what of, how about, same for, the same for, same thing for,
      the same thing for, same with, same but, same again for, ditto for, likewise for, i meant,
      i mean, make it, make that, change it to, change that to, switch to, switch it to, try it for,
      narrow it to, narrow it down to, narrow down to, limit it to, restrict it to, filter by,
      filter to, filter for, filter on, do the same for, show me the same for, repeat for,
      repeat it for, repeat that for, only those, just those, only the ones, just the ones,
      i said, i asked for, i asked about, i was asking about, i wanted, i want, it should be,
      should be, should have been, that should be, wrong service, wrong one, wrong period, wrong day,
      not that, not that one, group them, group those, group these, group that, group it,
      break that down, break it down, break them down, break those down, break down, split that,
      split it, split them, split those, sort them, sort those, sort it, sort that, order them,
      list them, show them, show those, show that, show it, now for, which is the, which was the,
      which one is the, which one was the, which of them is the, which of those was the,
      which ran the, which took the, show me that, show me those, show me these, show me them,
      give me that, extend to, extend it to, extend that to, widen to, widen it to, expand to,
      expand it to, stretch it to, change to, now show, now list,
      ${eachWith(
        eachWith(
          ['', 'the', 'ask the', 'show the', 'show me the', 'see the', 'get the', 'give me the', 'check the'],
          ['same', 'same question', 'same query', 'same list', 'same check', 'same period', 'same day'],
        ).split(', '),
        ['for', 'but', 'but for', 'with', 'about'],
      )}
    `,
    strong,
  ],
  [
    `
      compare, compare it, compare that, compare them, compare those, compare this, compared, vs,
      versus, against,
      ${eachWith(eachWith(['how does', 'how do', 'how did'], pointers).split(', '), [
        'compare',
        'compare to',
        'compare with',
        'compare against',
        'stack up against',
      ])},
      ${eachWith(eachWith(['is', 'was', 'are', 'were'], pointers).split(', '), [
        'more than',
        'less than',
        'fewer than',
        'better than',
        'worse than',
        'higher than',
        'lower than',
      ])}
    `,
    compared,
  ],
  [
    'sorry, oops, only, just, actually, rather, try, then, now, only show, show only, only the, just the',
    weak,
  ],
  ['also, plus, include, including, add, as well as', added],
  [
    'can i, can you, could i, could you, can we, for, of, with, to, in, those, them, these, the ones, ones, the, that were, which were',
    beside,
  ],
]);
const closers = phraseTable<Opening>([
  ['instead, rather, i mean, i meant, i said, not that one, only those, only these', strong],
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

/** Returns what a sentence says about the one before; undefined if it can only stand by itself. */
export function readFollowUp(text: string): FollowUp | undefined {
  const tokens = prepare(text, [], spelling)?.tokens;
  if (!tokens || tokens.length > mostTokens) return undefined;
  const start = afterCourtesies(tokens);
  const bare = withoutOuterSigns(tokens.slice(start));
  const said = wordsOf(bare);
  if (said === '') return undefined;
  const opened = said.replace(/^(?:(?:and|but|so|ok|then|really) )+/, '');
  const own = ownWords(opened, opened !== said);
  if (own) return own;
  const wish = wishOfThem(bare);
  return wish ? { kind: 'ask', rest: '', ...wish } : changeOf(bare);
}

/** Longer sentences stand by themselves. */
const mostTokens = 24;

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
    how: openings.flatMap(({ how }) => how ?? [])[0] ?? 'replace',
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
