import type { Activity, TurnContext } from 'botbuilder';
import type { Bot } from '../bot/bot.ts';
import { type Clock, inMs } from '../domain/time.ts';
import type { Reply, Turn } from '../features/turn.ts';
import type { TurnOrigin } from './activity-origin.ts';
import { createAnsweredMessages, createDeduplicator, messageKeyOf } from './deduplicate.ts';
import { sentenceOf } from './mentions.ts';
import { contentOf, type Replies } from './reply.ts';
import { answered, noteEnding, repeated, silent } from './turn-outcome.ts';
import { showTyping, type Timers } from './typing.ts';

export interface MessageHandlerParts {
  readonly conversation: Pick<Bot, 'hear'>;
  readonly originOf: (activity: Activity) => TurnOrigin;
  readonly replies: Pick<Replies, 'answer'>;
  readonly clock: Clock;
  readonly timers?: Timers | undefined;
}

/** Teams delivers an activity again after some 15 s without an answer: before that, the answer is sent or given up. */
export const turnMs = 14_000;

/** How long replies are kept for a second delivery: far longer than those 15 s. */
const remembered = { max: 2_000, ttlMs: 10 * 60_000 };

/**
 * Returns a function that answers messages. It answers each message once, and again if an edit changes its words. An edit changes the
 * answer in place.
 */
export function createMessageHandler(parts: MessageHandlerParts) {
  const { conversation, originOf, replies, clock, timers } = parts;
  const messages = createAnsweredMessages(clock);
  const answers = createDeduplicator<Reply>(remembered);

  return async (context: TurnContext, isEdited: boolean): Promise<void> => {
    const { activity } = context;
    const sentence = sentenceOf(activity);
    const turn: Turn = { ...originOf(activity), ...sentence, ...(isEdited && { isEdited }) };
    const until = inMs(turnMs, clock);
    const key = messageKeyOf(activity);
    noteEnding(context, repeated);
    await messages.once({ key, words: JSON.stringify(sentence), isEdited }, async earlier => {
      // If the answer can't be sent, another delivery sends it: the command isn't carried out again.
      const repeatable = isEdited ? undefined : key;
      const reply = await answers.once(repeatable, async () => {
        const stopTyping = showTyping(context, timers);
        return conversation.hear(turn).finally(stopTyping);
      });
      const before = await earlier;
      const isSilent = before === undefined && reply.isSilent === true;
      noteEnding(context, isSilent ? silent : (reply.ending ?? answered));
      const isNeeded = before !== undefined || !(reply.refused?.isRepeated || isSilent);
      const id = isNeeded ? await replies.answer(context, contentOf(reply), until, before) : undefined;
      if (repeatable !== undefined) answers.forget(repeatable);
      return id;
    });
  };
}
