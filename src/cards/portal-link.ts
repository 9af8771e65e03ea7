/** A button that opens a page in the user's browser. In Teams it doesn't open from a menu (see `ranked`). */
export interface OpenAction {
  readonly type: 'Action.OpenUrl';
  readonly title: string;
  readonly url: string;
  readonly style?: 'positive';
}

/** The place where users do what the bot can't. */
export const portal = 'the AvePoint portal';
/** Where its admins register apps; the same sign-in. */
export const onlineServices = 'AvePoint Online Services';

/**
 * Returns “Open AvePoint” if one of a card's own `texts` sends the reader there. Returns nothing if `url`,
 * AVEPOINT_PORTAL_URL, isn't set.
 */
export function portalActions(url: string | undefined, texts: readonly string[]): readonly OpenAction[] {
  if (url === undefined || !texts.some(text => text.includes(portal) || text.includes(onlineServices)))
    return [];
  return [{ type: 'Action.OpenUrl', title: 'Open AvePoint', url }];
}
