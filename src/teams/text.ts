import { decodeHTMLStrict } from 'entities';

/** Longer than any name that a person goes by; Teams may send anything. */
const longestName = 200;

/**
 * Returns a person's name from Teams on one line: entities decoded, white space and control characters folded, at most 200
 * characters. Returns "somebody" if nothing is left.
 */
export function personName(value: unknown): string {
  const line = decodeHTMLStrict(typeof value === 'string' ? value : '')
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .replaceAll(/\p{Cs}/gu, '\ufffd')
    .trim();
  return [...line].slice(0, longestName).join('').trim() || 'somebody';
}

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Returns an Entra id in lower case, so that ids can be compared; undefined if the value isn't one. */
export function guidOf(value: unknown): string | undefined {
  return typeof value === 'string' && guid.test(value) ? value.toLowerCase() : undefined;
}

const xmlEscapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Escapes plain text for XML. */
export function escapeXml(text: string): string {
  return text.replaceAll(/[&<>]/g, sign => xmlEscapes[sign] ?? sign);
}

/** A part of a text: one of the marks, or the text between two of them, which may be empty. */
export interface TextPart {
  readonly text: string;
  readonly isMark: boolean;
}

/** Splits all of `text` at each of `marks`. If two marks begin at the same letter, the longer one counts. */
export function splitAt(text: string, marks: readonly string[]): TextPart[] {
  const parts: TextPart[] = [];
  const distinct = [...new Set(marks)].filter(mark => mark !== '').sort((a, b) => b.length - a.length);
  // A mark is searched for again only once its last match lies behind: a long text is scanned once for each mark.
  let ahead = distinct.map(mark => ({ mark, at: text.indexOf(mark) }));
  let from = 0;
  for (;;) {
    ahead = ahead
      .map(({ mark, at }) => ({ mark, at: at >= from || at < 0 ? at : text.indexOf(mark, from) }))
      .filter(({ at }) => at >= 0);
    const next = ahead.reduce<(typeof ahead)[number] | undefined>(
      (first, other) => (first && first.at <= other.at ? first : other),
      undefined,
    );
    parts.push({ text: text.slice(from, next?.at), isMark: false });
    if (!next) return parts;
    parts.push({ text: next.mark, isMark: true });
    from = next.at + next.mark.length;
  }
}
