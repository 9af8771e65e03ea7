import type { Activity, TurnContext } from 'botbuilder';
import type { Bot } from '../bot/bot.ts';
import type { AdaptiveCard } from '../cards/adaptive-card.ts';
import type { Log } from '../domain/log.ts';
import { type Clock, inMs, type MonotonicMs } from '../domain/time.ts';
import type { PressTurn, Reply } from '../features/turn.ts';
import type { TurnOrigin } from './activity-origin.ts';
import type { CardOwners } from './card-owners.ts';
import { createDeduplicator, deliveryKeyOf } from './deduplicate.ts';
import type { Replies } from './reply.ts';
import { answered, noteEnding, notePressTaken, repeated } from './turn-outcome.ts';

export interface PressHandlerParts {
  readonly conversation: Pick<Bot, 'press'>;
  readonly originOf: (activity: Activity) => TurnOrigin;
  readonly replies: Pick<Replies, 'send' | 'replace'>;
  readonly owners: Pick<CardOwners, 'isOf'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** The answer to a press: a card or a short text that the presser alone sees. */
type PressAnswer = Extract<Reply, { readonly kind: 'card' | 'text' }>;

/** A press, and whether the message that it names really has this button. */
interface Press {
  readonly context: TurnContext;
  readonly turn: PressTurn;
  readonly isOfItsCard: boolean;
}

/** Teams gives an invoke some 5 s: messages besides the answer are sent or given up before. */
const pressMs = 4_500;

/** How long answers are kept for a second delivery, which comes some 15 s later. */
const remembered = { max: 2_000, ttlMs: 10 * 60_000 };

/** For the presser, if the bot doesn't know whether the message for the others arrived. */
export const notPostedText = 'I’m not sure this was posted. If you don’t see it, press again.';

/** Returns a function that answers the presses of buttons. A press is carried out once, however often Teams delivers it. */
export function createPressHandler({
  conversation,
  originOf,
  owners,
  clock,
  ...replyParts
}: PressHandlerParts) {
  const presses = createDeduplicator<PressAnswer>(remembered);
  const reply = createPressReply(replyParts);

  async function pressOnce(context: TurnContext, turn: PressTurn): Promise<PressAnswer> {
    const until = inMs(pressMs, clock);
    // Looked up before the press is carried out: the press, or another one like it, may change the card's buttons.
    const owned = owners.isOf(turn, context.activity.replyToId);
    const wanted = await conversation.press(turn);
    noteEnding(context, wanted.ending ?? answered);
    return reply({ context, turn, isOfItsCard: await owned }, wanted, until);
  }

  return async (context: TurnContext): Promise<string | AdaptiveCard> => {
    const { activity } = context;
    const { verb, data } = activity.value.action;
    noteEnding(context, repeated);
    notePressTaken(context);
    const answer = await presses.once(deliveryKeyOf(activity), () =>
      pressOnce(context, { ...originOf(activity), verb, data }),
    );
    return answer.kind === 'text' ? answer.text : { ...answer.card };
  };
}

/** A reply to a press that changes the pressed card. */
type Edit = Extract<Reply, { readonly kind: 'edit' }>;

/**
 * Returns a function that sends the messages that a reply asks for besides the answer to the press, by `until`, and returns that answer. It
 * rejects with the `SendError` of a plain-text message that Teams refused, so that another delivery of the press tries again.
 */
function createPressReply({ replies, log }: Pick<PressHandlerParts, 'replies' | 'log'>) {
  /** Posts a card in the conversation of the press, which in a channel is its thread. Returns false if it may not be there. */
  async function post(
    { context }: Press,
    { card }: Pick<Edit, 'card'>,
    until: MonotonicMs,
  ): Promise<boolean> {
    try {
      const { form } = await replies.send(context, { kind: 'card', card }, until);
      return form !== 'reference';
    } catch (err) {
      log.warn({ err }, 'card post failed');
      return false;
    }
  }

  /**
   * Changes the pressed card for everybody if the button belongs to it. If it doesn't, or the card can't be reached, only the
   * presser sees their card change, and a change is posted below in a shared conversation.
   */
  async function edit(press: Press, reply: Edit, until: MonotonicMs): Promise<PressAnswer> {
    const { context, turn, isOfItsCard } = press;
    const { card, text, isChange } = reply;
    const id = context.activity.replyToId;
    if (id && isOfItsCard) {
      try {
        await replies.replace(context, id, { kind: 'card', card }, until);
        return { kind: 'text', text };
      } catch (err) {
        log.warn({ err }, 'card update failed');
      }
    }
    if (isChange && turn.place && turn.place.kind !== 'personal') await post(press, reply, until);
    return { kind: 'card', card };
  }

  return async (press: Press, reply: Reply, until: MonotonicMs): Promise<PressAnswer> => {
    switch (reply.kind) {
      case 'edit':
        return edit(press, reply, until);
      case 'post':
        return { kind: 'text', text: (await post(press, reply, until)) ? reply.text : notPostedText };
      default: {
        if (reply.message === undefined) return reply;
        const message = { kind: 'plain', text: reply.message } as const;
        const { form } = await replies.send(press.context, message, until);
        return form === 'reference' && reply.kind === 'text' ? { kind: 'text', text: notPostedText } : reply;
      }
    }
  };
}
