import { ActivityTypes, type TurnContext } from 'botbuilder';

/** A quick answer shows no indicator. It lasts a few seconds on the screen, so a slow answer renews it. */
const firstAfterMs = 1_000;
const againAfterMs = 4_000;
/** How long an answer waits at most for an indicator that Teams is slow to take. */
const longestWaitMs = 300;

/** The part of the global timers that is used here, so that tests can replace them. */
export interface Timers {
  setTimeout(callback: () => void, ms: number): unknown;
  clearTimeout(timer: never): void;
}

/**
 * Shows the typing indicator, for this turn alone, until the returned function is called. That function resolves when no indicator
 * is on its way any more, so that none arrives after the answer, but at the latest after a moment. An indicator that can't be sent
 * is ignored.
 */
export function showTyping(context: TurnContext, timers: Timers = globalThis as Timers): () => Promise<void> {
  let sending: Promise<unknown> = Promise.resolve();
  let timer = timers.setTimeout(send, firstAfterMs);
  function send(): void {
    sending = context.sendActivity({ type: ActivityTypes.Typing }).catch(() => undefined);
    timer = timers.setTimeout(send, againAfterMs);
  }
  return async () => {
    timers.clearTimeout(timer as never);
    let limit: unknown;
    const moment = new Promise<void>(resolve => {
      limit = timers.setTimeout(resolve, longestWaitMs);
    });
    await Promise.race([sending, moment]);
    timers.clearTimeout(limit as never);
  };
}
