import type { Place } from '../../domain/place.ts';
import type { Digests } from '../digest/commands.ts';
import { type Fault, isOpen } from '../incidents/incident/incident.ts';
import type { Faults } from '../incidents/incident/incident-store.ts';
import { nextDue } from '../incidents/incident/next-step.ts';
import type { Duties } from '../incidents/on-call/on-call.ts';
import type { WatchOrders } from '../incidents/watch/commands.ts';
import type { SettingsHere } from '../settings-here.ts';
import type { SettingsBin } from './bin.ts';

export interface SettingsHereParts {
  readonly digests: Pick<Digests, 'obey'>;
  readonly orders: Pick<WatchOrders, 'show'>;
  readonly faults: Pick<Faults, 'ofPlace'>;
  readonly duties: Pick<Duties, 'get'>;
  readonly settingsBin: Pick<SettingsBin, 'count'>;
}

export function createSettingsHere(parts: SettingsHereParts): SettingsHere {
  const { digests, orders, faults, duties, settingsBin } = parts;
  return {
    binned: place => settingsBin.count(place),
    async isAnythingSet(place: Place) {
      if ((await digests.obey({ what: 'show' }, place, undefined)).digests.length > 0) return true;
      if ((await orders.show(place)).watches.length > 0) return true;
      if ((await faults.ofPlace(place)).some(({ value }) => isLeft(value))) return true;
      return (await duties.get(place))?.first !== undefined;
    },
  };
}

/** It is open, or a message about it is still to be sent. */
function isLeft(fault: Fault): boolean {
  const due = nextDue(fault);
  return isOpen(fault) || (due !== undefined && due.step !== 'archive');
}
