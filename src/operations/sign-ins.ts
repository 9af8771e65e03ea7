import type { Log } from '../domain/log.ts';
import type { RecordPlace, Store } from '../domain/store.ts';
import { type Clock, type EpochMs, type MonotonicMs, msSince } from '../domain/time.ts';

/** When AvePoint's identity service last refused or accepted the client, as seen by all instances together. */
export interface SignInState {
  /** When the client was refused last. */
  readonly refusedAt: EpochMs | undefined;
  /** When there was a token last. */
  readonly grantedAt: EpochMs | undefined;
}

export interface SignIns {
  /** Records how a token request ended. Returns at once, and never throws. */
  note(isRefused: boolean): void;
  /** Rejects with `StoreError`. */
  state(): Promise<SignInState>;
  /** Resolves when nothing is being written any more. */
  settled(): Promise<void>;
}

/** A client that is refused is refused with every question. */
const writtenEveryMs = 60_000;

export function createSignIns(store: Store, clock: Clock, log: Log): SignIns {
  const written = new Map<string, MonotonicMs>();
  let writing: Promise<unknown> = Promise.resolve();

  const at = async (key: string) => {
    const record = await store.get(placeOf(key));
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
      writing = store.put(placeOf(key), { at: clock.now() }).catch((err: unknown) => {
        written.delete(key);
        log.warn({ err }, 'how the token service takes the client could not be remembered');
      });
    },
    state: async () => ({ refusedAt: await at('refused'), grantedAt: await at('granted') }),
    settled: async () => void (await writing),
  };
}

function placeOf(key: string): RecordPlace {
  return { collection: 'signIns', partition: 'all', key };
}
