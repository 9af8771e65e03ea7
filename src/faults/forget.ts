import type { PlaceKey } from '../domain/place.ts';
import type { Duties } from './duties.ts';
import type { Faults } from './faults.ts';
import type { Watches } from './watches.ts';

export interface ForgetParts {
  readonly watches: Watches;
  readonly faults: Faults;
  readonly duties: Duties;
}

/**
 * The bot was taken out of a team, or a place in it is gone: what is watched there, who is on duty and the faults that are
 * not put away yet go. Rejects with `StoreError`.
 */
export function createForget({ watches, faults, duties }: ForgetParts) {
  return async (home: string, place?: PlaceKey): Promise<void> => {
    const isMeant = (one: PlaceKey) => place === undefined || one.id === place.id;
    for (const watch of await watches.ofHome(home)) {
      if (!isMeant(watch.place)) continue;
      await watches.remove(watch);
      await duties.forget(watch.place);
    }
    for (const fault of await faults.ofHome(home)) {
      if (!isMeant(fault.value.place)) continue;
      await faults.remove(fault);
      await duties.forget(fault.value.place);
    }
    if (place) await duties.forget(place);
  };
}
