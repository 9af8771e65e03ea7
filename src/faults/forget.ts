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
 * The bot was removed from a team or chat, or from one channel: deletes what is watched there, who is on duty, the faults
 * and their records. Returns how many watches and rosters those were. Rejects with `StoreError`.
 */
export function createForget({ watches, faults, duties }: ForgetParts) {
  return async (home: string, place?: PlaceKey): Promise<{ watches: number; rosters: number }> => {
    const isMeant = (one: PlaceKey) => place === undefined || one.id === place.id;
    const watched = (await watches.ofHome(home)).filter(watch => isMeant(watch.place));
    for (const watch of watched) await watches.remove(watch);
    for (const fault of await faults.ofHome(home)) if (isMeant(fault.value.place)) await faults.remove(fault);
    await faults.forgetPast(home, place);
    return {
      watches: watched.filter(({ isEnding }) => !isEnding).length,
      rosters: await duties.forget(home, place),
    };
  };
}
