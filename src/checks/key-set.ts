import type { FetchKeys } from '../teams/fetch-keys.ts';
import type { Finding } from './finding.ts';

const tried = 'signing keys';

export interface KeySetCheckParts {
  /** Of the OpenID configuration. */
  readonly openIdUrl: string;
  /** False in local mode, in which requests carry no tokens. */
  readonly isNeeded: boolean;
  readonly fetchKeys: FetchKeys;
}

/** Whether the keys can be fetched with which Teams signs its messages: without them the bot answers no one. */
export async function checkKeySet({ openIdUrl, isNeeded, fetchKeys }: KeySetCheckParts): Promise<Finding> {
  if (!isNeeded) return { mark: 'ok', tried, seen: 'local mode: without BOT_ID no tokens are checked' };
  const { host } = new URL(openIdUrl);
  try {
    const keys = [...(await fetchKeys(new AbortController().signal)).values()];
    const usable = keys.filter(
      ({ endorsements }) => endorsements.length === 0 || endorsements.includes('msteams'),
    );
    if (usable.length > 0)
      return {
        mark: 'ok',
        tried,
        seen: `${keys.length} fetched from ${host}, ${usable.length} endorsed for Teams`,
      };
    return {
      mark: 'failure',
      tried,
      seen: `${keys.length} fetched from ${host}, none endorsed for Teams`,
      fix: `check whether it is Microsoft that answers this machine as ${host}.`,
    };
  } catch (error) {
    return {
      mark: 'failure',
      tried,
      seen: `not fetched from ${host}: ${(error as Error).message}`,
      fix: `let this machine out to ${host} (https); without these keys the bot answers no one.`,
    };
  }
}
