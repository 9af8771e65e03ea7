/** A sentence that can be asked instead, with what its button says. */
export interface Offer {
  readonly label: string;
  readonly sentence: string;
}

/** What the reader should be told about how the sentence was read. */
export type Note =
  | { readonly kind: 'corrected'; readonly written: string; readonly read: string }
  | { readonly kind: 'pageSizeBounded'; readonly asked: number; readonly used: number }
  /** Words that might change the question and are not known: named, never dropped in silence. */
  | { readonly kind: 'notKnown'; readonly words: readonly string[] }
  /** Running jobs are asked for without bounds; `said` is the period that was named all the same. */
  | { readonly kind: 'runningHasNoBounds'; readonly said: string | undefined }
  /** Somebody is mentioned in a watch, which calls whoever is on duty. */
  | { readonly kind: 'watchCallsDuty'; readonly name: string }
  /** The message was too long to be read, and help is given instead. */
  | { readonly kind: 'tooLong'; readonly limit: number };

/** What help shows: a thing the product can do, and sentences that ask for it. */
export interface HelpTopic {
  readonly title: string;
  readonly examples: readonly string[];
}
