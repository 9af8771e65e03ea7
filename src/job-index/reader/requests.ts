import type { Job, JobFilter, JobQuery, JobType } from '../../domain/job.ts';
import { type JobSource, JobSourceError } from '../../domain/job-source.ts';
import type { Log } from '../../domain/log.ts';
import { type Clock, type EpochMs, inMs, type MonotonicMs, type Span } from '../../domain/time.ts';
import type { FilterParameter } from '../observe.ts';
import type { Run } from '../run.ts';
import type { IndexWriter } from '../writer.ts';
import type { Budget } from './budget.ts';
import { createWalker } from './walk.ts';

/** A list to read into the index. */
interface ReadQuestion extends JobFilter {
  readonly type: JobType;
  readonly span: Span;
}

/** What became of it. */
export interface ReadResult {
  /** The runs of all rows that came. */
  readonly runs: readonly Run[];
  /** False if a row may be missing, or couldn't be told from others. */
  readonly isWhole: boolean;
}

/** Reads lists and single jobs of one location into the index. Throws `JobSourceError` and `IgnoredFilterError`. */
export interface Requests {
  read(question: ReadQuestion, budget: Budget): Promise<ReadResult>;
  /** The same, again up to three times if the list changed while it was read. */
  readWhole(question: ReadQuestion, budget: Budget): Promise<ReadResult>;
  /** Reads one job by its id. Resolves to false if there is no such job, or if none can be read by its id. */
  find(id: string, type: JobType, budget: Budget): Promise<boolean>;
  /** Resolves to false if the API has no request for one job. */
  canFind(): Promise<boolean>;
  /** How many rows the API gives at a time. */
  rowsAtOnce(): number;
  /** True while AvePoint has asked for a pause: every request throws then, and none is sent. */
  isPaused(): boolean;
}

/** An answer shows that the API ignores a parameter of the question. */
export class IgnoredFilterError extends Error {
  override readonly name = 'IgnoredFilterError';
  readonly parameter: FilterParameter;

  constructor(parameter: FilterParameter) {
    super(`the API ignores ${parameter}`);
    this.parameter = parameter;
  }
}

export interface RequestsParts {
  readonly source: JobSource;
  readonly writer: IndexWriter;
  readonly location: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** A request in the background ends by itself much earlier. */
const requestMs = 120_000;
const mostTries = 3;
/** Windows may be read as whole days. */
const dayMs = 24 * 3_600_000;

export function createRequests(parts: RequestsParts): Requests {
  const { source, writer, location, clock, log } = parts;
  const walker = createWalker();
  let pause: { readonly until: MonotonicMs; readonly retryAt: EpochMs } | undefined;

  const pauseNow = () => (pause && clock.monotonic() < pause.until ? pause : undefined);

  async function asking<T>(budget: Budget, request: (until: MonotonicMs) => Promise<T>): Promise<T> {
    const retryAt = pauseNow()?.retryAt;
    if (retryAt !== undefined)
      throw new JobSourceError('rate-limited', 'The jobs API has asked for a pause.', { retryAt });
    budget.spend();
    try {
      return await request(inMs(requestMs, clock));
    } catch (error) {
      if (error instanceof JobSourceError) beginPause(error.details.retryAt);
      throw error;
    }
  }

  function beginPause(retryAt: EpochMs | undefined): void {
    const now = clock.now();
    if (retryAt === undefined || retryAt <= now) return;
    pause = { until: inMs(retryAt - now, clock), retryAt };
    log.warn({ until: new Date(retryAt).toISOString() }, 'AvePoint asked for a pause');
  }

  async function read(question: ReadQuestion, budget: Budget): Promise<ReadResult & { isStable: boolean }> {
    const { type, service, state, span } = question;
    const runs = new Map<string, Run>();
    let hasIds = true;
    let order = writer.ask();
    const readPage = (query: JobQuery) => asking(budget, until => source.page(query, until));
    const isStable = await walker.walk({ type, service, state, span, location }, readPage, jobs => {
      checkFilters(question, jobs);
      const taken = writer.take(jobs, { type, service, location, order });
      for (const run of taken.runs) runs.set(run.key, run);
      hasIds &&= taken.isWhole;
      order = writer.ask();
    });
    return { runs: [...runs.values()], isWhole: isStable && hasIds, isStable };
  }

  return {
    read,
    async readWhole(question, budget) {
      let result = await read(question, budget);
      // A row without an id has none the next time either.
      for (let tries = 1; !result.isStable && tries < mostTries; tries += 1)
        result = await read(question, budget);
      return result;
    },
    canFind: () => source.canFindJob(inMs(requestMs, clock)),
    async find(id, type, budget) {
      if (!(await source.canFindJob(inMs(requestMs, clock)))) return false;
      const order = writer.ask();
      const job = await asking(budget, until => source.job(id, until, location));
      if (job) writer.take([job], { type, service: undefined, location, order });
      return job !== undefined;
    },
    rowsAtOnce: walker.rowsAtOnce,
    isPaused: () => pauseNow() !== undefined,
  };
}

/** Throws if rows can only have come because a parameter was ignored. Rows of the index are held to it by `observe`. */
function checkFilters({ state, span }: ReadQuestion, jobs: readonly Job[]): void {
  for (const job of jobs) {
    const isOtherState = state !== undefined && job.state !== undefined && job.state !== state;
    if (isOtherState) throw new IgnoredFilterError('JobState');
    const { startedAt, finishedAt } = job;
    const isBefore =
      span.from !== undefined &&
      startedAt !== undefined &&
      finishedAt !== undefined &&
      Math.max(startedAt, finishedAt) < span.from - dayMs;
    const isAfter = span.to !== undefined && startedAt !== undefined && startedAt > span.to + dayMs;
    if (isBefore) throw new IgnoredFilterError('StartTime');
    if (isAfter) throw new IgnoredFilterError('FinishTime');
  }
}
