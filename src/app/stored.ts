import { createLastQuestions } from '../bot/follow-up/last-questions.ts';
import { createAudit } from '../features/audit/audit-log.ts';
import { createSubscriptions } from '../features/digest/subscriptions.ts';
import { createEndNotices } from '../features/end-notice/notices.ts';
import { createAccessRequests } from '../features/roles/requests/requests.ts';
import { createChangeRecords } from '../features/undo/records.ts';
import { createSignIns } from '../operations/sign-ins.ts';
import { createPasses } from '../schedule/passes.ts';
import { createAdmins } from '../store/admins.ts';
import { createBin } from '../store/bin.ts';
import { createDaySumsStore } from '../store/day-sums.ts';
import { createGivenRoles } from '../store/given-roles.ts';
import { createMeteredStore } from '../store/metered-store.ts';
import { openStore } from '../store/open-store.ts';
import { createConversationStore } from '../store/places.ts';
import { createPostedCards } from '../store/posted-cards.ts';
import { createServiceRecords } from '../store/service-records.ts';
import { createTargets } from '../store/targets.ts';
import type { WalkableStore } from '../store/whole-store.ts';
import type { Runtime } from './runtime.ts';

/** The store, and the collections in it that more than one part reads. */
export type Stored = Awaited<ReturnType<typeof openStored>>;

/** Rejects with `StoreError` if the store can't be opened. */
export async function openStored(runtime: Runtime, replacement: WalkableStore | undefined) {
  const { config, clock, meter, log } = runtime;
  const opened = replacement ?? (await openStore(config.store));
  const store = createMeteredStore(opened, meter);
  const places = createConversationStore(store);
  return {
    store,
    /** Yields every record of a collection. */
    walk: (collection: string) => opened.all(collection),
    places,
    admins: createAdmins({ store, places, lists: config.roles, log }),
    signIns: createSignIns(store, clock, log),
    records: createServiceRecords(store),
    givenRoles: createGivenRoles(store),
    accessRequests: createAccessRequests(store),
    targets: createTargets(store),
    endNotices: createEndNotices(store),
    daySums: createDaySumsStore(store),
    subscriptions: createSubscriptions(store),
    changeRecords: createChangeRecords(store),
    audit: createAudit(store),
    bin: createBin(store),
    postedCards: createPostedCards(store, clock),
    passes: createPasses({ store, clock, log }),
    lastQuestions: createLastQuestions({ store, clock, log }),
  };
}
