import { endPhrases, idleWords } from '../../../language/orders.ts';
import { phraseTable } from '../../../language/phrases.ts';
import { wordAt } from '../../../language/spans/phrase.ts';
import type { Token } from '../../../language/tokens.ts';
import type { Entry } from '../../../language/vocabulary.ts';
import { rowWords } from './read-in-a-row.ts';
import { partialWords } from './read-partial.ts';
import { quietHoursWords } from './read-quiet.ts';

export const words: readonly Entry[] = [
  {
    meaning: { part: 'of watch', isApart: true },
    phrases: 'watch, watches, watching, watched, watchlist',
    isMeantByTypos: true,
    typos: 'wach, wtch, watc',
  },
  {
    meaning: { part: 'of unwatch', isApart: true },
    phrases: 'unwatch, unwatching, unwatched',
    isMeantByTypos: true,
  },
];

/** The parts of these. */
export const ofWatch: ReadonlySet<string> = new Set(words.map(({ meaning }) => meaning.part));

/** `watches` are what is set already, and "watched" is what they do: words that order nothing. */
export type WatchVerb = 'watch' | 'unwatch' | 'watches' | 'end';

export const verbs = phraseTable<WatchVerb>([
  ['watch, watching', 'watch'],
  ['unwatch, unwatching', 'unwatch'],
  ['watches, watched, unwatched, watchlist, watch list', 'watches'],
  [`turn off, switch off, no longer, ${endPhrases}`, 'end'],
]);

const all = new Set('all everything every each any anything backups backup'.split(' '));

/** True for a word that means all services if none is named. */
export function meansAll(word: string): boolean {
  return all.has(word);
}

/** The index after a word that means all services, whatever is named beside it. */
export function allAt(tokens: readonly Token[], at: number): number | undefined {
  const word = wordAt(tokens, at);
  if (word === 'all' || word === 'everything') return at + 1;
  const isEvery = word === 'every' || word === 'each';
  return isEvery && wordAt(tokens, at + 1) === 'service' ? at + 2 : undefined;
}

/** What a watch tells anyway. */
export const failing: ReadonlySet<string> = new Set(
  'failed failing fails fail failure failures unsuccessful error errors errored problem problems issue issues'.split(
    ' ',
  ),
);

const linking = new Set('of in for on from the our my backups backup jobs job services'.split(' '));

/** True for a word that may stand between "all" and the services that it is said of. */
export function linksAll(word: string): boolean {
  return linking.has(word) || failing.has(word);
}

/** What may stand beside a watch and changes nothing. */
export const besideWatch: ReadonlySet<string> = new Set([
  ...idleWords,
  ...'keep keeping turn switch alert alerts notify warn who whos'.split(' '),
]);

const asking = new Set(
  'what whats which who whos is are was were does did am how show list see display'.split(' '),
);
const openers = new Set('can could would will please pls'.split(' '));

/** How a sentence asks, by those words before its verb that are no setting: what is watched, or how it is done. */
export function askingBefore(
  tokens: readonly Token[],
  verb: number,
  taken: readonly boolean[],
): 'what' | 'how' | undefined {
  const before = tokens.slice(0, verb).map(({ text }, at) => (taken[at] ? '' : text));
  if (before.includes('how')) return 'how';
  const isAsked = before.some(
    (word, at) =>
      asking.has(word) || (word === 'do' && ['you', 'we', 'i', 'they'].includes(before[at + 1] ?? '')),
  );
  return isAsked && !before.some(word => openers.has(word)) ? 'what' : undefined;
}

/** Every word that watches are set with: known to the grammar, so that no typing error is seen in them. */
export const watchWords: readonly string[] = [
  ...new Set([...verbs.words, ...besideWatch, ...rowWords, ...partialWords, ...quietHoursWords]),
];
