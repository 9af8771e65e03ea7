import type { RequestRefusalReason } from '../domain/meter.ts';

/** The answer to a request that isn't let in. */
export interface RequestRefusal {
  readonly status: number;
  readonly reason: RequestRefusalReason;
  /** Sent to the caller; undefined if strangers get no explanation. */
  readonly error?: string;
}

export const missingToken: RequestRefusal = { status: 401, reason: 'token' };

export const notJson: RequestRefusal = {
  status: 415,
  reason: 'body',
  error: 'Send uncompressed JSON in UTF-8.',
};

export const tooLong: RequestRefusal = { status: 413, reason: 'body', error: 'The body is too long.' };

export const brokenJson: RequestRefusal = {
  status: 400,
  reason: 'body',
  error: 'The body is not valid JSON.',
};
