import type { ChatOwner, ConversationRef, StoredConversation } from '../domain/place.ts';
import { type ProxySettings, proxyFor } from '../domain/proxy.ts';
import { StoreError } from '../domain/store.ts';
import { withFallback } from '../domain/with-timeout.ts';
import { openStoreToRead, type StoreSettings } from '../store/open-store.ts';
import type { StoreReader } from '../store/whole-store.ts';
import type { Connector } from '../teams/connector.ts';
import { noToken, SendError } from '../teams/send-error.ts';
import { connectionProblem } from './connection.ts';
import type { Finding } from './finding.ts';
import { inconclusive } from './inconclusive.ts';

const tried = 'rosters';
/** The bot may have been removed from one of them, or its owner may have left. */
const mostTried = 3;
const writeFirst =
  'add the app in Teams, set a digest in your personal chat with the bot (“digest daily at 08:00”), and run it again.';

export interface RosterParts {
  readonly store: StoreSettings;
  readonly connectorAt: (serviceUrl: string) => Connector;
  /** False for an address at which the bot's token isn't shown, such as one of local mode. */
  readonly isService: (serviceUrl: string) => boolean;
  readonly proxies: ProxySettings;
  readonly limitMs: number;
  readonly openToRead?: (settings: StoreSettings) => Promise<Pick<StoreReader, 'all' | 'close'>>;
}

/**
 * Whether the bot may read who is who: reads the entry of the owner of a personal chat that the store has. Teams gives that
 * right with the app, conversation by conversation, so nothing can be tried before there is one.
 */
export async function checkRoster(parts: RosterParts): Promise<Finding> {
  const late = inconclusive(tried, 'no answer in time', 'run it again.');
  return withFallback(parts.limitMs, () => triedChats(parts), late);
}

async function triedChats({
  store,
  connectorAt,
  isService,
  proxies,
  openToRead = openStoreToRead,
}: RosterParts): Promise<Finding> {
  const chats = await personalChats(store, isService, openToRead);
  if (chats.length === 0)
    return inconclusive(
      tried,
      'the store has no personal chat yet, and Teams shows nothing before',
      writeFirst,
    );
  let last: Finding | undefined;
  for (const { id, serviceUrl, owner } of chats) {
    try {
      const entry = await connectorAt(serviceUrl).getConversationMember(id, owner.personId);
      if (typeof (entry as { userRole?: unknown }).userRole === 'string') return readable;
      last = inconclusive(tried, 'an entry has no role', 'run it again later.');
    } catch (error) {
      last = findingOf(error, serviceUrl, proxies);
    }
  }
  return last ?? inconclusive(tried, 'nothing was read', 'run it again.');
}

const readable: Finding = {
  mark: 'ok',
  tried,
  seen: 'the entry of one person was read in a personal chat; whether the app was added to a private or shared channel shows with the first message there',
};

function findingOf(error: unknown, serviceUrl: string, proxies: ProxySettings): Finding {
  const { statusCode, code } =
    error instanceof SendError ? error : { statusCode: undefined, code: undefined };
  if (code === noToken)
    return inconclusive(
      tried,
      'the bot has no token',
      'mend what is said of the bot token, and run it again.',
    );
  if (statusCode === 401)
    return {
      mark: 'failure',
      tried,
      seen: 'Teams refuses the token of the bot (HTTP 401)',
      fix: 'set BOT_ID and BOT_TENANT_ID to those of the bot’s registration in Azure, and check that it has the channel of Microsoft Teams.',
    };
  if (statusCode !== undefined)
    return inconclusive(
      tried,
      `Teams answers HTTP ${statusCode} in the personal chats that were tried`,
      'check that the app is still installed for their owners. Whoever is named in ADMIN_USER_IDS, OPERATOR_USER_IDS or VIEWER_USER_IDS needs no roster.',
    );
  const { host } = new URL(serviceUrl);
  const asked = { host, setting: 'the network', proxy: proxyFor(serviceUrl, proxies) };
  const cause = error instanceof SendError ? error.cause : error;
  return { mark: 'failure', tried, ...connectionProblem(cause, asked) };
}

type OwnedChat = ConversationRef & { readonly owner: ChatOwner };

async function personalChats(
  settings: StoreSettings,
  isService: RosterParts['isService'],
  openToRead: NonNullable<RosterParts['openToRead']>,
): Promise<readonly OwnedChat[]> {
  const chats: OwnedChat[] = [];
  try {
    const store = await openToRead(settings);
    try {
      for await (const { value } of store.all('places')) {
        const { place } = value as StoredConversation;
        if (place?.kind === 'personal' && place.owner && isService(place.serviceUrl))
          chats.push({ ...place, owner: place.owner });
        if (chats.length === mostTried) break;
      }
    } finally {
      await store.close();
    }
  } catch (error) {
    // What is wrong with the store is found elsewhere; before the first start there is none.
    if (!(error instanceof StoreError)) throw error;
  }
  return chats;
}
