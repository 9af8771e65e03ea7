import { everyDay } from '../../../domain/recurrence.ts';
import type { EpochMs } from '../../../domain/time.ts';
import { quietUntil } from '../../../schedule/quiet-hours.ts';
import { nextOccurrence } from '../../../schedule/recurrence.ts';
import {
  type Incident,
  isFlapping,
  isOpen,
  type MessageStep,
  mentionFrom,
  remindAt,
  serviceFailures,
} from './incident.ts';

/** What is to be done next for a fault, and when. */
export interface NextStep {
  readonly step: MessageStep | 'edit' | 'archive';
  readonly at: EpochMs;
}

/** Further failures are told in the thread no more often. */
export const replyEveryMs = 30 * 60_000;
/** Then a fault that is over is put away. Its runs are forgotten before: those that no fault knows are told. */
const keptMs = 3 * 24 * 3_600_000;
const longestKeptMs = 60 * 24 * 3_600_000;
/** At once: before everything that has a time. */
const atOnce = 0;

/**
 * The first thing to be done for a fault; undefined if nothing is, until something changes. What is said goes on
 * `without` a step that cannot be taken for now.
 */
export function nextStep(
  incident: Incident,
  without: readonly NextStep['step'][] = [],
): NextStep | undefined {
  const { telling, overAt, isSilent } = incident;
  if (isSilent) return { step: 'archive', at: seenAt(incident, overAt ?? incident.openedAt) + keptMs };
  if (!telling.said || telling.isCardMissing)
    return { step: 'post', at: Math.max(incident.heldUntil ?? atOnce, hushOf(incident)) };
  const all = [
    editOf(incident),
    replyOf(incident),
    escalationOf(incident),
    reminderOf(incident),
    allClearOf(incident),
    archiveOf(incident),
  ];
  const steps = all.filter(due => due !== undefined).filter(({ step }) => !without.includes(step));
  return steps.toSorted((a, b) => a.at - b.at)[0];
}

/**
 * Since when what is said by `step` is waited for, if it is due at `dueAt`: "at once" is no time. Undefined for a card
 * that takes the place of one that cannot be changed any more.
 */
export function dueSince(incident: Incident, step: MessageStep, dueAt: EpochMs): EpochMs | undefined {
  if (step === 'allClear') return Math.max(dueAt, seenAt(incident, incident.overAt ?? dueAt));
  if (step !== 'post') return dueAt;
  if (incident.events.some(({ what }) => what === 'told')) return undefined;
  return Math.max(quietUntil(incident.quiet, incident.openedAt) ?? incident.openedAt, hushOf(incident));
}

function editOf(incident: Incident): NextStep | undefined {
  const { snoozed, telling } = incident;
  if (telling.shown < telling.revision) return { step: 'edit', at: atOnce };
  // The card says until when it is snoozed, and can be snoozed again then.
  const isSnoozeOver = !snoozed || (telling.shownAt ?? snoozed.until) >= snoozed.until;
  const moments = [
    ...(isSnoozeOver ? [] : [snoozed.until]),
    // It also says how often it failed today.
    ...(isFlapping(incident) && telling.shownAt !== undefined
      ? [dayAfter(telling.shownAt, incident.zone)]
      : []),
  ];
  return moments.length === 0 || !isOpen(incident) ? undefined : { step: 'edit', at: Math.min(...moments) };
}

/** When the next day begins. */
function dayAfter(at: EpochMs, zone: string): EpochMs {
  return nextOccurrence({ days: everyDay, hour: 0, minute: 0, zone }, at);
}

function replyOf(incident: Incident): NextStep | undefined {
  const { lastSaidAt, toldRuns } = incident.telling;
  if (!isOpen(incident) || runsOf(incident) <= toldRuns) return undefined;
  // It has failed again after it had recovered: whoever is on duty is called at once.
  if (incident.reopened && !incident.call && incident.kind !== 'personal')
    return { step: 'reply', at: loudFrom(incident, mentionFrom(incident)) };
  return {
    step: 'reply',
    at: loudFrom(incident, seenAt(incident, (lastSaidAt ?? incident.openedAt) + replyEveryMs)),
  };
}

function escalationOf(incident: Incident): NextStep | undefined {
  const { call, acknowledged, assigned } = incident;
  if (!isOpen(incident) || acknowledged || assigned || !call || call.isEscalated) return undefined;
  return { step: 'escalation', at: loudFrom(incident, Math.max(call.escalateAt, mentionFrom(incident))) };
}

function reminderOf(incident: Incident): NextStep | undefined {
  const at = remindAt(incident);
  return at === undefined
    ? undefined
    : { step: 'reminder', at: loudFrom(incident, Math.max(at, mentionFrom(incident))) };
}

function allClearOf(incident: Incident): NextStep | undefined {
  const { overAt, telling, snoozed, closed } = incident;
  if (overAt === undefined || telling.isAllClearTold || closed) return undefined;
  // Whoever snoozed it wanted no word, and the card is green.
  if (snoozed && snoozed.until > overAt) return undefined;
  return {
    step: 'allClear',
    at: Math.max(quietUntil(incident.quiet, seenAt(incident, overAt)) ?? atOnce, hushOf(incident)),
  };
}

function archiveOf(incident: Incident): NextStep | undefined {
  const { overAt } = incident;
  return overAt === undefined ? undefined : { step: 'archive', at: archiveAt(incident, overAt) };
}

/** A fault is opened again if its service fails in one of its next two runs: those of a weekly one come weeks later. */
function archiveAt(incident: Incident, overAt: EpochMs): EpochMs {
  const gaps = serviceFailures(incident).map(({ first, recovery, runs }) =>
    recovery ? recovery.endedAt - (runs.at(-1) ?? first).endedAt : 0,
  );
  const runsMs = Math.min(3 * Math.max(0, ...gaps), longestKeptMs);
  return Math.max(seenAt(incident, overAt) + Math.max(keptMs, runsMs), ...lastStarts(incident));
}

/** What is over by hand is known as long as the index may find it again: until it has forgotten the run that it began with. */
function lastStarts({ about }: Incident): readonly EpochMs[] {
  if (about.kind === 'stuck') return about.ended ? [] : [about.startedAt + longestKeptMs];
  if (about.kind !== 'stopped') return [];
  return about.stops.flatMap(({ againAt, lastAt }) =>
    againAt === undefined ? [lastAt + longestKeptMs] : [],
  );
}

/** `at`, or when the last of its runs was seen, if that was later. */
function seenAt(incident: Incident, at: EpochMs): EpochMs {
  const seen = serviceFailures(incident).flatMap(({ runs, recovery }) => [
    ...runs,
    ...(recovery ? [recovery] : []),
  ]);
  return Math.max(at, ...seen.map(({ foundAt }) => foundAt));
}

/** The first moment from `at` on that is neither snoozed nor in quiet hours. */
function loudFrom(incident: Incident, at: EpochMs): EpochMs {
  const awake = Math.max(at, incident.snoozed?.until ?? at, hushOf(incident));
  return quietUntil(incident.quiet, awake) ?? awake;
}

function hushOf({ hushedUntil }: Incident): EpochMs {
  return hushedUntil ?? atOnce;
}

/** All failures of a fault. */
export function runsOf(incident: Incident): number {
  return serviceFailures(incident).reduce((sum, { count }) => sum + count, 0);
}
