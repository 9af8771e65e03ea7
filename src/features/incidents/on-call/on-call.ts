import type { RemovalCount } from '../../../domain/audit.ts';
import { escalation, type OnCallOrder, onCallTimeOf } from '../../../domain/duty-order.ts';
import type { Person } from '../../../domain/person.ts';
import type { ConversationKey } from '../../../domain/place.ts';
import type { RecordKey, Store } from '../../../domain/store.ts';
import type { Clock } from '../../../domain/time.ts';
import { isOpen } from '../incident/incident.ts';
import type { IncidentStore } from '../incident/incident-store.ts';
import { withEscalationNow } from './escalation.ts';
import type { OnCallAnswer, OnCallRoster } from './roster.ts';

/** Who is on call in each conversation. Rejects with `StoreError`. */
export interface OnCall {
  get(place: ConversationKey): Promise<OnCallRoster | undefined>;
  obey(order: OnCallOrder, place: ConversationKey, by: Person | undefined): Promise<OnCallAnswer>;
  /** Returns all rosters of a team or a conversation, or of one of its places. */
  ofHome(home: string, place: ConversationKey | undefined): Promise<readonly StoredRoster[]>;
  /**
   * Stores the roster, or removes it if it's undefined. Returns false if the stored one hasn't that version; undefined
   * means that there is none.
   */
  replace(
    place: ConversationKey,
    duty: OnCallRoster | undefined,
    version: string | undefined,
  ): Promise<boolean>;
  /** Open incidents call the person who is on call now if they have called no one, and remind at the present interval. */
  applyToOpen(place: ConversationKey): Promise<void>;
  /** Stores the roster unchanged. */
  put(place: ConversationKey, duty: OnCallRoster): Promise<void>;
  /** Deletes the rosters of a team or a conversation, or of one of its places. Adds their number to `gone`. */
  forget(
    home: string,
    place: ConversationKey | undefined,
    gone: Pick<RemovalCount, 'rosters'>,
  ): Promise<void>;
}

interface StoredRoster {
  readonly place: ConversationKey;
  readonly duty: OnCallRoster;
  readonly version: string;
}

export interface OnCallParts {
  readonly store: Store;
  readonly incidents: Pick<IncidentStore, 'ofPlace' | 'update'>;
  readonly clock: Clock;
}

export function createOnCall({ store, incidents, clock }: OnCallParts): OnCall {
  async function get(place: ConversationKey): Promise<OnCallRoster | undefined> {
    return (await store.get(recordOf(place)))?.value as OnCallRoster | undefined;
  }

  async function ofHome(home: string, place: ConversationKey | undefined): Promise<readonly StoredRoster[]> {
    const one = place && (await store.get(recordOf(place)));
    const all = place
      ? [one].filter(found => found !== undefined)
      : await store.list('duty', home, { limit: mostRosters });
    return all.map(({ key, value, version }) => ({
      place: { home, id: decodeURIComponent(key) },
      duty: value as OnCallRoster,
      version,
    }));
  }

  /** Open incidents that have called no one call the person who is on call now. */
  async function callForOpen(place: ConversationKey): Promise<void> {
    for (const { value } of await incidents.ofPlace(place))
      await incidents.update(place, value.id, incident => withEscalationNow(incident, clock.now()));
  }

  /** Open incidents remind at the new interval. */
  async function remindOpen(place: ConversationKey, remindMs: number): Promise<void> {
    for (const { value } of await incidents.ofPlace(place))
      await incidents.update(place, value.id, incident =>
        isOpen(incident) ? { ...incident, remindMs } : undefined,
      );
  }

  return {
    get,
    async obey(order, place, by) {
      const before = await get(place);
      if (order.what === 'show') return { done: 'shown', duty: before };
      const duty: OnCallRoster = {
        first: order.what === 'set' ? order.first : order.what === 'off' ? undefined : before?.first,
        fallback: order.what === 'set' ? order.fallback : order.what === 'off' ? undefined : before?.fallback,
        escalateMs: order.what === 'escalateAfter' ? order.ms : (before?.escalateMs ?? escalation.usualMs),
        remindMs: order.what === 'remindAfter' ? order.ms : before?.remindMs,
        setBy: by,
        setAt: clock.now(),
      };
      await store.put(recordOf(place), duty);
      if (order.what === 'set') await callForOpen(place);
      if (order.what === 'remindAfter') await remindOpen(place, order.ms);
      return { done: doneBy[order.what], duty };
    },
    ofHome,
    async replace(place, duty, version) {
      const key = recordOf(place);
      if (duty === undefined) return version === undefined || store.remove(key, { version });
      return (await store.put(key, duty, version === undefined ? 'absent' : { version })) !== undefined;
    },
    async applyToOpen(place) {
      const duty = await get(place);
      await callForOpen(place);
      await remindOpen(place, onCallTimeOf(duty, 'remindAfter'));
    },
    async put(place, duty) {
      await store.put(recordOf(place), duty);
    },
    async forget(home, place, gone) {
      const all = place
        ? [recordOf(place)]
        : (await store.list('duty', home, { limit: mostRosters })).map(({ key }) => recordAt(home, key));
      for (const record of all) if (await store.remove(record)) gone.rosters += 1;
    },
  };
}

/** A team has at most this many channels. */
const mostRosters = 1_000;

const doneBy = {
  set: 'set',
  off: 'off',
  escalateAfter: 'escalationSet',
  remindAfter: 'reminderSet',
} as const;

function recordOf({ home, id }: ConversationKey): RecordKey {
  return recordAt(home, encodeURIComponent(id));
}

function recordAt(home: string, key: string): RecordKey {
  return { collection: 'duty', partition: home, key };
}
