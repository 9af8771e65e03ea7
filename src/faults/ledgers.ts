import { type JobState, jobStates, type Service } from '../domain/job.ts';
import type { RecordPlace, Store } from '../domain/store.ts';
import type { EpochMs } from '../domain/time.ts';
import { emptyLedger, type Ledger, type LedgerRun } from './ledger.ts';

/** The ledgers in a store. Rejects with `StoreError`. */
export interface Ledgers {
  get(service: Service): Promise<Ledger>;
  put(ledger: Ledger): Promise<void>;
  /** The last poll that saw all that was watched. */
  seenAt(): Promise<EpochMs | undefined>;
  markSeen(at: EpochMs): Promise<void>;
}

/** Hundreds of runs in one record: as lists, without the names. */
type PackedRun = readonly [
  id: string,
  state: number,
  startedAt: EpochMs | null,
  endedAt: EpochMs,
  foundAt: EpochMs,
];

interface PackedLedger extends Omit<Ledger, 'service' | 'runs'> {
  readonly runs: readonly PackedRun[];
}

export function createLedgers(store: Store): Ledgers {
  return {
    async get(service) {
      const packed = (await store.get(placeOf(service)))?.value as PackedLedger | undefined;
      if (!packed) return emptyLedger(service);
      return { service, running: packed.running, usualMs: packed.usualMs, runs: packed.runs.map(unpacked) };
    },
    async put({ service, runs, running, usualMs }) {
      const packed: PackedLedger = {
        runs: runs.map(run => [
          run.id,
          jobStates.indexOf(run.state),
          run.startedAt ?? null,
          run.endedAt,
          run.foundAt,
        ]),
        running,
        usualMs,
      };
      await store.put(placeOf(service), packed);
    },
    async seenAt() {
      return ((await store.get(placeOf('seen')))?.value as { at: EpochMs } | undefined)?.at;
    },
    async markSeen(at) {
      await store.put(placeOf('seen'), { at });
    },
  };
}

function unpacked([id, state, startedAt, endedAt, foundAt]: PackedRun): LedgerRun {
  return { id, state: jobStates[state] as JobState, startedAt: startedAt ?? undefined, endedAt, foundAt };
}

function placeOf(key: Service | 'seen'): RecordPlace {
  return { collection: 'ledgers', partition: 'all', key };
}
