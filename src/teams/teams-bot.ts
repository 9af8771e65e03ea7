import { type Activity, ActivityTypes, type TurnContext } from 'botbuilder';
import type { Bot } from '../bot/bot.ts';
import { pressFailedText } from '../cards/button-replies.ts';
import type { Log, RecordRefusal } from '../domain/log.ts';
import type { Meter } from '../domain/meter.ts';
import type { ConversationStore } from '../domain/place.ts';
import type { PostedCards } from '../domain/posted-cards.ts';
import type { InTurn } from '../domain/turn-end.ts';
import { readActivity } from './activity.ts';
import { isLeaving } from './activity-kind.ts';
import { originOf, placeOf, tenantsOf } from './activity-origin.ts';
import { AuthenticationError, type BotAdapter, KeysUnavailableError } from './adapter.ts';
import { type ActivityHandlers, answerInvoke, createApplication } from './application.ts';
import { type CardOwners, createCardOwners } from './card-owners.ts';
import { UntrustedServiceUrlError } from './connector.ts';
import type { BotIdentity } from './credentials.ts';
import type { VerifiedCaller } from './inbound-token.ts';
import { createInstallationHandler } from './installation-handler.ts';
import { createMessageHandler } from './message-handler.ts';
import { createPressHandler } from './press-handler.ts';
import { createReplies, type RetryTiming } from './reply.ts';
import { createTouchConversation } from './touch-conversation.ts';
import { beginOutcome, type TurnOutcome } from './turn-outcome.ts';
import type { Timers } from './typing.ts';

/** The HTTP status and body that a request to `/api/messages` is answered with. */
interface Receipt {
  readonly status: number;
  readonly body?: unknown;
}

/** The sender of a request (undefined in local mode, which can't know it), or the answer to a request that isn't let in. */
type Admission =
  | { readonly kind: 'admitted'; readonly caller: VerifiedCaller | undefined }
  | { readonly kind: 'refused'; readonly receipt: Receipt };

/** The bot as Teams sees it. */
export interface TeamsBot {
  /** Checks who sends a request, by its Authorization header alone: its body need not be read before. Never rejects. */
  admit(authorization: string): Promise<Admission>;
  /** Handles the parsed body of an admitted request. Never rejects. */
  receive(caller: VerifiedCaller | undefined, body: unknown): Promise<Receipt>;
  /** Resolves when no turn is under way any more. */
  settled(): Promise<void>;
}

export interface TeamsBotParts {
  /** Undefined in local mode: callers aren't authenticated, so only service addresses on loopback are answered. */
  readonly identity: BotIdentity | undefined;
  /** Tenants, in lower case, that may talk to a bot with an identity. */
  readonly allowedTenantIds: readonly string[];
  readonly defaultZone: string;
  readonly adapter: BotAdapter;
  readonly conversation: Bot;
  readonly places: ConversationStore;
  readonly log: Log;
  readonly sending: RetryTiming;
  readonly timers?: Timers;
  /** Called with the ids of people who have left a conversation; undefined if nothing depends on that. */
  readonly onMembersLeft: ((personIds: readonly string[]) => void) | undefined;
  readonly inTurn: InTurn;
  readonly meter: Meter;
  /** The cards that presses may replace. */
  readonly postedCards: PostedCards;
  /** Returns the reference by which the log can be searched for the turn under way. */
  readonly newReference: () => string;
  readonly noteRefused: RecordRefusal;
}

export function createTeamsBot(parts: TeamsBotParts): TeamsBot {
  const { adapter, inTurn, postedCards, sending, log } = parts;
  const owners = createCardOwners({ postedCards, clock: sending.clock, log });
  const receiptFor = createReceiptFor(parts);
  const process = createProcess(parts, createRunTurn(parts, owners), receiptFor);
  const underWay = new Set<Promise<unknown>>();

  return {
    async admit(authorization) {
      try {
        return { kind: 'admitted', caller: await adapter.admit(authorization) };
      } catch (error) {
        return { kind: 'refused', receipt: receiptFor(error) };
      }
    },
    receive(caller, body) {
      const turn = inTurn(end => process(caller, body, end)).finally(() => underWay.delete(turn));
      underWay.add(turn);
      return turn;
    },
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay);
      await owners.settled();
    },
  };
}

type RunTurn = (context: TurnContext, onBegin: (outcome: TurnOutcome) => void) => Promise<void>;

/** Returns a function that reads the body of a request, runs it as a turn, and reports how that ended to `end`. */
function createProcess(
  { adapter, noteRefused }: TeamsBotParts,
  runTurn: RunTurn,
  receiptFor: (error: unknown) => Receipt,
) {
  return async (
    caller: VerifiedCaller | undefined,
    body: unknown,
    end: (outcome: TurnOutcome) => void,
  ): Promise<Receipt> => {
    const activity = readActivity(body);
    if (!activity) {
      noteRefused('activity', {}, 'request rejected: not a valid activity');
      return { status: 400, body: { error: 'This is not an activity of the Bot Framework.' } };
    }
    let outcome: TurnOutcome | undefined;
    const onBegin = (begun: TurnOutcome) => {
      outcome = begun;
    };
    try {
      const invoked = await adapter.receive(caller, activity, context => runTurn(context, onBegin));
      return invoked ? { status: invoked.status, body: invoked.body } : { status: 200 };
    } catch (error) {
      return receiptFor(error);
    } finally {
      if (outcome) end(outcome);
    }
  };
}

/** Returns a function that runs the turn of an authenticated activity: checks its tenants, touches its conversation, and handles it. */
function createRunTurn(parts: TeamsBotParts, owners: CardOwners): RunTurn {
  const { adapter, identity, allowedTenantIds, noteRefused, places, sending, log } = parts;
  const app = createApplication(adapter, createHandlers(parts, owners), log);
  const touch = createTouchConversation(places, sending.clock, log);

  function isAllowed({ channelId }: Activity, tenantIds: readonly string[]): boolean {
    // Clients of other channels can write anything into the fields that name the tenant.
    const isTeams = channelId === 'msteams';
    return isTeams && tenantIds.length > 0 && tenantIds.every(id => allowedTenantIds.includes(id));
  }

  return async (context, onBegin) => {
    const { activity } = context;
    const tenantIds = tenantsOf(activity);
    if (identity && !isAllowed(activity, tenantIds)) {
      noteRefused(
        'tenant',
        { channelId: activity.channelId, tenantId: tenantIds.join(' ') || undefined },
        'request rejected: tenant or channel not allowed',
      );
      if (activity.type === ActivityTypes.Invoke) await answerInvoke(context, pressFailedText());
      return;
    }
    onBegin(beginOutcome(context));
    const place = isLeaving(activity) ? undefined : placeOf(activity, adapter.cloud.isService);
    if (place) touch(place);
    await app.run(context);
  };
}

function createHandlers(parts: TeamsBotParts, owners: CardOwners): ActivityHandlers {
  const { adapter, conversation, defaultZone, log, meter, newReference, onMembersLeft, sending } = parts;
  const { clock } = sending;
  const { isService } = adapter.cloud;
  const replies = createReplies({
    sending,
    placeOf: activity => placeOf(activity, isService),
    owners,
    log,
    meter,
    reference: newReference,
  });
  const common = {
    conversation,
    originOf: (activity: Activity) => originOf(activity, { isService, defaultZone, now: () => clock.now() }),
    replies,
    clock,
  };
  const installations = createInstallationHandler({ ...common, onMembersLeft });
  return {
    message: createMessageHandler({ ...common, timers: parts.timers }),
    press: createPressHandler({ ...common, owners, log }),
    installation: installations.installation,
    members: installations.members,
  };
}

/** Returns a function that turns a rejection into an HTTP answer; it counts and logs what isn't let in. */
function createReceiptFor({ identity, noteRefused, log }: TeamsBotParts) {
  return (error: unknown): Receipt => {
    if (error instanceof AuthenticationError) {
      noteRefused('token', { reason: error.message }, notAuthenticated);
      return { status: 401 };
    }
    if (error instanceof KeysUnavailableError) {
      noteRefused('keys', { reason: error.message }, notAuthenticated);
      // Teams tries again after some failures of a bot; a 401 would be final.
      return { status: 503 };
    }
    if (error instanceof UntrustedServiceUrlError) {
      noteRefused('service', { host: error.host }, 'request rejected: untrusted service URL');
      return { status: 403, body: { error: identity ? foreignText : notLocalText } };
    }
    log.error({ err: error }, 'activity failed');
    return { status: 200 };
  };
}

const notAuthenticated = 'request rejected: not authenticated';
const foreignText = "Only Teams' own service addresses are answered.";
const notLocalText = 'Without a bot identity only local service addresses are answered.';
