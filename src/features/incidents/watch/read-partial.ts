import { phraseTable } from '../../../language/phrases.ts';
import { wordAt } from '../../../language/spans/phrase.ts';
import type { Token } from '../../../language/tokens.ts';
import { phrasesFrom } from '../../../language/vocabulary.ts';

/** What is said of runs that finished partially: that they count, that they do not, or only their name. */
export type Partial = 'in' | 'out' | 'alone';

export interface ReadPartial {
  readonly end: number;
  readonly partial: Partial;
}

const leads = phraseTable<Partial>([
  [
    'as well as, including, include, includes, included, incl, inc, also, and, with, plus, even, or, count, counting',
    'in',
  ],
  [
    'but not, but no, without, excluding, exclude, except, ignoring, ignore, not including, not, no, leaving out, leave out',
    'out',
  ],
]);
const names = new Set('partial partials partially partly'.split(' '));
const between = new Set('. the all any also for'.split(' '));
/** What may follow the name and says no more. */
const tails = new Set(
  'finished finish complete completed success successes successful failed failing fails fail failures failure errors error ones one runs run backups backup jobs job results as well'.split(
    ' ',
  ),
);
const tailsIn = new Set('too also included counted count counts'.split(' '));
const failing = new Set('failed failing failures failure fails'.split(' '));
const longestTail = 5;

/** Every word that partial runs are said with. */
export const partialWords: readonly string[] = [...new Set([...leads.words, ...tails, ...tailsIn])];

/** "including partial", "and partial ones", "partial too", "without partial", or "partial" alone. */
export function partialAt(tokens: readonly Token[], at: number): ReadPartial | undefined {
  if (names.has(wordAt(tokens, at))) return named(tokens, at, 'alone');
  const lead = leads.at(tokens, at);
  if (!lead) return undefined;
  let next = lead.end;
  for (let left = 2; left > 0 && between.has(tokens[next]?.text ?? ''); left -= 1) next += 1;
  return names.has(wordAt(tokens, next)) ? named(tokens, next, lead.meaning) : undefined;
}

function named(tokens: readonly Token[], at: number, lead: Partial): ReadPartial | undefined {
  let partial = lead;
  let end = at + 1;
  for (let left = longestTail; left > 0; left -= 1) {
    const word = wordAt(tokens, end);
    if (tailsIn.has(word) && partial !== 'out') partial = 'in';
    else if (!tails.has(word)) break;
    end += 1;
  }
  // "without partial exchange backups" leaves out less than partial ones.
  if (partial === 'out' && namesService(tokens, end)) return undefined;
  // "partial and failed backups" are both.
  const isJoined = ['and', 'or'].includes(wordAt(tokens, end)) && failing.has(wordAt(tokens, end + 1));
  return { end, partial: isJoined && partial === 'alone' ? 'in' : partial };
}

function namesService(tokens: readonly Token[], at: number): boolean {
  for (let next = at; next < at + longestTail; next += 1) {
    if (tokens[next]?.kind !== 'word') return false;
    if (phrasesFrom(wordAt(tokens, next)).some(({ meaning }) => meaning.part === 'service')) return true;
  }
  return false;
}
