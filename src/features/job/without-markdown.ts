import { plain } from '../../cards/plain.ts';

/**
 * Characters that Markdown may read as markup anywhere in a line, with the characters in their place. Some kinds of
 * Markdown link a bare address, so an address is broken.
 */
const replacements: readonly (readonly [RegExp, string])[] = [
  [/\*/g, '∗'],
  [/~/g, '∼'],
  [/`/g, '’'],
  [/\[/g, '('],
  [/\]/g, ')'],
  [/</g, '‹'],
  [/>/g, '›'],
  [/\/(?=\/)/g, '/ '],
  // Not within a word, in which it's no emphasis: ids stay as they are.
  [/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '＿'],
  // Not before a letter, as in a path, where it's no escape.
  [/\\(?![\p{L}\p{N} ])/gu, '＼'],
  [/&(?=#?\w+;)/g, '＆'],
];

/**
 * Returns a line that reads the same as plain text and as Markdown. It must begin with a word of the bot's own, since
 * "-" or "1." at its beginning would make a list.
 */
export function withoutMarkdown(line: string): string {
  return replacements.reduce((text, [found, by]) => text.replace(found, by), plain(line));
}
