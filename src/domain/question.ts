import type { JobFilter, JobState, JobType, Service } from './job.ts';
import type { EpochMs, Span } from './time.ts';

/**
 * A question about jobs, fully resolved: whoever turns its pages later, and whenever, asks the same.
 */
export interface Question extends JobFilter {
  /** Which start times are meant. Only a question for running jobs has no bounds. */
  readonly span: Span;
  /** The words that gave the span ("since friday"), to read them again later; undefined if nothing was said. */
  readonly spanWords: string | undefined;
  /** IANA zone in which the question was asked and is shown. */
  readonly zone: string;
  readonly pageSize: number;
}

/** What the first line of a list says before the list itself: how many there are, or whether all is well. */
export const leads = ['count', 'whether'] as const;
export type Lead = (typeof leads)[number];

/** A stretch of time with both ends, and how it was asked for. */
export interface Window {
  readonly span: { readonly from: EpochMs; readonly to: EpochMs };
  /** The words that gave the span; undefined if nothing was said. */
  readonly spanWords: string | undefined;
  /** IANA zone in which it was asked and is shown. */
  readonly zone: string;
}

/** Several questions at once over one span: each of the services in each of the states. None means all, as one. */
export interface TabsQuestion extends Omit<Question, 'service' | 'state'> {
  readonly services: readonly Service[];
  readonly states: readonly JobState[];
}

/** Are the backups of this window well? Of one service, or of all that are backed up. */
export interface HealthQuestion extends Window {
  readonly service: Service | undefined;
}

/** Why did jobs of this window not end well? Of one service, or of all that are backed up. */
export interface CausesQuestion extends Window {
  readonly type: JobType | undefined;
  readonly service: Service | undefined;
}

/** How old may the last good backup be? Of one service, or of all that are backed up. */
export interface CoverageQuestion {
  readonly service: Service | undefined;
  /** Whole seconds, at most 60 days. */
  readonly targetMs: number;
  /** Nothing was said, so a service's own target counts if it has one. */
  readonly isUsual: boolean;
  /** IANA zone in which it was asked and is shown. */
  readonly zone: string;
}

/** One job by its id; if only lists can be read, it is looked for among those of the window. */
export interface JobSearch extends Window {
  readonly jobId: string;
  /** The list of jobs behind one cause that it was found in, to go back to. */
  readonly behind?: { readonly question: CausesQuestion; readonly cause: string } | undefined;
}

/** What a question may ask at the most; both the grammar and the buttons' payloads are held to it. */
export const questionLimits = {
  minPageSize: 1,
  maxPageSize: 25,
  defaultPageSize: 10,
  maxPageIndex: 100_000,
  /** Nothing was backed up before this day. */
  earliest: Date.UTC(2000, 0, 1),
  /** Ten years and some days. */
  maxSpanMs: 3_660 * 24 * 60 * 60 * 1000,
  /** Spans ahead of the clock by no more than this are taken for clocks that differ. */
  toleranceMs: 5 * 60 * 1000,
  maxSpanWordsLength: 120,
  /** The last good backup is not looked for further back. */
  maxTargetMs: 60 * 24 * 60 * 60 * 1000,
  /** Lists shown side by side: more are no overview any more. */
  maxTabs: 12,
} as const;

/** True if `span` can be asked at `now`: whole, in order, not too long, and not in the future. */
export function isSoundSpan(span: Span, now: EpochMs): boolean {
  const { from, to } = span;
  if (from === undefined && to === undefined) return true;
  if (from === undefined || to === undefined) return false;
  return (
    from >= questionLimits.earliest &&
    from < to &&
    to <= now + questionLimits.toleranceMs &&
    to - from <= questionLimits.maxSpanMs
  );
}

/** True for a page size that a question may have. */
export function isSoundPageSize(size: number): boolean {
  return Number.isInteger(size) && size >= questionLimits.minPageSize && size <= questionLimits.maxPageSize;
}

/** True if `question` may be asked at `now`: only running jobs are asked for without bounds. */
export function isSoundQuestion(question: Question, now: EpochMs): boolean {
  const bounded = question.span.from !== undefined;
  return (
    isSoundSpan(question.span, now) &&
    isSoundPageSize(question.pageSize) &&
    (bounded || question.state === 'inProgress')
  );
}
