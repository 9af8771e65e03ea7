import type { RefusalReason } from '../domain/meter.ts';

/** How a request is answered that isn't let in. */
export interface Refusal {
  readonly status: number;
  readonly reason: RefusalReason;
  /** Sent to the caller; undefined if strangers get no explanation. */
  readonly error?: string;
}

export const noToken: Refusal = { status: 401, reason: 'token' };

export const notJson: Refusal = {
  status: 415,
  reason: 'body',
  error: 'Send uncompressed JSON in UTF-8.',
};

export const tooLong: Refusal = { status: 413, reason: 'body', error: 'The body is too long.' };

export const brokenJson: Refusal = { status: 400, reason: 'body', error: 'The body is not valid JSON.' };
