import type { Person } from '../../../domain/person.ts';
import type { ConversationKey } from '../../../domain/place.ts';
import { everyDay } from '../../../domain/recurrence.ts';
import type { Clock, EpochMs } from '../../../domain/time.ts';
import { nextOccurrence } from '../../../schedule/occurrences.ts';
import type { ActionResult, IncidentAction, SnoozeLength } from './action.ts';
import { type ActionStamp, type Incident, type IncidentEvent, isOpen, withCardChange } from './incident.ts';
import type { IncidentStore } from './incident-store.ts';

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

const hourMs = 3_600_000;
/** Equal presses within this window count as one. */
const togetherMs = 60_000;

export function createIncidentActions({
  incidents,
  clock,
}: {
  incidents: IncidentStore;
  clock: Clock;
}): IncidentActions {
  return {
    async act(act, id, place, by, zone) {
      let answer: ActionResult = { kind: 'unknown' };
      const after = await incidents.update(place, id, incident => {
        const tried = tryIt(act, incident, { by, at: clock.now() }, zone);
        answer = tried;
        return tried.kind === 'done' ? tried.incident : undefined;
      });
      if (after) return { kind: 'done', incident: after };
      const found = answer as ActionResult;
      if (found.kind !== 'unknown') return found;
      // An incident that was over for days is in the archive.
      const past = await incidents.find(place, id);
      return past ? { kind: 'over', incident: past } : found;
    },
  };
}

function tryIt(act: IncidentAction, incident: Incident, stamp: ActionStamp, zone: string): ActionResult {
  // Missing data is over when the data is back, and not because a user closes the incident.
  if (act.what === 'close' && incident.about.kind === 'blind') return { kind: 'unknown' };
  const before = doneBefore(act, incident, stamp, zone);
  if (before) return { kind: 'before', stamp: before, incident };
  if (!isOpen(incident)) return { kind: 'over', incident };
  return { kind: 'done', incident: withCardChange(incident, changeOf(act, incident, stamp, zone)) };
}

/** Returns who did it first, if there is nothing left to do. */
function doneBefore(
  act: IncidentAction,
  incident: Incident,
  { at }: ActionStamp,
  zone: string,
): ActionStamp | undefined {
  const { acknowledged, assigned, closed, snoozed } = incident;
  if (act.what === 'close') return closed;
  if (!isOpen(incident)) return undefined;
  if (act.what === 'acknowledge') return acknowledged ?? assigned;
  if (act.what === 'assign') return assigned;
  if (act.what !== 'snooze' || !snoozed || snoozed.until <= at) return undefined;
  return snoozed.until >= snoozeEnd(act.length, at, zone) - togetherMs ? snoozed : undefined;
}

function changeOf(
  act: IncidentAction,
  { events }: Incident,
  stamp: ActionStamp,
  zone: string,
): Partial<Incident> {
  switch (act.what) {
    case 'acknowledge':
      return { acknowledged: stamp, events: [...events, { what: 'acknowledged', ...stamp }] };
    case 'assign':
      return { assigned: stamp, events: [...events, { what: 'assigned', ...stamp }] };
    case 'close':
      return { closed: stamp, overAt: stamp.at, events: [...events, { what: 'closed', ...stamp }] };
    case 'snooze': {
      const until = snoozeEnd(act.length, stamp.at, zone);
      return {
        snoozed: { ...stamp, until },
        events: [...withRoom(events), { what: 'snoozed', until, ...stamp }],
      };
    }
  }
}

/** A record has room for this many snoozes. The oldest go first: no other button can be pressed again and again. */
const mostSnoozes = 40;

function withRoom(events: readonly IncidentEvent[]): readonly IncidentEvent[] {
  const snoozes = events.filter(({ what }) => what === 'snoozed');
  return snoozes.length < mostSnoozes ? events : events.filter(event => event !== snoozes[0]);
}

/** Returns the end of a snooze. "tomorrow", whose button says "until 8:00", ends at the next eight in the morning. */
export function snoozeEnd(length: SnoozeLength, at: EpochMs, zone: string): EpochMs {
  if (length !== 'tomorrow') return at + (length === '1h' ? hourMs : 4 * hourMs);
  return nextOccurrence({ days: everyDay, hour: 8, minute: 0, zone }, at);
}
