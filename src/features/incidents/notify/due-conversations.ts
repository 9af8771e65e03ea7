import type { ConversationKey, ConversationStore } from '../../../domain/place.ts';
import type { Clock, EpochMs } from '../../../domain/time.ts';
import { longestWait, type Waiting } from '../../../schedule/overdue.ts';
import type { QueuePointer } from '../../../schedule/queued-records.ts';
import type { RecordRef, SetAside } from '../../../schedule/set-aside.ts';
import type { IncidentStore } from '../incident/incident-store.ts';
import { pointerKey } from './stray-pointers.ts';

interface DueParts {
  readonly incidents: Pick<IncidentStore, 'pointers' | 'leads'>;
  readonly places: Pick<ConversationStore, 'get'>;
  readonly aside: SetAside;
  readonly clock: Pick<Clock, 'now'>;
}

/** A conversation that has due steps, and the pointers that lead to them; never empty. */
export interface DueConversation {
  readonly name: string;
  readonly place: ConversationKey;
  readonly pointers: readonly QueuePointer[];
}

/** The conversations that have due steps, as the queue was read last. */
export interface DueConversations {
  /** Reads the queue. Rejects with `StoreError`. */
  read(): Promise<readonly DueConversation[]>;
  /** True if the pointer of this key was due at the last reading. */
  has(key: string): boolean;
  /**
   * Returns since when the oldest step is due, of those due at `before`; undefined if there is none. Rejects with
   * `StoreError`.
   */
  overdueSince(before: EpochMs): Promise<EpochMs | undefined>;
}

const pageSize = 200;

export function createDueConversations({ incidents, places, aside, clock }: DueParts): DueConversations {
  /** A step that is due at once counts from when it was first read. */
  let waiting: ReadonlyMap<string, Waiting<QueuePointer>> = new Map();

  async function readPointers(now: EpochMs): Promise<readonly QueuePointer[]> {
    const all: QueuePointer[] = [];
    for (let last: QueuePointer | undefined; ; ) {
      const page = await incidents.pointers('faults', now, pageSize, last);
      all.push(...page);
      last = page.at(-1);
      if (page.length < pageSize) return all;
    }
  }

  return {
    async read() {
      const now = clock.now();
      const current = new Map<string, Waiting<QueuePointer>>();
      const byName = new Map<string, QueuePointer[]>();
      for (const pointer of await readPointers(now)) {
        const name = aside.attempt(recordOf(pointer), () => nameOf(pointer.place));
        if (name === undefined) continue;
        byName.set(name, [...(byName.get(name) ?? []), pointer]);
        const key = pointerKey(pointer);
        current.set(key, { pointer, since: pointer.at || (waiting.get(key)?.since ?? now) });
      }
      waiting = current;
      return [...byName].flatMap(([name, pointers]) =>
        pointers[0] ? [{ name, place: pointers[0].place, pointers }] : [],
      );
    },
    has: key => waiting.has(key),
    overdueSince(before) {
      const late = [...waiting.values()].filter(
        ({ pointer, since }) => since <= before && !aside.has(recordOf(pointer)),
      );
      return longestWait(late, places, pointer => incidents.leads('faults', pointer), clock.now());
    },
  };
}

function recordOf({ place, id }: QueuePointer): RecordRef {
  return { kind: 'fault', place, id };
}

function nameOf({ home, id }: ConversationKey): string {
  return JSON.stringify([home, id]);
}
