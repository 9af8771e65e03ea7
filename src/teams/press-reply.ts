import type { TurnContext } from 'botbuilder';
import type { PressTurn, Reply } from '../conversation/turn.ts';
import type { Log } from '../domain/log.ts';
import type { MonotonicMs } from '../domain/time.ts';
import type { Answering } from './answering.ts';
import type { CardOwners } from './card-owners.ts';

/** What the presser is shown. */
export type Shown = Extract<Reply, { readonly kind: 'card' | 'text' }>;

/** For the one who pressed, where nobody can tell whether everybody else sees what was to be said. */
export const notPostedText = 'I’m not sure this was posted. If you don’t see it, press again.';

/** A press, and whether the message that it names has this very button. */
export interface Pressed {
  readonly context: TurnContext;
  readonly turn: PressTurn;
  readonly isOfItsCard: boolean;
}

export interface PressReplyParts {
  readonly answering: Answering;
  readonly owners: Pick<CardOwners, 'note'>;
  readonly log: Log;
}

/**
 * Does what a reply asks for besides the answer to the press itself, by `until`, and gives that answer.
 *
 * @throws what the channel refused the plain-text message with, so that another delivery of the press tries again.
 */
export function createPressReply({ answering, owners, log }: PressReplyParts) {
  return async (pressed: Pressed, reply: Reply, until: MonotonicMs): Promise<Shown> => {
    switch (reply.kind) {
      case 'edit':
        return edit(pressed, reply, until);
      case 'post':
        return (await post(pressed, reply, until))
          ? { kind: 'text', text: reply.text }
          : { kind: 'text', text: notPostedText };
      default: {
        if (reply.message === undefined) return reply;
        const { form } = await answering.say(pressed.context, { kind: 'plain', text: reply.message }, until);
        return form === 'reference' && reply.kind === 'text' ? { kind: 'text', text: notPostedText } : reply;
      }
    }
  };

  /**
   * Changes the pressed card for everybody if the button belongs to it. If it doesn't, or the card can't be reached, the presser
   * alone sees their card change, and in a shared conversation what was changed is posted below.
   */
  async function edit(pressed: Pressed, reply: Edit, until: MonotonicMs): Promise<Shown> {
    const { context, turn, isOfItsCard } = pressed;
    const { card, text, isChange } = reply;
    const id = context.activity.replyToId;
    if (id && isOfItsCard) {
      try {
        const said = await answering.replace(context, id, { kind: 'card', card }, until);
        owners.note(turn.place, said, { kind: 'card', card }, false);
        return { kind: 'text', text };
      } catch (err) {
        log.warn({ err }, 'card update failed');
      }
    }
    if (isChange && turn.place && turn.place.kind !== 'personal') await post(pressed, reply, until);
    return { kind: 'card', card };
  }

  /** In the conversation of the press, which in a channel is its thread. Returns false if it isn't known to be there. */
  async function post({ context, turn }: Pressed, { card }: Beside, until: MonotonicMs): Promise<boolean> {
    try {
      const said = await answering.say(context, { kind: 'card', card }, until);
      owners.note(turn.place, said, { kind: 'card', card }, true);
      return said.form !== 'reference';
    } catch (err) {
      log.warn({ err }, 'card post failed');
      return false;
    }
  }
}

type Edit = Extract<Reply, { readonly kind: 'edit' }>;
/** A card for everybody, and a few words for the presser. */
type Beside = Pick<Edit, 'card' | 'text'>;
