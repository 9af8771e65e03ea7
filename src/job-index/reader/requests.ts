import type { Job, JobFilter, JobType } from '../../domain/job.ts';
import { type JobSource, JobSourceError } from '../../domain/job-source.ts';
import type { Clock, EpochMs, Span } from '../../domain/time.ts';
import type { FilterParameter } from '../observe.ts';
import type { Run } from '../run.ts';
import type { IndexWriter } from '../writer.ts';
import type { Budget } from './budget.ts';
import { createWalker, type Walker } from './walk.ts';

/** A list to read into the index. */
export interface ReadQuestion extends JobFilter {
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

/** Reads lists and single jobs of one location into the index. Throws `JobSourceError` and `IgnoredFilter`. */
export interface Requests {
  read(question: ReadQuestion, budget: Budget): Promise<ReadResult>;
  /** The same, again up to three times if the list changed while it was read. */
  readWhole(question: ReadQuestion, budget: Budget): Promise<ReadResult>;
  /** Reads one job by its id. Resolves to false if there is no such job, or if none can be read by its id. */
  find(id: string, type: JobType, budget: Budget): Promise<boolean>;
  /** How many rows the API gives at a time. */
  rowsAtOnce(): number;
}

/** An answer shows that the API ignores a parameter of the question. */
export class IgnoredFilter extends Error {
  override readonly name = 'IgnoredFilter';
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
  /** Called with the moment until which nothing may be asked. */
  readonly onPause: (until: EpochMs) => void;
}

/** A request in the background ends by itself much earlier. */
const requestMs = 120_000;
const mostTries = 3;
/** Windows may be read as whole days. */
const dayMs = 24 * 3_600_000;

export function createRequests(parts: RequestsParts): Requests {
  const { source, writer, location, clock, onPause } = parts;
  const walkers = new Map<Budget, Walker>();

  async function asking<T>(budget: Budget, request: (until: EpochMs) => Promise<T>): Promise<T> {
    budget.spend();
    try {
      return await request(clock.now() + requestMs);
    } catch (error) {
      if (error instanceof JobSourceError && error.details.retryAt !== undefined)
        onPause(error.details.retryAt);
      throw error;
    }
  }

  function walkerOf(budget: Budget): Walker {
    const known = walkers.get(budget);
    if (known) return known;
    const walker = createWalker(query => asking(budget, until => source.page(query, until)));
    walkers.set(budget, walker);
    return walker;
  }

  async function read(question: ReadQuestion, budget: Budget): Promise<ReadResult> {
    const { type, service, state, span } = question;
    const runs: Run[] = [];
    let hasIds = true;
    let order = writer.ask();
    const isStable = await walkerOf(budget).walk({ type, service, state, span, location }, jobs => {
      checkFilters(question, jobs);
      const taken = writer.take(jobs, { type, service, location, order });
      runs.push(...taken.runs);
      hasIds &&= taken.isWhole;
      order = writer.ask();
    });
    return { runs, isWhole: isStable && hasIds };
  }

  return {
    read,
    async readWhole(question, budget) {
      let result = await read(question, budget);
      for (let tries = 1; !result.isWhole && tries < mostTries; tries += 1)
        result = await read(question, budget);
      return result;
    },
    async find(id, type, budget) {
      if (!(await source.canFindJob(clock.now() + requestMs))) return false;
      const order = writer.ask();
      const job = await asking(budget, until => source.job(id, until, location));
      if (job) writer.take([job], { type, service: undefined, location, order });
      return job !== undefined;
    },
    rowsAtOnce: () => Math.min(...[...walkers.values()].map(walker => walker.rowsAtOnce()), 100),
  };
}

/** Throws if rows can only have come because a parameter was ignored. Rows of the index are held to it by `observe`. */
function checkFilters({ state, span }: ReadQuestion, jobs: readonly Job[]): void {
  for (const job of jobs) {
    const isOtherState = state !== undefined && job.state !== undefined && job.state !== state;
    if (isOtherState) throw new IgnoredFilter('JobState');
    const { startedAt, finishedAt } = job;
    const isBefore =
      span.from !== undefined &&
      startedAt !== undefined &&
      finishedAt !== undefined &&
      Math.max(startedAt, finishedAt) < span.from - dayMs;
    const isAfter = span.to !== undefined && startedAt !== undefined && startedAt > span.to + dayMs;
    if (isBefore || isAfter) throw new IgnoredFilter('StartTime');
  }
}
