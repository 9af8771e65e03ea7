import type { JobState } from './job.ts';

/** A suggested sentence, with the label of its button. */
export interface Suggestion {
  readonly label: string;
  readonly sentence: string;
}

/**
 * Why a sentence gets no answer. The first group depends on the subject: an action at AvePoint (`act`) or elsewhere, a
 * file, settings, a person or site, a workload or size that jobs don't have, a period that isn't understood, unknown
 * words. The others are kinds of question that aren't supported.
 */
export type UnsupportedReason =
  | 'act'
  | 'elsewhere'
  | 'file'
  | 'settings'
  | 'person'
  | 'site'
  | 'workload'
  | 'size'
  | 'period'
  | 'words'
  | 'errorText'
  | 'followUp'
  | 'nextRun'
  | 'compare'
  | 'longer'
  | 'rank'
  | 'rate'
  | 'order';

/** A note for the user about how the sentence was interpreted. */
export type Note =
  | { readonly kind: 'corrected'; readonly written: string; readonly read: string }
  | { readonly kind: 'pageSizeBounded'; readonly asked: number; readonly used: number }
  /** The sentence goes on from an earlier one, `from`. */
  | { readonly kind: 'continued'; readonly from: string }
  /** Running jobs have no period; `said` is the period in the sentence. */
  | { readonly kind: 'runningHasNoBounds'; readonly said: string | undefined }
  /** The sentence names no period, and the usual one would be too short. */
  | { readonly kind: 'usualPeriod'; readonly words: string }
  /** A user is mentioned in a watch, which calls the person on call. */
  | { readonly kind: 'watchCallsDuty'; readonly name: string }
  /** Partial backups were asked for alone: a watch has failed ones as well. */
  | { readonly kind: 'partialWithFailed' }
  /** Ends were asked for as well: a watch has failures alone. */
  | { readonly kind: 'watchHasNoEnds' }
  /** A watch was asked for during some time: it lasts until it's stopped. */
  | { readonly kind: 'watchLasts'; readonly said: string }
  /** Nothing said when a digest should come, so it's this hour. */
  | { readonly kind: 'usualTime'; readonly hour: number }
  /** A digest was asked for with these states: it has all. */
  | { readonly kind: 'digestHasAllStates'; readonly states: readonly JobState[] }
  /** A mail was asked for: a digest is posted here. */
  | { readonly kind: 'digestIsPosted' }
  /** A message was edited into a command, or a command was edited: the answer shows the settings. */
  | { readonly kind: 'editedOrder' }
  /** The message was too long to interpret, so the answer is the help. */
  | { readonly kind: 'tooLong'; readonly limit: number };

/** A feature in the help, with sentences that ask for it. */
export interface HelpTopic {
  readonly title: string;
  readonly examples: readonly string[];
  /** What the answer has, for README. */
  readonly gives?: string;
  /** Those of the examples that change something at once: no button that only guesses has them. */
  readonly orders?: readonly string[];
}
