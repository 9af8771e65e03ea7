import { randomBytes } from 'node:crypto';
import { type Access, createAccess } from '../../src/access/access.ts';
import { type AskLimits, createAskLimits } from '../../src/access/ask-limits.ts';
import { type CachedRoles, createCachedRoles } from '../../src/access/cached-roles.ts';
import { createUndoables } from '../../src/app/undoables.ts';
import { createLastQuestions, type LastQuestions } from '../../src/bot/follow-up/last-questions.ts';
import type { Admins } from '../../src/domain/admins.ts';
import type { Audit } from '../../src/domain/audit.ts';
import type { Log } from '../../src/domain/log.ts';
import type { People } from '../../src/domain/people.ts';
import type { ConversationStore } from '../../src/domain/place.ts';
import type { ServiceRecords } from '../../src/domain/service-records.ts';
import type { Store } from '../../src/domain/store.ts';
import type { Targets } from '../../src/domain/targets.ts';
import type { Clock } from '../../src/domain/time.ts';
import { createAudit } from '../../src/features/audit/audit-log.ts';
import { type AuditPages, createAuditPages } from '../../src/features/audit/pages.ts';
import { createDigests, type Digests } from '../../src/features/digest/commands.ts';
import { createReports, type Reports } from '../../src/features/digest/report-cache.ts';
import { createSubscriptions, type Subscriptions } from '../../src/features/digest/subscriptions.ts';
import { createEndNotices, type EndNotices } from '../../src/features/end-notice/notices.ts';
import { type Alerting, createAlerting } from '../../src/features/incidents/incidents.ts';
import { type AccessRequests, createAccessRequests } from '../../src/features/roles/requests/requests.ts';
import { createEverySetting, type EverySetting } from '../../src/features/settings/all/every-setting.ts';
import { createSettingsBin, type SettingsBin } from '../../src/features/settings/bin.ts';
import { createChangeRecords } from '../../src/features/undo/records.ts';
import { createUndo, type Undo } from '../../src/features/undo/undo.ts';
import type { Running } from '../../src/features/version/feature.ts';
import type { IndexView } from '../../src/job-index/view.ts';
import type { Jobs } from '../../src/jobs/jobs.ts';
import { createAdmins } from '../../src/store/admins.ts';
import { createBin } from '../../src/store/bin.ts';
import { createGivenRoles } from '../../src/store/given-roles.ts';
import { createConversationStore } from '../../src/store/places.ts';
import { createServiceRecords } from '../../src/store/service-records.ts';
import { createTargets } from '../../src/store/targets.ts';
import type { WalkableStore } from '../../src/store/whole-store.ts';
import { noMeter, unreadIndex } from './fakes.ts';
import { createMemoryStore } from './memory-store.ts';
import { rosterOf } from './roster.ts';

/** Everything that is stored, as the product wires it in local mode: every user may do everything. */
export interface Keeping {
  readonly store: Store;
  readonly places: ConversationStore;
  readonly subscriptions: Subscriptions;
  readonly reports: Reports;
  readonly digests: Digests;
  readonly targets: Targets;
  readonly records: ServiceRecords;
  readonly endNotices: EndNotices;
  readonly admins: Admins;
  readonly access: Access;
  readonly givenRoles: CachedRoles;
  readonly accessRequests: AccessRequests;
  readonly people: People;
  readonly index: IndexView;
  readonly running: Running;
  readonly limits: AskLimits;
  readonly watching: Alerting;
  readonly settingsBin: SettingsBin;
  readonly everySetting: EverySetting;
  readonly undo: Undo;
  readonly audit: Audit;
  readonly auditPages: AuditPages;
  readonly lastQuestions: LastQuestions;
}

interface KeepingParts {
  readonly jobs: Pick<Jobs, 'report' | 'reportNow' | 'isReportRead'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly store?: Store;
  /** The index that watches and overviews read; not read yet, unless it is given. */
  readonly index?: IndexView;
}

/** In memory, unless a store is given. */
export function keeping({
  jobs,
  clock,
  log,
  store = createMemoryStore(),
  index = unreadIndex,
}: KeepingParts): Keeping {
  const places = createConversationStore(store);
  const subscriptions = createSubscriptions(store);
  const reports = createReports({ jobs, clock, log });
  const digests = createDigests({ subscriptions, places, reports, clock });
  const endNotices = createEndNotices(store);
  const watching = createAlerting({ store, places, index, meter: noMeter, clock, log });
  const changeRecords = createChangeRecords(store);
  const bin = createBin(store);
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
  const walk = (collection: string) => (store as WalkableStore).all(collection);
  const lists = { admin: [], operator: [], viewer: [] };
  const admins = createAdmins({ store, places, lists, log });
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
  const givenRoles = createCachedRoles({
    stored: createGivenRoles(store),
    clock,
    log,
    within: (_, work) => work,
  });
  const access = createAccess({ lists, allowedTenantIds: [], membership: undefined, given: givenRoles });
  const limits = createAskLimits(0, clock);
  const targets = createTargets(store);
  const records = createServiceRecords(store);
  const { duties } = watching;
  const undoables = createUndoables({
    bin,
    subscriptions,
    endNotices,
    targets,
    records,
    givenRoles,
    watches,
    duties,
  });
  const newId = (bytes: number) => randomBytes(bytes).toString('hex');
  const audit = createAudit(store);
  const auditPages = createAuditPages(audit, clock);
  return {
    store,
    places,
    subscriptions,
    reports,
    digests,
    endNotices,
    targets,
    records,
    admins,
    access,
    givenRoles,
    accessRequests: createAccessRequests(store),
    people: rosterOf([]),
    index,
    running: { version: '1.2.3', startedAt: clock.monotonic(), apiShape: () => 'cloudbackupjobs' },
    limits,
    watching,
    settingsBin,
    everySetting,
    undo: createUndo({ records: changeRecords, undoables, clock, newId, log }),
    audit,
    auditPages,
    lastQuestions: createLastQuestions({ store, clock, log }),
  };
}
