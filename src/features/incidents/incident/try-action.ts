import { everyDay } from '../../../domain/recurrence.ts';
import type { EpochMs } from '../../../domain/time.ts';
import { nextOccurrence } from '../../../schedule/occurrences.ts';
import type { ActionResult, IncidentAction, SnoozeLength } from './action.ts';
import { type ActionStamp, withPress } from './events.ts';
import { type Incident, isOpen, withCardChange } from './incident.ts';
import { addedJustNow, noteProblem, withNote } from './notes.ts';
import { isSamePerson, ownership, withOwner } from './ownership.ts';
import { reopenedByHand } from './reopen.ts';

type Action<What extends IncidentAction['what']> = Extract<IncidentAction, { readonly what: What }>;

const hourMs = 3_600_000;
/** Equal presses within this window count as one. */
const togetherMs = 60_000;

/** Carries out a press on the incident as it is stored now; changes nothing itself. */
export function tryAction(
  act: IncidentAction,
  incident: Incident,
  stamp: ActionStamp,
  zone: string,
): ActionResult {
  const result = tryWithoutNote(act, incident, stamp, zone);
  if (result.kind !== 'done' || !('note' in act) || act.note === undefined || act.note === '') return result;
  const problem = noteProblem(result.incident, act.note, stamp);
  return problem
    ? { kind: 'note', problem }
    : { kind: 'done', incident: withNote(result.incident, act.note, stamp) };
}

function tryWithoutNote(
  act: IncidentAction,
  incident: Incident,
  stamp: ActionStamp,
  zone: string,
): ActionResult {
  switch (act.what) {
    case 'note':
      return tryNote(act, incident, stamp);
    case 'close':
      return tryClose(incident, stamp);
    case 'reopen':
      return reopenedByHand(incident, act.closedAt, stamp);
  }
  if (!isOpen(incident)) return { kind: 'over', incident };
  switch (act.what) {
    case 'acknowledge':
      return tryAcknowledge(incident, stamp);
    case 'takeOver':
      return tryTakeOver(act, incident, stamp);
    case 'assign':
      return tryAssign(act, incident, stamp);
    case 'snooze':
      return trySnooze(act, incident, stamp, zone);
    case 'unsnooze':
      return tryUnsnooze(act, incident, stamp);
  }
}

function done(incident: Incident, change: Partial<Incident>): ActionResult {
  return { kind: 'done', incident: withCardChange(incident, change) };
}

function tryAcknowledge(incident: Incident, stamp: ActionStamp): ActionResult {
  const owner = ownership(incident);
  if (owner) return { kind: 'before', stamp: owner, incident };
  const events = [...incident.events, { what: 'acknowledged' as const, ...stamp }];
  return done(incident, { acknowledged: stamp, events });
}

function tryTakeOver({ from }: Action<'takeOver'>, incident: Incident, stamp: ActionStamp): ActionResult {
  const owner = ownership(incident);
  // Who acknowledged it may also take it by the button of an older card.
  const isOld = from === undefined;
  if (isOld && incident.assigned) return { kind: 'before', stamp: incident.assigned, incident };
  if (owner && !isOld && isSamePerson(owner.by, stamp.by)) return { kind: 'owned', owner, incident };
  if (owner && !isOld && owner.at !== from) return { kind: 'changed', stamp: owner, incident };
  return done(incident, owned(incident, stamp.by, stamp));
}

function tryAssign({ to, from }: Action<'assign'>, incident: Incident, stamp: ActionStamp): ActionResult {
  const owner = ownership(incident);
  if (owner && isSamePerson(owner.by, to)) return { kind: 'owned', owner, incident };
  if (owner && owner.at !== from) return { kind: 'changed', stamp: owner, incident };
  return done(incident, owned(incident, to, stamp));
}

function owned(incident: Incident, to: ActionStamp['by'], stamp: ActionStamp): Partial<Incident> {
  const { assigned, event } = withOwner(incident, to, stamp);
  return { assigned, events: withPress(incident.events, event) };
}

function tryNote({ note }: Action<'note'>, incident: Incident, stamp: ActionStamp): ActionResult {
  const before = addedJustNow(incident, note, stamp);
  if (before) return { kind: 'before', stamp: before, incident };
  const problem = noteProblem(incident, note, stamp);
  return problem ? { kind: 'note', problem } : done(incident, {});
}

function tryClose(incident: Incident, stamp: ActionStamp): ActionResult {
  // Missing data is over when the data is back, and not because a user closes the incident.
  if (incident.about.kind === 'blind') return { kind: 'unknown' };
  if (incident.closed) return { kind: 'before', stamp: incident.closed, incident };
  if (!isOpen(incident)) return { kind: 'over', incident };
  const events = withPress(incident.events, { what: 'closed', ...stamp });
  return done(incident, { closed: stamp, overAt: stamp.at, events });
}

function trySnooze(
  { length }: Action<'snooze'>,
  incident: Incident,
  stamp: ActionStamp,
  zone: string,
): ActionResult {
  const { snoozed, events } = incident;
  const until = snoozeEnd(length, stamp.at, zone);
  if (snoozed && snoozed.until > stamp.at && snoozed.until >= until - togetherMs)
    return { kind: 'before', stamp: snoozed, incident };
  return done(incident, {
    snoozed: { ...stamp, until },
    events: withPress(events, { what: 'snoozed', until, ...stamp }),
  });
}

function tryUnsnooze(
  { snoozedAt }: Action<'unsnooze'>,
  incident: Incident,
  stamp: ActionStamp,
): ActionResult {
  const { snoozed, events } = incident;
  if (!snoozed || snoozed.until <= stamp.at) {
    const before = events.findLast(({ what }) => what === 'unsnoozed' || what === 'snoozed');
    return before?.what === 'unsnoozed'
      ? { kind: 'before', stamp: before, incident }
      : { kind: 'awake', incident };
  }
  if (snoozed.at !== snoozedAt) return { kind: 'changed', stamp: snoozed, incident };
  return done(incident, {
    snoozed: undefined,
    events: withPress(events, { what: 'unsnoozed', ...stamp }),
  });
}

/** Returns the end of a snooze. "tomorrow", whose button says "until 8:00", ends at the next eight in the morning. */
export function snoozeEnd(length: SnoozeLength, at: EpochMs, zone: string): EpochMs {
  if (length !== 'tomorrow') return at + (length === '1h' ? hourMs : 4 * hourMs);
  return nextOccurrence({ days: everyDay, hour: 8, minute: 0, zone }, at);
}
