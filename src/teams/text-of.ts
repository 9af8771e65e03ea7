import { decodeHTMLStrict } from 'entities';
import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2';

/** What Teams' clients put around words. A tag of another name was typed by a person, and stays. */
const inline = new Set([
  ...[
    'a',
    'at',
    'attachment',
    'b',
    'code',
    'del',
    'em',
    'emoji',
    'font',
    'i',
    'img',
    'ins',
    'mark',
    's',
    'small',
    'span',
  ],
  ...['strike', 'strong', 'sub', 'sup', 'systemeventmessage', 'u'],
]);
/** These end a word. */
const block = new Set([
  ...[
    'blockquote',
    'br',
    'div',
    'h1',
    'h2',
    'h3',
    'h4',
    'h5',
    'h6',
    'hr',
    'li',
    'ol',
    'p',
    'pre',
    'quoted',
    'table',
  ],
  ...['tbody', 'td', 'th', 'thead', 'tr', 'ul'],
]);
/** What stands in these was written by another person, or is no sentence. */
const quoted = new Set(['blockquote']);

/**
 * The words of a text in which Teams may have put mark-up: tags taken out, `<at>Name</at>` as "@Name", quotations left out,
 * entities decoded once. Never throws, and takes time in proportion to the length.
 */
export function textOf(markup: string): string {
  const pieces: string[] = [];
  let name = '';
  let tagAt = 0;
  /** Up to where the text is read. */
  let readTo = 0;
  let quotations = 0;

  const say = (text: string) => {
    if (quotations === 0) pieces.push(text);
  };
  const readUntil = (end: number) => {
    readTo = end;
  };
  const open = (end: number) => {
    if (block.has(name)) say(' ');
    else if (name === 'at') say('@');
    else if (!inline.has(name)) say(markup.slice(tagAt, end + 1));
    readUntil(end + 1);
  };

  const callbacks: TokenizerCallbacks = {
    ontext(start, end) {
      say(decodeHTMLStrict(markup.slice(start, end)));
      readUntil(end);
    },
    onopentagname(start, end) {
      tagAt = start - 1;
      name = markup.slice(start, end).toLowerCase();
    },
    onopentagend(end) {
      open(end);
      if (quoted.has(name)) quotations += 1;
    },
    onselfclosingtag: open,
    onclosetag(start, end) {
      const close = markup.indexOf('>', end);
      if (close < 0) return;
      name = markup.slice(start, end).trim().toLowerCase();
      if (quoted.has(name) && quotations > 0) quotations -= 1;
      if (block.has(name)) say(' ');
      else if (!inline.has(name)) say(`</${markup.slice(start, end)}>`);
      readUntil(close + 1);
    },
    oncdata: (start, end) => say(markup.slice(start, end)),
    onattribdata: () => {},
    onattribentity: () => {},
    onattribend: () => {},
    onattribname: () => {},
    oncomment: (_, end) => readUntil(end + 1),
    ondeclaration: (_, end) => readUntil(end + 1),
    onprocessinginstruction: (_, end) => readUntil(end + 1),
    ontextentity: () => {},
    onend: () => {},
  };
  // As XML, so that the text behind "<title>" or "<script>" is read like any other; entities are decoded above, by HTML's names.
  const tokenizer = new Tokenizer({ xmlMode: true, decodeEntities: false }, callbacks);
  tokenizer.write(markup);
  tokenizer.end();
  // A tag that never ends is none: "errors a<b".
  if (readTo < markup.length) say(decodeHTMLStrict(markup.slice(readTo)));
  return pieces.join('');
}
