import { type Service, services } from '../domain/job.ts';
import type { EpochMs } from '../domain/time.ts';
import type { Careful } from './careful.ts';
import type { Settle } from './settle.ts';

/** A service that was not backed up for so long is taken for one that is not backed up at all. */
const seenWithinDays = 60;

const dayMs = 24 * 3_600_000;
/** New services are noticed by the overall count; this is how soon an old one is forgotten. */
const keptMs = 3_600_000;

/** Which services are backed up, by the runs of the last 60 days. */
export interface SeenServices {
  /** Those seen, those not, and those that could not be read. One request for each that is not known. */
  read(now: EpochMs, until: EpochMs, settle: Settle): Promise<Seen>;
  /** Asks anew for those that were not seen. */
  forgetUnseen(): void;
}

export interface Seen {
  readonly seen: readonly Service[];
  readonly notSeen: readonly Service[];
  readonly unread: readonly Service[];
}

export function createSeenServices(careful: Careful): SeenServices {
  const known = new Map<Service, { readonly isSeen: boolean; readonly at: EpochMs }>();

  /** Resolves to undefined if it could not be read. */
  async function isSeen(service: Service, now: EpochMs, until: EpochMs, settle: Settle) {
    const kept = known.get(service);
    if (kept && now - kept.at < keptMs) return kept.isSeen;
    const to = Math.floor(now / 1000) * 1000;
    const span = { from: to - seenWithinDays * dayMs, to };
    const count = await settle(careful.count({ type: 'backup', service, state: undefined }, span, until), {
      service,
      days: seenWithinDays,
    });
    if (!count) return undefined;
    known.set(service, { isSeen: count.value > 0, at: now });
    return count.value > 0;
  }

  return {
    async read(now, until, settle) {
      const read = await Promise.all(
        services.map(async one => [one, await isSeen(one, now, until, settle)] as const),
      );
      const those = (seen: boolean | undefined) => read.filter(([, is]) => is === seen).map(([one]) => one);
      return { seen: those(true), notSeen: those(false), unread: those(undefined) };
    },
    forgetUnseen() {
      for (const [service, { isSeen }] of known) if (!isSeen) known.delete(service);
    },
  };
}
