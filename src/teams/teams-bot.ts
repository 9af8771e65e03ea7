// As in adapter.ts, not through the package's front door.
import { Application } from '@microsoft/teams-ai/lib/Application.js';
import { type Activity, ActivityTypes, type TurnContext } from 'botbuilder';
import { pressFailedText, pressUncertainText } from '../cards/press-texts.ts';
import type { Conversation } from '../conversation/conversation.ts';
import type { PressTurn, Reply, Turn } from '../conversation/turn.ts';
import type { Log, NoteRefused } from '../domain/log.ts';
import type { Meter } from '../domain/meter.ts';
import type { Places } from '../domain/place.ts';
import type { PostedCards } from '../domain/posted-cards.ts';
import { inMs, type MonotonicMs } from '../domain/time.ts';
import type { InTurn } from '../domain/turn-end.ts';
import { type BotAdapter, KeysUnavailable, NotAuthenticated } from './adapter.ts';
import { createAnsweredMessages } from './answered-messages.ts';
import { createAnsweredOnce } from './answered-once.ts';
import { type Content, createAnswering } from './answering.ts';
import { createCardOwners } from './card-owners.ts';
import { ForeignService } from './connectors.ts';
import {
  beginCourse,
  type Course,
  cardAction,
  isEdit,
  isPressTaken,
  noteEnding,
  noteFailure,
  notePressTaken,
} from './course.ts';
import type { BotIdentity } from './credentials.ts';
import { createHeard } from './heard.ts';
import type { Caller } from './inbound-token.ts';
import { readActivity } from './incoming-activity.ts';
import { placeOf } from './place-of.ts';
import { createPressReply, type Shown } from './press-reply.ts';
import { readerOf } from './reader-of.ts';
import { isRestoral, removalOf } from './removal-of.ts';
import type { SendingParts } from './send-reply.ts';
import { sentenceOf } from './sentence-of.ts';
import { objectIdOf, speakerOf } from './speaker-of.ts';
import { tenantsOf } from './tenant-of.ts';
import { threadOf } from './thread-of.ts';
import { showTyping, type Timers } from './typing.ts';

/** The HTTP status and body that a request to `/api/messages` is answered with. */
interface Receipt {
  readonly status: number;
  readonly body?: unknown;
}

/** Who sends a request (undefined in local mode, where it isn't known), or how it is answered without its body. */
type Admission =
  | { readonly kind: 'admitted'; readonly caller: Caller | undefined }
  | { readonly kind: 'refused'; readonly receipt: Receipt };

/** The bot as Teams sees it. */
export interface TeamsBot {
  /** Checks who sends a request, by its Authorization header alone: its body need not be read before. Never rejects. */
  admit(authorization: string): Promise<Admission>;
  /** Takes the parsed body of an admitted request. Never rejects. */
  receive(caller: Caller | undefined, body: unknown): Promise<Receipt>;
  /** Resolves when no turn is under way any more. */
  settled(): Promise<void>;
}

export interface TeamsBotParts {
  /** Undefined in local mode: nobody is authenticated, so only service addresses on loopback are answered. */
  readonly identity: BotIdentity | undefined;
  /** Tenants, in lower case, that may talk to a bot with an identity. */
  readonly allowedTenantIds: readonly string[];
  readonly defaultZone: string;
  readonly adapter: BotAdapter;
  readonly conversation: Conversation;
  readonly places: Places;
  readonly log: Log;
  readonly sending: SendingParts;
  readonly timers?: Timers;
  /** Called with the ids of people who have left a conversation. */
  readonly onMembersLeft?: ((personIds: readonly string[]) => void) | undefined;
  /** Where nobody wants to know of turns, they are just run. */
  readonly inTurn?: InTurn;
  readonly meter?: Meter;
  /** What presses may replace; without it they replace nothing. */
  readonly postedCards?: PostedCards;
  /** By which the log can be searched for the turn under way. */
  readonly newReference?: () => string;
  /** Each is counted and logged by itself if this is left out. */
  readonly noteRefused?: NoteRefused;
}

/** Teams delivers again after some 15 s what it had no answer to: a turn is over before, its answer sent or given up. */
const turnMs = 14_000;

/** Teams gives an invoke some 5 s: what a press says besides its answer is sent or given up before. */
const pressMs = 4_500;

/** How long answers are kept for a second delivery: far beyond those 15 s. */
const remembered = { max: 2_000, ttlMs: 10 * 60_000 };

export function createTeamsBot(parts: TeamsBotParts): TeamsBot {
  const { identity, adapter, allowedTenantIds, defaultZone, conversation, places, log, sending, timers } =
    parts;
  const { meter, onMembersLeft = () => {}, inTurn = work => work(() => {}) } = parts;
  const { postedCards, newReference = () => 'unknown' } = parts;
  const heardFrom = createHeard(places, sending.clock, log);
  const placeIn = (context: TurnContext) => placeOf(context.activity, adapter.cloud.isService);
  const somewhere = (context: TurnContext) => ({
    ...readerOf(context.activity, defaultZone, sending.clock.now()),
    place: placeIn(context),
    speaker: speakerOf(context.activity),
    objectId: objectIdOf(context.activity),
    thread: threadOf(context.activity.conversation.id),
  });
  const answering = createAnswering({ sending, log, meter, reference: newReference });
  const owners = createCardOwners({ postedCards, clock: sending.clock, log });
  const replyToPress = createPressReply({ answering, owners, log });
  const messages = createAnsweredMessages(sending.clock);
  const replies = createAnsweredOnce<Reply>(remembered);
  const pressed = createAnsweredOnce<Shown>(remembered);
  const welcomed = createAnsweredOnce<void>({ max: 20_000, ttlMs: 0 });
  const underWay = new Set<Promise<unknown>>();
  const noteEachRefused: NoteRefused = (reason, fields, message) => {
    meter?.count('refusedRequests', 1, { reason });
    log.warn(fields, message);
  };
  const { noteRefused = noteEachRefused } = parts;

  // The SDK's own mention strip takes out the first mention only. Its typing timer is one for all turns, makes an answer
  // fail with a sign that is refused, and runs whatever its option says; so it is replaced.
  const app = new Application({ adapter, removeRecipientMention: false });
  app.startTypingTimer = () => {};

  app.activity(ActivityTypes.Message, context => hear(context, false));
  app.activity(ActivityTypes.MessageUpdate, async context => {
    if (isEdit(context.activity)) await hear(context, true);
  });

  /** Once for each message, and once more if an edit changes its words. An edit changes the answer where it stands. */
  async function hear(context: TurnContext, isEdited: boolean): Promise<void> {
    const { activity } = context;
    const said = sentenceOf(activity);
    const turn: Turn = { ...somewhere(context), ...said, ...(isEdited && { isEdited }) };
    const until = inMs(turnMs, sending.clock);
    const key = messageOf(activity);
    noteEnding(context, repeated);
    await messages.once({ key, words: JSON.stringify(said), isEdited }, async earlier => {
      // If its answer can't be sent, another delivery sends it: what was ordered isn't done again.
      const repeatable = isEdited ? undefined : key;
      const reply = await replies.get(repeatable, async () => {
        const stopTyping = showTyping(context, timers);
        return conversation.hear(turn).finally(stopTyping);
      });
      noteEnding(context, reply.ending ?? answered);
      const before = await earlier;
      const isNeeded = before !== undefined || !reply.refused?.isRepeated;
      const id = isNeeded ? await say(context, contentOf(reply), until, before) : undefined;
      if (repeatable !== undefined) replies.forget(repeatable);
      return id;
    });
  }

  /** In the place of the message `earlier`, if it can be; else as a new one. Returns its id. */
  async function say(
    context: TurnContext,
    content: Content,
    until: MonotonicMs,
    earlier?: string,
  ): Promise<string | undefined> {
    const place = placeIn(context);
    if (earlier !== undefined) {
      try {
        const said = await answering.replace(context, earlier, content, until);
        owners.note(place, said, content, false);
        return earlier;
      } catch (err) {
        log.info({ err }, 'answer update failed, sending a new message');
      }
    }
    const said = await answering.say(context, content, until);
    if (said.form === 'reference') noteEnding(context, unshown);
    owners.note(place, said, content, true);
    return said.id;
  }

  app.adaptiveCards.actionExecute(isPress, async context => {
    const { activity } = context;
    const { verb, data } = activity.value.action;
    noteEnding(context, repeated);
    notePressTaken(context);
    const reply = await pressed.get(deliveryOf(activity), () =>
      pressOnce(context, { ...somewhere(context), verb, data }),
    );
    return reply.kind === 'text' ? reply.text : { ...reply.card };
  });

  /** What a press asks for besides its answer is done once, however often the press is delivered. */
  async function pressOnce(context: TurnContext, turn: PressTurn): Promise<Shown> {
    const until = inMs(pressMs, sending.clock);
    // As the card was when it was pressed: the press, or a twin of it, may change its buttons.
    const owned = owners.isOf(turn, context.activity.replyToId);
    const reply = await conversation.press(turn);
    noteEnding(context, reply.ending ?? answered);
    return replyToPress({ context, turn, isOfItsCard: await owned }, reply, until);
  }

  // An installation is also told by conversationUpdate; this one comes in every scope, so it is enough.
  app.activity(ActivityTypes.InstallationUpdate, async context => {
    const { action } = context.activity;
    const place = context.activity.conversation.id;
    const until = inMs(turnMs, sending.clock);
    const welcome = async () => {
      const reply = await conversation.welcome(somewhere(context));
      await say(context, contentOf(reply), until);
    };
    if (action === 'add') {
      noteEnding(context, repeated);
      await welcomed.get(place, () => {
        noteEnding(context, answered);
        return welcome();
      });
    }
    if (action === 'remove') {
      welcomed.forget(place);
      await leave(context);
    }
  });

  app.activity(ActivityTypes.ConversationUpdate, async context => {
    const { membersRemoved = [] } = context.activity;
    if (membersRemoved.length > 0) onMembersLeft(membersRemoved.map(({ id }) => id));
    if (!isRestoral(context.activity)) return leave(context);
    const until = inMs(turnMs, sending.clock);
    const reply = await conversation.restored(somewhere(context));
    if (reply) await say(context, contentOf(reply), until);
  });

  async function leave(context: TurnContext): Promise<void> {
    const place = placeIn(context);
    const removal = place && removalOf(context.activity, place);
    if (!removal) return;
    const { ending } = await conversation.left({ ...somewhere(context), ...removal });
    if (ending.kind === 'failed') noteEnding(context, ending);
  }

  // Whatever else is invoked is not this product's; unanswered, the SDK would call it a fault of the bot.
  app.activity(ActivityTypes.Invoke, context => answerInvoke(context, pressFailedText()));

  app.error(async (context, err) => {
    noteFailure(context);
    log.error({ err, activity: context.activity.type }, 'a turn failed');
    const failed = isPressTaken(context) ? pressUncertainText() : pressFailedText();
    if (context.activity.type === ActivityTypes.Invoke) await answerInvoke(context, failed);
  });

  async function take(context: TurnContext, begun: (course: Course) => void): Promise<void> {
    const { activity } = context;
    const { channelId } = activity;
    const tenantIds = tenantsOf(activity);
    // Other channels let their clients write what they like into the fields that tell the tenant.
    const isTeams = channelId === 'msteams';
    const isAllowed = isTeams && tenantIds.length > 0 && tenantIds.every(id => allowedTenantIds.includes(id));
    if (identity && !isAllowed) {
      noteRefused(
        'tenant',
        { channelId, tenantId: tenantIds.join(' ') || undefined },
        'request rejected: tenant or channel not allowed',
      );
      if (activity.type === ActivityTypes.Invoke) await answerInvoke(context, pressFailedText());
      return;
    }
    begun(beginCourse(context));
    const place = isLeaving(activity) ? undefined : placeIn(context);
    if (place) heardFrom(place);
    await app.run(context);
  }

  async function admit(authorization: string): Promise<Admission> {
    try {
      return { kind: 'admitted', caller: await adapter.admit(authorization) };
    } catch (error) {
      return { kind: 'refused', receipt: receiptFor(error) };
    }
  }

  function receiptFor(error: unknown): Receipt {
    if (error instanceof NotAuthenticated) {
      noteRefused('token', { reason: error.message }, notOfTheChannel);
      return { status: 401 };
    }
    if (error instanceof KeysUnavailable) {
      noteRefused('keys', { reason: error.message }, notOfTheChannel);
      // Teams tries again after some failures of a bot; a 401 would be the last word.
      return { status: 503 };
    }
    if (error instanceof ForeignService) {
      noteRefused('service', { host: error.host }, 'request rejected: untrusted service URL');
      return { status: 403, body: { error: identity ? foreignText : notLocalText } };
    }
    log.error({ err: error }, 'an activity failed');
    return { status: 200 };
  }

  async function process(
    caller: Caller | undefined,
    body: unknown,
    end: (course: Course) => void,
  ): Promise<Receipt> {
    const activity = readActivity(body);
    if (!activity) {
      noteRefused('activity', {}, 'request rejected: not a valid activity');
      return { status: 400, body: { error: 'This is not an activity of the Bot Framework.' } };
    }
    let course: Course | undefined;
    const begun = (begun: Course) => {
      course = begun;
    };
    try {
      const invoked = await adapter.receive(caller, activity, context => take(context, begun));
      return invoked ? { status: invoked.status, body: invoked.body } : { status: 200 };
    } catch (error) {
      return receiptFor(error);
    } finally {
      if (course) end(course);
    }
  }

  return {
    admit,
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

const repeated = { kind: 'repeated' } as const;
const answered = { kind: 'answered' } as const;

const unshown = { kind: 'failed', problem: 'unsent' } as const;

function contentOf(reply: Reply): Content {
  return reply.kind === 'text' ? { kind: 'text', text: reply.text } : { kind: 'card', card: reply.card };
}

async function answerInvoke(context: TurnContext, text: string): Promise<void> {
  const isCard = context.activity.name === cardAction;
  const body = { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: text };
  await context.sendActivity({
    type: ActivityTypes.InvokeResponse,
    value: isCard ? { status: 200, body } : { status: 200 },
  });
}

const notOfTheChannel = 'request rejected: not authenticated';
const foreignText = "Only Teams' own service addresses are answered.";
const notLocalText = 'Without a bot identity only local service addresses are answered.';

/** Nothing was said: somebody, perhaps the bot, is going. */
function isLeaving({ type, action }: Activity): boolean {
  return type === ActivityTypes.ConversationUpdate || action === 'remove';
}

async function isPress(context: TurnContext): Promise<boolean> {
  const { type, name, value } = context.activity;
  return type === ActivityTypes.Invoke && name === cardAction && value?.action?.type === 'Action.Execute';
}

/** What a message shares with its edits and its other deliveries: who wrote it, where, and its id; undefined without an id. */
function messageOf(activity: Activity): string | undefined {
  const delivery = deliveryOf(activity);
  return delivery && JSON.stringify([delivery, activity.from.id]);
}

/** What a second delivery of the same activity shares with the first; undefined without an id. */
function deliveryOf(activity: Activity): string | undefined {
  return activity.id ? `${activity.channelId}|${activity.conversation.id}|${activity.id}` : undefined;
}
