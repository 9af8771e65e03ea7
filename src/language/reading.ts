import type { AuditQuestion } from '../domain/audit.ts';
import type { DigestOrder } from '../domain/digest-order.ts';
import type { DutyOrder } from '../domain/duty-order.ts';
import type { Service } from '../domain/job.ts';
import type { Person } from '../domain/person.ts';
import type {
  CausesQuestion,
  CoverageQuestion,
  HealthQuestion,
  JobSearch,
  Lead,
  Question,
  TabsQuestion,
} from '../domain/question.ts';
import type { Note, Offer, Unanswered } from '../domain/reading.ts';
import type { EpochMs } from '../domain/time.ts';
import type { WatchOrder } from '../domain/watch-order.ts';

/** When, where and for whom a sentence is read. */
export interface ReadingContext {
  readonly now: EpochMs;
  /** A valid IANA zone, the asker's. */
  readonly zone: string;
  /** BCP 47, as the client says it; decides what 11/02/2026 means. */
  readonly locale: string | undefined;
  /** Those who are mentioned in it, each as often as they are, in order; in the text they stand as "@Name". */
  readonly people?: readonly Person[];
}

/** What a sentence asks for. */
export type Command =
  | { readonly kind: 'jobs'; readonly question: Question; readonly lead?: Lead }
  | { readonly kind: 'tabs'; readonly question: TabsQuestion; readonly lead?: Lead }
  | { readonly kind: 'health'; readonly question: HealthQuestion }
  | { readonly kind: 'job'; readonly search: JobSearch }
  | { readonly kind: 'severalJobs'; readonly searches: readonly JobSearch[] }
  | { readonly kind: 'causes'; readonly question: CausesQuestion }
  | { readonly kind: 'coverage'; readonly question: CoverageQuestion }
  | { readonly kind: 'digest'; readonly order: DigestOrder }
  | { readonly kind: 'watch'; readonly order: WatchOrder }
  | { readonly kind: 'duty'; readonly order: DutyOrder }
  /** The faults that are open here. */
  | { readonly kind: 'faults' }
  /** The record of the fault in whose thread it is said. */
  | { readonly kind: 'incidentReport' }
  /** How old the last good backup of a service may be, from now on; undefined for the usual again. */
  | { readonly kind: 'target'; readonly service: Service; readonly targetMs: number | undefined }
  | { readonly kind: 'targets' }
  /** A service isn't backed up any more, on purpose; or is expected to be again. */
  | { readonly kind: 'retire'; readonly service: Service; readonly isRetired: boolean }
  /** Whether a service is retired, by whom and since when; undefined for all of them. */
  | { readonly kind: 'retired'; readonly service: Service | undefined }
  /** Who may do what; what the speaker may do. */
  | { readonly kind: 'roles' | 'ownRole' }
  /** What was asked and pressed, by whom. */
  | { readonly kind: 'audit'; readonly question: AuditQuestion }
  /** Every digest and watch of all conversations. */
  | { readonly kind: 'subscriptions' }
  | { readonly kind: 'help' }
  /**
   * Understood, but no question, or no order, can be made of it: `reason` says why, in a sentence; the offers are ways
   * out.
   */
  | NoQuestion
  | { readonly kind: 'noOrder'; readonly reason: string }
  /** It asks nothing: a short line is the reply. */
  | { readonly kind: 'smallTalk'; readonly answer: string }
  /** Not enough was understood; `words` fit nothing, and the offers are the nearest things. */
  | { readonly kind: 'notUnderstood'; readonly words: readonly string[] };

/** See `Command`. */
export interface NoQuestion {
  readonly kind: 'noQuestion';
  readonly reason: string;
  readonly about?: Unanswered;
}

/** How a sentence was read. The same sentence and context always give the same reading. */
export interface Reading<C = Command> {
  readonly command: C;
  readonly notes: readonly Note[];
  /** Sentences to offer as buttons: another reading, a way out, or the nearest thing. */
  readonly offers: readonly Offer[];
}
