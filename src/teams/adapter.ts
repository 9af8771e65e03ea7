import { setTimeout as sleep } from 'node:timers/promises';
// Not from the package's index, which also loads its AI parts and doubles the time to start.
import { TeamsAdapter } from '@microsoft/teams-ai/lib/TeamsAdapter.js';
import type { Activity, InvokeResponse, TurnContext } from 'botbuilder';
import {
  type AuthenticateRequestResult,
  AuthenticationConstants,
  ClaimsIdentity,
  type ServiceClientCredentialsFactory,
  type UserTokenClient,
} from 'botframework-connector';
import type { Dispatcher } from 'undici';
import type { Log } from '../domain/log.ts';
import type { ProxySettings } from '../domain/proxy.ts';
import type { Clock } from '../domain/time.ts';
import { type BotToken, createBotToken, type FetchToken } from './bot-token.ts';
import { type Cloud, localCloud, teamsCloud } from './cloud.ts';
import { type Connector, type Connectors, createConnectorAgent, createConnectors } from './connector.ts';
import { type BotIdentity, createFetchToken } from './credentials.ts';
import { createFetchKeys } from './fetch-keys.ts';
import { createInboundToken, mismatchOf, type TokenVerdict, type VerifiedCaller } from './inbound-token.ts';
import { createKeySet, type KeySet } from './key-set.ts';

/** The caller couldn't prove to be Teams. */
export class AuthenticationError extends Error {
  override readonly name = 'AuthenticationError';
}

/** The caller may be Teams, but the keys to check that with aren't known now. */
export class KeysUnavailableError extends Error {
  override readonly name = 'KeysUnavailableError';
}

export interface AdapterOptions {
  /** Undefined for Teams' own if there is an identity, else for this machine. */
  readonly cloud: Cloud | undefined;
  /** The proxies that lead to Teams. */
  readonly proxies: ProxySettings;
  /** Called with the status of each answer of Teams. */
  readonly noteAnswer: (status: number) => void;
  readonly clock: Clock;
  /** Waits in the background; rejects when the process ends. */
  readonly later: (ms: number) => Promise<unknown>;
  readonly log: Log;
  /** Fetches the keys of Teams. */
  readonly fetch: typeof fetch;
  /** Replaces the requests to Entra or Azure. */
  readonly fetchToken: FetchToken | undefined;
}

/** What a bot with an identity has: its own token, and a way to check those of callers. */
interface Trust {
  readonly token: BotToken;
  readonly keys: KeySet;
  readonly check: (authorization: string) => Promise<TokenVerdict>;
}

/**
 * The SDK's adapter without its HTTP server, which answers some invalid tokens with 500, puts error messages into the response
 * and writes stacks to the console. Tokens are checked and fetched here, not by the SDK.
 */
export class BotAdapter extends TeamsAdapter {
  readonly cloud: Cloud;

  private readonly dispatcher: Dispatcher;

  private readonly connectors: Connectors;

  /** Undefined in local mode, in which callers aren't authenticated. */
  private readonly trust: Trust | undefined;

  constructor(identity: BotIdentity | undefined, options: AdapterOptions) {
    super(undefined, closedCredentials);
    this.cloud = options.cloud ?? (identity ? teamsCloud : localCloud);
    this.trust = identity && createTrust(identity, this.cloud, options);
    this.dispatcher = createConnectorAgent(options.proxies);
    this.connectors = createConnectors({
      isService: this.cloud.isService,
      dispatcher: this.dispatcher,
      token: async refused => this.trust?.token.get(refused),
      noteAnswer: options.noteAnswer,
    });
    // The SDK creates a client for signing users in at every turn; this bot signs no users in.
    this.botFrameworkAuthentication.createUserTokenClient = async () => ({}) as UserTokenClient;
  }

  /** Fetches the bot's token and the keys of Teams, so that the first question waits for neither, and keeps both fresh. */
  start(): void {
    this.trust?.keys.start();
    this.trust?.token.start();
  }

  /**
   * Checks who sends a request, by its Authorization header alone: no body is needed.
   *
   * @returns what the token says of the caller; undefined in local mode.
   * @throws AuthenticationError if anything is wrong with the header; KeysUnavailableError.
   */
  async admit(authorization: string): Promise<VerifiedCaller | undefined> {
    const verdict = await this.trust?.check(authorization);
    if (verdict?.kind === 'refused') throw new AuthenticationError(verdict.reason);
    if (verdict?.kind === 'undecided')
      throw new KeysUnavailableError('the keys of the channel are not known');
    return verdict?.caller;
  }

  /**
   * Runs one activity of this caller through `logic`.
   *
   * @returns the answer to an invoke; undefined for every other activity.
   * @throws AuthenticationError if the token isn't for this activity; UntrustedServiceUrlError if its service address must not
   *   be answered.
   */
  async receive(
    caller: VerifiedCaller | undefined,
    activity: Activity,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<InvokeResponse | undefined> {
    const mismatch = caller && mismatchOf(caller, activity);
    if (mismatch !== undefined) throw new AuthenticationError(mismatch);
    return this.processActivity(this.connectors.answering(resultOf(caller)), activity, logic);
  }

  /** Returns the connector for sending unasked messages to this address, in the bot's own name. */
  connectorAt(serviceUrl: string): Connector {
    return this.connectors.at(serviceUrl);
  }

  /** Fetches a new token for the bot. Rejects with the error of Azure's library if there is none. */
  async askForToken(): Promise<void> {
    await this.trust?.token.renew();
  }

  /** Returns a sentence if no request can be authenticated; undefined otherwise. */
  keysTrouble(): string | undefined {
    return this.trust?.keys.trouble();
  }

  /** Closes every connection to Teams. */
  async close(): Promise<void> {
    this.trust?.keys.close();
    await this.dispatcher.close();
  }
}

/**
 * Replaces the SDK's credentials: the SDK checks no tokens and fetches none, and any attempt to do so fails. Its own factory
 * without an app id would let every caller in.
 */
const closedCredentials: ServiceClientCredentialsFactory = {
  isValidAppId: async () => false,
  isAuthenticationDisabled: async () => false,
  createCredentials: async () => {
    throw new Error('the SDK has no credentials here');
  },
};

function createTrust(identity: BotIdentity, { issuer, openIdUrl }: Cloud, options: AdapterOptions): Trust {
  const { clock, later, log, fetch, fetchToken = createFetchToken(identity) } = options;
  const keys = createKeySet({
    fetchKeys: createFetchKeys({ openIdUrl, fetch }),
    clock,
    sleep: ms => sleep(ms, undefined, { ref: false }),
    later,
    log,
  });
  const check = createInboundToken({ appId: identity.appId, issuer, keys, clock });
  return { keys, check, token: createBotToken({ fetchToken, clock, later }) };
}

/** Returns what the SDK's own check would. */
function resultOf(caller: VerifiedCaller | undefined): AuthenticateRequestResult {
  const audience = AuthenticationConstants.ToChannelFromBotOAuthScope;
  if (!caller)
    return { audience, claimsIdentity: new ClaimsIdentity([], AuthenticationConstants.AnonymousAuthType) };
  const claims = Object.entries(caller.claims).map(([type, value]) => ({ type, value: value as string }));
  return { audience, callerId: publicCloudCaller, claimsIdentity: new ClaimsIdentity(claims, true) };
}

const publicCloudCaller = 'urn:botframework:azure';
