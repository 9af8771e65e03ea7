import type { ConversationKey } from '../../../domain/place.ts';
import { quietUntil } from '../../../schedule/quiet-hours.ts';
import type { StoredIncident } from '../incident/incident-store.ts';
import { type NextStep, nextStep } from '../incident/next-step.ts';
import { editCard } from './edit-card.ts';
import { type SendParts, sendMessage, unrecordedName } from './send-message.ts';
import type { StepResult, StepsResult } from './step-result.ts';

/** Steps that one visit takes for one incident. */
const mostSteps = 6;

/** Takes the steps that are due for one incident, reading the incident anew before each. */
export async function takeSteps(
  parts: SendParts,
  place: ConversationKey,
  id: string,
  canSend: () => boolean,
): Promise<StepsResult> {
  const { incidents, unrecorded, clock } = parts;
  const skipped: NextStep['step'][] = [];
  let result: StepsResult = 'done';
  for (let count = 0; count < mostSteps; count += 1) {
    // A message that was sent and couldn't be recorded comes first: it may be all that is due.
    await unrecorded.settle(unrecordedName({ place, id }));
    const stored = await incidents.get(place, id);
    const due = stored && nextStep(stored.value, skipped);
    if (!stored || !due || due.at > clock.now()) return result;
    if (!canSend()) return result;
    const end = await takeStep(parts, stored, due, canSend);
    if (end === 'next') continue;
    // A card that can't be edited delays no call, nor does a message that Teams has refused before.
    const goesOn = end === 'othersFirst' ? due.step !== 'post' : end === 'retry' && due.step === 'edit';
    if (!goesOn) return end;
    skipped.push(due.step);
    result = end;
  }
  return result;
}

async function takeStep(
  parts: SendParts,
  stored: StoredIncident,
  { step, at }: NextStep,
  canSend: () => boolean,
): Promise<StepResult> {
  const { incidents, clock } = parts;
  switch (step) {
    case 'archive':
      await incidents.archive(stored, clock.now());
      return 'done';
    case 'edit':
      return editCard(parts, stored.value, canSend);
    default: {
      // Overdue, and quiet hours have started in the meantime.
      const hushedUntil = quietUntil(stored.value.quiet, clock.now());
      if (hushedUntil === undefined) return sendMessage(parts, stored, step, at, canSend);
      await incidents.save({ ...stored.value, hushedUntil }, stored);
      return 'next';
    }
  }
}
