import { createHash } from 'node:crypto';
import type { Job, Service } from '../domain/job.ts';
import type { EpochMs } from '../domain/time.ts';
import type { Look } from '../jobs/backup-sight.ts';
import type { RunningBackup } from '../jobs/carried.ts';
import type { Run } from './judge.ts';

/** A run that is over, and when that was seen. */
export interface LedgerRun extends Run {
  readonly foundAt: EpochMs;
}

/** A backup that is followed until it ends; `misses` counts the looks that did not find it again. */
export interface FollowedBackup extends RunningBackup {
  readonly misses: number;
}

/** What is known of the backups of one service, whoever watches it. */
export interface Ledger {
  readonly service: Service;
  /** In the order of their ends. */
  readonly runs: readonly LedgerRun[];
  readonly running: readonly FollowedBackup[];
  /** How long a clean run usually takes; undefined where too few were seen. */
  readonly usualMs: number | undefined;
}

const hourMs = 3_600_000;
/** A failure is found so far back. */
export const lookBackMs = 48 * hourMs;
/** Runs that were seen or ended within this time are remembered: a little longer than is looked back. */
export const rememberedMs = lookBackMs + 2 * hourMs;
/** Of older ones the last, so that two in a row are two in a row however seldom a service runs. */
const olderKept = 6;
/** A record has room for no more, running ones among them; then the oldest clean ones go, then the oldest partial ones. */
const mostRuns = 300;
/** Of those that run the first ones: a later one is found again among the runs of the time that is looked back. */
const mostRunning = 100;
const fewestForUsual = 3;
/** A followed backup that so many looks did not find is followed no more. */
const mostMisses = 3;
const longestId = 40;

export const emptyLedger = (service: Service): Ledger => ({
  service,
  runs: [],
  running: [],
  usualMs: undefined,
});

/** By what a job is told from others; undefined where it has neither an id nor a time. */
export function runIdOf({ id, startedAt, finishedAt }: Pick<Job, 'id' | 'startedAt' | 'finishedAt'>) {
  if (id !== undefined && id !== '')
    return id.length <= longestId ? id : `#${createHash('sha256').update(id).digest('hex').slice(0, 24)}`;
  const at = startedAt ?? finishedAt;
  return at === undefined ? undefined : `@${at}`;
}

/** The ledger after a look at `now`. */
export function afterLook(ledger: Ledger, look: Look, now: EpochMs): Ledger {
  const known = new Map(ledger.runs.map(run => [run.id, run]));
  // Of two that cannot be told apart the worse one counts.
  for (const job of look.ended.toSorted((a, b) => gravityOf(a) - gravityOf(b))) {
    const id = runIdOf(job);
    if (id === undefined || job.state === undefined || job.state === 'inProgress') continue;
    const before = known.get(id);
    const endedAt = before?.endedAt ?? endOf(job) ?? now;
    known.set(id, {
      id,
      state: job.state,
      startedAt: job.startedAt,
      endedAt: Math.min(endedAt, now),
      foundAt: before?.foundAt ?? now,
    });
  }
  const lost = look.lost.map(one => ({ ...one, misses: missesOf(ledger, one) + 1 }));
  const running = [
    ...look.running.map(one => ({ ...one, misses: 0 })),
    ...lost.filter(({ misses }) => misses < mostMisses),
  ];
  const followed =
    running.length <= mostRunning
      ? running
      : running.toSorted((a, b) => (a.startedAt ?? 0) - (b.startedAt ?? 0)).slice(0, mostRunning);
  const runs = trimmed([...known.values()], mostRuns - followed.length, now);
  return {
    service: ledger.service,
    runs,
    running: followed,
    usualMs: usualOf(runs) ?? ledger.usualMs,
  };
}

/** The middle of how long clean runs took. */
export function usualOf(runs: readonly Run[]): number | undefined {
  const took = runs
    .filter(({ state, startedAt }) => state === 'finished' && startedAt !== undefined)
    .map(({ startedAt, endedAt }) => endedAt - (startedAt ?? endedAt))
    .sort((a, b) => a - b);
  return took.length < fewestForUsual ? undefined : took[Math.floor(took.length / 2)];
}

/** A finished job as a run; undefined where it cannot be told from others. */
export function runOf(job: Job): Run | undefined {
  const [id, endedAt] = [runIdOf(job), endOf(job)];
  if (id === undefined || endedAt === undefined || job.state === undefined || job.state === 'inProgress')
    return undefined;
  return { id, state: job.state, startedAt: job.startedAt, endedAt };
}

function endOf({ startedAt, finishedAt, durationMs }: Job): EpochMs | undefined {
  if (finishedAt !== undefined) return finishedAt;
  return startedAt === undefined || durationMs === undefined ? undefined : startedAt + durationMs;
}

/** Failures weigh the most, a clean end the least. */
function gravityOf({ state }: Job): number {
  return state === 'failed' ? 3 : state === 'partiallyFinished' ? 2 : state === 'finished' ? 0 : 1;
}

function missesOf(ledger: Ledger, one: RunningBackup): number {
  return (
    ledger.running.find(({ id, startedAt }) => id === one.id && startedAt === one.startedAt)?.misses ?? 0
  );
}

function trimmed(runs: readonly LedgerRun[], most: number, now: EpochMs): readonly LedgerRun[] {
  const sorted = runs.toSorted((a, b) => a.endedAt - b.endedAt || (a.id < b.id ? -1 : 1));
  const isFresh = (run: LedgerRun) => lastSeenOf(run) >= now - rememberedMs;
  const older = sorted.filter(run => !isFresh(run)).slice(-olderKept);
  const kept = sorted.filter(run => isFresh(run) || older.includes(run));
  const spare = kept.length - most;
  if (spare <= 0) return kept;
  const partial = kept.filter(({ state }) => state === 'partiallyFinished');
  const clean = kept.filter(({ state }) => state !== 'failed' && state !== 'partiallyFinished');
  const dropped = new Set([...clean, ...partial].slice(0, spare));
  return kept.filter(run => !dropped.has(run)).slice(-most);
}

/** When a run ended, or was seen, whichever is later. */
export function lastSeenOf({ endedAt, foundAt }: LedgerRun): EpochMs {
  return Math.max(endedAt, foundAt);
}
