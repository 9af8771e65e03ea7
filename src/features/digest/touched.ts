import { isDeepStrictEqual } from 'node:util';
import type { DigestChange, DigestSpec, DigestTime } from '../../domain/digest-order.ts';
import type { Recurrence } from '../../domain/recurrence.ts';
import type { EpochMs } from '../../domain/time.ts';
import { isPausedAt, type Subscription } from './subscription.ts';

/**
 * Returns the digests of a conversation that a command would change at `now`. For one that sets a digest, returns the
 * equal digest if it's already set.
 */
export function digestsChangedBy(
  order: DigestChange,
  digests: readonly Subscription[],
  now: EpochMs,
): readonly Subscription[] {
  switch (order.what) {
    case 'set':
      return digests.filter(one => hasSameSettings(one, order.wish));
    case 'move': {
      const [only, another] = digests;
      const isMoved = only && !another && !isDeepStrictEqual(only.when, movedTo(only, order.to));
      return isMoved ? [only] : [];
    }
    case 'pause':
      return digests.filter(one => !isPausedAt(one, now) || one.paused?.until !== order.until);
    case 'resume':
      return digests.filter(one => isPausedAt(one, now));
    case 'off':
      return digests;
  }
}

/** Returns when a digest comes once it's moved. */
export function movedTo({ when }: Pick<DigestSpec, 'when'>, to: DigestTime): Recurrence {
  return { days: to.days ?? when.days, hour: to.hour, minute: to.minute, zone: to.zone };
}

/** Returns true if a digest has exactly these settings. */
export function hasSameSettings({ when, services, onlyProblems }: Subscription, wish: DigestSpec): boolean {
  return isDeepStrictEqual({ when, services, onlyProblems }, wish);
}
