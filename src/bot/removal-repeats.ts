import { LRUCache } from 'lru-cache';
import { type Clock, type MonotonicMs, msBetween } from '../domain/time.ts';
import type { Left, Removal } from '../features/turn.ts';

/** Teams reports one removal by two activities, seconds apart. */
const repeatMs = 2 * 60_000;
const mostRemembered = 1_000;

/** Recognizes a removal that was reported before, by the removals that this process has completed. */
export function createRemovalRepeats(clock: Clock) {
  const completed = new LRUCache<string, MonotonicMs>({ max: mostRemembered });
  return {
    /**
     * Returns true if the same conversation, or all of its team, was removed a moment ago and nothing was left there.
     */
    isRepeated({ home, channel }: Pick<Removal, 'home' | 'channel'>, { ending, settings }: Left): boolean {
      if (ending.kind !== 'answered' || !settings) return false;
      const now = clock.monotonic();
      const names = [nameOf(home, channel?.id), nameOf(home, undefined)];
      const isKnown = names.some(name => {
        const at = completed.get(name);
        return at !== undefined && msBetween(at, now) < repeatMs;
      });
      completed.set(nameOf(home, channel?.id), now);
      return isKnown && Object.values(settings).every(count => count === 0);
    },
  };
}

const nameOf = (home: string, channel: string | undefined) => JSON.stringify([home, channel ?? null]);
