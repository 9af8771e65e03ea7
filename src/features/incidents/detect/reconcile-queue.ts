import type { Log } from '../../../domain/log.ts';
import type { Meter } from '../../../domain/meter.ts';
import type { ConversationKey } from '../../../domain/place.ts';
import type { Clock, EpochMs } from '../../../domain/time.ts';
import type { KeyedMutex } from '../../../schedule/keyed-mutex.ts';
import { type Incident, isOpen, servicesOfIncident } from '../incident/incident.ts';
import type { IncidentStore } from '../incident/incident-store.ts';
import type { Watch } from '../watch/watch.ts';
import { servicesOf, type Watches, watchOf } from '../watch/watches.ts';

export interface ReconcileQueueParts {
  readonly watches: Pick<Watches, 'ofPlace' | 'letGo'>;
  readonly incidents: Pick<IncidentStore, 'ofPlace'>;
  readonly reconcile: (watches: readonly Watch[], now: EpochMs) => Promise<void>;
  readonly locks: KeyedMutex;
  readonly meter: Meter;
  readonly clock: Clock;
  readonly log: Log;
}

/** Reconciles the conversations, each as soon as no other work is under way for it. */
export interface ReconcileQueue {
  /** Doesn't wait: a conversation that is being notified must not delay the others, or the next poll. */
  begin(all: readonly Watch[], canSend: () => boolean): void;
  /** True if a conversation could not be reconciled. */
  isUnfinished(): boolean;
  /** True once every conversation of the last poll is reconciled. */
  isDone(): boolean;
}

export function createReconcileQueue(parts: ReconcileQueueParts): ReconcileQueue {
  const { watches, locks, meter, log } = parts;
  /** Conversations whose turn hasn't come yet. */
  const waiting = new Set<string>();
  const unfinished = new Set<string>();
  /** Open incidents of each conversation. */
  const open = new Map<string, number>();

  async function reconcileOne(name: string, place: ConversationKey, canSend: () => boolean): Promise<void> {
    waiting.delete(name);
    unfinished.add(name);
    if (!canSend()) return;
    // Read now: a watch that was ended meanwhile opens no incident.
    const current = await watches.ofPlace(place);
    await parts.reconcile(current, parts.clock.now());
    open.set(name, await removeEnded(parts, place, current));
    unfinished.delete(name);
  }

  function enqueue(name: string, place: ConversationKey, canSend: () => boolean): void {
    waiting.add(name);
    locks
      .run(place, () => reconcileOne(name, place, canSend))
      .catch((err: unknown) => log.error({ err, place: place.id }, 'conversation not reconciled, retrying'))
      .finally(() => meter.gauge('openFaults', sum(open.values())));
  }

  return {
    begin(all, canSend) {
      const byName = new Map(all.map(({ place }) => [JSON.stringify([place.home, place.id]), place]));
      for (const [name, place] of byName) if (!waiting.has(name)) enqueue(name, place, canSend);
      for (const name of open.keys()) if (!byName.has(name)) open.delete(name);
      for (const name of unfinished) if (!byName.has(name)) unfinished.delete(name);
    },
    isUnfinished: () => unfinished.size > 0,
    isDone: () => unfinished.size === 0 && waiting.size === 0,
  };
}

/** Removes watches that were ended and have no open incident left. Returns the number of open incidents. */
async function removeEnded(
  { watches, incidents }: ReconcileQueueParts,
  place: ConversationKey,
  current: readonly Watch[],
): Promise<number> {
  const open = (await incidents.ofPlace(place)).map(({ value }) => value).filter(isOpen);
  for (const watch of current.filter(({ isEnding }) => isEnding))
    if (!open.some(incident => isOfWatch(incident, watch, current))) await watches.letGo(watch);
  return open.length;
}

/** True if, among the conversation's watches, this one reports the incident. */
function isOfWatch(incident: Incident, watch: Watch, all: readonly Watch[]): boolean {
  const services = servicesOfIncident(incident);
  const named = services.length > 0 ? services : servicesOf(watch);
  return named.some(service => watchOf(all, service) === watch);
}

function sum(numbers: Iterable<number>): number {
  return [...numbers].reduce((so, number) => so + number, 0);
}
