import type { Clock, EpochMs } from '../domain/time.ts';
import type { IndexView } from '../job-index/view.ts';

/** The process that answers. */
export interface Running {
  /** As package.json has it. */
  readonly version: string;
  readonly startedAt: EpochMs;
  /** The published shape of AvePoint's API that answers; undefined until a request has found it out. */
  apiShape(): string | undefined;
}

/** What features are given to answer with. */
export interface Parts {
  readonly index: IndexView;
  readonly clock: Clock;
  readonly running: Running;
}
