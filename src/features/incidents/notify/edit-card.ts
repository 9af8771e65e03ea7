import type { Incident } from '../incident/incident.ts';
import { withCardShown } from './after-sending.ts';
import { cardMessage } from './outgoing.ts';
import type { SendParts } from './send-message.ts';
import { refusedResult, type StepResult } from './step-result.ts';

/** Edits the card of an incident in its place. Needs no mark beforehand: an edit may be repeated. */
export async function editCard(
  { incidents, messenger, clock, log }: SendParts,
  incident: Incident,
  canSend: () => boolean,
): Promise<StepResult> {
  const { place, id, telling } = incident;
  const { said, revision } = telling;
  if (!said) return 'next';
  const delivery = await messenger.edit(said, cardMessage(incident, clock.now()), canSend);
  switch (delivery.kind) {
    case 'sent': {
      const at = clock.now();
      await incidents.update(place, id, now => ({ ...now, telling: withCardShown(now, revision, at) }));
      return 'next';
    }
    case 'missing':
      log.info({ place: place.id, fault: id }, 'incident card missing, posting a new one');
      await incidents.update(place, id, now => ({
        ...now,
        telling: { ...now.telling, isCardMissing: true },
      }));
      return 'next';
    default:
      return refusedResult(incident, delivery, log);
  }
}
