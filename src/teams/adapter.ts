import { setTimeout as sleep } from 'node:timers/promises';
// Not through the package's front door, which loads its AI parts as well: half of the time to start.
import { TeamsAdapter } from '@microsoft/teams-ai/lib/TeamsAdapter.js';
import type { Activity, InvokeResponse, TurnContext } from 'botbuilder';
import {
  type AuthenticateRequestResult,
  AuthenticationConstants,
  ClaimsIdentity,
  type UserTokenClient,
} from 'botframework-connector';
import type { Dispatcher } from 'undici';
import type { Log } from '../domain/log.ts';
import { noProxy, type ProxySettings } from '../domain/proxy.ts';
import { type Clock, monotonicMs } from '../domain/time.ts';
import { type BotToken, createBotToken, type FetchToken } from './bot-token.ts';
import { closedCredentials } from './closed-credentials.ts';
import { type Cloud, localCloud, teamsCloud } from './cloud.ts';
import { type Connector, type Connectors, createConnectorAgent, createConnectors } from './connector.ts';
import { type BotIdentity, createFetchToken } from './credentials.ts';
import { createFetchKeys } from './fetch-keys.ts';
import { type Caller, createInboundToken, mismatchOf, type TokenVerdict } from './inbound-token.ts';
import { createKeySet, type KeySet } from './key-set.ts';

/** The caller could not prove to be the channel. */
export class NotAuthenticated extends Error {
  override readonly name = 'NotAuthenticated';
}

/** Whether the caller is the channel can't be known now, since the channel's keys aren't. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable';
}

export interface AdapterOptions {
  readonly cloud?: Cloud | undefined;
  /** Which proxy leads to Teams; none unless given. */
  readonly proxies?: ProxySettings | undefined;
  /** Called with the status of each answer of Teams'. */
  readonly noteAnswer?: (status: number) => void;
  readonly clock?: Clock;
  /** Waits in the background; rejects when the product ends. Without it, keys and token aren't renewed ahead. */
  readonly later?: (ms: number) => Promise<unknown>;
  readonly log?: Log;
  /** For the keys of the channel. */
  readonly fetch?: typeof fetch;
  /** In place of asking Entra or Azure. */
  readonly fetchToken?: FetchToken | undefined;
}

/** What a bot with an identity has: proof of its own, and a way to check that of others. */
interface Trust {
  readonly token: BotToken;
  readonly keys: KeySet;
  readonly check: (authorization: string) => Promise<TokenVerdict>;
}

/**
 * The SDK's adapter without its HTTP end: that one answers some bad tokens with 500, puts an error's own words
 * into the response and writes stacks to the console. Tokens are checked and fetched here, not by the SDK.
 */
export class BotAdapter extends TeamsAdapter {
  readonly cloud: Cloud;

  private readonly dispatcher: Dispatcher;

  private readonly connectors: Connectors;

  /** Undefined in local mode, in which callers aren't authenticated. */
  private readonly trust: Trust | undefined;

  constructor(identity: BotIdentity | undefined, options: AdapterOptions = {}) {
    super(undefined, closedCredentials);
    this.cloud = options.cloud ?? (identity ? teamsCloud : localCloud);
    this.trust = identity && createTrust(identity, this.cloud, options);
    this.dispatcher = createConnectorAgent(options.proxies ?? noProxy);
    this.connectors = createConnectors({
      isService: this.cloud.isService,
      dispatcher: this.dispatcher,
      token: async refused => this.trust?.token.get(refused),
      noteAnswer: options.noteAnswer,
    });
    // The SDK makes a client for signing users in at every turn; this bot signs no users in.
    this.botFrameworkAuthentication.createUserTokenClient = async () => ({}) as UserTokenClient;
  }

  /** Fetches the bot's token and the channel's keys, so that the first question waits for neither, and keeps both fresh. */
  start(): void {
    this.trust?.keys.start();
    this.trust?.token.start();
  }

  /**
   * Checks who sends a request, by its Authorization header alone: no body is needed.
   *
   * @returns what the token says of the caller; undefined in local mode.
   * @throws NotAuthenticated for whatever is wrong with the header; KeysUnavailable.
   */
  async admit(authorization: string): Promise<Caller | undefined> {
    const verdict = await this.trust?.check(authorization);
    if (verdict?.kind === 'refused') throw new NotAuthenticated(verdict.reason);
    if (verdict?.kind === 'undecided') throw new KeysUnavailable('the keys of the channel are not known');
    return verdict?.caller;
  }

  /**
   * Runs one activity of this caller through `logic`.
   *
   * @returns what an invoke was answered with; undefined for every other activity.
   * @throws NotAuthenticated if the token doesn't vouch for this activity; UntrustedServiceUrlError for an address that is not
   *   to be answered.
   */
  async receive(
    caller: Caller | undefined,
    activity: Activity,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<InvokeResponse | undefined> {
    const mismatch = caller && mismatchOf(caller, activity);
    if (mismatch !== undefined) throw new NotAuthenticated(mismatch);
    return this.processActivity(this.connectors.answering(resultOf(caller)), activity, logic);
  }

  /** Through which something is said unasked at this address, in the bot's own name. */
  connectorAt(serviceUrl: string): Connector {
    return this.connectors.at(serviceUrl);
  }

  /** Asks for a new token by which Teams knows the bot. Rejects with the error of Azure's library if there is none. */
  async askForToken(): Promise<void> {
    await this.trust?.token.renew();
  }

  /** A sentence if no request can be checked; undefined otherwise. */
  keysTrouble(): string | undefined {
    return this.trust?.keys.trouble();
  }

  /** Lets go of every connection to Teams. */
  async close(): Promise<void> {
    this.trust?.keys.close();
    await this.dispatcher.close();
  }
}

const machineClock: Clock = { now: () => Date.now(), monotonic: () => monotonicMs(performance.now()) };

function createTrust(identity: BotIdentity, { issuer, openIdUrl }: Cloud, options: AdapterOptions): Trust {
  const { clock = machineClock, later, log, fetchToken = createFetchToken(identity) } = options;
  const keys = createKeySet({
    fetchKeys: createFetchKeys({ openIdUrl, fetch: options.fetch ?? fetch }),
    clock,
    sleep: ms => sleep(ms, undefined, { ref: false }),
    later,
    log,
  });
  const check = createInboundToken({ appId: identity.appId, issuer, keys, clock });
  return { keys, check, token: createBotToken({ fetchToken, clock, later }) };
}

/** As the SDK's own check has it. */
function resultOf(caller: Caller | undefined): AuthenticateRequestResult {
  const audience = AuthenticationConstants.ToChannelFromBotOAuthScope;
  if (!caller)
    return { audience, claimsIdentity: new ClaimsIdentity([], AuthenticationConstants.AnonymousAuthType) };
  const claims = Object.entries(caller.claims).map(([type, value]) => ({ type, value: value as string }));
  return { audience, callerId: publicCloudCaller, claimsIdentity: new ClaimsIdentity(claims, true) };
}

const publicCloudCaller = 'urn:botframework:azure';
