import type { Person } from '../../../domain/person.ts';
import type { PlaceKey } from '../../../domain/place.ts';
import { everyDay } from '../../../domain/recurrence.ts';
import type { Clock, EpochMs } from '../../../domain/time.ts';
import { nextOccurrence } from '../../../schedule/recurrence.ts';
import type { ActAnswer, FaultAct, SnoozeLength } from './action.ts';
import { changed, type Deed, type Fault, type FaultEvent, isOpen } from './incident.ts';
import type { Faults } from './incident-store.ts';

/** What people do with faults by their buttons. Rejects with `StoreError`. */
export interface Deeds {
  /** Does it once, whoever presses how often; of two who press together the first has done it. */
  act(act: FaultAct, id: string, place: PlaceKey, by: Person, zone: string): Promise<ActAnswer>;
}

const hourMs = 3_600_000;
/** A morning that is nearer than this is not the one that "tomorrow" means. */
const nearMs = 2 * hourMs;
/** Two who press the same within so long mean the same. */
const togetherMs = 60_000;

export function createDeeds({ faults, clock }: { faults: Faults; clock: Clock }): Deeds {
  return {
    async act(act, id, place, by, zone) {
      let answer: ActAnswer = { kind: 'unknown' };
      const after = await faults.update(place, id, fault => {
        const tried = tryIt(act, fault, { by, at: clock.now() }, zone);
        answer = tried;
        return tried.kind === 'done' ? tried.fault : undefined;
      });
      if (after) return { kind: 'done', fault: after };
      const found = answer as ActAnswer;
      if (found.kind !== 'unknown') return found;
      // What is over for days lies in the archive.
      const past = await faults.find(place, id);
      return past ? { kind: 'over', fault: past } : found;
    },
  };
}

function tryIt(act: FaultAct, fault: Fault, deed: Deed, zone: string): ActAnswer {
  // That nothing can be seen is over when it can, and not because somebody says so.
  if (act.what === 'close' && fault.about.kind === 'blind') return { kind: 'unknown' };
  const before = doneBefore(act, fault, deed, zone);
  if (before) return { kind: 'before', deed: before, fault };
  if (!isOpen(fault)) return { kind: 'over', fault };
  return { kind: 'done', fault: changed(fault, changeOf(act, fault, deed, zone)) };
}

/** Who was first, if there is nothing left to do. */
function doneBefore(act: FaultAct, fault: Fault, { at }: Deed, zone: string): Deed | undefined {
  const { acknowledged, assigned, closed, snoozed } = fault;
  if (act.what === 'close') return closed;
  if (!isOpen(fault)) return undefined;
  if (act.what === 'acknowledge') return acknowledged ?? assigned;
  if (act.what === 'assign') return assigned;
  if (act.what !== 'snooze' || !snoozed || snoozed.until <= at) return undefined;
  return snoozed.until >= snoozeEnd(act.length, at, zone) - togetherMs ? snoozed : undefined;
}

function changeOf(act: FaultAct, { events }: Fault, deed: Deed, zone: string): Partial<Fault> {
  switch (act.what) {
    case 'acknowledge':
      return { acknowledged: deed, events: [...events, { what: 'acknowledged', ...deed }] };
    case 'assign':
      return { assigned: deed, events: [...events, { what: 'assigned', ...deed }] };
    case 'close':
      return { closed: deed, overAt: deed.at, events: [...events, { what: 'closed', ...deed }] };
    case 'snooze': {
      const until = snoozeEnd(act.length, deed.at, zone);
      return {
        snoozed: { ...deed, until },
        events: [...withRoom(events), { what: 'snoozed', until, ...deed }],
      };
    }
  }
}

/** A record has room for so many snoozes; the oldest go, for nothing else is pressed again and again. */
const mostSnoozes = 40;

function withRoom(events: readonly FaultEvent[]): readonly FaultEvent[] {
  const snoozes = events.filter(({ what }) => what === 'snoozed');
  return snoozes.length < mostSnoozes ? events : events.filter(event => event !== snoozes[0]);
}

/** Until tomorrow is until eight in the morning that comes: whoever presses it at three means that one. */
export function snoozeEnd(length: SnoozeLength, at: EpochMs, zone: string): EpochMs {
  if (length !== 'tomorrow') return at + (length === '1h' ? hourMs : 4 * hourMs);
  const eight = { days: everyDay, hour: 8, minute: 0, zone };
  const next = nextOccurrence(eight, at);
  return next - at < nearMs ? nextOccurrence(eight, next) : next;
}
