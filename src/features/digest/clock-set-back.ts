import type { Recurrence } from '../../domain/recurrence.ts';
import type { Clock, EpochMs } from '../../domain/time.ts';
import { createSetBackRepair } from '../../schedule/clock-set-back.ts';
import { nextOccurrence } from '../../schedule/occurrences.ts';
import type { Subscription } from './subscription.ts';
import type { Pointer, Subscriptions } from './subscriptions.ts';

const pageSize = 200;
/** A clock may have been ahead by this much: a digest that it sent early isn't sent again. */
const slackMs = 12 * 3_600_000;
/** Later than any due time. */
const never = 900_000_000_000_000;

/**
 * Returns a function to be called before each pass. It repairs the digests that were sent while the clock was far
 * ahead: they would otherwise be silent until then. Rejects with `StoreError`.
 */
export function createAheadRepair(
  subscriptions: Pick<Subscriptions, 'pointers' | 'update'>,
  clock: Clock,
): () => Promise<void> {
  return createSetBackRepair(clock, async () => {
    const now = clock.now();
    for (let last: Pointer | undefined; ; ) {
      const page = await subscriptions.pointers('due', never, pageSize, last);
      for (const { at, place, id, when } of page)
        if (isAhead(at, when, now)) await subscriptions.update(place, id, one => withNextTime(one, now));
      last = page.at(-1);
      if (page.length < pageSize) return;
    }
  });
}

/** Returns the digest with its next time by this clock; undefined if it already has that. */
function withNextTime(one: Subscription, now: EpochMs): Subscription | undefined {
  const { dueAt, paused, toldUntil, when } = one;
  if (dueAt === undefined || paused || !isAhead(dueAt, when, now)) return undefined;
  const coveredUntil = toldUntil === undefined ? undefined : Math.min(toldUntil, now);
  return { ...one, dueAt: nextOccurrence(when, now), toldUntil: coveredUntil };
}

function isAhead(dueAt: EpochMs, when: Recurrence, now: EpochMs): boolean {
  return dueAt > now + slackMs && dueAt > nextOccurrence(when, now + slackMs);
}
