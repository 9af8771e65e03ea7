import type { Parsed } from './parse.ts';

/** Words and signs that join things of one kind. */
export const joins: ReadonlySet<string> = new Set([
  'and',
  'or',
  'plus',
  'including',
  'incl',
  'as',
  'along',
  'together',
  ',',
  '/',
  '&',
  '+',
  ';',
  '-',
]);

/** Returns true unless several types, or several services, stand in a row with nothing that joins them. */
export function areJoined(
  { parts, tokens }: Pick<Parsed, 'parts' | 'tokens'>,
  part: 'type' | 'service',
): boolean {
  if ((part === 'type' ? parts.types : parts.services).length < 2) return true;
  const those = parts.found.filter(({ meaning }) => meaning.part === part);
  return those.every(({ end, meaning }, index) => {
    const next = those[index + 1];
    if (!next || JSON.stringify(next.meaning) === JSON.stringify(meaning)) return true;
    return tokens.slice(end, next.start).some(({ text }) => joins.has(text));
  });
}
