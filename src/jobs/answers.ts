import type { Job, JobState, Service } from '../domain/job.ts';
import type { JobSearch, Lead, Question } from '../domain/question.ts';
import type { EpochMs } from '../domain/time.ts';
import type { DoubtfulService } from '../job-index/queries/doubt.ts';

/** A number of jobs, or the least that it can be if the source's own count cannot be taken at its word. */
export interface Count {
  readonly value: number;
  readonly atLeast: boolean;
}

/** One of several lists that are shown together, with how many jobs it has, if that could be read. */
export interface Tab {
  readonly service: Service | undefined;
  readonly state: JobState | undefined;
  readonly count: Count | undefined;
}

/** One page of the answer to a question: what a pager's button leads to. */
export interface PagePointer {
  readonly question: Question;
  /** The list is that of the job index; undefined if it's AvePoint's own. */
  readonly from?: 'index' | undefined;
  /** Zero-based. */
  readonly pageIndex: number;
  /** What the first page's total was, to notice later that the list has changed; undefined for a first asking. */
  readonly firstTotal: number | undefined;
  /** The lists beside it, this one among them, if several were asked for at once. */
  readonly tabs?: readonly Tab[] | undefined;
  /** What the first line answers, if the list was asked for by a question. */
  readonly lead?: Lead | undefined;
}

/** Jobs on a page that were not asked for: signs that the source filters otherwise than is believed. */
export interface Strays {
  readonly outsideSpan: number;
  readonly otherState: number;
}

/** What stands behind an empty answer. */
export type Silence =
  /**
   * No job of this type and service started in the span, whatever its state. For running jobs, which have no
   * span, `lastHours` says how far back was counted.
   */
  | { readonly kind: 'nothingRan'; readonly lastHours: number | undefined }
  /** Jobs of this type and service did start, in other states than the one asked for. `lastHours` as above. */
  | {
      readonly kind: 'othersRan';
      readonly count: Count;
      readonly lastHours: number | undefined;
      /** Those of them that still run: counted for bad states only, and undefined if that failed. */
      readonly running?: Count | undefined;
    }
  /** It could not be read whether anything ran. */
  | { readonly kind: 'unknown' };

export interface PageAnswer extends PagePointer {
  readonly firstTotal: number;
  readonly jobs: readonly Job[];
  /** The services of each of `jobs`, as far as the index knows them; undefined if it wasn't asked. */
  readonly services?: readonly (readonly Service[])[] | undefined;
  readonly total: Count;
  readonly hasPrevious: boolean;
  readonly hasNext: boolean;
  /** The total is not the first page's any more, or rows have moved between pages. */
  readonly changed: boolean;
  /** The number of rows contradicts the count, so jobs may be missing between the pages. */
  readonly uneven: boolean;
  /** Jobs here that came twice: an earlier page had them too, or this one has them again. */
  readonly twice: number;
  /** The source gives its first page twice: it calls that by another number than it is asked for. */
  readonly isFirstPageRepeated: boolean;
  readonly strays: Strays;
  /** Only for an empty first page. */
  readonly silence: Silence | undefined;
  /** For a list of the job index: when AvePoint was last read. */
  readonly readAt?: EpochMs | undefined;
  /** For a list of the job index: services of which it may lack some jobs, and why. */
  readonly doubtful?: readonly DoubtfulService[] | undefined;
  readonly answeredAt: EpochMs;
}

/** One job: out of a page, or looked for by its id. */
export interface JobAnswer {
  readonly place: { readonly page: PagePointer } | { readonly search: JobSearch };
  readonly jobId: string;
  /** Undefined if it was not found. */
  readonly job: Job | undefined;
  /** Its services, as far as the index knows them. */
  readonly services?: readonly Service[] | undefined;
  /** The jobs that were looked through in vain, of those in the window; undefined if it was asked for by its id. */
  readonly searched: { readonly rows: number; readonly total: Count } | undefined;
  readonly answeredAt: EpochMs;
}
