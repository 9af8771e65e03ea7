import type { ConversationKey } from '../../../domain/place.ts';
import type { AttemptResult } from '../../../schedule/conversation-back-off.ts';
import type { SetAside } from '../../../schedule/set-aside.ts';
import { createUnrecorded } from '../../../schedule/unrecorded.ts';
import { nextStep } from '../incident/next-step.ts';
import { isJustReopened } from '../incident/reopen.ts';
import { groupStored } from './group-stored.ts';
import type { SendParts } from './send-message.ts';
import type { StepResult } from './step-result.ts';
import { takeSteps } from './take-steps.ts';

export interface NotifierParts extends Omit<SendParts, 'unrecorded'> {
  readonly aside: SetAside;
  /** Compares the incidents of a conversation with what has run. */
  readonly reconcile: (place: ConversationKey) => Promise<void>;
}

/**
 * Returns a function that brings a conversation up to date with its incidents: it groups them, then sends the posts,
 * edits and replies that are due. An incident is marked before a message is sent and its new state is recorded after,
 * each only if no other writer has changed it. So if the process dies in between, the next one knows that the message
 * may have been sent. Rejects with `StoreError`.
 */
export function createNotifier(parts: NotifierParts) {
  const { incidents, aside, clock } = parts;
  const stages: SendParts = { ...parts, unrecorded: createUnrecorded() };

  return async (place: ConversationKey, canSend: () => boolean): Promise<AttemptResult> => {
    const before = await incidents.ofPlace(place);
    // A clean run may have ended while it was closed: then no one is to be called.
    if (before.some(({ value }) => isJustReopened(value))) await parts.reconcile(place);
    if (!(await groupStored(stages, place))) return 'retry';
    let result: AttemptResult = 'done';
    for (const { value } of await incidents.ofPlace(place)) {
      const due = nextStep(value);
      if (!due || due.at > clock.now()) continue;
      const end = await takeSteps(stages, place, value.id, canSend).catch((error: unknown): StepResult => {
        if (!aside.add({ kind: 'fault', place, id: value.id }, error)) throw error;
        return 'done';
      });
      // Teams accepts nothing else there now.
      if (end === 'closed') return end;
      // The message that gave way is tried in the next round.
      if (end === 'othersFirst' && result === 'done') result = 'closed';
      if (end === 'retry') result = end;
    }
    return result;
  };
}
