import { type CauseName, causeNames, errorOf } from './causes.ts';
import { createDice, type Dice, hash } from './dice.ts';
import { jobState, jobType, locations, type SimulatedCounts, type SimulatedJob } from './job.ts';
import { bursts, isLongRun, locationGapMinutes, locationShares, type Rhythm, rhythms } from './rhythm.ts';

export const dayMs = 24 * 60 * 60 * 1000;
const minuteMs = 60 * 1000;

/** The subjects of throws, so that two decisions about one job never share a random number. */
const about = { run: 1, overrun: 2, burst: 3, burstRank: 4, other: 5, retention: 6 } as const;

interface Draft extends Omit<SimulatedJob, 'id'> {
  readonly prefix: string;
}

/** A run before its outcome is decided. */
interface Run {
  readonly rhythm: Rhythm;
  readonly locationIndex: number;
  readonly startedAt: number;
  readonly durationMs: number;
  /** It takes longer than the gap to its next start, which is left out. */
  readonly overruns: boolean;
  readonly dice: Dice;
}

/** The day (whole days since 1970, UTC) in which a moment lies. */
export function dayOf(epochMs: number): number {
  return Math.floor(epochMs / dayMs);
}

/**
 * All jobs that start on `day`, newest first, ties by id: a pure function of the seed and the day. No job lasts
 * longer than a day.
 */
export function planDay(seed: number, day: number): readonly SimulatedJob[] {
  const runs = backupRuns(seed, day);
  const failing = failingRuns(seed, day, runs);
  const drafts = [...runs.map(run => backup(run, failing.get(run))), ...otherJobs(seed, day)];
  drafts.sort((a, b) => a.startedAt - b.startedAt || a.service - b.service || a.type - b.type);
  return drafts
    .map(({ prefix, ...job }, index) => ({ id: idOf(prefix, job.startedAt, index), ...job }))
    .sort(newestFirst);
}

/** The order of every answer: the newest start first, ties by id. */
export function newestFirst(a: SimulatedJob, b: SimulatedJob): number {
  return b.startedAt - a.startedAt || b.startSteps - a.startSteps || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** Letters, the start to the millisecond, and three digits that differ within a day. */
function idOf(prefix: string, startedAt: number, index: number): string {
  const digits = new Date(startedAt).toISOString().replace(/\D/g, '');
  return `${prefix}${digits}${String(index).padStart(3, '0')}`;
}

function isSunday(day: number): boolean {
  return (day + 4) % 7 === 0;
}

function backupRuns(seed: number, day: number): Run[] {
  const runs: Run[] = [];
  for (const rhythm of rhythms) {
    const kept = isSunday(day) ? rhythm.onSunday : [...rhythm.startMinutes.keys()];
    const gapMs = dayMs / rhythm.startMinutes.length;
    for (const locationIndex of locations.keys()) {
      // A run is left out while the one before it still runs: now and then one takes longer than its gap.
      const luck = createDice(seed, about.overrun, day, rhythm.service, locationIndex);
      const overrun =
        rhythm.startMinutes.length > 1 && !isLongRun(rhythm.service, locationIndex) && luck.chance(0.04)
          ? luck.between(0, rhythm.startMinutes.length - 2)
          : undefined;
      for (const index of kept) {
        if (overrun !== undefined && index === overrun + 1) continue;
        const dice = createDice(seed, about.run, day, rhythm.service, index, locationIndex);
        const minute = (rhythm.startMinutes[index] ?? 0) + locationIndex * locationGapMinutes;
        runs.push({
          rhythm,
          locationIndex,
          startedAt: day * dayMs + minute * minuteMs + dice.between(0, 180_000),
          durationMs:
            index === overrun
              ? Math.round(gapMs * (1.1 + dice.next() * 0.4))
              : usualDuration(rhythm, locationIndex, gapMs, dice),
          overruns: index === overrun,
          dice,
        });
      }
    }
  }
  return runs;
}

function usualDuration(rhythm: Rhythm, locationIndex: number, gapMs: number, dice: Dice): number {
  if (isLongRun(rhythm.service, locationIndex)) return Math.round(gapMs * (0.88 + dice.next() * 0.08));
  const share = (locationShares[locationIndex] ?? 1) / locationShares[0];
  // From a third to three times the middle, as a rule nearer to it.
  const factor = 3 ** (dice.next() + dice.next() - 1);
  const ms = rhythm.minutes * minuteMs * (0.25 + 0.75 * share) * factor;
  return Math.round(Math.min(Math.max(ms, 9_000), gapMs * 0.85));
}

/** Which runs of the day fail, with the cause they share. A burst takes whole services if it can. */
function failingRuns(seed: number, day: number, runs: readonly Run[]): Map<Run, CauseName> {
  const failing = new Map<Run, CauseName>();
  for (const [index, burst] of bursts.entries()) {
    const dice = createDice(seed, about.burst, day, index);
    const cause = dice.pick(causeNames);
    const wanted = dice.between(burst.atLeast, burst.atMost);
    const rank = (run: Run) => hash(seed, about.burstRank, day, index, run.rhythm.service);
    const candidates = runs
      .filter(run => {
        const minute = (run.startedAt - day * dayMs) / minuteMs;
        return minute >= burst.from && minute < burst.to && mayFail(run);
      })
      .sort((a, b) => rank(a) - rank(b) || a.startedAt - b.startedAt);
    for (const run of candidates.slice(0, wanted)) failing.set(run, cause);
  }
  return failing;
}

function mayFail(run: Run): boolean {
  return !run.overruns && !isLongRun(run.rhythm.service, run.locationIndex);
}

function backup(run: Run, cause: CauseName | undefined): Draft {
  const { rhythm, locationIndex, startedAt, dice } = run;
  const total = Math.max(
    1,
    Math.round(rhythm.objects * (locationShares[locationIndex] ?? 1) * (0.95 + dice.next() * 0.1)),
  );
  const luck = dice.next();
  const outcome =
    cause !== undefined || (luck < 0.01 && mayFail(run))
      ? jobState.failed
      : luck < 0.05
        ? jobState.partiallyFinished
        : luck < 0.1
          ? jobState.finishedWithException
          : jobState.finished;
  // What fails does so early: seconds, or up to 25 minutes.
  const durationMs =
    outcome === jobState.failed
      ? Math.min(run.durationMs, dice.between(8_000, 25 * minuteMs))
      : run.durationMs;
  const full = dice.chance(0.03);
  return {
    prefix: `${rhythm.service === 1 ? 'E' : ''}${full ? 'FB' : 'IB'}`,
    type: jobType.backup,
    service: rhythm.service,
    location: locations[locationIndex] ?? locations[0],
    ...lifeOf(startedAt, durationMs, dice),
    ...endOf(outcome, total, cause ?? dice.pick(causeNames), dice),
  };
}

function lifeOf(startedAt: number, durationMs: number, dice: Dice) {
  return {
    startedAt,
    startSteps: dice.between(0, 9_999),
    endsAt: startedAt + Math.max(durationMs, 1_000),
    endSteps: dice.between(0, 9_999),
  };
}

/** How a job with that outcome ends: the counts always add up to the total. */
export function endOf(
  outcome: number,
  total: number,
  cause: CauseName,
  dice: Dice,
): Pick<SimulatedJob, 'outcome' | 'counts' | 'errors'> {
  const failed = Math.min(total, failedOf(outcome, total, dice));
  const skipped = Math.min(total - failed, Math.floor(total * dice.next() * 0.02));
  const counts: SimulatedCounts = { total, failed, skipped, successful: total - failed - skipped };
  if (failed === 0) return { outcome, counts, errors: [] };
  const rows = Math.min(failed, dice.between(1, 3));
  const errors = Array.from({ length: rows }, (_, row) =>
    // The first row carries the most; now and then another cause mixes in.
    errorOf(
      row > 0 && dice.chance(0.25) ? dice.pick(causeNames) : cause,
      row === 0 ? failed - rows + 1 : 1,
      dice,
    ),
  );
  return { outcome, counts, errors };
}

function failedOf(outcome: number, total: number, dice: Dice): number {
  if (outcome === jobState.failed) return Math.ceil(total * (0.6 + dice.next() * 0.4));
  if (outcome === jobState.partiallyFinished) return Math.ceil(total * (0.02 + dice.next() * 0.25));
  if (outcome === jobState.finishedWithException) return Math.ceil(total * dice.next() * 0.02);
  return 0;
}

/** Restores, exports and deletions, mostly in working hours; a retention job each Saturday night. */
function otherJobs(seed: number, day: number): Draft[] {
  const dice = createDice(seed, about.other, day);
  const calm = isSunday(day);
  const drafts: Draft[] = [];
  const add = (prefix: string, type: number, count: number, longestMinutes: number) => {
    for (let made = 0; made < count; made++) {
      const startedAt = day * dayMs + dice.between(7 * 60, 18 * 60) * minuteMs + dice.between(0, 59_999);
      drafts.push(other(prefix, type, startedAt, longestMinutes, dice));
    }
  };
  add('RS', jobType.restore, calm ? dice.between(0, 1) : dice.between(3, 6), 130);
  add('EX', jobType.export, calm ? 0 : dice.between(1, 3), 90);
  add('DL', jobType.delete, !calm && dice.chance(0.4) ? 1 : 0, 20);
  if ((day + 4) % 7 === 6) {
    const luck = createDice(seed, about.retention, day);
    drafts.push(
      other('RT', jobType.retention, day * dayMs + 22 * 60 * minuteMs + luck.between(0, 59_999), 110, luck),
    );
  }
  return drafts;
}

function other(prefix: string, type: number, startedAt: number, longestMinutes: number, dice: Dice): Draft {
  const luck = dice.next();
  const outcome =
    luck < 0.08
      ? jobState.failed
      : luck < 0.16
        ? jobState.partiallyFinished
        : luck < 0.2
          ? jobState.finishedWithException
          : jobState.finished;
  return {
    prefix,
    type,
    service: dice.pick([1, 1, 1, 2, 2, 3, 3, 4, 7, 7, 9]),
    location: dice.pick(locations),
    ...lifeOf(startedAt, dice.between(15_000, longestMinutes * minuteMs), dice),
    ...endOf(outcome, dice.between(1, 60), dice.pick(causeNames), dice),
  };
}
