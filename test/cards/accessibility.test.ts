import assert from 'node:assert/strict';
import type { AdaptiveCard } from '../../src/cards/adaptive-card.ts';
import { themes } from '../gallery/host-config.ts';
import { objectsIn } from './elements.ts';
import { goldenCards } from './golden-cards.ts';

type Theme = (typeof themes)['light'];
type Node = Readonly<Record<string, unknown>>;

const signs = /[✓✕△◐↻]/u;
/** Titles that say nothing without the text around them. */
const empty = /^(?:details?|more|show|open|view|click here|show the jobs?)$/i;

const actionsIn = (card: AdaptiveCard): readonly Node[] =>
  objectsIn(card).filter(({ type }) => typeof type === 'string' && type.startsWith('Action.'));

/** Every text with the style of the nearest container around it that has one. */
function textsIn(node: unknown, style = 'default'): readonly { text: Node; style: string; block: Node }[] {
  if (Array.isArray(node)) return node.flatMap(one => textsIn(one, style));
  if (typeof node !== 'object' || node === null) return [];
  const one = node as Node;
  if (one.type === 'TextBlock') return [{ text: one, style, block: one }];
  if (one.type === 'RichTextBlock')
    return (one.inlines as readonly Node[]).map(text => ({ text, style, block: one }));
  const own = one.type === 'Container' && typeof one.style === 'string' ? one.style : style;
  return Object.values(one).flatMap(value => textsIn(value, own));
}

const wordsOf = ({ type, text, inlines }: Node): string =>
  type === 'RichTextBlock' ? (inlines as readonly Node[]).map(({ text }) => text).join('') : String(text);

const backOf = (style: string, theme: Theme): string =>
  style === 'default' ? theme.card : theme[`${style}Back` as 'goodBack'];

function colorOf({ color = 'Default', isSubtle }: Node, theme: Theme): string {
  if (color === 'Default') return isSubtle === true ? theme.subtle : theme.text;
  return theme[String(color).toLowerCase() as 'accent'];
}

/** WCAG 2.2, relative luminance and contrast ratio. */
function contrast(one: string, other: string): number {
  const luminance = (hex: string) => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map(at => {
      const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
      return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

for (const [name, make] of Object.entries(goldenCards)) {
  const card = make();
  it(`each action of the card ${name} has a title that makes sense alone`, () => {
    const known = new Map<string, string>();
    for (const { title, ...rest } of actionsIn(card)) {
      assert.ok(typeof title === 'string' && title.trim() !== '', JSON.stringify(rest));
      assert.doesNotMatch(title, empty);
      const { style: _, mode: __, ...does } = rest;
      const same = known.get(title) ?? JSON.stringify(does);
      assert.equal(JSON.stringify(does), same, `two actions are called “${title}”`);
      known.set(title, same);
    }
  });

  it(`the card ${name} has one primary button at most, and at most three buttons beside each other`, () => {
    for (const node of [card, ...objectsIn(card)]) {
      const actions = (node.type === 'ActionSet' ? [] : (node.actions ?? [])) as readonly Node[];
      assert.ok(actions.filter(({ mode }) => mode !== 'secondary').length <= 3);
    }
    assert.ok(actionsIn(card).filter(({ style }) => style === 'positive').length <= 1);
  });

  it(`each sign on the card ${name} has a word beside it`, () => {
    for (const { block } of textsIn(card.body)) {
      const words = wordsOf(block);
      if (signs.test(words)) assert.match(words, /\p{L}{2,}/u, words);
    }
  });

  it(`only signs on the card ${name} are green or amber, which is too faint for words in Teams’ light theme`, () => {
    for (const { text } of textsIn(card.body))
      if (text.color === 'Good' || text.color === 'Warning') assert.match(String(text.text), /^[✓△◐] ?$/);
  });

  it(`all text of the card ${name} has a contrast of at least 4.5 in both themes`, () => {
    for (const theme of Object.values(themes))
      for (const { text, style } of textsIn(card.body)) {
        const ratio = contrast(colorOf(text, theme), backOf(style, theme));
        assert.ok(ratio >= 4.5, `${JSON.stringify(text)} has ${ratio.toFixed(2)} in ${style}`);
      }
  });
}
