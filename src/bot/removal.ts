import type { Log } from '../domain/log.ts';
import { StoreError } from '../domain/store.ts';
import type { SettingsBin } from '../features/settings/bin.ts';
import type { Left, Removal } from '../features/turn.ts';

export interface LeavingParts {
  readonly settingsBin: Pick<SettingsBin, 'putAway'>;
  readonly sleep: (ms: number) => Promise<void>;
  readonly log: Log;
}

/**
 * Returns a function that puts the settings of a chat, a channel or a team into the bin after the bot was removed
 * there. No user waits for it, so it tries again, a few times. Never rejects: an incomplete removal is logged, and its
 * ending says so.
 */
export function createRemoval({ settingsBin, sleep, log }: LeavingParts) {
  return async ({
    home,
    channel,
    why = 'removed',
  }: Pick<Removal, 'home' | 'channel' | 'why'>): Promise<Left> => {
    const place = channel?.id;
    // Counted as they are removed, so that a failure doesn't lose the count.
    const gone = { digests: 0, watches: 0, rosters: 0 };
    try {
      await retried(() => settingsBin.putAway(home, channel, why, gone), sleep);
      log.info({ home, place, why, ...gone }, 'settings put into the bin');
      return { ending: { kind: 'answered' }, settings: gone };
    } catch (err) {
      log.error({ err, home, place, ...gone }, 'removal incomplete, some settings may be left');
      const problem = err instanceof StoreError ? 'store' : 'unexpected';
      const isAnyGone = Object.values(gone).some(count => count > 0);
      return { ending: { kind: 'failed', problem }, settings: isAnyGone ? gone : undefined };
    }
  };
}

/** Waits between the attempts of a removal's steps. A store that restarts is back by the last one. */
const waitsMs = [1_000, 2_000, 4_000] as const;

/** Repeats `work` while it rejects, at most three times. Rejects with its last error. */
export async function retried<T>(work: () => Promise<T>, sleep: (ms: number) => Promise<void>): Promise<T> {
  for (const waitMs of waitsMs) {
    try {
      return await work();
    } catch {
      await sleep(waitMs);
    }
  }
  return work();
}
