import { type JobFilter, type JobState, type JobType, type Service, services } from './job.ts';
import type { Narrowing } from './narrowing.ts';
import type { EpochMs, Span } from './time.ts';

/** A question about jobs, fully resolved: it means the same for every user and at every time. */
export interface Question extends JobFilter {
  /** The range of start times. Only a question for running jobs has no limits. */
  readonly span: Span;
  /** The words of the period ("since friday"), to interpret them again later; undefined if there were none. */
  readonly spanWords: string | undefined;
  /** IANA zone of the question and its answer. */
  readonly zone: string;
  readonly pageSize: number;
  /** What AvePoint's own filters can't do: the job index answers it. */
  readonly narrowed?: Narrowing | undefined;
}

/**
 * What the first line of a list answers: how many there are; whether all is well, in a question that yes and no would
 * leave unclear; whether all worked; whether there are any.
 */
export const leads = ['count', 'whether', 'worked', 'any'] as const;
export type Lead = (typeof leads)[number];

/** A period with both ends, and the words for it. */
export interface Window {
  readonly span: { readonly from: EpochMs; readonly to: EpochMs };
  /** The words of the period; undefined if there were none. */
  readonly spanWords: string | undefined;
  /** IANA zone in which it was asked and is shown. */
  readonly zone: string;
}

/**
 * Several questions over one span: each of the types and services in each of the states. An empty list means all, as
 * one.
 */
export interface TabsQuestion extends Omit<Question, 'service' | 'state'> {
  /** Several types; then `type` is undefined. */
  readonly types?: readonly JobType[] | undefined;
  readonly services: readonly Service[];
  readonly states: readonly JobState[];
}

/** The services of a question about one, several, or all that are backed up. */
export interface OfServices {
  /** Undefined for all, and for several. */
  readonly service: Service | undefined;
  /** Several services, each once and in the order of `services`. */
  readonly services?: readonly Service[] | undefined;
}

/** Returns the services as a question has them; an empty list means all. */
export function ofServices(asked: readonly Service[]): OfServices {
  if (asked.length < 2) return { service: asked[0] };
  return { service: undefined, services: services.filter(service => asked.includes(service)) };
}

/** Returns the services of a question; an empty list means all. */
export function servicesOf({ service, services }: OfServices): readonly Service[] {
  return services ?? (service === undefined ? [] : [service]);
}

/** Asks whether the backups of a window are well. */
export interface HealthQuestion extends Window, OfServices {}

/** Asks why jobs of a window failed. */
export interface CausesQuestion extends Window, OfServices {
  readonly type: JobType | undefined;
}

/** Asks whether the last good backup is recent enough. */
export interface CoverageQuestion extends OfServices {
  /** Whole seconds, at most 60 days. */
  readonly targetMs: number;
  /** True if the question has no limit, so a service's own target counts if it has one. */
  readonly isUsual: boolean;
  /** IANA zone in which it was asked and is shown. */
  readonly zone: string;
  /** A window that is over: asks whether a good backup started in it, whatever the limit. */
  readonly window?: Omit<Window, 'zone'> | undefined;
}

/** Asks for one job by its id. If only lists can be read, it's searched in the window. */
export interface JobSearch extends Window {
  readonly jobId: string;
  /** The list of the reason's jobs that it was found in, for the way back. */
  readonly behind?: { readonly question: CausesQuestion; readonly cause: string } | undefined;
}

/** Limits of a question, for both the grammar and the buttons' payloads. */
export const questionLimits = {
  minPageSize: 1,
  maxPageSize: 25,
  defaultPageSize: 10,
  maxPageIndex: 100_000,
  /** There are no backups before this day. */
  earliest: Date.UTC(2000, 0, 1),
  /** Ten years and some days. */
  maxSpanMs: 3_660 * 24 * 60 * 60 * 1000,
  /** A span may end this far in the future, since clocks differ. */
  toleranceMs: 5 * 60 * 1000,
  maxSpanWordsLength: 120,
  /** The last good backup isn't searched further back. */
  maxTargetMs: 60 * 24 * 60 * 60 * 1000,
  /** Lists side by side: more are no overview any more. */
  maxTabs: 12,
} as const;

/** Returns true if `span` is valid at `now`: complete, in order, not too long, and not in the future. */
export function isValidSpan(span: Span, now: EpochMs): boolean {
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

/** Returns true for a valid page size. */
export function isValidPageSize(size: number): boolean {
  return Number.isInteger(size) && size >= questionLimits.minPageSize && size <= questionLimits.maxPageSize;
}

/** Returns true if `question` is valid at `now`: only running jobs can be asked for without limits. */
export function isValidQuestion(question: Question, now: EpochMs): boolean {
  const bounded = question.span.from !== undefined;
  return (
    isValidSpan(question.span, now) &&
    isValidPageSize(question.pageSize) &&
    (bounded || question.state === 'inProgress')
  );
}
