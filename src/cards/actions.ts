import type { Suggestion } from '../domain/reading.ts';
import { fitsButton } from './button-fields.ts';
import type { CardAction } from './button-link.ts';
import { askLink } from './common-buttons.ts';
import { clipped } from './plain.ts';

/** A button, or the action of a tap on a row. */
export interface ExecuteAction extends CardAction {
  readonly type: 'Action.Execute';
  readonly title: string;
  /** Shown first to the eye (positive), or as something that ends or removes (destructive). */
  readonly style?: 'positive' | 'destructive';
  /** In the menu behind "…". */
  readonly mode?: 'secondary';
  /** Absent if the card's inputs are sent with it. */
  readonly associatedInputs?: 'none';
}

/** Clients hide any further buttons. */
export const maxActions = 6;
/** Further ones are in the menu behind "…". */
export const mostBeside = 3;

/** Limit for all suggestions of a card together (UTF-8 bytes): their sentences are the user's own and can be long. */
const offersBytes = 3000;

/** Makes a button. Its title is the bot's own words. */
export function execute(title: string, press: CardAction): ExecuteAction {
  return { type: 'Action.Execute', title, ...press };
}

/** Makes a button that ends or removes something. */
export function destructive(action: ExecuteAction): ExecuteAction {
  return { ...action, style: 'destructive' };
}

/** The same button, without the card's inputs: it needs none of them, and none must be filled in for it. */
export function withoutInputs(action: ExecuteAction): ExecuteAction {
  return { ...action, associatedInputs: 'none' };
}

/**
 * Ranks a card's buttons, the most important first: `primary` is the one that most readers need, three stand beside each
 * other, the others go into a menu. A client that knows no menus shows all six. Only an Action.Execute opens from a menu
 * in Teams, so buttons of other types must be among the first three.
 */
export function ranked<Action extends { readonly style?: string }>(
  actions: readonly Action[],
  primary: Action | undefined = actions[0],
): readonly Action[] {
  return actions.slice(0, maxActions).map((action, index) => ({
    ...action,
    ...(action === primary && action.style === undefined ? { style: 'positive' } : {}),
    ...(index < mostBeside ? {} : { mode: 'secondary' }),
  }));
}

/** Makes a button for each sentence that a button can carry. Its label counts as data. */
export function suggestionActions(offers: readonly Suggestion[]): readonly ExecuteAction[] {
  const actions: ExecuteAction[] = [];
  let bytes = 0;
  for (const { label, sentence } of offers) {
    if (!fitsButton(sentence)) continue;
    const action = execute(clipped(label, 60) || clipped(sentence, 60), askLink.encode(sentence));
    bytes += Buffer.byteLength(JSON.stringify(action));
    if (bytes > offersBytes || actions.length === maxActions) break;
    actions.push(action);
  }
  return actions;
}
