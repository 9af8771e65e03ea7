import type { AdaptiveCard } from '../../src/cards/adaptive-card.ts';

/** A button or a tap as it stands on a card. */
export interface Action {
  readonly type: string;
  readonly title: string;
  readonly style?: string;
  readonly verb: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Every object in the card, itself among them, outside in. */
export function objectsIn(node: unknown): readonly Record<string, unknown>[] {
  if (typeof node !== 'object' || node === null) return [];
  const inside = Object.values(node).flatMap(objectsIn);
  return Array.isArray(node) ? inside : [node as Record<string, unknown>, ...inside];
}

/** What a reader sees, element by element; spaces that do not break are spaces. */
export function textsOf(card: AdaptiveCard): readonly string[] {
  return objectsIn(card.body).flatMap(({ type, text }) =>
    type === 'TextBlock' || type === 'TextRun' ? [String(text).replaceAll('\u00a0', ' ').trim()] : [],
  );
}

/** All of it as one text, a line an element. */
export function textOf(card: AdaptiveCard): string {
  return textsOf(card).join('\n');
}

export function buttonsOf(card: AdaptiveCard): readonly Action[] {
  return (card.actions ?? []) as readonly Action[];
}

export function titlesOf(card: AdaptiveCard): readonly string[] {
  return buttonsOf(card).map(action => action.title);
}

/** What a tap on each row does; undefined for a row that does nothing. */
export function tapsOf(card: AdaptiveCard): readonly (Action | undefined)[] {
  return objectsIn(card.body)
    .filter(({ type, separator }) => type === 'Container' && separator === true)
    .map(row => ('selectAction' in row ? (row.selectAction as Action) : undefined));
}
