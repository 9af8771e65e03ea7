import type { Job, JobPage, JobQuery } from '../../src/domain/job.ts';
import {
  type JobFinder,
  type JobSource,
  JobSourceError,
  type QueuedRequest,
} from '../../src/domain/job-source.ts';
import type { Log } from '../../src/domain/log.ts';
import type { Meter } from '../../src/domain/meter.ts';
import type { Question } from '../../src/domain/question.ts';
import { type Clock, type EpochMs, type MonotonicMs, monotonicMs } from '../../src/domain/time.ts';
import { createMirror } from '../../src/job-index/mirror.ts';
import type { IndexView } from '../../src/job-index/view.ts';
import type { Timers } from '../../src/teams/typing.ts';

/** A Monday: 2026-11-23T13:05:00Z, 14:05 in Berlin. */
export const monday = Date.UTC(2026, 10, 23, 13, 5);

export const hour = 3_600_000;

/** A clock that stands still until a test moves it. */
export interface FakeClock extends Clock {
  /** Lets time pass. */
  advance(ms: number): void;
  /** Sets the wall clock: no time passes. */
  jump(ms: number): void;
  /** What a wall clock would show that was never set, such as that of another machine. */
  readonly elsewhere: () => EpochMs;
}

/** Both clocks begin with the same number, so that a test can write a limit as `monotonicMs(monday + 500)`. */
export function fakeClock(now = monday): FakeClock {
  let passed = now;
  let setBy = 0;
  return {
    now: () => passed + setBy,
    monotonic: () => monotonicMs(passed),
    advance: ms => {
      passed += ms;
    },
    jump: ms => {
      setBy += ms;
    },
    elsewhere: () => passed,
  };
}

/** A clock that is never set, by a function that returns the time. */
export function clockOf(now: () => EpochMs): Clock {
  return { now, monotonic: () => monotonicMs(now()) };
}

/** Timers that run when `advance` lets time pass. */
export function fakeTimers(): Timers & { advance(ms: number): void } {
  let now = 0;
  let waiting: { at: number; callback: () => void }[] = [];
  return {
    setTimeout(callback, ms) {
      const timer = { at: now + ms, callback };
      waiting.push(timer);
      return timer;
    },
    clearTimeout(timer) {
      waiting = waiting.filter(other => other !== timer);
    },
    advance(ms) {
      now += ms;
      const due = waiting.filter(({ at }) => at <= now);
      waiting = waiting.filter(({ at }) => at > now);
      for (const { callback } of due) callback();
    },
  };
}

export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly fields: Readonly<Record<string, unknown>>;
  readonly message: string;
}

/** A log that records its lines. */
export function recordingLog(): Log & { readonly lines: LogLine[] } {
  const lines: LogLine[] = [];
  const at = (level: LogLine['level']) => (fields: object, message: string) => {
    lines.push({ level, fields: fields as LogLine['fields'], message });
  };
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** A meter that drops everything. */
export const noMeter: Meter = { count() {}, observe() {}, gauge() {} };

/** A meter that records its calls, with the labels' values: "sends post sent". */
export function recordingMeter(): Meter & {
  readonly counted: Readonly<Record<string, number>>;
  readonly observed: readonly { readonly name: string; readonly seconds: number }[];
} {
  const counted: Record<string, number> = {};
  const observed: { name: string; seconds: number }[] = [];
  const nameOf = (name: string, labels: object = {}) => [name, ...Object.values(labels)].join(' ');
  return {
    counted,
    observed,
    count: (name, by = 1, labels) => {
      const full = nameOf(name, labels);
      counted[full] = (counted[full] ?? 0) + by;
    },
    observe: (name, seconds, labels) => void observed.push({ name: nameOf(name, labels), seconds }),
    gauge: (name, value) => {
      counted[name] = value;
    },
  };
}

/** The part of a source that has no request for one job. */
export const noJobRequest: JobFinder = {
  canFindJob: async () => false,
  job: () => Promise.reject(new JobSourceError('not-found', 'there is no request for one job')),
};

/**
 * A source that answers with `answer` and records its queries. Without `job` it has no request for one job. It
 * waits for its turn as the product's own does.
 */
export function fakeSource(
  answer: (query: JobQuery) => JobPage | Promise<JobPage>,
  job?: JobSource['job'],
): JobSource & { readonly queries: JobQuery[] } {
  const queries: JobQuery[] = [];
  return {
    queries,
    page: async (query, until, queued) => {
      queries.push(query);
      return inTurn(until, queued, async () => answer(query));
    },
    ...(job
      ? {
          canFindJob: async () => true,
          job: (id, until, location, queued) => inTurn(until, queued, () => job(id, until, location)),
        }
      : noJobRequest),
  };
}

/** Sends one attempt, once it may be sent. */
export async function inTurn<T>(
  until: MonotonicMs,
  queued: QueuedRequest | undefined,
  attempt: () => Promise<T>,
): Promise<T> {
  if (!queued) return attempt();
  const leave = await queued.enter(until);
  try {
    return await attempt();
  } finally {
    leave();
  }
}

export function aJob(overrides: Partial<Job> = {}): Job {
  return {
    id: 'FB20261123020000000001',
    state: 'failed',
    stateText: 'Failed',
    startedAt: monday - 12 * hour,
    finishedAt: monday - 11 * hour,
    durationMs: hour,
    objects: { total: 100, failed: 3, successful: 97, skipped: 0 },
    errors: [],
    ...overrides,
  };
}

/** Failed backups, Sunday 14:05 to Monday 14:05, asked in Berlin. */
export function aQuestion(overrides: Partial<Question> = {}): Question {
  return {
    type: 'backup',
    service: undefined,
    state: 'failed',
    span: { from: monday - 24 * hour, to: monday },
    spanWords: undefined,
    zone: 'Europe/Berlin',
    pageSize: 10,
    ...overrides,
  };
}

export const jobsNumbered = (count: number, first = 0): Job[] =>
  Array.from({ length: count }, (_, index) => aJob({ id: `FB${first + index}` }));

/** An index that was never read: for tests of single pages and jobs. */
export const unreadIndex: IndexView = {
  mirror: createMirror(),
  state: () => undefined,
  news: () => undefined,
  locations: [undefined],
  intervalMs: 60_000,
  days: 60,
  caughtUp: async () => {},
  wake() {},
};
