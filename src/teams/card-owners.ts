import { markOfPress, marksOn } from '../cards/press-mark.ts';
import type { Log } from '../domain/log.ts';
import type { PlaceKey } from '../domain/place.ts';
import type { PostedCards } from '../domain/posted-cards.ts';
import type { Clock } from '../domain/time.ts';
import { withTimeout } from '../domain/with-timeout.ts';
import type { Content, Said } from './answering.ts';

/** A press as a client sent it. */
interface SentPress {
  readonly place?: PlaceKey | undefined;
  readonly verb: unknown;
  readonly data: unknown;
}

/**
 * Knows which message a button belongs to. The message that a press names is the client's word: it may name any message of the
 * bot's. What can't be verified counts as foreign.
 */
export interface CardOwners {
  /**
   * Notes the buttons of a message that everybody sees. The answer doesn't wait for the store: `isOf` and `settled` do. A
   * failure leaves a line in the log.
   */
  note(place: PlaceKey | undefined, said: Said, content: Content, isNew: boolean): void;
  /** Returns true if that message was sent as an answer here and has exactly this button now. False if the store doesn't say in time. Never rejects. */
  isOf(press: SentPress, messageId: string | undefined): Promise<boolean>;
  /** Resolves when no note is under way. */
  settled(): Promise<void>;
}

export interface CardOwnersParts {
  /** Undefined if there is no record: then no button belongs to any message. */
  readonly postedCards: PostedCards | undefined;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
}

/** A press has some 5 s in all: a card that isn't changed in place costs less than an answer that comes too late. */
const readMs = 1_000;

export function createCardOwners({ postedCards, clock, log }: CardOwnersParts): CardOwners {
  /** Notes under way: a press may come before the one of its card is stored. */
  const underWay = new Map<string, Promise<void>>();

  const nameOf = (place: PlaceKey, id: string) => JSON.stringify([place.id, id]);

  /** One after the other for one message: the last one is what stands there. */
  async function noted(place: PlaceKey, id: string, marks: readonly string[]): Promise<void> {
    await underWay.get(nameOf(place, id));
    try {
      await postedCards?.note(place, id, marks);
    } catch (err) {
      log.warn({ err }, 'buttons of a card not recorded, presses will not change it');
    }
  }

  async function marksOf(place: PlaceKey, id: string): Promise<readonly string[]> {
    await underWay.get(nameOf(place, id));
    return (await postedCards?.marksOf(place, id)) ?? [];
  }

  return {
    note(place, { id, form }, content, isNew) {
      if (!place || id === undefined) return;
      const marks = content.kind === 'card' && form === 'itself' ? marksOn(content.card, clock.now()) : [];
      if (isNew && marks.length === 0) return;
      const name = nameOf(place, id);
      const noting = noted(place, id, marks).finally(() => {
        if (underWay.get(name) === noting) underWay.delete(name);
      });
      underWay.set(name, noting);
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
