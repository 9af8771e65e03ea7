/** The user behind the requests of one question; each question has an `Asker` of its own. Counts what the question costs. */
export interface Asker {
  /** Names the user: the same for all their questions. Not for people to read. */
  readonly who: string;
  /**
   * Counts one request to AvePoint. The first of a question throws `AskedTooOftenError` if the user has none left. Later ones
   * are always counted, so that no question ends halfway: what it takes too much is missing later.
   */
  pay(): void;
  /** Takes part in a request that is under way for another question. It costs nothing, and the question has begun by it. */
  share(): void;
  /** Takes back one request that was counted and never sent. */
  refund(): void;
}

/** The user has made all the requests to AvePoint that they may make in a minute. No request was sent for the question. */
export class AskedTooOftenError extends Error {
  override readonly name = 'AskedTooOftenError';
  /** After how many milliseconds the user may ask again. */
  readonly waitMs: number;

  constructor(waitMs: number) {
    super('The user has no request to AvePoint left.');
    this.waitMs = waitMs;
  }
}
