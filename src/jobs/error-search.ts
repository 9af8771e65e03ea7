import type { Job } from '../domain/job.ts';
import type { ErrorSearch } from '../domain/narrowing.ts';

/**
 * Returns a test for jobs that have an error with these words, whatever their case. A number is found as a whole: 429
 * isn't in 14290. The endings of a word that isn't quoted don't matter: throttling is in "Throttled".
 */
export function errorTest({ text, isPhrase }: ErrorSearch): (job: Job) => boolean {
  const words = isPhrase ? [text] : text.split(/[^\p{L}\p{N}]+/u).filter(word => word !== '');
  const patterns = words.map(word => new RegExp(patternOf(isPhrase ? word : stemOf(word)), 'iu'));
  // Many jobs have one and the same message.
  const known = new Map<string, boolean>();
  const isIn = (message: string) => {
    const before = known.get(message);
    if (before !== undefined) return before;
    const plain = isPlain.test(message) ? message : message.normalize('NFKC').replace(/\s+/gu, ' ');
    const found = patterns.every(pattern => pattern.test(plain));
    known.set(message, found);
    return found;
  };
  return ({ errors }) => errors.some(({ message }) => isIn(message));
}

/** Matches words of plain ASCII with single spaces between them, as nearly every message is. */
const isPlain = /^[!-~]+(?: [!-~]+)*$/;

function patternOf(words: string): string {
  const literal = words.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&').replace(/ +/g, ' +');
  const start = /^\d/.test(words) ? '(?<![\\p{L}\\p{N}]|\\d[.,:])' : '';
  const end = /\d$/.test(words) ? '(?![\\p{L}\\p{N}]|[.,:]\\d)' : '';
  return `${start}${literal}${end}`;
}

const endings = /(?:ings?|led|ed|s)$/;
/** Shorter words would be found in too many others. */
const shortestStem = 5;

function stemOf(word: string): string {
  const stem = word.replace(endings, '');
  return stem.length < shortestStem || /\d/.test(word) ? word : stem;
}
