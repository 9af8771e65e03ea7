import { CardFactory, MessageFactory, type TurnContext } from 'botbuilder';
import type { Reply } from '../conversation/turn.ts';
import type { Log } from '../domain/log.ts';
import type { MonotonicMs } from '../domain/time.ts';
import type { Answering } from './answering.ts';

/** What the presser is shown. */
export type Shown = Extract<Reply, { readonly kind: 'card' | 'text' }>;

/** For the one who pressed, where nobody can tell whether everybody else sees what was to be said. */
export const notPostedText =
  'I could not make sure that this was posted here. If you do not see it, please press again.';

/**
 * Does what a reply asks for besides the answer to the press itself, by `until`, and gives that answer.
 *
 * @throws what the channel refused the plain-text message with, so that another delivery of the press tries again.
 */
export function createPressReply({ answer, log }: { readonly answer: Answering; readonly log: Log }) {
  return async (context: TurnContext, reply: Reply, until: MonotonicMs): Promise<Shown> => {
    switch (reply.kind) {
      case 'edit':
        return edit(context, reply, until);
      case 'post':
        return post(context, reply, until);
      default: {
        if (reply.message === undefined) return reply;
        const message = { ...MessageFactory.text(reply.message), textFormat: 'plain' };
        await answer(() => context.sendActivity(message), until);
        return reply;
      }
    }
  };

  /** The pressed card changes for everybody; where it cannot be reached, at least for the one who pressed. */
  async function edit(context: TurnContext, { card, text }: Beside, until: MonotonicMs): Promise<Shown> {
    const id = context.activity.replyToId;
    if (!id) return { kind: 'card', card };
    const message = { ...MessageFactory.attachment(CardFactory.adaptiveCard(card)), id };
    try {
      await answer(() => context.updateActivity(message), until);
      return { kind: 'text', text };
    } catch (err) {
      log.warn({ err }, 'a card could not be changed for everybody');
      return { kind: 'card', card };
    }
  }

  /** In the conversation of the press, which in a channel is its thread. */
  async function post(context: TurnContext, { card, text }: Beside, until: MonotonicMs): Promise<Shown> {
    const message = MessageFactory.attachment(CardFactory.adaptiveCard(card));
    try {
      await answer(() => context.sendActivity(message), until);
      return { kind: 'text', text };
    } catch (err) {
      log.warn({ err }, 'a card that a press asked for could not be said');
      return { kind: 'text', text: notPostedText };
    }
  }
}

/** A card for everybody, and a few words for the presser. */
type Beside = Extract<Reply, { readonly kind: 'edit' | 'post' }>;
