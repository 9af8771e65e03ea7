import type { JobType } from '../domain/job.ts';
import type { EpochMs, MonotonicMs } from '../domain/time.ts';
import type { Mirror } from './mirror.ts';
import type { ReadState } from './read-state.ts';

/** Up to which news number something was told. Numbers of different indexes have nothing to do with each other. */
export interface NewsMark {
  /** `ReadState.numberedSince` of the index. */
  readonly index: EpochMs;
  readonly until: number;
}

/** What was read from AvePoint, and until when: what every query goes by. */
export interface IndexView {
  readonly mirror: Pick<
    Mirror,
    'get' | 'withId' | 'between' | 'withNews' | 'open' | 'unattributed' | 'has' | 'size' | 'changes'
  >;
  /** How far AvePoint was read; undefined before it was read at all. */
  state(): ReadState | undefined;
  /** How far the ends of runs are numbered for good; undefined before AvePoint was read at all. */
  news(): NewsMark | undefined;
  /** Each is read for itself; one that is undefined if all are read as one. */
  readonly locations: readonly (string | undefined)[];
  /** How often the newest jobs are read. */
  readonly intervalMs: number;
  /** How long runs are stored. */
  readonly days: number;
  /**
   * Resolves when all readable jobs of a type (undefined: of all types) since `from` were read, when AvePoint refuses to answer
   * or stays out of reach, or at `until`. If the latest jobs weren't read lately, the reader's next pass retries them.
   */
  caughtUp(from: EpochMs, until: MonotonicMs, type: JobType | undefined): Promise<void>;
  /**
   * Lets the reader's next pass ask for the newest starts, for what runs and for what ended badly, whatever is due: an answer of
   * AvePoint's has shown more than the index has. At most one pass in five seconds does. Only the process that reads listens.
   */
  wake(): void;
}
