import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { type Clock, type MonotonicMs, msBetween } from '../domain/time.ts';

/** Beyond both, an edited message counts as one that was never answered. */
const remembered = { max: 5_000, ttl: 24 * 3_600_000 };
/** How long after the message an edit of it changes its answer in place. */
const editableMs = 15 * 60_000;

/** One message as it came: first, again, or edited. */
interface Coming {
  /** The same for every delivery and edit of one message; undefined for one that can't be recognised. */
  readonly key: string | undefined;
  /** What it says. */
  readonly words: string;
  readonly isEdited: boolean;
}

/** Answers a message. `earlier` resolves with the id of the answer to put the new one in the place of, if there is one. */
type AnswerMessage = (earlier: Promise<string | undefined>) => Promise<string | undefined>;

/**
 * Remembers which message was answered by which, and has each answered once, and once more for each edit that changes its words.
 * In this process's memory alone, so that after a restart, or at another instance, an edited message gets a new answer.
 */
export interface AnsweredMessages {
  /**
   * Runs `answer`, which resolves with the id of the answer, unless this has been answered: then it waits for that. A message
   * whose answer failed counts as not answered. Rejects with what `answer` rejects with.
   */
  once(coming: Coming, answer: AnswerMessage): Promise<void>;
}

interface Entry {
  readonly words: string;
  /** When the message was first answered. */
  readonly at: MonotonicMs;
  readonly answerId: Promise<string | undefined>;
}

const none = Promise.resolve(undefined);

export function createAnsweredMessages(clock: Clock): AnsweredMessages {
  const entries = new LRUCache<string, Entry>(remembered);

  return {
    async once({ key, words: said, isEdited }, answer) {
      if (key === undefined) {
        await answer(none);
        return;
      }
      // People's sentences don't lie in memory for a day.
      const words = createHash('sha256').update(said).digest('base64url');
      const known = entries.get(key);
      if (known && (!isEdited || known.words === words)) {
        await known.answerId;
        return;
      }
      const now = clock.monotonic();
      const isEditable = known !== undefined && msBetween(known.at, now) <= editableMs;
      const earlier = isEditable ? known.answerId.catch(() => undefined) : none;
      const entry: Entry = { words, at: isEditable ? known.at : now, answerId: answer(earlier) };
      entries.set(key, entry);
      try {
        await entry.answerId;
      } catch (error) {
        if (entries.peek(key) === entry) {
          if (known) entries.set(key, known);
          else entries.delete(key);
        }
        throw error;
      }
    },
  };
}
