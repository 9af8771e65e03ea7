import type { Activity } from 'botbuilder';
import { type MarkupPart, markupParts, type OpeningTag } from './markup-parts.ts';

/** A piece of a message: decoded words, or the text of a mention. */
export interface MessagePiece {
  readonly kind: 'words' | 'mention';
  readonly text: string;
}

export interface MarkedText {
  readonly pieces: readonly MessagePiece[];
  /** True if it has a quotation, which is left out. */
  readonly hasQuote: boolean;
}

/** An element that isn't closed yet, and how many of its name are open. */
interface OpenElement {
  readonly name: string;
  depth: number;
}

const elements = (list: string): ReadonlySet<string> => new Set(list.split(' '));
/** Elements that separate the words on both sides of their tags. */
const blocks = elements(
  'p div br hr li ul ol table thead tbody tfoot tr td th h1 h2 h3 h4 h5 h6 pre codeblock blockquote img quoted attachment',
);
const inline = elements(
  'span a b strong i em u s strike del ins sub sup small mark font code emoji systemeventmessage readonly at',
);
/** Elements whose content HTML readers don't show. */
const hiddenElements = elements('script style');

/**
 * Removes mark-up and entities from a message, in time linear in its length. In its plain text (`isHtml` false) only the
 * elements that Teams sends are mark-up, and all other signs stay as they were typed, such as in "a<b" and "5 < 6 & 7". In
 * HTML every element is mark-up. Never throws.
 */
export function readMarkup(source: string, { isHtml }: { readonly isHtml: boolean }): MarkedText {
  const pieces: MessagePiece[] = [];
  let words = '';
  let hasQuote = false;
  let mention: (OpenElement & { readonly opening: string; text: string }) | undefined;
  let skipped: OpenElement | undefined;

  const isMarkup = (name: string) => isHtml || blocks.has(name) || inline.has(name);

  function addText(text: string): void {
    if (mention) mention.text += text;
    else words += text;
  }

  function flush(): void {
    if (words !== '') pieces.push({ kind: 'words', text: words });
    words = '';
  }

  /** Turns a mention that is never closed into words. */
  function giveUpMention(): void {
    if (!mention) return;
    const { opening, text } = mention;
    mention = undefined;
    addText(isHtml ? text : opening + text);
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
    if (!isMarkup(name) || (isTyped && !isHtml)) addText(raw);
    else if (isQuote || (isHtml && hiddenElements.has(name))) {
      hasQuote ||= isQuote;
      if (!isSelfClosing) skipped = { name, depth: 1 };
    } else if (mention && name === mention.name && isHtml) {
      if (!isSelfClosing) mention.depth += 1;
    } else if (name === 'at' || /\/Mention$/i.test(itemtype)) {
      // A client wraps the mention in another element with the same type.
      if (!isSelfClosing && !(mention && isHtml)) beginMention(tag);
    } else if (blocks.has(name)) addText(' ');
  }

  function close(name: string, raw: string): void {
    if (mention && name === mention.name) {
      mention.depth -= 1;
      if (mention.depth > 0) return;
      pieces.push({ kind: 'mention', text: mention.text });
      mention = undefined;
    } else if (!isMarkup(name) || (name === 'at' && !isHtml)) addText(raw);
    else if (blocks.has(name)) addText(' ');
  }

  function skip(part: MarkupPart, element: OpenElement): void {
    if (!('name' in part) || part.name !== element.name) return;
    if (part.kind === 'close') element.depth -= 1;
    else if (!part.isSelfClosing) element.depth += 1;
    if (element.depth > 0) return;
    skipped = undefined;
    addText(' ');
  }

  markupParts(source, part => {
    if (skipped) skip(part, skipped);
    else if (part.kind === 'text') addText(part.text);
    else if (part.kind === 'open') open(part);
    else if (part.kind === 'close') close(part.name, part.raw);
    else if (!isHtml) addText(part.raw);
  });
  giveUpMention();
  flush();
  return { pieces, hasQuote };
}

/** The part of an attachment that is read. Teams may send anything. */
interface Attachment {
  readonly contentType?: unknown;
  readonly content?: unknown;
}

/**
 * Returns the pieces of a message in order. Teams sends it twice: as `text`, which is read, and as an attachment in HTML. The
 * attachment is read if there is no text, or if it quotes another message: some clients write the quoted words into `text`,
 * if they look like the speaker's own.
 */
export function messagePieces({ text, attachments }: Partial<Activity>): readonly MessagePiece[] {
  const plain = typeof text === 'string' ? text : '';
  const isBlank = plain.trim() === '';
  for (const { contentType, content } of (attachments ?? []) as readonly Attachment[]) {
    if (contentType !== 'text/html' || typeof content !== 'string') continue;
    if (!isBlank && !/<blockquote/i.test(content)) continue;
    const { pieces, hasQuote } = readMarkup(content, { isHtml: true });
    if (isBlank || hasQuote) return pieces;
  }
  return readMarkup(plain, { isHtml: false }).pieces;
}
