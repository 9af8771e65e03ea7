import type { JobState, JobType, Service } from '../../domain/job.ts';
import type { Span } from '../../domain/time.ts';

/** What jobs are grouped by. */
export const groupings = ['service', 'type', 'state', 'hour', 'day', 'week'] as const;
export type Grouping = (typeof groupings)[number];

/** Returns true for a part of the calendar, whose groups have an order of their own. */
export function isOfTime(by: Grouping): by is 'hour' | 'day' | 'week' {
  return by === 'hour' || by === 'day' || by === 'week';
}

/** Hours of more than two days are no overview, and a button could ask for very many. */
export const mostHourMs = 49 * 3_600_000;

/** Asks how many jobs each group has. */
export interface RankQuestion {
  readonly type: JobType | undefined;
  /** Empty means all. */
  readonly services: readonly Service[];
  /** Empty means all. */
  readonly states: readonly JobState[];
  readonly by: Grouping;
  /** How many groups to show; undefined: as many as there are. */
  readonly limit: number | undefined;
  /** True if the group with the most comes first, whatever order the groups have. */
  readonly isWorstFirst: boolean;
  /** True if the first line answers which groups have any, and how many they are. */
  readonly isWhich: boolean;
  /** Only running jobs have no bounds. */
  readonly span: Span;
  readonly spanWords: string | undefined;
  readonly zone: string;
}
