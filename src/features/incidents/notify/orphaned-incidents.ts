import type { Log } from '../../../domain/log.ts';
import type { ConversationKey, ConversationStore } from '../../../domain/place.ts';
import type { IncidentStore } from '../incident/incident-store.ts';
import type { Watches } from '../watch/watches.ts';

interface OrphanParts {
  readonly incidents: Pick<IncidentStore, 'ofPlace' | 'remove'>;
  readonly watches: Pick<Watches, 'ofPlace'>;
  readonly places: Pick<ConversationStore, 'get'>;
  readonly log: Pick<Log, 'info'>;
}

/**
 * Deletes the incidents of a conversation that has neither an address nor a watch: the bot was removed while another
 * instance saved them. Returns false if there were none.
 */
export async function deleteOrphans(
  { incidents, watches, places, log }: OrphanParts,
  place: ConversationKey,
): Promise<boolean> {
  if ((await places.get(place))?.place || (await watches.ofPlace(place)).length > 0) return false;
  const orphans = await incidents.ofPlace(place);
  for (const incident of orphans) await incidents.remove(incident);
  if (orphans.length > 0)
    log.info({ place: place.id, faults: orphans.length }, 'incidents deleted after a removal');
  return orphans.length > 0;
}
