import type { Person } from '../../../domain/person.ts';
import type { ConversationKey } from '../../../domain/place.ts';
import type { Clock, EpochMs } from '../../../domain/time.ts';
import { type Watches, watchOf } from '../watch/watches.ts';
import type { ActionResult, IncidentAction } from './action.ts';
import type { ActionStamp } from './events.ts';
import { type Incident, servicesOfIncident } from './incident.ts';
import type { IncidentStore } from './incident-store.ts';
import { closedAgain, rivalOf } from './reopen.ts';
import { tryAction } from './try-action.ts';

/** What users do with incidents by their buttons. Rejects with `StoreError`. */
export interface IncidentActions {
  /** Idempotent. If two users press at the same time, the first one has done it. */
  act(
    act: IncidentAction,
    id: string,
    place: ConversationKey,
    by: Person,
    zone: string,
  ): Promise<ActionResult>;
}

export interface IncidentActionParts {
  readonly incidents: IncidentStore;
  readonly watches: Pick<Watches, 'ofPlace'>;
  readonly clock: Clock;
}

export function createIncidentActions(parts: IncidentActionParts): IncidentActions {
  const { incidents, clock } = parts;
  return {
    async act(act, id, place, by, zone) {
      let answer: ActionResult = { kind: 'unknown' };
      let stamp: ActionStamp = { by, at: clock.now() };
      let before: Incident | undefined;
      const obstacle = act.what === 'reopen' ? await obstacleOf(parts, place, id) : undefined;
      const after = await incidents.update(place, id, incident => {
        stamp = { by, at: pressedAt(incident, clock.now()) };
        before = incident;
        const tried = tryAction(act, incident, stamp, zone);
        answer = tried.kind === 'done' && obstacle ? obstacle : tried;
        return answer.kind === 'done' ? answer.incident : undefined;
      });
      if (after && before && act.what === 'reopen') return settled(parts, after, before, stamp);
      if (after) return { kind: 'done', incident: after };
      const found = answer as ActionResult;
      if (found.kind !== 'unknown') return found;
      // An incident that was over for days is in the archive.
      const past = (await incidents.get(place, id)) ? undefined : await incidents.find(place, id);
      if (!past) return found;
      const isChange = act.what === 'reopen' || act.what === 'note';
      return { kind: isChange ? 'archived' : 'over', incident: past };
    },
  };
}

/** Presses of one instant are in the order in which they were carried out. */
const instantMs = 1_000;

/** Returns `now`, or the time of the latest event if that's a moment later: that of an owner may be. */
function pressedAt({ events }: Incident, now: EpochMs): EpochMs {
  const last = events.at(-1)?.at ?? 0;
  return last > now && last - now < instantMs ? last : now;
}

/** Returns why the incident can't be open again; undefined if it can. */
async function obstacleOf(
  { incidents, watches }: IncidentActionParts,
  place: ConversationKey,
  id: string,
): Promise<ActionResult | undefined> {
  const all = (await incidents.ofPlace(place)).map(({ value }) => value);
  const incident = all.find(one => one.id === id);
  if (!incident) return undefined;
  const found = rivalOf(incident, all);
  if (found) return { kind: 'rival', ...found, incident };
  // A watch that is ending may be gone before the next reconcile, which wouldn't happen then.
  const lasting = (await watches.ofPlace(place)).filter(({ isEnding }) => !isEnding);
  const isWatched = servicesOfIncident(incident).some(service => watchOf(lasting, service));
  return isWatched ? undefined : { kind: 'unwatched', incident };
}

/** Closes a reopened incident again if another one of its services was opened or reopened in the same instant. */
async function settled(
  parts: IncidentActionParts,
  after: Incident,
  before: Incident,
  stamp: ActionStamp,
): Promise<ActionResult> {
  const obstacle = await obstacleOf(parts, after.place, after.id);
  if (!obstacle) return { kind: 'done', incident: after };
  await parts.incidents.update(after.place, after.id, now => closedAgain(now, before, stamp));
  return obstacle;
}
