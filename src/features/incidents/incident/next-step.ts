import { everyDay } from '../../../domain/recurrence.ts';
import type { EpochMs } from '../../../domain/time.ts';
import { quietUntil } from '../../../schedule/quiet-hours.ts';
import { nextOccurrence } from '../../../schedule/recurrence.ts';
import { type Fault, isFlapping, isOpen, mentionFrom, remindAt, type Step, troublesOf } from './incident.ts';

/** What is to be done next for a fault, and when. */
export interface Due {
  readonly step: Step | 'edit' | 'archive';
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
export function nextDue(fault: Fault, without: readonly Due['step'][] = []): Due | undefined {
  const { telling, overAt, isSilent } = fault;
  if (isSilent) return { step: 'archive', at: seenAt(fault, overAt ?? fault.openedAt) + keptMs };
  if (!telling.said || telling.isCardMissing)
    return { step: 'post', at: Math.max(fault.heldUntil ?? atOnce, hushOf(fault)) };
  const all = [
    editOf(fault),
    replyOf(fault),
    escalationOf(fault),
    reminderOf(fault),
    allClearOf(fault),
    archiveOf(fault),
  ];
  const steps = all.filter(due => due !== undefined).filter(({ step }) => !without.includes(step));
  return steps.toSorted((a, b) => a.at - b.at)[0];
}

/**
 * Since when what is said by `step` is waited for, if it is due at `dueAt`: "at once" is no time. Undefined for a card
 * that takes the place of one that cannot be changed any more.
 */
export function waitedForSince(fault: Fault, step: Step, dueAt: EpochMs): EpochMs | undefined {
  if (step === 'allClear') return Math.max(dueAt, seenAt(fault, fault.overAt ?? dueAt));
  if (step !== 'post') return dueAt;
  if (fault.events.some(({ what }) => what === 'told')) return undefined;
  return Math.max(quietUntil(fault.quiet, fault.openedAt) ?? fault.openedAt, hushOf(fault));
}

function editOf(fault: Fault): Due | undefined {
  const { snoozed, telling } = fault;
  if (telling.shown < telling.revision) return { step: 'edit', at: atOnce };
  // The card says until when it is snoozed, and can be snoozed again then.
  const isSnoozeOver = !snoozed || (telling.shownAt ?? snoozed.until) >= snoozed.until;
  const moments = [
    ...(isSnoozeOver ? [] : [snoozed.until]),
    // It also says how often it failed today.
    ...(isFlapping(fault) && telling.shownAt !== undefined ? [dayAfter(telling.shownAt, fault.zone)] : []),
  ];
  return moments.length === 0 || !isOpen(fault) ? undefined : { step: 'edit', at: Math.min(...moments) };
}

/** When the next day begins. */
function dayAfter(at: EpochMs, zone: string): EpochMs {
  return nextOccurrence({ days: everyDay, hour: 0, minute: 0, zone }, at);
}

function replyOf(fault: Fault): Due | undefined {
  const { lastSaidAt, toldRuns } = fault.telling;
  if (!isOpen(fault) || runsOf(fault) <= toldRuns) return undefined;
  // It has failed again after it had recovered: whoever is on duty is called at once.
  if (fault.reopened && !fault.call && fault.kind !== 'personal')
    return { step: 'reply', at: loudFrom(fault, mentionFrom(fault)) };
  return { step: 'reply', at: loudFrom(fault, seenAt(fault, (lastSaidAt ?? fault.openedAt) + replyEveryMs)) };
}

function escalationOf(fault: Fault): Due | undefined {
  const { call, acknowledged, assigned } = fault;
  if (!isOpen(fault) || acknowledged || assigned || !call || call.isEscalated) return undefined;
  return { step: 'escalation', at: loudFrom(fault, Math.max(call.escalateAt, mentionFrom(fault))) };
}

function reminderOf(fault: Fault): Due | undefined {
  const at = remindAt(fault);
  return at === undefined
    ? undefined
    : { step: 'reminder', at: loudFrom(fault, Math.max(at, mentionFrom(fault))) };
}

function allClearOf(fault: Fault): Due | undefined {
  const { overAt, telling, snoozed, closed } = fault;
  if (overAt === undefined || telling.isAllClearTold || closed) return undefined;
  // Whoever snoozed it wanted no word, and the card is green.
  if (snoozed && snoozed.until > overAt) return undefined;
  return {
    step: 'allClear',
    at: Math.max(quietUntil(fault.quiet, seenAt(fault, overAt)) ?? atOnce, hushOf(fault)),
  };
}

function archiveOf(fault: Fault): Due | undefined {
  const { overAt } = fault;
  return overAt === undefined ? undefined : { step: 'archive', at: archiveAt(fault, overAt) };
}

/** A fault is opened again if its service fails in one of its next two runs: those of a weekly one come weeks later. */
function archiveAt(fault: Fault, overAt: EpochMs): EpochMs {
  const gaps = troublesOf(fault).map(({ first, recovery, runs }) =>
    recovery ? recovery.endedAt - (runs.at(-1) ?? first).endedAt : 0,
  );
  const runsMs = Math.min(3 * Math.max(0, ...gaps), longestKeptMs);
  return Math.max(seenAt(fault, overAt) + Math.max(keptMs, runsMs), ...lastStarts(fault));
}

/** What is over by hand is known as long as the index may find it again: until it has forgotten the run that it began with. */
function lastStarts({ about }: Fault): readonly EpochMs[] {
  if (about.kind === 'stuck') return about.ended ? [] : [about.startedAt + longestKeptMs];
  if (about.kind !== 'stopped') return [];
  return about.stops.flatMap(({ againAt, lastAt }) =>
    againAt === undefined ? [lastAt + longestKeptMs] : [],
  );
}

/** `at`, or when the last of its runs was seen, if that was later. */
function seenAt(fault: Fault, at: EpochMs): EpochMs {
  const seen = troublesOf(fault).flatMap(({ runs, recovery }) => [...runs, ...(recovery ? [recovery] : [])]);
  return Math.max(at, ...seen.map(({ foundAt }) => foundAt));
}

/** The first moment from `at` on that is neither snoozed nor in quiet hours. */
function loudFrom(fault: Fault, at: EpochMs): EpochMs {
  const awake = Math.max(at, fault.snoozed?.until ?? at, hushOf(fault));
  return quietUntil(fault.quiet, awake) ?? awake;
}

function hushOf({ hushedUntil }: Fault): EpochMs {
  return hushedUntil ?? atOnce;
}

/** All failures of a fault. */
export function runsOf(fault: Fault): number {
  return troublesOf(fault).reduce((sum, { count }) => sum + count, 0);
}
