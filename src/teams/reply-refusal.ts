import type { RefusedAnswerReason } from '../domain/meter.ts';
import { proxyErrorCodes } from '../domain/proxy-error.ts';
import { type NotTaken, noToken } from './connector.ts';

/** Refusals that pass: a conversation that isn't found for a moment, a conflict, too many sends. So does every 5xx. */
const passingStatuses: ReadonlySet<number> = new Set([404, 412, 429]);
/** Nothing was sent, or the connection broke. */
const passingCodes: ReadonlySet<string> = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE'],
  ...['ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'],
  ...['UND_ERR_CONNECT_TIMEOUT', noToken],
  ...proxyErrorCodes,
]);
/** Unlike a conversation, a message that isn't found stays so. */
const messageIsGone = 'ActivityNotFoundInConversation';

/** Returns true if the same answer may be taken a moment later. */
export function passes(error: unknown): boolean {
  const { statusCode, code } = error as Partial<NotTaken>;
  if (statusCode === undefined) return passingCodes.has(code ?? '');
  return code !== messageIsGone && (passingStatuses.has(statusCode) || statusCode >= 500);
}

/** Returns true if Teams refused what the answer is made of, so that a simpler one may be taken. */
export function isOfContent(error: unknown): boolean {
  const { statusCode } = error as Partial<NotTaken>;
  return statusCode === 400 || statusCode === 413;
}

/** Returns the reason as the metrics have it: a status that calls for something of its own, a class of status, or why there was none. */
export function reasonOf(error: unknown): RefusedAnswerReason {
  const { statusCode, code } = error as Partial<NotTaken>;
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
