/** A sentence that can be asked instead, with what its button says. */
export interface Offer {
  readonly label: string;
  readonly sentence: string;
}

/**
 * Why a sentence gets no answer. The first are about what is asked: something done at AvePoint (`act`) or elsewhere, a
 * file, what is set here, a person or site, a workload or size that jobs do not have, a period that is not understood,
 * words that fit nothing. The others are kinds of question that have no answer yet.
 */
export type Unanswered =
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

/** What the reader should be told about how the sentence was read. */
export type Note =
  | { readonly kind: 'corrected'; readonly written: string; readonly read: string }
  | { readonly kind: 'pageSizeBounded'; readonly asked: number; readonly used: number }
  /** Running jobs are asked for without bounds; `said` is the period that was named all the same. */
  | { readonly kind: 'runningHasNoBounds'; readonly said: string | undefined }
  /** Somebody is mentioned in a watch, which calls whoever is on duty. */
  | { readonly kind: 'watchCallsDuty'; readonly name: string }
  /** A message was edited into an order, or an order was edited: it is answered with what is set. */
  | { readonly kind: 'editedOrder' }
  /** The message was too long to be read, and help is given instead. */
  | { readonly kind: 'tooLong'; readonly limit: number };

/** What help shows: a thing the product can do, and sentences that ask for it. */
export interface HelpTopic {
  readonly title: string;
  readonly examples: readonly string[];
}
