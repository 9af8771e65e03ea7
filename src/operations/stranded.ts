import type { Bin, BinReason } from '../domain/bin.ts';
import type { Log } from '../domain/log.ts';
import type { ConversationKey, ConversationStore, StoredConversation } from '../domain/place.ts';
import type { Store } from '../domain/store.ts';
import { type Clock, type EpochMs, isLessThanAgo } from '../domain/time.ts';

/** A conversation whose settings went into the bin because the bot couldn't send anything there. */
export interface BinnedConversation {
  readonly key: ConversationKey;
  readonly why: BinReason;
  readonly at: EpochMs;
}

export interface UnreachableCleanupParts {
  readonly places: Pick<ConversationStore, 'get' | 'unreached'>;
  readonly bin: Pick<Bin, 'forget'>;
  /** Puts the settings of a conversation into the bin, with an audit entry. Can be repeated if it rejects. */
  readonly putAway: (key: ConversationKey, why: BinReason) => Promise<void>;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** How long Teams may refuse messages to a conversation. */
const refusedMs = 30 * dayMs;
/** A week of hourly attempts: while the bot doesn't run, it doesn't know whether Teams still refuses. */
const leastAttempts = 7 * 24;
/** How long messages may be not allowed: a typing error in a list of roles must not cost a digest. */
const notAllowedMs = 7 * dayMs;
const binnedMs = 365 * dayMs;
/** Limit of removals in one pass, so that none takes long. */
const mostRemoved = 100;
/** Limit of conversations that a warning names. */
const mostRemembered = 20;

const record = { collection: 'upkeep', partition: 'all', key: 'putAway' } as const;

/** Returns the conversations whose settings went into the bin recently. Rejects with `StoreError`. */
export async function recentlyBinned(store: Pick<Store, 'get'>): Promise<readonly BinnedConversation[]> {
  return ((await store.get(record))?.value as readonly BinnedConversation[] | undefined) ?? [];
}

/**
 * Creates an hourly task that puts settings of conversations that can't be reached for good into the bin, and removes
 * old ones from it.
 */
export function createUnreachableCleanup({
  places,
  bin,
  putAway,
  store,
  clock,
  log,
}: UnreachableCleanupParts) {
  let passedAt: EpochMs | undefined;

  async function one(key: ConversationKey, why: BinReason): Promise<void> {
    await putAway(key, why);
    const before = await recentlyBinned(store);
    await store.put(record, [...before, { key, why, at: clock.now() }].slice(-mostRemembered));
    log.warn({ place: key.id, why }, 'settings of a conversation put into the bin');
  }

  return {
    async go(mayStart: () => boolean): Promise<void> {
      const now = clock.now();
      if (passedAt !== undefined && isLessThanAgo(passedAt, hourMs, now)) return;
      for (const conversation of await places.unreached()) {
        if (!reasonToPutAway(conversation, now)) continue;
        // A user may have written there since the list was read.
        const latest = await places.get(conversation.key);
        const why = latest && reasonToPutAway(latest, now);
        if (why && mayStart()) await one(conversation.key, why);
      }
      await bin.forget(now - binnedMs, mostRemoved);
      passedAt = now;
    },
    settled: async () => {},
  };
}

function reasonToPutAway(
  { held, pause, undelivered }: StoredConversation,
  now: EpochMs,
): BinReason | undefined {
  // The permissions were checked when the pause started.
  const isHeldStill = pause !== undefined && isLessThanAgo(pause.from, dayMs, now);
  if (held && now - held.since >= notAllowedMs && isHeldStill) return 'notAllowed';
  // After a user's message, nothing was refused yet.
  if (!undelivered || undelivered.isReleased) return undefined;
  const isRefused = now - undelivered.since >= refusedMs;
  return isRefused && undelivered.tries >= leastAttempts ? 'unreachable' : undefined;
}
