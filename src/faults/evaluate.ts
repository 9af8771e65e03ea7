import type { Service } from '../domain/job.ts';
import type { EpochMs } from '../domain/time.ts';
import { type About, changed, type Fault, isOpen, type ServiceTrouble, troublesOf } from './fault.ts';
import { streaksOf } from './judge.ts';
import { type Ledger, type LedgerRun, lastSeenOf, rememberedMs } from './ledger.ts';
import { openFault } from './open-fault.ts';
import { type Details, knows, trimmed, troubleOf, withMore, withRecovery } from './trouble.ts';
import type { Watch } from './watch.ts';

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
    const fresh = freshFailures(parts, isKnown, knownUntil).filter(run => isRecent(run, now));
    const after = goneOn(open, service, fresh, ledger, details);
    return { opened: [], changed: after ? [after] : [] };
  }
  if (watch.isEnding) return { opened: [], changed: [] };
  const fresh = freshFailures(parts, isKnown);
  const [first] = fresh;
  if (!first) return { opened: [], changed: [] };
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
  { watch, ledger, now }: EvaluateParts,
  isKnown: (run: LedgerRun) => boolean,
  knownUntil = Number.POSITIVE_INFINITY,
): readonly LedgerRun[] {
  const rows = streaksOf(ledger.runs, watch).filter(({ runs, clearedBy }) => {
    const isOver = clearedBy !== undefined && clearedBy.endedAt <= watch.createdAt;
    const isFault = runs.length >= watch.inARow && !isOver;
    const goesOn = runs.some(({ endedAt }) => endedAt >= knownUntil);
    return (isFault || goesOn) && runs.some(run => isRecent(run, now) && !isKnown(run));
  });
  return rows.flatMap(({ runs }) => {
    const unknown = runs.filter(run => !isKnown(run));
    const older = unknown.filter(run => !isRecent(run, now));
    // Older ones only as far as they make the row long enough: they may have been told, and all about it be put away.
    const needed = older.slice(Math.max(0, unknown.length - watch.inARow));
    return unknown.filter(run => !older.includes(run) || needed.includes(run));
  });
}

function isRecent(run: LedgerRun, now: EpochMs): boolean {
  return lastSeenOf(run) >= now - rememberedMs;
}

/** The open fault after further failures and clean runs; undefined where nothing has changed. */
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
