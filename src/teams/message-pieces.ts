import type { Activity } from 'botbuilder';
import { type Piece, readMarkup } from './read-markup.ts';

/** As much of an attachment as is looked at. The channel may send anything. */
interface Attachment {
  readonly contentType?: unknown;
  readonly content?: unknown;
}

/**
 * What was said, in order. Teams sends a message twice: as `text`, which is read, and as an attachment in HTML. That one is
 * read if there is no text, and if it quotes another message: some clients write the quoted words into `text`, where
 * nothing tells them from the speaker's own.
 */
export function messagePieces({ text, attachments }: Partial<Activity>): readonly Piece[] {
  const said = typeof text === 'string' ? text : '';
  const isBlank = said.trim() === '';
  for (const { contentType, content } of (attachments ?? []) as readonly Attachment[]) {
    if (contentType !== 'text/html' || typeof content !== 'string') continue;
    if (!isBlank && !/<blockquote/i.test(content)) continue;
    const { pieces, hasQuote } = readMarkup(content, { isHtml: true });
    if (isBlank || hasQuote) return pieces;
  }
  return readMarkup(said, { isHtml: false }).pieces;
}
