import type { ExecuteAction } from '../../../cards/actions.ts';

/** A button that unfolds a card beneath the others. */
export interface ShowCard {
  readonly type: 'Action.ShowCard';
  readonly title: string;
  readonly style?: 'positive';
  readonly card: {
    readonly type: 'AdaptiveCard';
    readonly body?: readonly unknown[];
    readonly actions: readonly (ExecuteAction | Toggle)[];
  };
}

/** A button that shows or hides a part of the card without asking the bot. */
export interface Toggle {
  readonly type: 'Action.ToggleVisibility';
  readonly title: string;
  readonly targetElements: readonly string[];
}

/** Makes a button that unfolds `body` and `actions`. */
export function showCard(
  title: string,
  body: readonly unknown[],
  actions: readonly (ExecuteAction | Toggle)[],
): ShowCard {
  return {
    type: 'Action.ShowCard',
    title,
    card: { type: 'AdaptiveCard', ...(body.length > 0 && { body }), actions },
  };
}
