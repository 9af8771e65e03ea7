import { type ExecuteAction, execute } from './actions.ts';
import { askLink, helpLink } from './common-buttons.ts';

/** Says in a line what the bot is for. */
export const whatForText =
  'I answer questions about Microsoft 365 backups: how they are, what failed and why, and what’s running.';

/** Questions that most users have, by the titles of their buttons. */
export const starters: Readonly<Record<string, string>> = {
  Status: 'status',
  'Problems today': 'problems today',
};

/** Returns the buttons for a user who doesn't know what to ask: those questions. */
export function starterActions(): readonly ExecuteAction[] {
  return Object.entries(starters).map(([title, sentence]) => execute(title, askLink.encode(sentence)));
}

/** Returns the button that opens help. */
export function helpAction(): ExecuteAction {
  return execute('Help', helpLink.encode({}));
}
