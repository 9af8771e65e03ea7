import type { Service } from '../../../domain/job.ts';
import type { Meter } from '../../../domain/meter.ts';
import type { Clock, EpochMs } from '../../../domain/time.ts';
import type { IndexView } from '../../../job-index/view.ts';
import { pauseEndOf, type Watch } from '../watch/watch.ts';
import { servicesOf, type Watches } from '../watch/watches.ts';
import type { LastPoll } from './last-poll.ts';
import { overdueBackups } from './long-running.ts';
import type { MissingStarts } from './missing-starts.ts';
import { hasNoData } from './no-data.ts';
import { inOrder, type Poller } from './poller.ts';
import type { ReconcileQueue } from './reconcile-queue.ts';

export interface PollParts {
  readonly watches: Pick<Watches, 'all'>;
  readonly index: Pick<IndexView, 'mirror' | 'news'>;
  readonly poller: Poller;
  readonly lastPoll: LastPoll;
  readonly missingStarts: MissingStarts;
  readonly queue: ReconcileQueue;
  readonly meter: Meter;
  readonly clock: Clock;
}

/** Scans the watched services, and has every conversation reconciled if anything has changed. */
export interface Poll {
  /** Rejects with `StoreError`. */
  run(canSend: () => boolean): Promise<void>;
  /** True if the index knows ended runs that the last poll didn't read. */
  hasNews(): boolean;
  /** Has the next poll reconcile every conversation: this one failed before it came to that. */
  invalidate(): void;
}

export function createPoll(parts: PollParts): Poll {
  const { watches, index, poller, lastPoll, missingStarts, queue, meter, clock } = parts;
  /** Number of the last ended run that a poll read. */
  let readUntil: number | undefined;
  /** The state that the conversations were reconciled with last; undefined if they weren't. */
  let reconciled: string | undefined;
  /** When that state was read. */
  let reconciledAt: EpochMs | undefined;

  async function recordLastPoll(): Promise<void> {
    await lastPoll.load();
    if (reconciledAt !== undefined && queue.isDone()) lastPoll.record(reconciledAt);
    reconciledAt = undefined;
  }

  function scan(services: readonly Service[]): void {
    poller.scan(services);
    const isComplete = services.every(service => !poller.snapshotOf(service)?.gap);
    meter.count('watchPolls', 1, { outcome: isComplete ? 'seen' : 'blind' });
  }

  function reconcile(all: readonly Watch[], services: readonly Service[], canSend: () => boolean): void {
    const now = clock.now();
    const state = stateOf(parts, readUntil, all, services, now);
    // An ended watch is removed once its incidents are over, whatever ends them.
    const isUnfinished = queue.isUnfinished() || all.some(({ isEnding }) => isEnding);
    if (state !== reconciled || isUnfinished) {
      reconciled = canSend() ? state : undefined;
      if (canSend()) queue.begin(all, canSend);
    }
    reconciledAt = reconciled === undefined ? undefined : now;
  }

  return {
    async run(canSend) {
      readUntil = index.news()?.until;
      const all = await watches.all();
      const services = inOrder(all.flatMap(servicesOf));
      if (services.length === 0) return;
      await recordLastPoll();
      scan(services);
      reconcile(all, services, canSend);
      // Last, since a plan that can't be read must not delay a failure. The next poll reconciles what this finds.
      await missingStarts.refresh(services);
    },
    hasNews: () => index.news()?.until !== readUntil,
    invalidate() {
      reconciled = undefined;
    },
  };
}

/** All that can make a difference: the index, the watches, missing data, missing starts and long-running backups. */
function stateOf(
  { index, poller, missingStarts }: PollParts,
  readUntil: number | undefined,
  all: readonly Watch[],
  services: readonly Service[],
  now: EpochMs,
): string {
  return JSON.stringify([
    index.mirror.changes,
    readUntil,
    all.map(watch => [watch.id, watch.createdAt, watch.isEnding, pauseEndOf(watch, now)]),
    services.map(service => {
      const snapshot = poller.snapshotOf(service);
      if (!snapshot) return undefined;
      const { gap, history } = snapshot;
      const starts = missingStarts.of(service);
      return [starts, gap !== undefined, hasNoData(snapshot, now), overdueBackups(history, now).length];
    }),
  ]);
}
