import type { ConversationKey } from '../../../domain/place.ts';
import type { Clock } from '../../../domain/time.ts';
import { groupIncidents } from '../incident/grouping.ts';
import type { Incident } from '../incident/incident.ts';
import type { IncidentStore } from '../incident/incident-store.ts';

interface GroupParts {
  readonly incidents: IncidentStore;
  readonly clock: Pick<Clock, 'now'>;
}

/** Tries while other writers change the incidents. */
const mostTries = 5;

/** Groups the stored incidents of a conversation. Returns false if other writers changed them with every try. */
export async function groupStored(parts: GroupParts, place: ConversationKey): Promise<boolean> {
  for (let attempt = 1; attempt <= mostTries; attempt += 1) if (await groupOnce(parts, place)) return true;
  return false;
}

/** Returns false if another writer changed one of the incidents meanwhile. */
async function groupOnce({ incidents, clock }: GroupParts, place: ConversationKey): Promise<boolean> {
  let isWhole = true;
  const stored = await incidents.ofPlace(place);
  const storedOf = (incident: Incident) => stored.find(({ value }) => value.id === incident.id);
  const { silent, merged } = groupIncidents(
    stored.map(({ value }) => value),
    clock.now(),
  );
  for (const incident of silent) await incidents.save({ ...incident, isSilent: true }, storedOf(incident));
  for (const { into, isNew, from } of merged) {
    const saved = await incidents.save(into, isNew ? undefined : storedOf(into));
    if (!saved && !isNew) {
      isWhole = false;
      continue;
    }
    for (const incident of from) {
      const single = storedOf(incident);
      if (single && incident.id !== into.id) await incidents.remove(single);
    }
  }
  return isWhole;
}
