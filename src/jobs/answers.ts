import type { Job, JobState, JobType, Service } from '../domain/job.ts';
import type { JobSearch, Lead, Question } from '../domain/question.ts';
import type { EpochMs } from '../domain/time.ts';
import type { DoubtfulService } from '../job-index/queries/doubt.ts';

/** A number of jobs, or a lower limit if the source's own count can't be trusted. */
export interface Count {
  readonly value: number;
  readonly atLeast: boolean;
}

/** One of several lists side by side, with its number of jobs, if that could be read. */
export interface Tab {
  /** Set if the lists are of several types. */
  readonly type?: JobType | undefined;
  readonly service: Service | undefined;
  readonly state: JobState | undefined;
  readonly count: Count | undefined;
}

/** A page of an answer, as a pager's button names it. */
export interface PagePointer {
  readonly question: Question;
  /** `index` for a list of the job index; undefined for AvePoint's own list. */
  readonly from?: 'index' | undefined;
  /** Zero-based. */
  readonly pageIndex: number;
  /** The first page's total, to notice later that the list has changed; undefined for the first request. */
  readonly firstTotal: number | undefined;
  /** The lists side by side, including this one, if several were asked for. */
  readonly tabs?: readonly Tab[] | undefined;
  /** What the first line answers, if the user asked a question. */
  readonly lead?: Lead | undefined;
}

/** Jobs on a page that weren't asked for: signs that the source's filters don't work as documented. */
export interface UnexpectedJobs {
  readonly outsideSpan: number;
  readonly otherState: number;
}

/** Why an answer is empty. */
export type EmptyReason =
  /**
   * No job of this type and service started in the span, in any state. Running jobs have no span: `lastHours` is the
   * period that was counted for them.
   */
  | { readonly kind: 'nothingRan'; readonly lastHours: number | undefined }
  /** Jobs of this type and service did start, in other states than the one asked for. `lastHours` as above. */
  | {
      readonly kind: 'othersRan';
      readonly count: Count;
      readonly lastHours: number | undefined;
      /** How many of them still run: counted for bad states only; undefined if that failed. */
      readonly running?: Count | undefined;
    }
  /**
   * Jobs were considered, and none took so long, has such an error, or is left in: how many there were, of how many the
   * error isn't known whole, and of how many the length isn't known.
   */
  | {
      readonly kind: 'noneNarrowed';
      readonly considered: number;
      readonly unreadErrors: number;
      readonly unknownLengths: number;
    }
  /** It isn't known whether anything ran. */
  | { readonly kind: 'unknown' };

export interface PageAnswer extends PagePointer {
  readonly firstTotal: number;
  readonly jobs: readonly Job[];
  /** The services of each of `jobs`, as far as the index knows them; undefined if it wasn't used. */
  readonly services?: readonly (readonly Service[])[] | undefined;
  readonly total: Count;
  readonly hasPrevious: boolean;
  readonly hasNext: boolean;
  /** The total differs from the first page's, or rows have moved between pages. */
  readonly changed: boolean;
  /** The number of rows contradicts the count, so jobs may be missing between the pages. */
  readonly uneven: boolean;
  /** Jobs that occur twice: on an earlier page, too, or twice on this one. */
  readonly twice: number;
  /** The source returns its first page twice, because it numbers that page differently from the request. */
  readonly isFirstPageRepeated: boolean;
  readonly strays: UnexpectedJobs;
  /** Only for an empty first page. */
  readonly silence: EmptyReason | undefined;
  /** For a list of the job index: when AvePoint was last read. */
  readonly readAt?: EpochMs | undefined;
  /** For an order or a length: how many jobs are left out since it isn't known how long they took. */
  readonly unknownLengths?: number | undefined;
  /** For words of an error: of how many jobs the error isn't known whole. */
  readonly unreadErrors?: number | undefined;
  /** For a list of the job index: how many jobs may belong here, though their service isn't known. */
  readonly unattributed?: number | undefined;
  /** For a list of the job index: services whose jobs may be incomplete, and why. */
  readonly doubtful?: readonly DoubtfulService[] | undefined;
  readonly answeredAt: EpochMs;
}

/** One job: from a page, or found by its id. */
export interface JobAnswer {
  readonly place: { readonly page: PagePointer } | { readonly search: JobSearch };
  readonly jobId: string;
  /** Undefined if it wasn't found. */
  readonly job: Job | undefined;
  /** Its services, as far as the index knows them. */
  readonly services?: readonly Service[] | undefined;
  /** How many jobs of the window were searched without success; undefined if the job was read by its id. */
  readonly searched: { readonly rows: number; readonly total: Count } | undefined;
  readonly answeredAt: EpochMs;
}
