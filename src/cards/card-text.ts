import type { AdaptiveCard } from './adaptive-card.ts';
import type { MentionEntity } from './mention.ts';
import type { RenderedMessage } from './wording.ts';

/**
 * Limit of the whole text, as JSON in UTF-8: below the limit of a card, since a card may have been refused for its
 * size.
 */
const mostBytes = 20_000;
/** Buttons that a line about them names at the most. */
const mostNamed = 6;

const cutLine =
  '… The rest doesn’t fit into a text. To see it, ask for less: one service, or a shorter period.';
const noCardLine = 'Teams didn’t take this message as a card, so this is its text, without buttons.';
const unsavedLine = 'Nothing is saved yet. Send your sentence again to get the card with its Save button.';

/** Sentences to type instead of pressing a button, by its verb. */
const sentencesOfVerbs: Readonly<Record<string, string>> = {
  'digest.now': 'digest now',
  'digest.pause': 'pause digest',
  'digest.resume': 'resume digest',
  'digest.off': 'digest off',
  'watch.end': 'watch off',
};

type Node = Readonly<Record<string, unknown>>;

/**
 * Returns all that a card shows as plain text: title, lines, rows and facts in their order, at most 20,000 bytes of it,
 * cut at the end of a line. Ends with what the missing buttons would have done, as far as a sentence can do it. Has no
 * Markdown and no markup of ours; send it in the format "plain".
 */
export function cardText(card: AdaptiveCard): string {
  return markedText(withoutMentions(card));
}

/**
 * Returns the same text as a message that still calls everyone whom the card calls, if their mentions stand in the
 * text.
 */
export function textInstead(card: AdaptiveCard): RenderedMessage {
  const text = markedText(card);
  const { entities = [] } = (card.msteams ?? {}) as { readonly entities?: readonly MentionEntity[] };
  const mentions = entities.filter(mention => text.includes(mention.text));
  return { kind: 'text', text, mentions };
}

function markedText(card: AdaptiveCard): string {
  const lines = linesOfAll(card.body);
  for (const action of nodesOf(card.actions)) lines.push(...linesOfAction(action));
  while (lines[0] === '') lines.shift();
  const footer = ['', ...footerOf(card)];
  const budget = mostBytes - weightOf([...footer, cutLine]);
  const kept = lines.slice(0, fitting(lines, budget));
  return [...kept, ...(kept.length < lines.length ? [cutLine] : []), ...footer].join('\n');
}

function fitting(lines: readonly string[], budget: number): number {
  let left = budget;
  const end = lines.findIndex(line => {
    left -= weightOf([line]);
    return left < 0;
  });
  return end < 0 ? lines.length : end;
}

/** Returns the bytes of lines as JSON, each with a line break. */
function weightOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + Buffer.byteLength(JSON.stringify(line)), 0);
}

function linesOfAll(elements: unknown): string[] {
  return nodesOf(elements).flatMap(element => {
    const lines = linesOf(element);
    const isApart = element.separator === true || element.spacing === 'Medium';
    return isApart && lines.length > 0 ? ['', ...lines] : lines;
  });
}

function linesOf(element: Node): readonly string[] {
  switch (element.type) {
    case 'TextBlock':
      return [textOf(element)];
    case 'RichTextBlock':
      return [inlineText(element)];
    case 'Table':
      return tableLines(element);
    case 'ActionSet':
      return nodesOf(element.actions).flatMap(linesOfAction);
    default:
      // A chart has its numbers in words beside it.
      return linesOfAll(element.items ?? element.columns ?? []);
  }
}

/** Returns a table's rows as "Exchange: Failed 3 · Finished 5". */
function tableLines(table: Node): readonly string[] {
  const rows = nodesOf(table.rows).map(row =>
    nodesOf(row.cells).map(cell => linesOfAll(cell.items).filter(Boolean).join(' ')),
  );
  const heads = table.firstRowAsHeaders === true ? rows.shift() : undefined;
  return rows.map(([name = '', ...cells]) => {
    const values = cells.flatMap((value, at) => {
      const head = heads?.[at + 1] ?? '';
      return value === '' ? [] : [[head, value].filter(Boolean).join(' ')];
    });
    return values.length === 0 ? name : `${name}: ${values.join(' · ')}`;
  });
}

/** Returns the lines of what unfolds under a button, which is part of the card, unless it's there to be filled in. */
function linesOfAction({ title, card }: Node): readonly string[] {
  const body = nodesOf((card as Node | undefined)?.body);
  if (body.some(({ type }) => String(type).startsWith('Input.'))) return [];
  const lines = linesOfAll(body);
  return lines.length === 0 ? [] : ['', String(title), ...lines];
}

function footerOf(card: AdaptiveCard): readonly string[] {
  const buttons = buttonsIn(card);
  const sentences = new Set(
    buttons.flatMap(({ verb, data }) => {
      const asked = (data as Node | undefined)?.q;
      const sentence = verb === 'ask' ? asked : sentencesOfVerbs[String(verb)];
      return typeof sentence === 'string' ? [`“${sentence}”`] : [];
    }),
  );
  const isPreview = buttons.some(({ verb }) => verb === 'watch.save' || verb === 'change.save');
  return [
    noCardLine,
    ...(isPreview ? [unsavedLine] : []),
    ...(sentences.size > 0 ? [`You can type ${[...sentences].slice(0, mostNamed).join(', ')}.`] : []),
  ];
}

/** Returns every button, however deep it stands. */
function buttonsIn(part: unknown): readonly Node[] {
  if (typeof part !== 'object' || part === null) return [];
  if (Array.isArray(part)) return part.flatMap(buttonsIn);
  const node = part as Node;
  if (node.type === 'Action.Execute') return [node];
  return Object.values(node).flatMap(buttonsIn);
}

function inlineText({ inlines }: Node): string {
  return (Array.isArray(inlines) ? inlines : [])
    .map(inline => (typeof inline === 'string' ? inline : textOf(inline)))
    .join('');
}

function textOf({ text }: Node): string {
  return typeof text === 'string' ? text : '';
}

/** Removes the mentions, the only mark-up that the bot's TextBlocks have: in a plain text they call no one. */
function withoutMentions(card: AdaptiveCard): AdaptiveCard {
  return JSON.parse(JSON.stringify(card), (_, part) =>
    part?.type === 'TextBlock'
      ? { ...part, text: textOf(part).replaceAll(/<at>([^<>]*)<\/at>/g, '$1') }
      : part,
  );
}

function nodesOf(list: unknown): readonly Node[] {
  return Array.isArray(list) ? list.filter(one => typeof one === 'object' && one !== null) : [];
}
