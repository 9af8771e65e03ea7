import type { Suggestion } from '../domain/reading.ts';
import { fitsButton } from './button-fields.ts';
import type { CardAction } from './button-link.ts';
import { askLink } from './common-buttons.ts';
import { clipped } from './plain.ts';

/** A button, or the action of a tap on a row. */
export interface ExecuteAction extends CardAction {
  readonly type: 'Action.Execute';
  readonly title: string;
}

/** Clients hide any further buttons. */
export const maxActions = 6;

/** Limit for all suggestions of a card together (UTF-8 bytes): their sentences are the user's own and can be long. */
const offersBytes = 3000;

/** Makes a button. Its title is the bot's own words. */
export function execute(title: string, press: CardAction): ExecuteAction {
  return { type: 'Action.Execute', title, ...press };
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
