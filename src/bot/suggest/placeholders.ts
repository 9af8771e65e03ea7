import { idsIn } from '../../language/job-ids.ts';
import type { Parsed } from '../../language/parse.ts';
import type { Token } from '../../language/tokens.ts';

/** A sentence that may leave the product, and how to put back what was left out. */
export interface Covered {
  readonly sentence: string;
  /** Puts the job ids back; a name stays left out, so that no sentence with one can be read. */
  restore(sentence: string): string;
}

/** An unknown word after one of these is taken for a name. */
const beforeNames = new Set([
  'for',
  'of',
  'from',
  'by',
  'in',
  'about',
  'with',
  'at',
  'user',
  'site',
  'server',
]);

/**
 * Returns a sentence without what may identify people, sites or jobs: addresses, quoted stretches, possessives, ids,
 * long numbers, mixtures of letters and digits, and words taken for names.
 */
export function cover(parsed: Parsed): Covered {
  const { tokens, left, mentions } = parsed;
  const unknown = new Set(left.map(({ at }) => at));
  const ids = new Set(idsIn(parsed).map(id => id.toLowerCase()));
  const restored = new Map<string, string>();
  const words: string[] = [];
  let isQuoted = false;
  let names = 0;
  const add = (word: string, isGlued: boolean) =>
    words.push(isGlued || words.length === 0 ? word : ` ${word}`);
  const addName = (isGlued: boolean) => {
    names += 1;
    add(`NAME${names}`, isGlued);
  };
  for (const [at, token] of tokens.entries()) {
    if (mentions.some(mention => mention.at === at)) addName(false);
    if ('"“”'.includes(token.text) && token.kind === 'sign') {
      if (!isQuoted) addName(false);
      isQuoted = !isQuoted;
      continue;
    }
    if (isQuoted) continue;
    if (ids.has(token.text)) {
      const name = `ID${restored.size + 1}`;
      restored.set(name, token.raw);
      add(name, token.glued);
    } else if (isPrivate(token, unknown.has(at), tokens[at - 1])) addName(token.glued);
    else add(token.raw, token.glued);
  }
  return {
    sentence: words.join(''),
    restore: sentence => sentence.replace(/\bID\d+\b/g, name => restored.get(name) ?? name),
  };
}

function isPrivate({ kind, raw, text }: Token, isUnknown: boolean, before: Token | undefined): boolean {
  if (kind === 'name') return true;
  if (kind === 'number') return text.length > 4;
  if (kind !== 'word' || !isUnknown) return false;
  return /\p{L}(?:'s|s')$/iu.test(raw) || beforeNames.has(before?.text ?? '');
}
