/** A process that starts with a job index of 60 days, and answers from it. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { JobSource } from '../src/domain/job-source.ts';
import { monotonicMs } from '../src/domain/time.ts';
import { readComparison } from '../src/features/compare/compare.ts';
import { createJobIndex } from '../src/job-index/job-index.ts';
import { readCauses } from '../src/jobs/causes/read-causes.ts';
import { readCoverage } from '../src/jobs/coverage.ts';
import { readHealth } from '../src/jobs/health.ts';
import { openSqliteIndexJournal } from '../src/store/journal-sqlite.ts';
import { clockOf } from '../test/support/fakes.ts';
import { runAsChild } from './child.ts';
import { median } from './table.ts';

export interface IndexSettings {
  readonly dataDir: string;
  readonly sourceName: string;
  readonly now: number;
}

/** Milliseconds, and MB. */
export interface LoadedIndex {
  readonly runs: number;
  readonly loadMs: number;
  /** The stored rows read and parsed, and nothing else. */
  readonly parseMs: number;
  readonly heapMb: number;
}

/** Milliseconds. */
export interface AnswerTimes {
  readonly status: number;
  readonly coverage: number;
  readonly why: number;
  readonly compare: number;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const rounds = 21;
const silent = { debug() {}, info() {}, warn() {}, error() {} };
const nothing = () => Promise.reject(new Error('an overview asked AvePoint'));
const source: JobSource = { page: nothing, job: nothing, canFindJob: nothing };

let answers: () => Promise<AnswerTimes>;

runAsChild<IndexSettings, LoadedIndex, AnswerTimes>({
  async start({ dataDir, sourceName, now }) {
    const clock = clockOf(() => now);
    const journal = openSqliteIndexJournal({ dataDir });
    const index = createJobIndex({
      journal,
      source,
      sourceName,
      locations: [],
      intervalMs: 60_000,
      clockAheadMs: () => undefined,
      clock,
      random: Math.random,
      log: silent,
      days: 60,
    });
    const heapBefore = await usedHeap();
    const loadMs = await timed(() => index.load());
    const heapMb = ((await usedHeap()) - heapBefore) / 2 ** 20;
    const today = Math.floor(now / dayMs);
    const parseMs = await timed(async () => {
      for await (const _ of journal.days(today - 60, today + 1));
    });
    const parts = { index, clock, log: silent };
    answers = async () => {
      const window = (ms: number, to = now) => ({
        span: { from: to - ms, to },
        spanWords: undefined,
        zone: 'Europe/Berlin',
      });
      const all = { type: undefined, service: undefined, state: undefined };
      const wide = 59 * dayMs;
      const coverage = { service: undefined, targetMs: dayMs, isUsual: true, zone: 'Europe/Berlin' };
      const compared = { window: window(wide / 2), other: window(wide / 2, now - wide / 2) };
      const until = now + 10_000;
      return {
        status: await usual(() =>
          readHealth(parts, { ...window(dayMs), service: undefined }, monotonicMs(until)),
        ),
        coverage: await usual(() => readCoverage(parts, coverage, {}, monotonicMs(until))),
        why: await usual(() => readCauses(parts, { ...all, ...window(wide) }, monotonicMs(until))),
        compare: await usual(() => readComparison(parts, { ...all, ...compared }, monotonicMs(until))),
      };
    };
    return { runs: index.mirror.size, loadMs, parseMs, heapMb };
  },
  report: () => answers(),
});

/** After two collections of all garbage. */
async function usedHeap(): Promise<number> {
  for (let collections = 0; collections < 2; collections += 1) {
    globalThis.gc?.();
    await nextTurn();
  }
  return process.memoryUsage().heapUsed;
}

async function usual(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) times.push(await timed(work));
  return median(times);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
