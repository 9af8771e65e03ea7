import { ActivityTypes, type TurnContext } from 'botbuilder';

/** Quick answers show nothing; a sign lasts a few seconds on the screen, so a slow one renews it. */
const firstAfterMs = 1_000;
const againAfterMs = 4_000;
/** A sign that the channel is slow to take must not keep the answer waiting. */
const longestWaitMs = 300;

/** As much of the global timers as is used here, so that a test can stand in for them. */
export interface Timers {
  setTimeout(callback: () => void, ms: number): unknown;
  clearTimeout(timer: never): void;
}

/**
 * Shows that an answer is being made, for this turn alone, until the returned function is called. That one
 * resolves when no sign is under way any more, so that none arrives after the answer, or after a moment. A sign
 * that cannot be sent is not worth an error.
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
