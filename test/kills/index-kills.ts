import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSimulator } from '../../simulator/simulator.ts';
import type { IndexJournal } from '../../src/domain/index-journal.ts';
import type { ReadState } from '../../src/job-index/read-state.ts';
import { runOfRow } from '../../src/job-index/row-codec.ts';
import type { Run } from '../../src/job-index/run.ts';
import { startInstance } from './killed-processes.ts';

export interface IndexKillPlan {
  /** Processes that read in turns: the one that has the lease. */
  readonly instances: number;
  /** How often one of them is killed or paused. */
  readonly strokes: number;
  /** The settings by which the processes find store and journal. */
  readonly env: Readonly<Record<string, string>>;
  /** Opens the same journal here. */
  readonly open: () => Promise<IndexJournal>;
  /** 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number;
}

export interface IndexKillResult {
  /** The ids of the jobs that ended while the processes were killed. */
  readonly ended: readonly string[];
  /** As the journal has them at the end. */
  readonly runs: readonly Run[];
  /** News numbers that a reader saw only after it had seen a mark that was past them. */
  readonly skipped: readonly number[];
  readonly kills: number;
  readonly pauses: number;
}

/** Longer than a lease of `instance.ts`. */
const pauseMs = 6_000;
const longestMs = 120_000;

/** Lets jobs end all the time while the processes that read them are killed, and paused past their lease. */
export async function readThroughKills(plan: IndexKillPlan): Promise<IndexKillResult> {
  const { instances, strokes, random } = plan;
  const simulator = createSimulator({ history: false });
  const api = await simulator.listen(0);
  const processes: ChildProcess[] = [];
  const ended: string[] = [];
  let isOver = false;
  let [kills, pauses] = [0, 0];

  async function live(): Promise<void> {
    while (!isOver) {
      const child = startInstance(api.url, { AVEPOINT_JOBS_API: 'cloudbackup-jobs', ...plan.env });
      processes.push(child);
      await new Promise(resolve => child.once('exit', resolve));
      processes.splice(processes.indexOf(child), 1);
    }
  }

  function plantOne(): void {
    const now = Date.now();
    const id = `K${ended.length}`;
    const endedAt = now + (ended.length % 3 === 0 ? 1_500 : -500);
    simulator.plant({ id, service: 1 + (ended.length % 4), startedAt: now - 2_000, endedAt, state: 3 });
    ended.push(id);
  }

  async function strike(): Promise<void> {
    const victim = processes[Math.floor(random() * processes.length)];
    if (!victim) return;
    if (random() < 0.5) {
      kills += 1;
      victim.kill('SIGKILL');
      return;
    }
    pauses += 1;
    victim.kill('SIGSTOP');
    await sleep(pauseMs);
    victim.kill('SIGCONT');
  }

  const journal = await plan.open();
  const follower = createFollower(journal);
  const lives = Array.from({ length: instances }, () => live());
  const deadline = Date.now() + longestMs;
  const until = async (isDone: () => boolean) => {
    while (!isDone()) {
      assert.ok(Date.now() < deadline, `not done in time: ${follower.newsSeen()} of ${ended.length} seen`);
      await follower.follow();
      await sleep(100);
    }
  };
  try {
    await until(() => follower.isReading());
    const planting = setInterval(plantOne, 150);
    const following = setInterval(() => void follower.follow(), 100);
    for (let stroke = 0; stroke < strokes; stroke += 1) {
      await sleep(500 + random() * 2_500);
      await strike();
    }
    clearInterval(planting);
    clearInterval(following);
    await until(() => follower.newsSeen() >= ended.length);
    await sleep(1_000);
    await follower.follow();
  } finally {
    isOver = true;
    for (const child of processes) {
      child.kill('SIGCONT');
      child.kill('SIGKILL');
    }
    await Promise.all(lives);
    await api.close();
  }
  const runs: Run[] = [];
  const today = Math.floor(Date.now() / 86_400_000);
  for await (const entries of journal.days(today - 1, today + 1))
    runs.push(...entries.flatMap(({ key, value }) => runOfRow(key, value) ?? []));
  await journal.close();
  return { ended, runs, skipped: follower.skipped(), kills, pauses };
}

/**
 * Follows the journal as another instance does, and notes the news numbers that the mark passed before they were seen.
 */
function createFollower(journal: IndexJournal) {
  const seen = new Set<number>();
  const skipped = new Set<number>();
  let change = 0;
  let passed = 0;
  let isReading = false;
  let underWay: Promise<void> | undefined;

  async function follow(): Promise<void> {
    const mark = await journal.mark();
    if (mark.change > change) {
      for await (const entries of journal.changedSince(change)) {
        for (const entry of entries) {
          const news = runOfRow(entry.key, entry.value)?.news;
          if (news === undefined || seen.has(news)) continue;
          seen.add(news);
          if (news <= passed) skipped.add(news);
        }
      }
      change = mark.change;
    }
    const state = mark.state as ReadState | undefined;
    isReading = Object.values(state?.locations ?? {}).some(({ units }) =>
      Object.values(units).every(({ unread }) => unread.length === 0),
    );
    passed = state?.news ?? 0;
  }

  return {
    follow() {
      underWay ??= follow().finally(() => {
        underWay = undefined;
      });
      return underWay;
    },
    isReading: () => isReading,
    newsSeen: () => seen.size,
    skipped: () => [...skipped],
  };
}

/** Fails unless every job that ended is there once, with a news number of its own. */
export function assertReadOnce({ ended, runs, skipped }: IndexKillResult): void {
  assert.deepEqual(skipped, [], 'no news number was passed before it could be seen');
  const ofJob = new Map<string, number>();
  for (const { job } of runs) ofJob.set(job.id ?? '', (ofJob.get(job.id ?? '') ?? 0) + 1);
  assert.deepEqual(
    ended.filter(id => ofJob.get(id) !== 1),
    [],
    'each job is there once',
  );
  const news = runs.map(run => run.news).filter(number => number !== undefined);
  assert.equal(news.length, runs.length, 'each end has a news number');
  assert.equal(new Set(news).size, news.length, 'no two ends have the same');
}
