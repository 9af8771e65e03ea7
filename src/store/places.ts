import {
  type ConversationKey,
  type ConversationRef,
  type ConversationStore,
  isPausedAt,
  type NotAllowedReason,
  type SendingPause,
  type StoredConversation,
} from '../domain/place.ts';
import type { RecordKey, Store } from '../domain/store.ts';
import { type EpochMs, isLessThanAgo } from '../domain/time.ts';
import { afterRefusal, afterTry, isBackingOff, released, type Undelivered } from '../domain/undelivered.ts';

/** Limit of unreachable conversations in one call. */
const mostUnreached = 1_000;
/** When to check again whether messages are allowed in a conversation. */
const recheckMs = 10 * 60_000;
const checkedMs = 24 * 3_600_000;
/** Teams' limit of channels in a team. */
const mostOfHome = 1000;

/** Stores conversations, a team's channels side by side. */
export function createConversationStore(store: Store): ConversationStore {
  /**
   * Changes the current version of a record, and tries again as often as another process changes it meanwhile. `change`
   * returns undefined to leave it.
   */
  async function update(
    key: ConversationKey,
    change: (stored: StoredConversation | undefined) => StoredConversation | undefined,
  ): Promise<void> {
    for (;;) {
      const record = await store.get(keyOf(key));
      const changed = change(record && conversationOf(record.value));
      if (!changed || (record && JSON.stringify(changed) === JSON.stringify(record.value))) return;
      if (await store.put(keyOf(key), changed, record ? { version: record.version } : 'absent')) return;
    }
  }

  return {
    async get(key) {
      const record = await store.get(keyOf(key));
      return record && conversationOf(record.value);
    },
    keep: place => update(place, stored => afterMessage(place, stored, refusedByTeams(stored))),
    heard: place => update(place, stored => stored && afterMessage(place, stored, stored.undelivered)),
    async delivered(key, movedTo) {
      let wasUnreached = false;
      await update(key, stored => {
        if (!stored) return undefined;
        wasUnreached = stored.undelivered !== undefined || stored.held !== undefined;
        return afterDelivery(stored, movedTo);
      });
      if (wasUnreached) await store.remove(unreachedKeyOf(key));
    },
    async hold(key, why, at) {
      await store.put(unreachedKeyOf(key), { home: key.home, id: key.id }, 'absent');
      await update(key, stored => stored && whileNotAllowed(stored, why, at));
    },
    async unreached() {
      const records = await store.list('unreached', 'all', { limit: mostUnreached });
      const found: (StoredConversation & { key: ConversationKey })[] = [];
      for (const { value } of records) {
        const key = value as ConversationKey;
        const record = await store.get(keyOf(key));
        const stored = record && conversationOf(record.value);
        if (stored && (stored.undelivered || stored.held)) found.push({ ...stored, key });
        else await store.remove(unreachedKeyOf(key));
      }
      return found;
    },
    pause: (key, pause) => update(key, stored => stored && paused(stored, pause)),
    async refused(key, reason, at, name) {
      await store.put(unreachedKeyOf(key), { home: key.home, id: key.id }, 'absent');
      let after: Undelivered | undefined;
      await update(key, stored => {
        after = afterRefusal(stored?.undelivered, { reason, name }, at);
        // The bot may have been removed meanwhile: only a conversation without an address is stored without one.
        return stored || reason.status === undefined
          ? { ...stored, place: stored?.place, undelivered: after }
          : undefined;
      });
      return after ?? afterRefusal(undefined, { reason, name }, at);
    },
    async takeTry(key, at) {
      let isTaken = false;
      await update(key, stored => {
        const before = stored?.undelivered;
        isTaken = !isBackingOff(before, at);
        return stored && before && isTaken && !before.isReleased
          ? { ...stored, undelivered: afterTry(before, at) }
          : undefined;
      });
      return isTaken;
    },
    giveBackTry: (key, before) => update(key, stored => stored && withTryGivenBack(stored, before)),
    async forget(key) {
      await store.remove(keyOf(key));
      await store.remove(unreachedKeyOf(key));
    },
    async ofHome(home) {
      const records = await store.list('places', home, { limit: mostOfHome });
      return records.map(({ key }) => ({ home, id: decodeURIComponent(key) }));
    },
  };
}

/** Returns the pause that Teams has asked for, not one because messages aren't allowed. */
function askedPause(stored: StoredConversation | undefined): Pick<StoredConversation, 'pause'> {
  return stored?.pause && !stored.held ? { pause: stored.pause } : {};
}

/**
 * Returns the state after a user wrote from this address: messages are attempted again, except during a pause that
 * Teams has asked for. A new address replaces the known one only once Teams has accepted a message at it.
 */
function afterMessage(
  place: ConversationRef,
  stored: StoredConversation | undefined,
  undelivered: Undelivered | undefined,
): StoredConversation {
  const known = stored?.place;
  const isElsewhere = known !== undefined && known.serviceUrl !== place.serviceUrl;
  const rest = { undelivered: released(undelivered), ...askedPause(stored) };
  if (!isElsewhere) return { place, ...rest };
  return { place: { ...place, serviceUrl: known.serviceUrl }, movedTo: place, ...rest };
}

/** Returns the state after Teams accepted a message, at the address `movedTo` if it's given. */
function afterDelivery(stored: StoredConversation, movedTo: ConversationRef | undefined): StoredConversation {
  const place = movedTo ?? stored.place;
  const isProven = stored.movedTo?.serviceUrl === place?.serviceUrl;
  return {
    ...{ place, undelivered: undefined, ...askedPause(stored) },
    ...(!isProven && stored.movedTo && { movedTo: stored.movedTo }),
  };
}

/** Returns the state while messages aren't allowed: paused until that is checked again. */
function whileNotAllowed(stored: StoredConversation, why: NotAllowedReason, at: EpochMs): StoredConversation {
  // Without a recent check, messages may have been allowed there in between.
  const isHeldStill = stored.pause !== undefined && isLessThanAgo(stored.pause.from, checkedMs, at);
  const since = isHeldStill && stored.held ? stored.held.since : at;
  return { ...stored, held: { since, why }, pause: { from: at, until: at + recheckMs } };
}

/** Returns the state with a pause; undefined if a longer one is in effect. */
function paused(stored: StoredConversation, pause: SendingPause): StoredConversation | undefined {
  const isLonger = isPausedAt(stored.pause, pause.from) && Number(stored.pause?.until) > pause.until;
  return isLonger ? undefined : { ...stored, pause };
}

/** Returns the state without a try that was taken; undefined if the refusals were counted or released since. */
function withTryGivenBack(stored: StoredConversation, before: Undelivered): StoredConversation | undefined {
  const { undelivered } = stored;
  const isOurs = undelivered?.countedFrom === before.countedFrom && undelivered.tries > before.tries;
  return isOurs && !undelivered.isReleased ? { ...stored, undelivered: before } : undefined;
}

/**
 * Returns the refusals by Teams, which count until a message is accepted. Refusals for want of an address are over once
 * there is one.
 */
function refusedByTeams(stored: StoredConversation | undefined): Undelivered | undefined {
  return stored?.undelivered?.reason.status === undefined ? undefined : stored.undelivered;
}

/**
 * Reads a stored conversation. An earlier version had `trouble` instead of `undelivered` and never tried again: such a
 * conversation is attempted at once.
 */
function conversationOf(value: unknown): StoredConversation {
  const { held, movedTo, pause, place, undelivered } = value as StoredConversation;
  return {
    place,
    undelivered,
    ...(movedTo && { movedTo }),
    ...(pause && { pause }),
    ...(held && { held }),
  };
}

function unreachedKeyOf({ home, id }: ConversationKey): RecordKey {
  return {
    collection: 'unreached',
    partition: 'all',
    key: `${encodeURIComponent(home)}|${encodeURIComponent(id)}`,
  };
}

function keyOf({ home, id }: ConversationKey): RecordKey {
  return { collection: 'places', partition: home, key: encodeURIComponent(id) };
}
