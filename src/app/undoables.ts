import type { Bin } from '../domain/bin.ts';
import type { GivenRoles } from '../domain/given-roles.ts';
import type { ServiceRecords } from '../domain/service-records.ts';
import type { Targets } from '../domain/targets.ts';
import { createUndoableLimits } from '../features/coverage/undo.ts';
import type { Subscriptions } from '../features/digest/subscriptions.ts';
import { createUndoableDigests } from '../features/digest/undo.ts';
import type { EndNotices } from '../features/end-notice/notices.ts';
import { createUndoableEndNotices } from '../features/end-notice/undo.ts';
import type { Alerting } from '../features/incidents/incidents.ts';
import { createUndoableOnCall } from '../features/incidents/on-call/undo.ts';
import { createUndoableWatches } from '../features/incidents/watch/undo.ts';
import { createUndoableRetired } from '../features/retired/undo.ts';
import { createUndoableRoles } from '../features/roles/undo.ts';
import { createUndoableBin } from '../features/settings/undo.ts';
import type { Undoables } from '../features/undo/snapshot.ts';

interface UndoablesParts extends Pick<Alerting, 'watches' | 'duties'> {
  readonly bin: Bin;
  readonly subscriptions: Subscriptions;
  readonly endNotices: EndNotices;
  readonly targets: Targets;
  readonly records: ServiceRecords;
  readonly givenRoles: GivenRoles;
}

/** Creates what Undo needs of each kind of setting. */
export function createUndoables(parts: UndoablesParts): Undoables {
  const { bin, subscriptions, endNotices, targets, records, givenRoles, watches, duties } = parts;
  return {
    bin: createUndoableBin(bin),
    digests: createUndoableDigests(subscriptions),
    endNotices: createUndoableEndNotices(endNotices),
    limits: createUndoableLimits(targets),
    onCall: createUndoableOnCall(duties),
    retired: createUndoableRetired(records),
    roles: createUndoableRoles(givenRoles),
    watches: createUndoableWatches(watches),
  };
}
