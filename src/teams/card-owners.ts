import { markOfPress, marksOn } from '../bot/replacing-buttons.ts';
import type { AdaptiveCard } from '../cards/adaptive-card.ts';
import type { Log } from '../domain/log.ts';
import type { ConversationKey } from '../domain/place.ts';
import type { PostedCards } from '../domain/posted-cards.ts';
import type { Clock } from '../domain/time.ts';
import { withTimeout } from '../domain/with-timeout.ts';

/** A press as a client sent it. */
interface SentPress {
  readonly place?: ConversationKey | undefined;
  readonly verb: unknown;
  readonly data: unknown;
}

/**
 * Records which message each button belongs to. A press names a message, but that is the client's claim: it may name any message
 * of the bot's. A claim that can't be verified counts as false.
 */
export interface CardOwners {
  /**
   * Records the buttons of the card that the message `id` shows to the whole conversation; undefined if it shows none. The answer
   * doesn't wait for the store: `isOf` and `settled` do. A failure leaves a line in the log.
   */
  note(
    place: ConversationKey | undefined,
    id: string | undefined,
    card: AdaptiveCard | undefined,
    isNew: boolean,
  ): void;
  /**
   * Returns true if the message was sent here and has exactly this button now. False if the store doesn't answer in time. Never rejects.
   */
  isOf(press: SentPress, messageId: string | undefined): Promise<boolean>;
  /** Resolves when no record is under way. */
  settled(): Promise<void>;
}

export interface CardOwnersParts {
  readonly postedCards: PostedCards;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
}

/** A press has some 5 s in all: it does less harm to leave a card as it was than to answer too late. */
const readMs = 1_000;

export function createCardOwners({ postedCards, clock, log }: CardOwnersParts): CardOwners {
  /** Records under way: a press may come before its card's record is stored. */
  const underWay = new Map<string, Promise<void>>();

  const keyOf = (place: ConversationKey, id: string) => JSON.stringify([place.id, id]);

  /** Stores the records of one message in order, so that the last one counts. */
  async function store(place: ConversationKey, id: string, marks: readonly string[]): Promise<void> {
    await underWay.get(keyOf(place, id));
    try {
      await postedCards.note(place, id, marks);
    } catch (err) {
      log.warn({ err }, 'buttons of a card not recorded, presses will not change it');
    }
  }

  async function marksOf(place: ConversationKey, id: string): Promise<readonly string[]> {
    await underWay.get(keyOf(place, id));
    return postedCards.marksOf(place, id);
  }

  return {
    note(place, id, card, isNew) {
      if (!place || id === undefined) return;
      const marks = card ? marksOn(card, clock.now()) : [];
      if (isNew && marks.length === 0) return;
      const key = keyOf(place, id);
      const storing = store(place, id, marks).finally(() => {
        if (underWay.get(key) === storing) underWay.delete(key);
      });
      underWay.set(key, storing);
    },
    async isOf({ place, verb, data }, messageId) {
      const mark = messageId && place ? markOfPress(verb, data, clock.now()) : undefined;
      if (!place || !messageId || mark === undefined) return false;
      try {
        const marks = await withTimeout(readMs, () => marksOf(place, messageId));
        return marks.includes(mark);
      } catch (err) {
        log.warn({ err }, 'buttons of a card not read, the press does not change it');
        return false;
      }
    },
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay.values());
    },
  };
}
