import type { Log } from '../../../domain/log.ts';
import { type Clock, inMs, msSince } from '../../../domain/time.ts';
import type { KeyedMutex } from '../../../schedule/keyed-mutex.ts';
import type { PassChecks } from '../../../schedule/passes.ts';
import type { Dispatcher } from '../notify/dispatch.ts';
import { createPoll, type PollParts } from './poll.ts';

export interface PollLoopParts extends PollParts {
  readonly dispatcher: Dispatcher;
  readonly locks: KeyedMutex;
  readonly clock: Clock;
  readonly log: Log;
  readonly intervalMs: number;
}

/** Polls the job index when it has changed, and each interval; then sends what is due. */
export interface PollLoop extends PassChecks {
  /** Makes one round, and doesn't wait for what it starts. Calls `canSend` before each message. */
  go(canSend: () => boolean): Promise<void>;
  /** Resolves when nothing is under way any more. */
  settled(): Promise<void>;
}

/** After a failure. */
const retryMs = 60_000;
/** A poll that takes longer hangs. */
const longestPollMs = 60_000;

export function createPollLoop(parts: PollLoopParts): PollLoop {
  const { dispatcher, locks, clock, log, intervalMs } = parts;
  const poll = createPoll(parts);
  let polling: Promise<void> | undefined;
  let pollingSince = clock.monotonic();
  let nextPollAt = clock.monotonic();
  let hasFailed = false;
  /** Nothing is sent before the first poll: its failures may belong to incidents that are stored already. */
  let hasPolled = false;

  async function pollOnce(canSend: () => boolean): Promise<void> {
    pollingSince = clock.monotonic();
    nextPollAt = inMs(intervalMs, clock);
    try {
      await poll.run(canSend);
      hasFailed = false;
    } catch (err) {
      hasFailed = true;
      poll.invalidate();
      nextPollAt = inMs(Math.min(retryMs, intervalMs), clock);
      log.error({ err }, 'poll failed, retrying');
    } finally {
      polling = undefined;
      hasPolled = true;
    }
  }

  return {
    async go(canSend) {
      if (!polling && (poll.hasNews() || clock.monotonic() >= nextPollAt)) polling = pollOnce(canSend);
      if (hasPolled) await dispatcher.begin(canSend);
    },
    hasPassed: () => !hasFailed && !(polling && msSince(pollingSince, clock) > longestPollMs),
    overdueSince: before => dispatcher.overdueSince(before),
    async settled() {
      await polling;
      await locks.settled();
    },
  };
}
