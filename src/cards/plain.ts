import { cut } from '../domain/cut.ts';

// Terminal colours and titles, as in logs.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is to be found
const ansi = /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)/g;

/** Matches words of plain ASCII with single spaces between them, as nearly every text has. */
const isHarmless = /^[!-~]+(?: [!-~]+)*$/;

/**
 * Makes text from outside fit to be shown, on one line: no terminal sequences, no control, direction or invisible
 * characters, no halves of characters, and no `{{` for a client to expand. Everything else stays, Markdown and HTML
 * among it: show the result in a TextRun or a button's title, which have none.
 */
export function plain(text: string): string {
  if (isHarmless.test(text) && !text.includes('{{')) return text;
  return (
    text
      .replace(ansi, '')
      .replace(/\p{Cs}/gu, '\ufffd')
      // Invisible and direction characters first, so that they can't hide a brace or a space from the next steps.
      .replace(/\p{Cf}/gu, '')
      .replace(/[\p{Cc}\p{Z}]+/gu, ' ')
      .trim()
      .replace(/\{(?=\{)/g, '{ ')
  );
}

/** Returns `plain` text, cut to `limit` characters with an ellipsis if it's longer. */
export function clipped(text: string, limit: number): string {
  const whole = plain(text);
  if (whole.length <= limit) return whole;
  return `${cut(whole, limit - 1)}…`;
}
