import type { ConversationRef } from '../../domain/place.ts';
import type { Digests } from '../digest/commands.ts';
import type { EndNotices } from '../end-notice/notices.ts';
import { type Incident, isOpen } from '../incidents/incident/incident.ts';
import type { IncidentStore } from '../incidents/incident/incident-store.ts';
import { nextStep } from '../incidents/incident/next-step.ts';
import type { OnCall } from '../incidents/on-call/on-call.ts';
import type { WatchOrders } from '../incidents/watch/commands.ts';
import type { SettingsHere } from '../settings-here.ts';
import type { SettingsBin } from './bin.ts';

export interface SettingsHereParts {
  readonly digests: Pick<Digests, 'obey'>;
  readonly orders: Pick<WatchOrders, 'show'>;
  readonly faults: Pick<IncidentStore, 'ofPlace'>;
  readonly duties: Pick<OnCall, 'get'>;
  readonly endNotices: Pick<EndNotices, 'ofPlace'>;
  readonly settingsBin: Pick<SettingsBin, 'count'>;
}

export function createSettingsHere(parts: SettingsHereParts): SettingsHere {
  const { digests, orders, faults, duties, endNotices, settingsBin } = parts;
  return {
    binned: place => settingsBin.count(place),
    async isAnythingSet(place: ConversationRef) {
      if ((await digests.obey({ what: 'show' }, place, undefined)).digests.length > 0) return true;
      if ((await orders.show(place)).watches.length > 0) return true;
      if ((await endNotices.ofPlace(place)).length > 0) return true;
      if ((await faults.ofPlace(place)).some(({ value }) => isLeft(value))) return true;
      return (await duties.get(place))?.first !== undefined;
    },
  };
}

/** Returns true if it's open, or a message about it is still to be sent. */
function isLeft(fault: Incident): boolean {
  const due = nextStep(fault);
  return isOpen(fault) || (due !== undefined && due.step !== 'archive');
}
