import type { JobSource, Noting } from '../domain/job-source.ts';
import type { Log } from '../domain/log.ts';
import type { Messenger } from '../domain/messenger.ts';
import type { Meter } from '../domain/meter.ts';
import type { Places } from '../domain/place.ts';
import type { Store } from '../domain/store.ts';
import type { Clock } from '../domain/time.ts';
import { type BackupSight, createBackupSight } from '../jobs/backup-sight.ts';
import { createPlaceLocks } from '../schedule/place-locks.ts';
import { createAttend } from './attend.ts';
import { createDeeds, type Deeds } from './deeds.ts';
import { createDuties, type Duties } from './duties.ts';
import { createErrands } from './errands.ts';
import { createEyes } from './eyes.ts';
import { createFaults, type Faults } from './faults.ts';
import { createForget } from './forget.ts';
import { createHold } from './hold.ts';
import { createHolding } from './holding.ts';
import { createLedgers } from './ledgers.ts';
import type { FaultMessage } from './message.ts';
import { createWatchOrders, type WatchOrders } from './watch-orders.ts';
import { createWatchRound, type WatchRound } from './watch-round.ts';
import { createWatches, type Watches } from './watches.ts';

export interface WatchingParts {
  readonly store: Store;
  readonly places: Pick<Places, 'get' | 'keep'>;
  readonly source: JobSource;
  /** Sees what is asked for somebody who is waiting. */
  readonly noting?: Noting;
  readonly meter: Meter;
  readonly clock: Clock;
  readonly log: Log;
}

/** What people say and press about watches, duty and faults. */
export interface Watching {
  readonly watches: Watches;
  readonly faults: Faults;
  readonly orders: WatchOrders;
  readonly duties: Duties;
  readonly deeds: Deeds;
  /** See `createForget`. */
  forget: ReturnType<typeof createForget>;
  /** What polls and tells. */
  round(messenger: Messenger<FaultMessage>, intervalMs: number): WatchRound;
}

/** What is seen later than this after it happened is late, or later than two polls. */
const lateAfterMs = 10 * 60_000;

/** Everything about watching, wired. */
export function createWatching(parts: WatchingParts & { readonly sight?: BackupSight }): Watching {
  const { store, places, source, noting, meter, clock, log } = parts;
  const counted: JobSource = {
    page: (query, until) => {
      meter.count('watchRequests');
      return source.page(query, until);
    },
    canFindJob: until => source.canFindJob(until),
    job: (id, until, location) => {
      meter.count('watchRequests');
      return source.job(id, until, location);
    },
  };
  const watches = createWatches(store);
  const faults = createFaults(store);
  const duties = createDuties({ store, faults, clock });
  const locks = createPlaceLocks();
  const forget = createForget({ watches, faults, duties, locks });
  const sight = parts.sight ?? createBackupSight(counted, clock);
  const asked = parts.sight ?? createBackupSight(source, clock, noting);
  return {
    watches,
    faults,
    duties,
    forget,
    orders: createWatchOrders({ watches, places, sight: asked, clock, log }),
    deeds: createDeeds({ faults, clock }),
    round(messenger, intervalMs) {
      const eyes = createEyes({ sight, ledgers: createLedgers(store), clock, log });
      const hold = createHold({ faults, eyes, lateAfterMs: Math.max(lateAfterMs, 2 * intervalMs) });
      const holding = createHolding({ watches, faults, hold, locks, meter, clock, log });
      const attend = createAttend({ faults, duties, messenger, meter, clock, log });
      const errands = createErrands({ faults, watches, attend, places, locks, clock, log });
      return createWatchRound({ watches, eyes, holding, errands, locks, meter, clock, log, intervalMs });
    },
  };
}
