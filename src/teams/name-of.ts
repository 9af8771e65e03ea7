import { decodeHTMLStrict } from 'entities';

/** No name that is read at 3 a.m. is longer; the channel may send anything. */
const longest = 200;

/**
 * A name as the channel tells it, on one line: decoded, white space and control characters folded, at most 200
 * characters. "somebody" where nothing is left.
 */
export function nameOf(told: unknown): string {
  const line = decodeHTMLStrict(typeof told === 'string' ? told : '')
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .replaceAll(/\p{Cs}/gu, '\ufffd')
    .trim();
  return [...line].slice(0, longest).join('').trim() || 'somebody';
}
