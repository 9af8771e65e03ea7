/**
 * The user behind the requests of one question; each question has an `Asker` of its own. Counts what the question
 * costs.
 */
export interface Asker {
  /** Identifies the user, with one value for all their questions. Not for display. */
  readonly who: string;
  /**
   * Counts one request to AvePoint. The first one of a question throws `AskedTooOftenError` if the user has none left.
   * Later ones are always counted, so that no question ends halfway: the excess is charged to later questions.
   */
  pay(): void;
  /** Shares a request in flight of another question. It costs nothing, and counts as the question's first request. */
  share(): void;
  /** Gives back one request that was counted and never sent. */
  refund(): void;
}

/** The user has used up the requests to AvePoint of a minute. No request was sent for the question. */
export class AskedTooOftenError extends Error {
  override readonly name = 'AskedTooOftenError';
  /** Milliseconds until the user may ask again. */
  readonly waitMs: number;

  constructor(waitMs: number) {
    super('The user has no request to AvePoint left.');
    this.waitMs = waitMs;
  }
}
