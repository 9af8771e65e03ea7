import type { Clock, MonotonicMs } from '../domain/time.ts';
import type { IndexView } from '../job-index/view.ts';

/** The process that answers. */
export interface Running {
  /** As package.json has it. */
  readonly version: string;
  /** On the monotonic clock, since the wall clock may be set right later. */
  readonly startedAt: MonotonicMs;
  /** The published shape of AvePoint's API that answers; undefined until a request has found it out. */
  apiShape(): string | undefined;
}

/** What features are given to answer with. */
export interface Parts {
  readonly index: IndexView;
  readonly clock: Clock;
  readonly running: Running;
}
