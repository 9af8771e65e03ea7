import type { Log } from '../../domain/log.ts';
import type { Messenger } from '../../domain/messenger.ts';
import type { ConversationStore } from '../../domain/place.ts';
import { type Clock, inMs } from '../../domain/time.ts';
import type { IndexView } from '../../job-index/view.ts';
import { type AttemptResult, createConversationBackOff } from '../../schedule/conversation-back-off.ts';
import type { EndNoticeMessage } from './message.ts';
import type { EndNotices, StoredNotice } from './notices.ts';
import { type Outcome, outcomeOf } from './outcome.ts';

export interface EndNoticeRoundParts {
  readonly notices: EndNotices;
  readonly index: Pick<IndexView, 'mirror' | 'news'>;
  readonly messenger: Messenger<EndNoticeMessage>;
  readonly places: Pick<ConversationStore, 'get'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** How often the notices are read. */
const everyMs = 10_000;
const [firstPauseMs, longestPauseMs] = [60_000, 3_600_000];

/** Sends the notices of the jobs that have ended. One instance at a time makes passes. */
export function createEndNoticeRound(parts: EndNoticeRoundParts) {
  const { notices, index, places, clock, log } = parts;
  const backOff = createConversationBackOff({
    places,
    firstMs: firstPauseMs,
    longestMs: longestPauseMs,
    clock,
  });
  let nextAt = clock.monotonic();

  async function visit(stored: StoredNotice, mayStart: () => boolean): Promise<void> {
    const { place, id } = stored.value;
    const key = { name: JSON.stringify(['endNotice', place.home, place.id, id]), place };
    const outcome = outcomeOf(stored.value, index, clock.now());
    if (!outcome || backOff.isWaiting(key) || !mayStart()) return;
    try {
      await backOff.attempt(key, mayStart, may => send(parts, stored, outcome, may));
    } catch (err) {
      log.error({ err, id }, 'end notice failed, trying again');
    }
  }

  return {
    async go(mayStart: () => boolean): Promise<void> {
      if (clock.monotonic() < nextAt) return;
      nextAt = inMs(everyMs, clock);
      for (const stored of await notices.all()) await visit(stored, mayStart);
    },
    settled: async (): Promise<void> => undefined,
  };
}

/**
 * Sends one notice. It's marked before and removed after: if this process dies in between, the next knows that it may
 * have been sent.
 */
async function send(
  { notices, messenger, clock }: EndNoticeRoundParts,
  stored: StoredNotice,
  outcome: Outcome,
  mayStart: () => boolean,
): Promise<AttemptResult> {
  const { value } = stored;
  const begun = value.isBegun ? stored : await notices.save({ ...value, isBegun: true }, stored);
  // It was ended or taken over meanwhile.
  if (!begun) return 'done';
  const message = { notice: value, outcome, isAgain: value.isBegun, composedAt: clock.now() };
  const unmark = async () => {
    await notices.save({ ...value, isBegun: false }, begun);
  };
  const delivery = await messenger.post(value.place, message, mayStart).catch(async (error: unknown) => {
    await unmark().catch(() => undefined);
    throw error;
  });
  if (delivery.kind === 'sent') {
    await notices.remove(value);
    return 'done';
  }
  if (delivery.kind === 'closed' || !delivery.mayHaveArrived) await unmark();
  return delivery.kind === 'closed' ? 'closed' : 'retry';
}
