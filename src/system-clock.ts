import { type Clock, monotonicMs } from './domain/time.ts';

/** The clocks of this machine: the one that shows the time of day, and the one that only ever runs on. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => monotonicMs(performance.now()),
};
