import type { RefusedAnswerReason } from '../domain/meter.ts';
import { proxyErrorCodes } from '../domain/proxy-error.ts';
import { type HeaderValue, retryAfterMs } from '../domain/retry-after.ts';
import type { EpochMs } from '../domain/time.ts';
import { isUntrustedCertificate } from '../domain/untrusted-certificate.ts';
import { withTimeout } from '../domain/with-timeout.ts';

/** The code if the bot has no token to send with, so that nothing was sent. */
export const noToken = 'NO_TOKEN';

/** A request that Teams refused, or that failed on its way there. */
export class SendError extends Error {
  override readonly name = 'SendError';
  /** Teams' status; undefined if no answer came. */
  readonly statusCode: number | undefined;
  /** Teams' own code for the refusal; if no answer came, the network's (ECONNRESET). */
  readonly code: string | undefined;
  /** The headers as they came. */
  readonly retryAfter: HeaderValue;
  readonly date: HeaderValue;

  constructor(
    answer: {
      readonly statusCode?: number | undefined;
      readonly code?: string | undefined;
      readonly retryAfter?: HeaderValue;
      readonly date?: HeaderValue;
    },
    cause?: unknown,
  ) {
    const { statusCode, code, retryAfter, date } = answer;
    super(`the channel did not take it (${[statusCode, code].filter(Boolean).join(' ') || 'no answer'})`, {
      cause,
    });
    this.statusCode = statusCode;
    this.code = code;
    this.retryAfter = retryAfter;
    this.date = date;
  }
}

/** Makes one call with a time limit, which includes the wait for the bot's token. Rejects with `SendError` when the time is up. */
export function sendWithin<T>(ms: number, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
  return withTimeout(ms, call, () => new SendError({}));
}

/**
 * What a failed send calls for:
 * - `wait`: another try, after `ms` if Teams named a time
 * - `otherHost`: another try, at the government cloud's address
 * - `refused`: nothing to this conversation for a while; the refusal passes, or ends when a person writes there
 * - `notFound`: the same if the conversation isn't found; perhaps only the message to reply to or to edit isn't
 * - `stop`: nothing to any conversation for a while, since Teams refuses the bot itself
 * - `simplify`: never the same message again, since Teams refuses its content
 * - `fail`: no other try now; nothing is known to be wrong with the conversation
 * - `unclear`: no answer came, so the message may have arrived
 */
export type Remedy =
  | { readonly kind: 'otherHost' | 'refused' | 'notFound' }
  | { readonly kind: 'stop' | 'simplify' | 'fail' | 'unclear' }
  | { readonly kind: 'wait'; readonly ms: number | undefined; readonly isThrottled: boolean };

/** Codes of requests that never left this machine. */
const unsentCodes: ReadonlySet<string> = new Set([
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'],
  'UND_ERR_CONNECT_TIMEOUT',
  ...proxyErrorCodes,
]);

/** Returns true if no connection came about, so that Teams can't have the message. */
function isUnsent(code: string | undefined): boolean {
  return unsentCodes.has(code ?? '') || isUntrustedCertificate(code);
}

/** Returns what a failed new message calls for, by Microsoft's table of status codes. */
export function remedyOf(error: unknown, now: EpochMs): Remedy {
  const { code, date, retryAfter, statusCode } = error as Partial<SendError>;
  if (code === noToken) return { kind: 'stop' };
  switch (statusCode) {
    case undefined:
      return isUnsent(code) ? { kind: 'wait', ms: undefined, isThrottled: false } : { kind: 'unclear' };
    case 429:
      return { kind: 'wait', ms: retryAfterMs(retryAfter, date, now), isThrottled: true };
    case 412:
    case 502:
    case 503:
    case 504:
      return { kind: 'wait', ms: retryAfterMs(retryAfter, date, now), isThrottled: false };
    case 401:
      return { kind: 'stop' };
    case 403:
      return { kind: code === 'InvalidBotApiHost' ? 'otherHost' : 'refused' };
    case 404:
      return { kind: 'notFound' };
    case 400:
    case 413:
      return { kind: 'simplify' };
    default:
      return { kind: 'fail' };
  }
}

/** Returns what a failed reply calls for. A 403 that doesn't close the conversation may be about the thread alone. */
export function remedyOfReply(error: unknown, now: EpochMs): Remedy {
  const remedy = remedyOf(error, now);
  return isOfOneMessage(remedy, error) ? { kind: 'notFound' } : remedy;
}

/**
 * Returns what a failed edit calls for. Teams refuses the edit of a message that was deleted, or is too old, in several ways,
 * among them a 403 that says no more than "Unknown" (microsoft/BotFramework-Services#269).
 */
export function remedyOfEdit(error: unknown, now: EpochMs): Remedy {
  const remedy = remedyOf(error, now);
  const { statusCode } = error as Partial<SendError>;
  return statusCode === 400 || isOfOneMessage(remedy, error) ? { kind: 'notFound' } : remedy;
}

/** With these codes Teams closes a conversation, and not just an old message in it. */
const closingCodes = new Set([
  'BotDisabledByAdmin',
  'BotNotInConversationRoster',
  'ConversationBlockedByUser',
  'MessageWritesBlocked',
  'NotEnoughPermissions',
]);

function isOfOneMessage({ kind }: Remedy, error: unknown): boolean {
  return kind === 'refused' && !closingCodes.has((error as Partial<SendError>).code ?? '');
}

/** Refusals that pass: a conversation that isn't found for a moment, a conflict, too many sends. So does every 5xx. */
const passingStatuses: ReadonlySet<number> = new Set([404, 412, 429]);
/** Codes if the connection broke, or there is no token. */
const brokenCodes: ReadonlySet<string> = new Set(['ECONNRESET', 'ETIMEDOUT', 'EPIPE', noToken]);
/** Unlike a conversation, a message that isn't found stays so. */
const messageIsGone = 'ActivityNotFoundInConversation';

/** Returns true if Teams may take the same answer a moment later. */
export function isPassing(error: unknown): boolean {
  const { statusCode, code } = error as Partial<SendError>;
  if (statusCode === undefined) return isUnsent(code) || brokenCodes.has(code ?? '');
  return code !== messageIsGone && (passingStatuses.has(statusCode) || statusCode >= 500);
}

/** Returns true if Teams refused an answer's content, so that it may take a simpler one. */
export function isOfContent(error: unknown): boolean {
  const { statusCode } = error as Partial<SendError>;
  return statusCode === 400 || statusCode === 413;
}

/** Returns the metrics' label for a refused answer: the status if it calls for something of its own, else its class, or why none came. */
export function refusedAnswerReasonOf(error: unknown): RefusedAnswerReason {
  const { statusCode, code } = error as Partial<SendError>;
  switch (statusCode) {
    case undefined:
      return code === noToken ? 'no-token' : 'no-answer';
    case 400:
    case 401:
    case 403:
    case 404:
    case 412:
    case 413:
    case 429:
      return `${statusCode}`;
    default:
      return statusCode >= 500 ? '5xx' : 'other';
  }
}
