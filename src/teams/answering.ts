import type { Meter } from '../domain/meter.ts';
import type { MonotonicMs } from '../domain/time.ts';
import { type SendingParts, sendReply } from './send-reply.ts';

/** Says an answer, or a part of one, as `sendReply` does. */
export type Answering = (send: () => Promise<unknown>, until: MonotonicMs) => Promise<void>;

/** Counts how each ends. */
export function createAnswering(sending: SendingParts, meter: Meter | undefined): Answering {
  return async (send, until) => {
    try {
      await sendReply(send, until, sending);
    } catch (error) {
      meter?.count('sends', 1, { way: 'answer', outcome: 'failed' });
      throw error;
    }
    meter?.count('sends', 1, { way: 'answer', outcome: 'sent' });
  };
}
