import { markupParts, type OpeningTag, type Part } from './markup-parts.ts';

/** A stretch of a message: words, decoded, or what stands in the mark-up of a mention. */
export interface Piece {
  readonly kind: 'words' | 'mention';
  readonly text: string;
}

export interface MarkedText {
  readonly pieces: readonly Piece[];
  /** It quotes another message, or something else, which is left out. */
  readonly hasQuote: boolean;
}

/** An element that is not closed yet, and how many of its name are open. */
interface OpenElement {
  readonly name: string;
  depth: number;
}

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));
/** Words on both sides of these are words of their own. */
const blocks = words(
  'p div br hr li ul ol table thead tbody tfoot tr td th h1 h2 h3 h4 h5 h6 pre codeblock blockquote img quoted attachment',
);
const inline = words(
  'span a b strong i em u s strike del ins sub sup small mark font code emoji systemeventmessage readonly at',
);
/** What stands in these is not shown to those who read HTML. */
const unseen = words('script style');

/**
 * Takes mark-up and entities out of what a client sends, in time linear in its length. In the plain text of a message
 * (`isHtml` false) only those elements are mark-up that Teams sends; any other sign stays as it was typed, such as in
 * "a<b" and "5 < 6 & 7". In HTML every element is mark-up. Never throws.
 */
export function readMarkup(source: string, { isHtml }: { readonly isHtml: boolean }): MarkedText {
  const pieces: Piece[] = [];
  let said = '';
  let hasQuote = false;
  let mention: (OpenElement & { readonly opening: string; text: string }) | undefined;
  let skipped: OpenElement | undefined;

  const isMarkup = (name: string) => isHtml || blocks.has(name) || inline.has(name);

  function say(text: string): void {
    if (mention) mention.text += text;
    else said += text;
  }

  function flush(): void {
    if (said !== '') pieces.push({ kind: 'words', text: said });
    said = '';
  }

  /** A mention that is never closed is none. */
  function giveUpMention(): void {
    if (!mention) return;
    const { opening, text } = mention;
    mention = undefined;
    say(isHtml ? text : opening + text);
  }

  function beginMention({ name, raw }: OpeningTag): void {
    giveUpMention();
    flush();
    mention = { name, opening: raw, depth: 1, text: '' };
  }

  function open(tag: OpeningTag): void {
    const { name, raw, values, isTyped, isSelfClosing } = tag;
    const itemtype = values.get('itemtype') ?? '';
    const isQuote = name === 'blockquote';
    if (!isMarkup(name) || (isTyped && !isHtml)) say(raw);
    else if (isQuote || (isHtml && unseen.has(name))) {
      hasQuote ||= isQuote;
      if (!isSelfClosing) skipped = { name, depth: 1 };
    } else if (mention && name === mention.name && isHtml) {
      if (!isSelfClosing) mention.depth += 1;
    } else if (name === 'at' || /\/Mention$/i.test(itemtype)) {
      // A client wraps the mention in another element with the same type.
      if (!isSelfClosing && !(mention && isHtml)) beginMention(tag);
    } else if (blocks.has(name)) say(' ');
  }

  function close(name: string, raw: string): void {
    if (mention && name === mention.name) {
      mention.depth -= 1;
      if (mention.depth > 0) return;
      pieces.push({ kind: 'mention', text: mention.text });
      mention = undefined;
    } else if (!isMarkup(name) || (name === 'at' && !isHtml)) say(raw);
    else if (blocks.has(name)) say(' ');
  }

  function skip(part: Part, element: OpenElement): void {
    if (!('name' in part) || part.name !== element.name) return;
    if (part.kind === 'close') element.depth -= 1;
    else if (!part.isSelfClosing) element.depth += 1;
    if (element.depth > 0) return;
    skipped = undefined;
    say(' ');
  }

  markupParts(source, part => {
    if (skipped) skip(part, skipped);
    else if (part.kind === 'text') say(part.text);
    else if (part.kind === 'open') open(part);
    else if (part.kind === 'close') close(part.name, part.raw);
    else if (!isHtml) say(part.raw);
  });
  giveUpMention();
  flush();
  return { pieces, hasQuote };
}
