import type { Activity, TurnContext } from 'botbuilder';
import type { Bot } from '../bot/bot.ts';
import { type Clock, inMs } from '../domain/time.ts';
import { isRestoral, removalOf } from './activity-kind.ts';
import type { TurnOrigin } from './activity-origin.ts';
import { createDeduplicator } from './deduplicate.ts';
import { turnMs } from './message-handler.ts';
import { contentOf, type Replies } from './reply.ts';
import { answered, noteEnding, repeated } from './turn-outcome.ts';

export interface InstallationHandlerParts {
  readonly conversation: Pick<Bot, 'welcome' | 'left' | 'restored'>;
  readonly originOf: (activity: Activity) => TurnOrigin;
  readonly replies: Pick<Replies, 'answer'>;
  readonly clock: Clock;
  /** Called with the ids of people who have left a conversation; undefined if nothing depends on that. */
  readonly onMembersLeft: ((personIds: readonly string[]) => void) | undefined;
}

/** Handles the bot's coming and going, and that of people. */
export interface InstallationHandler {
  /** The bot was added to a conversation, or removed. Teams reports this in every scope, so a conversation update needs no welcome. */
  installation(context: TurnContext): Promise<void>;
  /** Members came or left, perhaps the bot itself, or a team or channel was deleted or restored. */
  members(context: TurnContext): Promise<void>;
}

const welcomesKept = { max: 20_000, ttlMs: 0 };

export function createInstallationHandler(parts: InstallationHandlerParts): InstallationHandler {
  const { conversation, originOf, replies, clock, onMembersLeft } = parts;
  const welcomes = createDeduplicator<void>(welcomesKept);

  async function welcome(context: TurnContext): Promise<void> {
    const until = inMs(turnMs, clock);
    noteEnding(context, repeated);
    await welcomes.once(context.activity.conversation.id, async () => {
      noteEnding(context, answered);
      const reply = await conversation.welcome(originOf(context.activity));
      await replies.answer(context, contentOf(reply), until);
    });
  }

  async function leave(context: TurnContext): Promise<void> {
    const origin = originOf(context.activity);
    const removal = origin.place && removalOf(context.activity, origin.place);
    if (!removal) return;
    const { ending } = await conversation.left({ ...origin, ...removal });
    if (ending.kind === 'failed') noteEnding(context, ending);
  }

  return {
    async installation(context) {
      const { action } = context.activity;
      if (action === 'add') await welcome(context);
      if (action === 'remove') {
        welcomes.forget(context.activity.conversation.id);
        await leave(context);
      }
    },
    async members(context) {
      const { membersRemoved = [] } = context.activity;
      if (membersRemoved.length > 0) onMembersLeft?.(membersRemoved.map(({ id }) => id));
      if (!isRestoral(context.activity)) return leave(context);
      const until = inMs(turnMs, clock);
      const reply = await conversation.restored(originOf(context.activity));
      if (reply) await replies.answer(context, contentOf(reply), until);
    },
  };
}
