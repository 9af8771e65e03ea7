import { createDigests } from '../features/digest/commands.ts';
import { createReports } from '../features/digest/report-cache.ts';
import { createAlerting } from '../features/incidents/incidents.ts';
import { createEverySetting } from '../features/settings/all/every-setting.ts';
import { createSettingsBin } from '../features/settings/bin.ts';
import type { Reading } from './reading.ts';
import type { Runtime } from './runtime.ts';
import type { Stored } from './stored.ts';

/** What conversations are subscribed to: digests and watches, and what removes and restores them. */
export type Subscribed = ReturnType<typeof createSubscribed>;

export function createSubscribed({ clock, meter, log }: Runtime, stored: Stored, reading: Reading) {
  const { store, places, subscriptions, changeRecords, endNotices, bin, admins, walk } = stored;
  const { index, jobs, jobsClock, known, schedule } = reading;
  const reports = createReports({ jobs, clock, log });
  const digests = createDigests({ subscriptions, places, reports, clock });
  const watching = createAlerting({
    store,
    places,
    index,
    schedule,
    known,
    meter,
    clock: jobsClock,
    log,
  });
  const settingsBin = createSettingsBin({
    bin,
    subscriptions,
    digests,
    watching,
    endNotices,
    changeRecords,
    places,
    clock,
  });
  const { orders, watches } = watching;
  const everySetting = createEverySetting({
    walk,
    subscriptions,
    watches,
    orders,
    settingsBin,
    places,
    admins,
    clock,
  });
  return { reports, digests, watching, settingsBin, everySetting };
}
