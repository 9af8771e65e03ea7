import type { Log } from '../domain/log.ts';
import type { RecordKey, Store } from '../domain/store.ts';
import { type Clock, type EpochMs, type MonotonicMs, msSince } from '../domain/time.ts';

/** When AvePoint's identity service last refused or accepted the client, as seen by all instances together. */
export interface SignInState {
  /** When the client was last refused. */
  readonly refusedAt: EpochMs | undefined;
  /** When there was last a token. */
  readonly grantedAt: EpochMs | undefined;
}

export interface SignIns {
  /** Records the result of a token request. Returns at once, and never throws. */
  note(isRefused: boolean): void;
  /** Rejects with `StoreError`. */
  state(): Promise<SignInState>;
  /** Resolves when nothing is being written any more. */
  settled(): Promise<void>;
}

/** How often a result is written again: a refused client is refused with every question. */
const writtenEveryMs = 60_000;

export function createSignIns(store: Store, clock: Clock, log: Log): SignIns {
  const written = new Map<string, MonotonicMs>();
  let writing: Promise<unknown> = Promise.resolve();

  const at = async (key: string) => {
    const record = await store.get(keyOf(key));
    return (record?.value as { at: EpochMs } | undefined)?.at;
  };

  return {
    note(isRefused) {
      const [key, other] = isRefused ? ['refused', 'granted'] : ['granted', 'refused'];
      const last = written.get(key);
      if (last !== undefined && msSince(last, clock) < writtenEveryMs) return;
      written.set(key, clock.monotonic());
      // A change is written at once.
      written.delete(other);
      writing = store.put(keyOf(key), { at: clock.now() }).catch((err: unknown) => {
        written.delete(key);
        log.warn({ err }, 'result of a token request not recorded');
      });
    },
    state: async () => ({ refusedAt: await at('refused'), grantedAt: await at('granted') }),
    settled: async () => void (await writing),
  };
}

function keyOf(key: string): RecordKey {
  return { collection: 'signIns', partition: 'all', key };
}
