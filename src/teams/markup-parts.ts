import { QuoteType, Tokenizer, type TokenizerCallbacks } from 'htmlparser2';

/** An opening tag. */
export interface OpeningTag {
  readonly kind: 'open';
  /** In lower case. */
  readonly name: string;
  readonly raw: string;
  /** Decoded attributes by their names in lower case. */
  readonly values: ReadonlyMap<string, string>;
  /** True if a person typed it: no client writes attributes as in "a <b and c> d". */
  readonly isTyped: boolean;
  readonly isSelfClosing: boolean;
}

/** A part of a text with mark-up: text with its entities decoded, a tag, or a comment or declaration. */
export type MarkupPart =
  | { readonly kind: 'text'; readonly text: string }
  | OpeningTag
  | { readonly kind: 'close'; readonly name: string; readonly raw: string }
  | { readonly kind: 'remark'; readonly raw: string };

interface TagUnderWay {
  readonly name: string;
  readonly start: number;
  attribute: string;
  readonly values: Map<string, string>;
  isTyped: boolean;
}

/**
 * Splits a text into its parts, in order, in time linear in its length. Anything but a whole tag, comment or entity is text
 * as it stands. Nesting isn't tracked, so depth costs nothing. Never throws.
 */
export function markupParts(source: string, take: (part: MarkupPart) => void): void {
  /** Everything before this index is taken. */
  let done = 0;
  /** The end of the last decoded entity: some entities stand for two characters. */
  let entityEnd = -1;
  let tag: TagUnderWay | undefined;

  /** Takes what the tokenizer passed over, such as "</>", as text. */
  function textUntil(end: number): void {
    if (end > done) take({ kind: 'text', text: source.slice(done, end) });
    done = Math.max(done, end);
  }

  function addValue(text: string): void {
    if (tag) tag.values.set(tag.attribute, (tag.values.get(tag.attribute) ?? '') + text);
  }

  function endTag(end: number, isSelfClosing: boolean): void {
    if (!tag) return;
    const { name, start, values, isTyped } = tag;
    tag = undefined;
    done = end;
    take({ kind: 'open', name, raw: source.slice(start, end), values, isTyped, isSelfClosing });
  }

  function remark(last: number): void {
    if (last + 1 > done) take({ kind: 'remark', raw: source.slice(done, last + 1) });
    done = Math.max(done, last + 1);
  }

  const callbacks: TokenizerCallbacks = {
    ontext: (_, end) => textUntil(end),
    ontextentity(codePoint, end) {
      // Without its semicolon a person typed it: "R&D", "a&lt b".
      const isWhole = source.charAt(end - 1) === ';' && (end > done || end === entityEnd);
      if (!isWhole) {
        textUntil(end);
        return;
      }
      take({ kind: 'text', text: String.fromCodePoint(codePoint) });
      done = end;
      entityEnd = end;
    },
    onopentagname(start, end) {
      textUntil(start - 1);
      const name = source.slice(start, end).toLowerCase();
      tag = { name, start: start - 1, attribute: '', values: new Map(), isTyped: false };
    },
    onattribname(start, end) {
      if (tag) tag.attribute = source.slice(start, end).toLowerCase();
      addValue('');
    },
    onattribdata: (start, end) => addValue(source.slice(start, end)),
    onattribentity: codePoint => addValue(String.fromCodePoint(codePoint)),
    onattribend(quote) {
      const isBare = quote === QuoteType.NoValue && tag?.attribute !== 'itemscope';
      if (tag && (isBare || quote === QuoteType.Unquoted)) tag.isTyped = true;
    },
    onopentagend: last => endTag(last + 1, false),
    onselfclosingtag: last => endTag(last + 1, true),
    onclosetag(start, end) {
      const last = source.indexOf('>', end);
      if (last < 0) return;
      textUntil(start - 2);
      done = last + 1;
      take({
        kind: 'close',
        name: source.slice(start, end).toLowerCase(),
        raw: source.slice(start - 2, last + 1),
      });
    },
    oncomment: (_, last) => remark(last),
    oncdata: (_, last) => remark(last),
    ondeclaration: (_, last) => remark(last),
    onprocessinginstruction: (_, last) => remark(last),
    onend: () => textUntil(source.length),
    // The content of "script" and "title" is read as that of any other element.
    isInForeignContext: () => true,
  };
  const tokenizer = new Tokenizer({}, callbacks);
  tokenizer.write(source);
  tokenizer.end();
}
