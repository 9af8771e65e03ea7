import type { ConversationKey } from '../domain/place.ts';
import type { PostedCards } from '../domain/posted-cards.ts';
import type { RecordKey, Store } from '../domain/store.ts';
import type { Clock } from '../domain/time.ts';

const maxAgeMs = 90 * 24 * 3_600_000;
/** Limit of records to remove with each new one. */
const mostRemoved = 20;
/** A message's id in Teams: the time when it was sent, in epoch milliseconds. */
const isMoment = /^\d{13}\|/;
/** The lowest of these ids. Other ids that sort below it would fill the range for ever, and are never removed. */
const firstMoment = '1000000000000';

/**
 * Stores posted cards. All are in one partition in the order of their ids, which in Teams are sorted by time, so that
 * each new one can remove some that are older than 90 days.
 */
export function createPostedCards(store: Store, clock: Pick<Clock, 'now'>): PostedCards {
  async function removeOld(): Promise<void> {
    const range = { from: firstMoment, before: String(clock.now() - maxAgeMs), limit: mostRemoved };
    for (const { key } of await store.list('postedCards', 'all', range))
      if (isMoment.test(key)) await store.remove({ collection: 'postedCards', partition: 'all', key });
  }

  return {
    async note(place, messageId, marks) {
      const key = keyOf(place, messageId);
      if (marks.length === 0) {
        await store.remove(key);
        return;
      }
      await store.put(key, { marks });
      // This record is stored, and the next one tries again.
      await removeOld().catch(() => undefined);
    },
    async marksOf(place, messageId) {
      const record = await store.get(keyOf(place, messageId));
      return (record?.value as { readonly marks: readonly string[] } | undefined)?.marks ?? [];
    },
  };
}

/** Uses the conversation's id alone, since not every activity of a channel names its team. */
function keyOf({ id }: ConversationKey, messageId: string): RecordKey {
  const key = [messageId, id].map(encodeURIComponent).join('|');
  return { collection: 'postedCards', partition: 'all', key };
}
