import type { PlaceKey } from '../domain/place.ts';

/** Has the work on one conversation done one after the other, and that on several side by side. */
export interface PlaceLocks {
  run<T>(place: PlaceKey, work: () => Promise<T>): Promise<T>;
  /** Resolves when nothing is under way. */
  settled(): Promise<void>;
}

export function createPlaceLocks(): PlaceLocks {
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
