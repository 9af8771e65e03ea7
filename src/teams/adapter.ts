// Not through the package's front door, which loads its AI parts as well: half of the time to start.
import { TeamsAdapter } from '@microsoft/teams-ai/lib/TeamsAdapter.js';
import type { Activity, InvokeResponse, TurnContext } from 'botbuilder';
import type { AuthenticateRequestResult, UserTokenClient } from 'botframework-connector';
import { createBotToken } from './bot-token.ts';
import { type Cloud, localCloud, teamsCloud } from './cloud.ts';
import { type Connector, createConnectorAgent } from './connector.ts';
import { type Connectors, createConnectors } from './connectors.ts';
import { type BotIdentity, createCredentials } from './credentials.ts';

/** The caller could not prove to be the channel. */
export class NotAuthenticated extends Error {
  override readonly name = 'NotAuthenticated';
}

export interface AdapterOptions {
  readonly cloud?: Cloud | undefined;
  /** Called with the status of each answer of Teams'. */
  readonly noteAnswer?: (status: number) => void;
}

/**
 * The SDK's adapter without its HTTP end: that one answers some bad tokens with 500, puts an error's own words
 * into the response and writes stacks to the console.
 */
export class BotAdapter extends TeamsAdapter {
  readonly cloud: Cloud;

  private readonly appId: string | undefined;

  private readonly dispatcher = createConnectorAgent();

  private readonly connectors: Connectors;

  private readonly token: (isFresh?: boolean) => Promise<string | undefined>;

  constructor(identity: BotIdentity | undefined, { cloud, noteAnswer }: AdapterOptions = {}) {
    const trusted = cloud ?? (identity ? teamsCloud : localCloud);
    const credentials = createCredentials(identity);
    super(settingsOf(trusted), credentials);
    this.cloud = trusted;
    this.appId = identity?.appId;
    this.token = createBotToken(identity, credentials);
    this.connectors = createConnectors({
      isService: trusted.isService,
      dispatcher: this.dispatcher,
      token: () => this.token(),
      noteAnswer,
    });
    this.keepUserTokenClient();
  }

  /**
   * Runs one activity through `logic`.
   *
   * @returns what an invoke was answered with; undefined for every other activity.
   * @throws NotAuthenticated for whatever is wrong with `authorization`; ForeignService for an address that is not
   *   to be answered.
   */
  async receive(
    authorization: string,
    activity: Activity,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<InvokeResponse | undefined> {
    const caller = this.connectors.answering(await this.authenticate(authorization, activity));
    return this.processActivity(caller, activity, logic);
  }

  /** Through which something is said unasked at this address, in the bot's own name. */
  connectorAt(serviceUrl: string): Connector {
    return this.connectors.at(serviceUrl);
  }

  /** Asks for the token by which Teams knows the bot. Rejects with the SDK's error if there is none. */
  async askForToken(): Promise<void> {
    await this.token(true);
  }

  /** Lets go of every connection to Teams. */
  async close(): Promise<void> {
    await this.dispatcher.close();
  }

  private async authenticate(authorization: string, activity: Activity): Promise<AuthenticateRequestResult> {
    let result: AuthenticateRequestResult;
    try {
      result = await this.botFrameworkAuthentication.authenticateRequest(activity, authorization);
    } catch {
      // Why is left out: the SDK's words repeat pieces of the token.
      throw new NotAuthenticated('the request carries no valid token');
    }
    // The SDK takes tokens of further issuers, too (its emulator's, those of other bots and of its service inside App
    // Service), and of those it does not ask which address they were made for. Here nobody but the channel is believed.
    if (this.appId !== undefined && result.claimsIdentity.getClaimValue('iss') !== this.cloud.issuer)
      throw new NotAuthenticated('the token is not one of the channel');
    return result;
  }

  /** The SDK makes one for every turn, for signing users in, which nobody does here. */
  private keepUserTokenClient(): void {
    const authentication = this.botFrameworkAuthentication;
    const create = authentication.createUserTokenClient.bind(authentication);
    let kept: UserTokenClient | undefined;
    authentication.createUserTokenClient = async caller => {
      kept ??= await create(caller);
      return kept;
    };
  }
}

/** All of them, since the SDK drops its own values as soon as one is given. */
function settingsOf({ issuer, openIdUrl }: Cloud) {
  return {
    ToBotFromChannelTokenIssuer: issuer,
    ToBotFromChannelOpenIdMetadataUrl: openIdUrl,
    ToBotFromEmulatorOpenIdMetadataUrl: openIdUrl,
    ToChannelFromBotLoginUrl: 'https://login.microsoftonline.com/botframework.com',
    ToChannelFromBotOAuthScope: 'https://api.botframework.com',
    OAuthUrl: 'https://api.botframework.com',
    CallerId: 'urn:botframework:azure',
    ValidateAuthority: true,
  };
}
