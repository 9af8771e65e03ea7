import type { Parsed } from './parse.ts';

const askingWords = new Set(
  'is are was were be been am do does did has have had if whether all every each everything anything any both how ?'.split(
    ' ',
  ),
);

/** Returns true for a sentence that asks something, by its words or its question mark. */
export function asks({ tokens }: Pick<Parsed, 'tokens'>): boolean {
  return tokens.some(({ text }) => askingWords.has(text));
}

/**
 * Returns true if what stands at `before` is asked: the sentence has a question mark, or a question word or jobs stand
 * before it.
 */
export function isAsked({ parts, tokens }: Parsed, before = tokens.length): boolean {
  if (tokens.some(({ text }) => text === '?')) return true;
  const subject = parts.found.some(
    ({ meaning, start }) => start < before && ['type', 'service', 'jobs'].includes(meaning.part),
  );
  return subject || tokens.slice(0, before).some(({ text }) => askingWords.has(text));
}
