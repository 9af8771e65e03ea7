import type { EpochMs } from '../../../domain/time.ts';
import { quietUntil } from '../../../schedule/quiet-hours.ts';
import { escalationDueAt } from '../on-call/escalation.ts';
import { type Incident, isOpen, type MessageStep, mentionFrom, serviceFailures } from './incident.ts';
import { remindAt } from './ownership.ts';

/** What is to be done next for an incident, and when. */
export interface NextStep {
  readonly step: MessageStep | 'edit' | 'archive';
  readonly at: EpochMs;
}

/** Minimum time between replies about further failures. */
export const replyEveryMs = 30 * 60_000;
/**
 * Then an incident that is over is archived. Its runs leave the history before: a run without an incident would be
 * reported again.
 */
const keptMs = 3 * 24 * 3_600_000;
const longestKeptMs = 60 * 24 * 3_600_000;
/** Sorts before every time. */
const atOnce = 0;

/**
 * Returns the first step for an incident; undefined if there is none until something changes. Leaves out the steps in
 * `without`, which can't be taken for now.
 */
export function nextStep(
  incident: Incident,
  without: readonly NextStep['step'][] = [],
): NextStep | undefined {
  const { telling, overAt, isSilent } = incident;
  if (isSilent) return { step: 'archive', at: seenAt(incident, overAt ?? incident.openedAt) + keptMs };
  if (!telling.said || telling.isCardMissing)
    return { step: 'post', at: Math.max(incident.heldUntil ?? atOnce, quietEndOf(incident)) };
  const all = [
    editOf(incident),
    replyOf(incident),
    escalationOf(incident),
    assignmentOf(incident),
    reminderOf(incident),
    allClearOf(incident),
    archiveOf(incident),
  ];
  const steps = all.filter(due => due !== undefined).filter(({ step }) => !without.includes(step));
  return steps.toSorted((a, b) => a.at - b.at)[0];
}

/**
 * Returns since when the message of `step` has been due; a `dueAt` of "at once" is no time. Returns undefined for a
 * card that replaces a missing one.
 */
export function dueSince(incident: Incident, step: MessageStep, dueAt: EpochMs): EpochMs | undefined {
  if (step === 'allClear') return Math.max(dueAt, seenAt(incident, incident.overAt ?? dueAt));
  if (step !== 'post') return dueAt;
  if (incident.events.some(({ what }) => what === 'told')) return undefined;
  return Math.max(quietUntil(incident.quiet, incident.openedAt) ?? incident.openedAt, quietEndOf(incident));
}

function editOf(incident: Incident): NextStep | undefined {
  const { snoozed, telling } = incident;
  if (telling.shown < telling.revision) return { step: 'edit', at: atOnce };
  // The card shows until when it is snoozed, and has the button again after that.
  const isSnoozeOver = !snoozed || (telling.shownAt ?? snoozed.until) >= snoozed.until;
  return isSnoozeOver || !isOpen(incident) ? undefined : { step: 'edit', at: snoozed.until };
}

function replyOf(incident: Incident): NextStep | undefined {
  const { lastSaidAt, toldRuns } = incident.telling;
  if (!isOpen(incident) || runsOf(incident) <= toldRuns) return undefined;
  // The service has failed again after a recovery: the person on call is called at once.
  if (incident.reopened && !incident.call && incident.kind !== 'personal')
    return { step: 'reply', at: sendableFrom(incident, mentionFrom(incident)) };
  return {
    step: 'reply',
    at: sendableFrom(incident, seenAt(incident, (lastSaidAt ?? incident.openedAt) + replyEveryMs)),
  };
}

function escalationOf(incident: Incident): NextStep | undefined {
  const at = escalationDueAt(incident);
  return at === undefined ? undefined : { step: 'escalation', at: sendableFrom(incident, at) };
}

/** Not put off by a snooze: the person who assigned it wants them to know now. */
function assignmentOf(incident: Incident): NextStep | undefined {
  const { assigned, telling } = incident;
  if (!isOpen(incident) || !assigned?.assignedBy || telling.assignmentTold === assigned.at) return undefined;
  return { step: 'assignment', at: Math.max(assigned.at, quietEndOf(incident)) };
}

function reminderOf(incident: Incident): NextStep | undefined {
  const at = remindAt(incident);
  return at === undefined
    ? undefined
    : { step: 'reminder', at: sendableFrom(incident, Math.max(at, mentionFrom(incident))) };
}

function allClearOf(incident: Incident): NextStep | undefined {
  const { overAt, telling, snoozed, closed } = incident;
  if (overAt === undefined || telling.isAllClearTold || closed) return undefined;
  // The user who snoozed it wanted no message, and the card is green.
  if (snoozed && snoozed.until > overAt) return undefined;
  return {
    step: 'allClear',
    at: Math.max(quietUntil(incident.quiet, seenAt(incident, overAt)) ?? atOnce, quietEndOf(incident)),
  };
}

function archiveOf(incident: Incident): NextStep | undefined {
  const { overAt } = incident;
  return overAt === undefined ? undefined : { step: 'archive', at: archiveAt(incident, overAt) };
}

/**
 * Long enough for the service's next two runs, which may open the incident again: those of a weekly service come weeks
 * later.
 */
function archiveAt(incident: Incident, overAt: EpochMs): EpochMs {
  const gaps = serviceFailures(incident).map(({ first, recovery, runs }) =>
    recovery ? recovery.endedAt - (runs.at(-1) ?? first).endedAt : 0,
  );
  const runsMs = Math.min(3 * Math.max(0, ...gaps), longestKeptMs);
  return Math.max(seenAt(incident, overAt) + Math.max(keptMs, runsMs), ...lastStarts(incident));
}

/**
 * An incident that was closed is stored as long as the index may find its cause again: until the index has dropped the
 * run that it began with.
 */
function lastStarts({ about }: Incident): readonly EpochMs[] {
  if (about.kind === 'stuck') return about.ended ? [] : [about.startedAt + longestKeptMs];
  if (about.kind !== 'stopped') return [];
  return about.stops.flatMap(({ againAt, lastAt }) =>
    againAt === undefined ? [lastAt + longestKeptMs] : [],
  );
}

/** Returns `at`, or when the last of its runs was noticed, if that was later. */
function seenAt(incident: Incident, at: EpochMs): EpochMs {
  const seen = serviceFailures(incident).flatMap(({ runs, recovery }) => [
    ...runs,
    ...(recovery ? [recovery] : []),
  ]);
  return Math.max(at, ...seen.map(({ foundAt }) => foundAt));
}

/** Returns the first moment from `at` on that is neither snoozed nor in quiet hours. */
function sendableFrom(incident: Incident, at: EpochMs): EpochMs {
  const awake = Math.max(at, incident.snoozed?.until ?? at, quietEndOf(incident));
  return quietUntil(incident.quiet, awake) ?? awake;
}

/** Returns when the quiet hours that put off a message, or the pause of its watches, are over. */
function quietEndOf({ hushedUntil, pausedUntil }: Incident): EpochMs {
  return Math.max(hushedUntil ?? atOnce, pausedUntil ?? atOnce);
}

/** Returns the number of all failures. */
export function runsOf(incident: Incident): number {
  return serviceFailures(incident).reduce((sum, { count }) => sum + count, 0);
}
