import type { Suggestion } from '../domain/reading.ts';
import { fitsButton } from './button-fields.ts';
import type { CardAction } from './button-link.ts';
import { askLink } from './common-buttons.ts';
import { clipped } from './plain.ts';

/** A button, or what a tap on a row does. */
export interface ExecuteAction extends CardAction {
  readonly type: 'Action.Execute';
  readonly title: string;
}

/** As many buttons as a client shows before it hides the rest. */
export const maxActions = 6;

/** Sentences in buttons are the asker's own and can be long; together they get no more than this (UTF-8 bytes). */
const offersBytes = 3000;

/** A button that says `title`, our own words. */
export function execute(title: string, press: CardAction): ExecuteAction {
  return { type: 'Action.Execute', title, ...press };
}

/** A button for each sentence that can travel in one. Its label counts as data. */
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
