import type { PlaceKey } from '../domain/place.ts';
import type { PostedCards } from '../domain/posted-cards.ts';
import type { RecordPlace, Store } from '../domain/store.ts';
import type { Clock } from '../domain/time.ts';

const keptMs = 90 * 24 * 3_600_000;
/** Removed with each new record. */
const mostRemoved = 20;
/** A message's id in Teams: when it was sent, in epoch milliseconds. */
const isMoment = /^\d{13}\|/;
/** The least of them. Other ids that sort below it would fill the range for ever, and are kept. */
const firstMoment = '1000000000000';

/**
 * Posted cards in a store. All lie in one partition in the order of their ids, which in Teams is that of time, so that each new
 * one can remove some that are older than 90 days.
 */
export function createPostedCards(store: Store, clock: Pick<Clock, 'now'>): PostedCards {
  async function removeOld(): Promise<void> {
    const range = { from: firstMoment, before: String(clock.now() - keptMs), limit: mostRemoved };
    for (const { key } of await store.list('postedCards', 'all', range))
      if (isMoment.test(key)) await store.remove({ collection: 'postedCards', partition: 'all', key });
  }

  return {
    async note(place, messageId, marks) {
      const at = recordOf(place, messageId);
      if (marks.length === 0) {
        await store.remove(at);
        return;
      }
      await store.put(at, { marks });
      // The next record tries again, and this one is stored.
      await removeOld().catch(() => undefined);
    },
    async marksOf(place, messageId) {
      const record = await store.get(recordOf(place, messageId));
      return (record?.value as { readonly marks: readonly string[] } | undefined)?.marks ?? [];
    },
  };
}

/** A conversation's id is enough: not every activity of a channel names its team. */
function recordOf({ id }: PlaceKey, messageId: string): RecordPlace {
  const key = [messageId, id].map(encodeURIComponent).join('|');
  return { collection: 'postedCards', partition: 'all', key };
}
