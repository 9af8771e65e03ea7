import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { buttonLimits } from '../../cards/button-fields.ts';
import type { CardAction } from '../../cards/button-link.ts';
import type { Log } from '../../domain/log.ts';
import type { RecordKey, Store, StoredRecord } from '../../domain/store.ts';
import { type Clock, type EpochMs, isLessThanAgo } from '../../domain/time.ts';
import { withTimeout } from '../../domain/with-timeout.ts';
import type { Requester, ShownList } from '../../features/turn.ts';

/** What a user asked last in a conversation. */
export interface LastQuestion {
  /** A sentence that was answered; undefined if only a list was opened. */
  readonly sentence?: string | undefined;
  readonly at: EpochMs;
  /** The page of a list that was shown last. */
  readonly list?: ShownList | undefined;
}

/**
 * The last question of each user in each conversation and thread, in the store, so that any instance can go on from it,
 * also after a restart. It counts for 15 minutes.
 */
export interface LastQuestions {
  /** Returns undefined if there is none, or if the store can't be read in time. */
  of(hearer: Requester): Promise<LastQuestion | undefined>;
  /** Remembers a question, or another page. Returns at once; the store is written in the background. */
  remember(hearer: Requester, question: Omit<LastQuestion, 'at'>): void;
  /** Resolves when everything is written. */
  settled(): Promise<void>;
}

export const collection = 'lastQuestions';
const rememberedMs = 15 * 60_000;
/** More users don't ask within 15 minutes; the store knows the others. */
const mostKnown = 10_000;
/** So long an answer may wait for the store; then the user is asked for the whole question. */
const readWithinMs = 1_500;

const record = z.object({
  sentence: z.string().max(1_000).optional(),
  at: z.number(),
  list: z
    .object({
      page: z.object({ verb: z.string().max(40), data: z.record(z.string(), z.unknown()) }),
      jobIds: z.array(z.string().max(buttonLimits.jobIdLength)).max(100),
    })
    .optional(),
});

/** Returns true for a record from which no user can go on any more. */
export function isOver({ value }: Pick<StoredRecord, 'value'>, now: EpochMs): boolean {
  const { at } = value as { readonly at?: EpochMs };
  return at === undefined || !isLessThanAgo(at, rememberedMs, now);
}

export interface LastQuestionsParts {
  readonly store: Pick<Store, 'get' | 'put'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
}

export function createLastQuestions({ store, clock, log }: LastQuestionsParts): LastQuestions {
  const known = new LRUCache<string, LastQuestion>({ max: mostKnown });
  /** By user; a write that comes while another is under way waits, and replaces what waited. */
  const writing = new Map<string, Promise<void>>();
  const waiting = new Set<string>();

  const isFresh = ({ at }: LastQuestion) => isLessThanAgo(at, rememberedMs, clock.now());

  async function read(key: string): Promise<LastQuestion | undefined> {
    try {
      const found = await withTimeout(readWithinMs, () => store.get(recordKey(key)));
      return questionOf(found);
    } catch (err) {
      log.warn({ err }, 'last question unread');
      return undefined;
    }
  }

  async function write(key: string): Promise<void> {
    do {
      waiting.delete(key);
      const question = known.get(key);
      try {
        if (question) await store.put(recordKey(key), question);
      } catch (err) {
        log.warn({ err }, 'last question not stored');
      }
    } while (waiting.has(key));
    writing.delete(key);
  }

  return {
    async of(hearer) {
      const key = keyOf(hearer);
      if (key === undefined) return undefined;
      const own = known.get(key);
      const stored = await read(key);
      // Another instance may have heard a later one; what this one has may not be written yet.
      const last = own && (stored === undefined || own.at >= stored.at) ? own : stored;
      return last && isFresh(last) ? last : undefined;
    },

    remember(hearer, question) {
      const key = keyOf(hearer);
      if (key === undefined) return;
      const before = known.get(key);
      const last = before && isFresh(before) ? before : undefined;
      known.set(key, {
        sentence: question.sentence ?? last?.sentence,
        list: question.list ?? last?.list,
        at: clock.now(),
      });
      waiting.add(key);
      if (!writing.has(key)) writing.set(key, write(key));
    },

    async settled() {
      await Promise.all(writing.values());
    },
  };
}

/** Returns undefined for a record that can't be read, such as one of a later version. */
function questionOf(stored: StoredRecord | undefined): LastQuestion | undefined {
  const parsed = record.safeParse(stored?.value);
  return parsed.success ? (parsed.data as LastQuestion & { list?: { page: CardAction } }) : undefined;
}

function recordKey(key: string): RecordKey {
  return { collection, partition: 'all', key };
}

/** Returns undefined for a user or a conversation that isn't known. The key names neither. */
function keyOf({ place, thread, objectId, speaker }: Requester): string | undefined {
  const who = objectId ?? speaker?.id;
  if (!place || who === undefined) return undefined;
  const name = [place.id, thread ?? '', who].map(encodeURIComponent).join('|');
  return createHash('sha256').update(name).digest('base64url').slice(0, 32);
}
