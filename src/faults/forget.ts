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
 * The bot was taken out of a team, or a place in it is gone: what is watched there, who is on duty, the faults and their
 * records go. Rejects with `StoreError`.
 */
export function createForget({ watches, faults, duties }: ForgetParts) {
  return async (home: string, place?: PlaceKey): Promise<void> => {
    const isMeant = (one: PlaceKey) => place === undefined || one.id === place.id;
    for (const watch of await watches.ofHome(home)) if (isMeant(watch.place)) await watches.remove(watch);
    for (const fault of await faults.ofHome(home)) if (isMeant(fault.value.place)) await faults.remove(fault);
    await faults.forgetPast(home, place);
    await duties.forget(home, place);
  };
}
