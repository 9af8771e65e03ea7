import { markOfPress, marksOn } from '../cards/press-mark.ts';
import type { Log } from '../domain/log.ts';
import type { PlaceKey } from '../domain/place.ts';
import type { PostedCards } from '../domain/posted-cards.ts';
import type { Clock } from '../domain/time.ts';
import type { Content, Said } from './answering.ts';

/** A press as a client sent it. */
export interface SentPress {
  readonly place?: PlaceKey | undefined;
  readonly verb: unknown;
  readonly data: unknown;
}

/**
 * Knows which message a button belongs to. The message that a press names is the client's word: it may name any message of the
 * bot's. What can't be verified counts as foreign.
 */
export interface CardOwners {
  /** Notes the buttons of a message that everybody sees. Never rejects. */
  note(place: PlaceKey | undefined, said: Said, content: Content, isNew: boolean): Promise<void>;
  /** Returns true if that message was sent as an answer here and has exactly this button now. Never rejects. */
  isOf(press: SentPress, messageId: string | undefined): Promise<boolean>;
}

export interface CardOwnersParts {
  /** Undefined if there is no record: then no button belongs to any message. */
  readonly postedCards: PostedCards | undefined;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
}

export function createCardOwners({ postedCards, clock, log }: CardOwnersParts): CardOwners {
  /** Notes under way: a press may come before the one of its card is stored. */
  const underWay = new Map<string, Promise<void>>();

  async function noted(place: PlaceKey, id: string, marks: readonly string[]): Promise<void> {
    if (!postedCards) return;
    const noting = postedCards.note(place, id, marks);
    underWay.set(id, noting);
    try {
      await noting;
    } catch (err) {
      log.warn({ err }, 'buttons of a card not recorded, presses will not change it');
    } finally {
      if (underWay.get(id) === noting) underWay.delete(id);
    }
  }

  return {
    async note(place, { id, form }, content, isNew) {
      if (!place || id === undefined) return;
      const marks = content.kind === 'card' && form === 'itself' ? marksOn(content.card, clock.now()) : [];
      if (isNew && marks.length === 0) return;
      await noted(place, id, marks);
    },
    async isOf({ place, verb, data }, messageId) {
      const mark = messageId && place ? markOfPress(verb, data, clock.now()) : undefined;
      if (!place || !messageId || mark === undefined) return false;
      try {
        await underWay.get(messageId);
        return (await postedCards?.marksOf(place, messageId))?.includes(mark) ?? false;
      } catch (err) {
        log.warn({ err }, 'buttons of a card not read, the press does not change it');
        return false;
      }
    },
  };
}
