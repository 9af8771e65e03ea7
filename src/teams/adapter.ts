import { TeamsAdapter } from '@microsoft/teams-ai';
import type { Activity, InvokeResponse, TurnContext } from 'botbuilder';
import {
  type AuthenticateRequestResult,
  ClaimsIdentity,
  type ConnectorClient,
  type UserTokenClient,
} from 'botframework-connector';
import { createConnectors } from './connectors.ts';
import { type BotIdentity, createCredentials } from './credentials.ts';

/** The caller could not prove to be the channel. */
export class NotAuthenticated extends Error {
  override readonly name = 'NotAuthenticated';
}

/**
 * The SDK's adapter without its HTTP end: that one answers some bad tokens with 500, puts an error's own words
 * into the response and writes stacks to the console.
 */
export class BotAdapter extends TeamsAdapter {
  private readonly withKeptConnector = createConnectors();

  private readonly appId: string | undefined;

  constructor(identity: BotIdentity | undefined) {
    super({}, createCredentials(identity));
    this.appId = identity?.appId;
    this.keepUserTokenClient();
  }

  /**
   * Runs one activity through `logic`.
   *
   * @returns what an invoke was answered with; undefined for every other activity.
   * @throws NotAuthenticated for whatever is wrong with `authorization`.
   */
  async receive(
    authorization: string,
    activity: Activity,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<InvokeResponse | undefined> {
    const caller = this.withKeptConnector(await this.authenticate(authorization, activity));
    return this.processActivity(caller, activity, logic);
  }

  /** The client through which something is said unasked at this address, in the bot's own name. */
  async connectorFor(serviceUrl: string): Promise<ConnectorClient> {
    const claims =
      this.appId === undefined ? [] : ['aud', 'appid'].map(type => ({ type, value: this.appId ?? '' }));
    const claimsIdentity = new ClaimsIdentity(claims, true);
    const connectorFactory = this.botFrameworkAuthentication.createConnectorFactory(claimsIdentity);
    const caller = this.withKeptConnector({ claimsIdentity, connectorFactory } as AuthenticateRequestResult);
    return (caller.connectorFactory ?? connectorFactory).create(serviceUrl);
  }

  private async authenticate(authorization: string, activity: Activity): Promise<AuthenticateRequestResult> {
    try {
      return await this.botFrameworkAuthentication.authenticateRequest(activity, authorization);
    } catch (cause) {
      throw new NotAuthenticated('the request carries no valid token', { cause });
    }
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
