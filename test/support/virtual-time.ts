import { type Clock, type EpochMs, monotonicMs } from '../../src/domain/time.ts';
import { monday } from './fakes.ts';

/** Time that passes only while all work waits, and then at once. */
export interface VirtualTime {
  readonly clock: Clock & { /** Sets the wall clock: no time passes. */ jump(ms: number): void };
  sleep(ms: number): Promise<void>;
  /** Lets time pass until `work` is done. Rejects as it does, or if it waits for something that can't happen. */
  until<T>(work: Promise<T>): Promise<T>;
}

/** Turns of the event loop without any wait, after which nothing can happen any more. */
const mostIdleTurns = 1_000;

export function virtualTime(start: EpochMs = monday): VirtualTime {
  let now = start;
  let setBy = 0;
  let order = 0;
  const waiting: { readonly at: EpochMs; readonly order: number; readonly wake: () => void }[] = [];

  return {
    clock: {
      now: () => now + setBy,
      monotonic: () => monotonicMs(now),
      jump: ms => {
        setBy += ms;
      },
    },
    sleep: ms =>
      new Promise(wake => {
        waiting.push({ at: now + Math.max(0, ms), order: order++, wake });
      }),
    async until(work) {
      let isDone = false;
      const done = () => {
        isDone = true;
      };
      work.then(done, done);
      for (let idle = 0; !isDone; ) {
        await new Promise(setImmediate);
        if (isDone) break;
        waiting.sort((a, b) => a.at - b.at || a.order - b.order);
        const next = waiting.shift();
        idle = next ? 0 : idle + 1;
        if (idle > mostIdleTurns) throw new Error('nobody waits for anything');
        if (!next) continue;
        now = Math.max(now, next.at);
        next.wake();
      }
      return work;
    },
  };
}
