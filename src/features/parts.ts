import type { Clock } from '../domain/time.ts';
import type { IndexView } from '../job-index/view.ts';

/** What features are given to answer with. */
export interface Parts {
  readonly index: IndexView;
  readonly clock: Clock;
}
