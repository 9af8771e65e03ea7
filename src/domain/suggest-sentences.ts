/** A language model that rewrites sentences. What it returns is untrusted. */
export interface SuggestSentences {
  /** False for a while after it failed. */
  isReady(): boolean;
  /**
   * Returns what a user may have meant by `sentence`, in the words of `examples`; an empty list if nothing fits, or if
   * the model didn't answer in 2.5 s. Never rejects.
   */
  suggest(sentence: string, examples: readonly string[]): Promise<readonly string[]>;
}
