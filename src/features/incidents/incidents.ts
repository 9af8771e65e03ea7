import type { Log } from '../../domain/log.ts';
import type { Messenger } from '../../domain/messenger.ts';
import type { Meter } from '../../domain/meter.ts';
import type { Places } from '../../domain/place.ts';
import type { ScheduleSource } from '../../domain/schedule.ts';
import type { Store } from '../../domain/store.ts';
import type { Clock } from '../../domain/time.ts';
import { pausesOf } from '../../job-index/queries/doubt.ts';
import type { IndexView } from '../../job-index/view.ts';
import type { KnownServices } from '../../jobs/known-services.ts';
import { createKeyedMutex } from '../../schedule/keyed-mutex.ts';
import { createSetAside } from '../../schedule/set-aside.ts';
import { createSetBack } from './detect/clock-set-back.ts';
import { createLooked } from './detect/last-poll.ts';
import { createStops } from './detect/missing-starts.ts';
import { createWatchRound, type WatchRound } from './detect/poll-loop.ts';
import { createEyes } from './detect/poller.ts';
import { createHold } from './detect/reconcile.ts';
import { createHolding } from './detect/reconcile-queue.ts';
import { createForget } from './forget.ts';
import { createDeeds, type Deeds } from './incident/actions.ts';
import { createFaults, type Faults } from './incident/incident-store.ts';
import { soundFaults, soundWatches } from './incident/readable-records.ts';
import { createErrands } from './notify/dispatch.ts';
import type { FaultMessage } from './notify/message.ts';
import { createAttend } from './notify/notifier.ts';
import { createDuties, type Duties } from './on-call/on-call.ts';
import { createWatchOrders, type WatchOrders } from './watch/commands.ts';
import { createWatches, type Watches } from './watch/watches.ts';

export interface WatchingParts {
  readonly store: Store;
  readonly places: Pick<Places, 'get' | 'keep'>;
  readonly index: IndexView;
  /** Undefined if no plan is read. */
  readonly schedule?: ScheduleSource | undefined;
  /** Undefined if nothing is remembered of the services. */
  readonly known?: Pick<KnownServices, 'read'> | undefined;
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
export function createWatching(parts: WatchingParts): Watching {
  const { store, places, index, schedule, meter, clock, log } = parts;
  const { known = { read: async () => ({}) } } = parts;
  const watches = createWatches(store);
  const faults = createFaults(store);
  const duties = createDuties({ store, faults, clock });
  const locks = createKeyedMutex();
  const forget = createForget({ watches, faults, duties, locks });
  return {
    watches,
    faults,
    duties,
    forget,
    orders: createWatchOrders({ watches, places, index, clock }),
    deeds: createDeeds({ faults, clock }),
    round(messenger, intervalMs) {
      const aside = createSetAside({ meter, clock, log });
      const sound = soundWatches(watches, aside, clock);
      const whole = soundFaults(faults, aside, clock);
      const looked = createLooked(store, clock, log);
      const eyes = createEyes(index, looked, clock);
      const stops = createStops({ index, schedule, known, clock, log });
      const since = () => index.news()?.index ?? clock.now();
      const late = Math.max(lateAfterMs, 2 * intervalMs);
      const pauses = () => pausesOf(index);
      const hold = createHold({ faults: whole, eyes, stops, since, pauses, lateAfterMs: late });
      const holding = createHolding({ watches: sound, faults: whole, hold, locks, meter, clock, log });
      const attend = createAttend({ faults: whole, duties, messenger, aside, meter, clock, log });
      const mendIfSetBack = createSetBack({ faults: whole, watches: sound, clock });
      const errands = createErrands({
        faults: whole,
        watches,
        mendIfSetBack,
        attend,
        places,
        locks,
        aside,
        clock,
        log,
      });
      const looking = { watches: sound, index, eyes, looked, stops, holding, errands, locks };
      return createWatchRound({ ...looking, meter, clock, log, intervalMs });
    },
  };
}
