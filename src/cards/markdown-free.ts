/** Signs that Markdown reads as mark-up, and what looks like them. */
const alike: Readonly<Record<string, string>> = {
  '*': '∗',
  '`': '’',
  '~': '∼',
  '[': '(',
  ']': ')',
  '<': '‹',
  '>': '›',
  '|': '¦',
};

/**
 * Returns a line that reads the same as Markdown and as plain text, whatever its data is: no list, heading, emphasis,
 * link, table or HTML. An underscore within a word is harmless.
 */
export function markdownFree(line: string): string {
  return (
    line
      .replace(/[*`~[\]<>|]/g, sign => alike[sign] ?? sign)
      .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '‗')
      // Before a letter, as in a path, it's no escape.
      .replace(/\\(?![\p{L}\p{N} ])/gu, '∖')
      // A reference to a character, which would be replaced by it.
      .replace(/&(?=#?\w+;)/g, '＆')
      // Addresses that some clients make a link of.
      .replace(/\/\/(?=[^\s/])/g, '// ')
      .replace(/\bwww(?=\.)/gi, '$& ')
      .replace(/(?<=\S)@(?=\S)/g, ' @')
      // What makes a line a list, a heading or a rule.
      .replace(/^\s*(?=[-+=#])/, '· ')
      .replace(/^\s*(\d{1,9})(?=[.)](?:\s|$))/, '· $1')
      .trim()
  );
}
