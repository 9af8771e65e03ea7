import { proxyErrorCodes } from '../domain/proxy-error.ts';
import { retryAfterMs } from '../domain/retry-after.ts';
import type { EpochMs } from '../domain/time.ts';
import { isUntrustedCertificate } from '../domain/untrusted-certificate.ts';
import { type NotTaken, noToken } from './connector.ts';

/**
 * What a refused send calls for:
 * - `wait`: again, after `ms` where it was told, else after a while
 * - `otherHost`: again, at the government cloud's address
 * - `refused`: nothing there for a while; it passes, or ends when a person writes there
 * - `notFound`: the same if it is the conversation that is not found; it may be the message to reply to or to edit alone
 * - `stop`: nothing to anybody for a while, for the bot itself is refused
 * - `simplify`: never again as it is, for the message itself is refused
 * - `fail`: not now; nothing is known to be wrong with the conversation
 * - `unclear`: no answer came, so it may have arrived
 */
export type Remedy =
  | { readonly kind: 'otherHost' | 'refused' | 'notFound' }
  | { readonly kind: 'stop' | 'simplify' | 'fail' | 'unclear' }
  | { readonly kind: 'wait'; readonly ms: number | undefined; readonly isThrottled: boolean };

/** It never left this machine. */
const notSent: ReadonlySet<string> = new Set([
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'],
  'UND_ERR_CONNECT_TIMEOUT',
  ...proxyErrorCodes,
]);

/** Reads what a connector threw, by Microsoft's table of status codes. */
export function remedyOf(error: unknown, now: EpochMs): Remedy {
  const { code, date, retryAfter, statusCode } = error as Partial<NotTaken>;
  if (code === noToken) return { kind: 'stop' };
  switch (statusCode) {
    case undefined:
      return notSent.has(code ?? '') || isUntrustedCertificate(code)
        ? { kind: 'wait', ms: undefined, isThrottled: false }
        : { kind: 'unclear' };
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

/** With these Teams closes a conversation, and not just an old message in it. */
const closing = new Set([
  'BotDisabledByAdmin',
  'BotNotInConversationRoster',
  'ConversationBlockedByUser',
  'MessageWritesBlocked',
  'NotEnoughPermissions',
]);

/** As `remedyOf` for a reply. A 403 that doesn't close the conversation may be about the thread alone. */
export function remedyOfReply(error: unknown, now: EpochMs): Remedy {
  const remedy = remedyOf(error, now);
  return isOfOneMessage(remedy, error) ? { kind: 'notFound' } : remedy;
}

/**
 * As `remedyOf`, where a message was to be edited. One that was deleted, or is too old, is refused in several ways, among
 * them a 403 that says no more than "Unknown" (microsoft/BotFramework-Services#269).
 */
export function remedyOfEdit(error: unknown, now: EpochMs): Remedy {
  const remedy = remedyOf(error, now);
  const { statusCode } = error as Partial<NotTaken>;
  return statusCode === 400 || isOfOneMessage(remedy, error) ? { kind: 'notFound' } : remedy;
}

function isOfOneMessage({ kind }: Remedy, error: unknown): boolean {
  return kind === 'refused' && !closing.has((error as Partial<NotTaken>).code ?? '');
}
