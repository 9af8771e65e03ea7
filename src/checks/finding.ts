/** A setting with the value it should have. */
export interface SuggestedSetting {
  readonly name: string;
  /** Ready to be pasted; in angle brackets if only the reader can know it. */
  readonly value: string;
}

interface FindingDetails {
  /** What was tried, in a few words. */
  readonly tried: string;
  readonly seen: string;
  /** What the settings behind it should be; on `ok` they are so already. */
  readonly settings?: readonly SuggestedSetting[];
}

/** What one check says. Whatever is not in order comes with what to do. Holds no secrets. */
export type Finding =
  | (FindingDetails & { readonly mark: 'ok' })
  | (FindingDetails & { readonly mark: 'warning' | 'failure'; readonly fix: string });

/** Ends a row of checks early: no check after it can be tried. Carries the reason. */
export class CheckAbortedError extends Error {
  override readonly name: string = 'CheckAbortedError';
  readonly finding: Finding;

  constructor(finding: Finding) {
    super(finding.seen);
    this.finding = finding;
  }
}

/** AvePoint answers, but the time for all checks is over. `why` fits into the middle of a sentence. */
export class OutOfTimeError extends CheckAbortedError {
  override readonly name: string = 'OutOfTimeError';
  readonly why: string;

  constructor(finding: Finding, why: string) {
    super(finding);
    this.why = why;
  }
}
