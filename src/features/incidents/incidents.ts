import type { Log } from '../../domain/log.ts';
import type { Messenger } from '../../domain/messenger.ts';
import type { Meter } from '../../domain/meter.ts';
import type { ConversationStore } from '../../domain/place.ts';
import type { ScheduleSource } from '../../domain/schedule.ts';
import type { Store } from '../../domain/store.ts';
import type { Clock } from '../../domain/time.ts';
import { pausesOf } from '../../job-index/queries/doubt.ts';
import type { IndexView } from '../../job-index/view.ts';
import type { KnownServices } from '../../jobs/known-services.ts';
import { createKeyedMutex, type KeyedMutex } from '../../schedule/keyed-mutex.ts';
import { createSetAside } from '../../schedule/set-aside.ts';
import { createClockRepair } from './detect/clock-set-back.ts';
import { createLastPoll } from './detect/last-poll.ts';
import { createMissingStarts } from './detect/missing-starts.ts';
import { createPollLoop, type PollLoop } from './detect/poll-loop.ts';
import { createPoller } from './detect/poller.ts';
import { createReconcile } from './detect/reconcile.ts';
import { createReconcileQueue } from './detect/reconcile-queue.ts';
import { createForget } from './forget.ts';
import { createIncidentActions, type IncidentActions } from './incident/actions.ts';
import { createIncidentStore, type IncidentStore } from './incident/incident-store.ts';
import { readableIncidents, readableWatches } from './incident/readable-records.ts';
import { createDispatcher } from './notify/dispatch.ts';
import type { IncidentMessage } from './notify/message.ts';
import { createNotifier } from './notify/notifier.ts';
import { createOnCall, type OnCall } from './on-call/on-call.ts';
import { createWatchOrders, type WatchOrders } from './watch/commands.ts';
import { createWatches, type Watches } from './watch/watches.ts';

export interface AlertingParts {
  readonly store: Store;
  readonly places: Pick<ConversationStore, 'get' | 'keep'>;
  readonly index: IndexView;
  /** Undefined if the plans of backups aren't read. */
  readonly schedule?: ScheduleSource | undefined;
  /** Undefined if no service is known to be retired. */
  readonly known?: Pick<KnownServices, 'read'> | undefined;
  readonly meter: Meter;
  readonly clock: Clock;
  readonly log: Log;
}

/** Watches, incidents and on call: what users command, and the loop that polls and notifies. */
export interface Alerting {
  readonly watches: Watches;
  readonly faults: IncidentStore;
  readonly orders: WatchOrders;
  readonly duties: OnCall;
  readonly deeds: IncidentActions;
  /** See `createForget`. */
  forget: ReturnType<typeof createForget>;
  round(messenger: Messenger<IncidentMessage>, intervalMs: number): PollLoop;
}

/** A failure that is found later than this is late; with long intervals, one that is found later than two polls. */
const lateAfterMs = 10 * 60_000;

export function createAlerting(parts: AlertingParts): Alerting {
  const { store, places, index, clock } = parts;
  const watches = createWatches(store);
  const incidents = createIncidentStore(store);
  const onCall = createOnCall({ store, incidents, clock });
  const locks = createKeyedMutex();
  const stored = { watches, incidents, onCall, locks };
  return {
    watches,
    faults: incidents,
    duties: onCall,
    forget: createForget(stored),
    orders: createWatchOrders({ watches, places, index, clock }),
    deeds: createIncidentActions({ incidents, watches, clock }),
    round: (messenger, intervalMs) => createDueLoop(parts, stored, messenger, intervalMs),
  };
}

interface Stored {
  readonly watches: Watches;
  readonly incidents: IncidentStore;
  readonly onCall: OnCall;
  readonly locks: KeyedMutex;
}

/**
 * Connects the stages of one round, in their order: poll, reconcile, notify. Records that can't be read are set aside.
 */
function createDueLoop(
  parts: AlertingParts,
  { onCall, locks, ...stored }: Stored,
  messenger: Messenger<IncidentMessage>,
  intervalMs: number,
): PollLoop {
  const { store, places, index, schedule, meter, clock, log } = parts;
  const { known = { read: async () => ({}) } } = parts;
  const aside = createSetAside({ meter, clock, log });
  const watches = readableWatches(stored.watches, aside, clock);
  const incidents = readableIncidents(stored.incidents, aside, clock);

  const lastPoll = createLastPoll(store, clock, log);
  const poller = createPoller(index, lastPoll, clock);
  const missingStarts = createMissingStarts({ index, schedule, known, clock, log });
  const reconcile = createReconcile({
    incidents,
    poller,
    missingStarts,
    since: () => index.news()?.index ?? clock.now(),
    pauses: () => pausesOf(index),
    lateAfterMs: Math.max(lateAfterMs, 2 * intervalMs),
  });
  const queue = createReconcileQueue({ watches, incidents, reconcile, locks, meter, clock, log });
  const dispatcher = createDispatcher({
    incidents,
    // An unreadable watch, too, shows that a conversation still has one.
    watches: stored.watches,
    repairClock: createClockRepair({ incidents, watches, clock }),
    notify: createNotifier({
      incidents,
      onCall,
      messenger,
      aside,
      reconcile: async place => reconcile(await watches.ofPlace(place), clock.now()),
      meter,
      clock,
      log,
    }),
    places,
    locks,
    aside,
    clock,
    log,
  });
  const polling = { watches, index, poller, lastPoll, missingStarts, queue };
  return createPollLoop({ ...polling, dispatcher, locks, meter, clock, log, intervalMs });
}
