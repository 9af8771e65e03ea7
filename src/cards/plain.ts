import { cut } from '../domain/cut.ts';

// Terminal colours and titles, as logs carry them.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is to be found
const ansi = /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)/g;

/** Words of plain ASCII with single spaces between them, as nearly every text is. */
const isHarmless = /^[!-~]+(?: [!-~]+)*$/;

/**
 * Makes text that came from outside fit to be shown as text, on one line: no terminal sequences, no control,
 * direction or invisible characters, no halves of characters, and no `{{` for a client to expand. Everything else,
 * Markdown and HTML among it, stays as it is: show the result in a TextRun or a button's title, which have none.
 */
export function plain(text: string): string {
  if (isHarmless.test(text) && !text.includes('{{')) return text;
  return (
    text
      .replace(ansi, '')
      .replace(/\p{Cs}/gu, '\ufffd')
      // Invisible and direction characters first: once gone they cannot hide a brace or a space from what follows.
      .replace(/\p{Cf}/gu, '')
      .replace(/[\p{Cc}\p{Z}]+/gu, ' ')
      .trim()
      .replace(/\{(?=\{)/g, '{ ')
  );
}

/** `plain`, cut to `limit` characters if it is longer, with an ellipsis that says so. */
export function clipped(text: string, limit: number): string {
  const whole = plain(text);
  if (whole.length <= limit) return whole;
  return `${cut(whole, limit - 1)}…`;
}
