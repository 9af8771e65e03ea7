import { type Clock, type MonotonicMs, msSince } from '../../../domain/time.ts';
import type { QueuePointer } from '../../../schedule/queued-records.ts';
import type { IncidentStore } from '../incident/incident-store.ts';
import { nextStep } from '../incident/next-step.ts';

/** A pointer that leads nowhere may belong to an incident that is being saved at this moment; later it is deleted. */
const strayMs = 10 * 60_000;

/** Deletes queue pointers that have led to no due step for a while. */
export interface StrayPointers {
  /** Rejects with `StoreError`. */
  check(pointer: QueuePointer): Promise<void>;
  /** Forgets the pointers that aren't due any more. */
  retain(isDue: (key: string) => boolean): void;
}

/** Identifies a pointer among all that are due. */
export function pointerKey(pointer: QueuePointer): string {
  return JSON.stringify(pointer);
}

export function createStrayPointers(
  incidents: Pick<IncidentStore, 'get' | 'dropStray'>,
  clock: Clock,
): StrayPointers {
  const strays = new Map<string, MonotonicMs>();
  return {
    async check(pointer) {
      const key = pointerKey(pointer);
      const stored = await incidents.get(pointer.place, pointer.id);
      if (stored && nextStep(stored.value)?.at === pointer.at) {
        strays.delete(key);
        return;
      }
      const since = strays.get(key) ?? clock.monotonic();
      strays.set(key, since);
      if (msSince(since, clock) < strayMs) return;
      strays.delete(key);
      await incidents.dropStray('faults', pointer);
    },
    retain(isDue) {
      for (const key of strays.keys()) if (!isDue(key)) strays.delete(key);
    },
  };
}
