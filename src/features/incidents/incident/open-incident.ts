import { createHash } from 'node:crypto';
import type { ConversationKey } from '../../../domain/place.ts';
import type { EpochMs } from '../../../domain/time.ts';
import { quietUntil } from '../../../schedule/quiet-hours.ts';
import { pauseEndOf, type Watch } from '../watch/watch.ts';
import type { Incident, IncidentSubject } from './incident.ts';

/**
 * Opens an incident of a watch. Its id sorts by `since` and depends on the conversation and `mark` alone: two processes
 * that notice the same run open one incident.
 */
export function openIncident(
  watch: Pick<Watch, 'place' | 'kind' | 'zone' | 'locale' | 'quiet' | 'pausedUntil'>,
  about: IncidentSubject,
  { since, mark, lateMs, now }: { since: EpochMs; mark: string; lateMs: number; now: EpochMs },
): Incident {
  const { place, kind, zone, locale, quiet } = watch;
  const pausedUntil = pauseEndOf(watch, now);
  return {
    place,
    kind,
    id: incidentId(place, since, mark),
    about,
    openedAt: now,
    ...(lateMs > 0 ? { lateMs } : {}),
    overAt: undefined,
    zone,
    locale,
    quiet,
    heldUntil: quietUntil(quiet, now),
    ...(pausedUntil !== undefined && { pausedUntil }),
    isSilent: false,
    call: undefined,
    acknowledged: undefined,
    assigned: undefined,
    snoozed: undefined,
    closed: undefined,
    events: [],
    telling: {
      said: undefined,
      revision: 1,
      shown: 0,
      lastSaidAt: undefined,
      toldRuns: 0,
      isAllClearTold: false,
      begun: [],
    },
  };
}

/** Eight digits of seconds, eight of a hash. */
function incidentId({ home, id }: ConversationKey, since: EpochMs, mark: string): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([home, id, mark]))
    .digest('hex');
  return `${secondsIn(since)}${hash.slice(0, 8)}`;
}

/** Returns what the ids of that second begin with. */
export function secondsIn(at: EpochMs): string {
  return Math.max(0, Math.floor(at / 1_000))
    .toString(16)
    .padStart(8, '0')
    .slice(-8);
}
