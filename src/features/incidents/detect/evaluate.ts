import type { Service } from '../../../domain/job.ts';
import type { EpochMs } from '../../../domain/time.ts';
import {
  type About,
  changed,
  type Fault,
  isOpen,
  type ServiceTrouble,
  troublesOf,
} from '../incident/incident.ts';
import { openFault } from '../incident/open-incident.ts';
import {
  type Details,
  knows,
  trimmed,
  troubleOf,
  withMore,
  withRecovery,
} from '../incident/service-failure.ts';
import { type Ledger, type LedgerRun, lastSeenOf } from '../runs/run-history.ts';
import { streaksOf } from '../runs/streaks.ts';
import type { Watch } from '../watch/watch.ts';

/** What a conversation should be told of one service by now: its faults as they become. */
export interface Verdicts {
  /** New ones. */
  readonly opened: readonly Fault[];
  /** Known ones, as they are now. */
  readonly changed: readonly Fault[];
}

export interface EvaluateParts {
  readonly watch: Watch;
  readonly ledger: Ledger;
  /** All faults of the conversation that are remembered. */
  readonly faults: readonly Fault[];
  readonly details: Details;
  /** What is seen later than this after it happened is late. */
  readonly lateAfterMs: number;
  readonly now: EpochMs;
}

const minuteMs = 60_000;

/**
 * Holds what is known of a service against what its conversation has been told. The same runs can be held against it
 * again and again: a run that some fault knows is not told anew.
 */
export function evaluate(parts: EvaluateParts): Verdicts {
  const { watch, ledger, faults, details, now } = parts;
  const { service } = ledger;
  const isKnown = (run: LedgerRun) =>
    faults.some(fault => troublesOf(fault).some(one => one.service === service && knows(one, run)));
  // A service that has recovered in a wide outage has a fault of its own when it fails again.
  const open = faults.find(
    fault => isOpen(fault) && troublesOf(fault).some(one => one.service === service && !one.recovery),
  );
  if (open) {
    const knownUntil = troublesOf(open)
      .find(one => one.service === service)
      ?.runs.at(-1)?.endedAt;
    const fresh = freshFailures(parts, isKnown, knownUntil).filter(run => isRecent(run, ledger));
    const recovered = recoveredBetween(open, service, fresh, ledger, details);
    if (recovered) return failedAgain(open, recovered, parts);
    const after = goneOn(open, service, fresh, ledger, details);
    return { opened: [], changed: after ? [after] : [] };
  }
  if (watch.isEnding) return { opened: [], changed: [] };
  const fresh = freshFailures(parts, isKnown);
  const [first] = fresh;
  if (!first) return { opened: [], changed: [] };
  const before = recoveredJustNow(first, parts);
  if (before) return { opened: [], changed: [reopened(before, fresh, parts)] };
  const trouble = withRecovery(troubleOf(service, fresh, details), ledger.runs);
  const fault = openFault(watch, failing([trouble]), {
    since: first.endedAt,
    mark: `${service} ${first.id}`,
    lateMs: latenessOf(first, parts),
    now,
  });
  return { opened: [withEnd(fault)], changed: [] };
}

/**
 * The failures that make a fault: in rows as long as the watch asks for, seen lately, and not over before the watch was
 * set. An open fault goes on with whatever failed since its last run, however short the row.
 */
function freshFailures(
  { watch, ledger }: EvaluateParts,
  isKnown: (run: LedgerRun) => boolean,
  knownUntil = Number.POSITIVE_INFINITY,
): readonly LedgerRun[] {
  const rows = streaksOf(ledger.runs, watch).filter(({ runs, clearedBy }) => {
    const isOver = clearedBy !== undefined && clearedBy.endedAt <= watch.createdAt;
    const isFault = runs.length >= watch.inARow && !isOver;
    const goesOn = runs.some(({ endedAt }) => endedAt >= knownUntil);
    return (isFault || goesOn) && runs.some(run => isRecent(run, ledger) && !isKnown(run));
  });
  const fresh = rows.flatMap(({ runs }) => {
    const unknown = runs.filter(run => !isKnown(run));
    const older = unknown.filter(run => !isRecent(run, ledger));
    // Older ones only as far as they make the row long enough: they may have been told, and all about it be put away.
    const needed = older.slice(Math.max(0, unknown.length - watch.inARow));
    return unknown.filter(run => !older.includes(run) || needed.includes(run));
  });
  return fresh.sort((a, b) => a.endedAt - b.endedAt);
}

function isRecent(run: LedgerRun, { freshSince }: Ledger): boolean {
  return lastSeenOf(run) >= freshSince;
}

/** What fails again so soon, or so few runs, after its recovery belongs to the same fault. */
const sameFaultMs = 30 * minuteMs;
const sameFaultRuns = 2;

/** The fault that the service has just recovered from, if that was so soon before `first` failed that it goes on. */
function recoveredJustNow(first: LedgerRun, { faults, ledger }: EvaluateParts): Fault | undefined {
  const over = faults
    .filter(fault => !isOpen(fault) && !fault.closed && !fault.isSilent)
    .filter(fault => troublesOf(fault).length === 1 && troublesOf(fault)[0]?.service === ledger.service)
    .toSorted((a, b) => (a.overAt ?? 0) - (b.overAt ?? 0))
    .at(-1);
  const recoveredAt = over && troublesOf(over)[0]?.recovery?.endedAt;
  if (recoveredAt === undefined || first.endedAt < recoveredAt) return undefined;
  const since = ledger.runs.filter(({ endedAt }) => endedAt > recoveredAt && endedAt < first.endedAt);
  const isSoon = first.endedAt - recoveredAt <= sameFaultMs || since.length < sameFaultRuns;
  return isSoon ? over : undefined;
}

/** The fault, open again: nobody has it any more, and whoever is on duty is called anew. */
function reopened(fault: Fault, fresh: readonly LedgerRun[], { details, ledger, now }: EvaluateParts): Fault {
  const troubles = troublesOf(fault).map(trouble =>
    withRecovery(withMore(trouble, fresh, details), ledger.runs),
  );
  const again = changed(fault, {
    about: failing(troubles),
    overAt: undefined,
    acknowledged: undefined,
    assigned: undefined,
    call: undefined,
    reopened: (fault.reopened ?? 0) + 1,
    events: [...withRoom(fault.events), { what: 'reopened', at: now }],
  });
  return withEnd({ ...again, telling: { ...again.telling, isAllClearTold: false } });
}

/** A record has room for so many; of a fault that comes and goes for days, the oldest events go. */
const mostEvents = 100;

function withRoom(events: Fault['events']): Fault['events'] {
  const room = mostEvents - 1;
  return events.length <= room ? events : [...events.slice(0, 1), ...events.slice(1 - room)];
}

/** The open fault as it was before its service failed again, if all of that is seen at once: a clean run lies between. */
function recoveredBetween(
  open: Fault,
  service: Service,
  fresh: readonly LedgerRun[],
  ledger: Ledger,
  details: Details,
): Fault | undefined {
  const endOf = (fault: Fault | undefined) =>
    fault && troublesOf(fault).find(one => one.service === service)?.recovery?.endedAt;
  return fresh
    .map((_, count) => goneOn(open, service, fresh.slice(0, count), ledger, details))
    .find((fault, count) => (endOf(fault) ?? Number.POSITIVE_INFINITY) <= (fresh[count]?.endedAt ?? 0));
}

/** What follows once the service has `recovered`: it's the same fault again, or another one. */
function failedAgain(open: Fault, recovered: Fault, parts: EvaluateParts): Verdicts {
  const faults = parts.faults.map(fault => (fault.id === open.id ? recovered : fault));
  const { opened, changed: after } = evaluate({ ...parts, faults });
  return { opened, changed: after.some(({ id }) => id === open.id) ? after : [recovered, ...after] };
}

/** The open fault after further failures and clean runs; undefined if nothing has changed. */
function goneOn(
  fault: Fault,
  service: Service,
  fresh: readonly LedgerRun[],
  ledger: Ledger,
  details: Details,
): Fault | undefined {
  const troubles = troublesOf(fault).map(trouble => {
    if (trouble.service !== service) return trouble;
    const failing = fresh.length > 0 ? withMore(trouble, fresh, details) : trouble;
    return withRecovery(failing, ledger.runs);
  });
  const isSame = troubles.every((trouble, at) => trouble === troublesOf(fault)[at]);
  return isSame ? undefined : withEnd(changed(fault, { about: failing(troubles) }));
}

/** Over once all its services are. */
export function withEnd(fault: Fault): Fault {
  const ends = troublesOf(fault).map(({ recovery }) => recovery?.endedAt);
  if (!isOpen(fault) || ends.some(end => end === undefined)) return fault;
  return { ...fault, overAt: Math.max(...(ends as EpochMs[])) };
}

/** What a fault about these troubles is about. */
export function failing(troubles: readonly ServiceTrouble[]): About {
  return { kind: 'failing', troubles: trimmed(troubles) };
}

function latenessOf(run: LedgerRun, { watch, lateAfterMs }: EvaluateParts): number {
  const lateMs = run.foundAt - Math.max(run.endedAt, watch.createdAt);
  return lateMs > lateAfterMs ? Math.floor(lateMs / minuteMs) * minuteMs : 0;
}
