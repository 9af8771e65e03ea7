import type { Recurrence } from '../../domain/recurrence.ts';
import type { Clock, EpochMs } from '../../domain/time.ts';
import { createSetBackMend } from '../../schedule/clock-set-back.ts';
import { nextOccurrence } from '../../schedule/recurrence.ts';
import type { Subscription } from './subscription.ts';
import type { Pointer, Subscriptions } from './subscriptions.ts';

const pageSize = 200;
/** A clock may have been ahead by so much: what was said early by it isn't said again. */
const slackMs = 12 * 3_600_000;
/** Later than anything is due. */
const never = 900_000_000_000_000;

/**
 * Gives a function to be called before each round, which mends the digests that were said by a clock that was far ahead: they would be
 * silent until it's that time. Rejects with `StoreError`.
 */
export function createAheadMend(
  subscriptions: Pick<Subscriptions, 'pointers' | 'update'>,
  clock: Clock,
): () => Promise<void> {
  return createSetBackMend(clock, async () => {
    const now = clock.now();
    for (let last: Pointer | undefined; ; ) {
      const page = await subscriptions.pointers('due', never, pageSize, last);
      for (const { at, place, id, when } of page)
        if (isAhead(at, when, now)) await subscriptions.update(place, id, one => notAhead(one, now));
      last = page.at(-1);
      if (page.length < pageSize) return;
    }
  });
}

/** The digest with its next time as it is by this clock; undefined if it has that. */
function notAhead(one: Subscription, now: EpochMs): Subscription | undefined {
  const { dueAt, paused, toldUntil, when } = one;
  if (dueAt === undefined || paused || !isAhead(dueAt, when, now)) return undefined;
  const told = toldUntil === undefined ? undefined : Math.min(toldUntil, now);
  return { ...one, dueAt: nextOccurrence(when, now), toldUntil: told };
}

function isAhead(dueAt: EpochMs, when: Recurrence, now: EpochMs): boolean {
  return dueAt > now + slackMs && dueAt > nextOccurrence(when, now + slackMs);
}
