import type { ConversationKey } from '../domain/place.ts';

/** Runs the work of each conversation in sequence, and different conversations in parallel. */
export interface KeyedMutex {
  run<T>(key: ConversationKey, work: () => Promise<T>): Promise<T>;
  /** Resolves when all work that was passed to `run` so far has ended. */
  settled(): Promise<void>;
}

export function createKeyedMutex(): KeyedMutex {
  const last = new Map<string, Promise<unknown>>();
  return {
    run({ home, id }, work) {
      const name = JSON.stringify([home, id]);
      const before = last.get(name) ?? Promise.resolve();
      const mine = before.then(work, work);
      const done = mine.then(
        () => {},
        () => {},
      );
      last.set(name, done);
      void done.then(() => {
        if (last.get(name) === done) last.delete(name);
      });
      return mine;
    },
    async settled() {
      await Promise.all(last.values());
    },
  };
}
