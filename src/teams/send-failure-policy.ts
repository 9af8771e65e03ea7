import type { RenderedMessage } from '../cards/wording.ts';
import { backOffMs } from '../domain/back-off.ts';
import type { Log } from '../domain/log.ts';
import type { Delivery, MessageGone } from '../domain/messenger.ts';
import type { ConversationKey, ConversationRef, ConversationStore } from '../domain/place.ts';
import { ProxyError } from '../domain/proxy-error.ts';
import { type Clock, inMs } from '../domain/time.ts';
import { isUntrustedCertificate, trustCertificate } from '../domain/untrusted-certificate.ts';
import { gccServiceUrl } from './cloud.ts';
import type { Pacing } from './pacing.ts';
import { type Remedy, remedyOf, remedyOfEdit, remedyOfReply, type SendError } from './send-error.ts';

/** How a message is sent: as a new one, under an earlier one, or in place of one. */
export type SendMode =
  | { readonly kind: 'post' }
  | { readonly kind: 'reply'; readonly id: string }
  | { readonly kind: 'edit'; readonly id: string };

/** One attempt to send a message. */
export interface SendAttempt {
  readonly key: ConversationKey;
  /** A short name of the message, which no other message that waits for the conversation has. */
  readonly name: string;
  readonly place: ConversationRef;
  readonly mode: SendMode;
  readonly form: RenderedMessage['kind'];
  /** From 1. */
  readonly attempt: number;
}

/** Calls for another attempt, in so many milliseconds. */
export interface Retry extends Pick<SendAttempt, 'place' | 'mode' | 'form'> {
  readonly kind: 'retry';
  readonly waitMs: number;
  /** True if this attempt got no answer. */
  readonly mayHaveArrived: boolean;
}

/** Maps a failed send to the recovery that Teams documents for it. */
export interface SendFailurePolicy {
  /** Does what `error` calls for, and returns what to do with the message. Rejects with `StoreError`. */
  recover(error: unknown, failed: SendAttempt): Promise<Retry | Delivery | MessageGone>;
  /** Returns true if Teams refused the bot itself a moment ago, so that nothing else can be sent either. */
  isBotRefused(): boolean;
}

export interface SendFailurePolicyParts {
  readonly places: ConversationStore;
  readonly pacing: Pacing;
  readonly log: Log;
  readonly clock: Clock;
  /** 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number;
}

const backOff = { firstMs: 2_000, longestMs: 20_000, jitter: [0.8, 1.2] } as const;
/** Longer waits are left to a later round. */
const longestWaitMs = 60_000;
const stopMs = 60_000;
/** After this time without success, the log has an error for each attempt. */
const longMs = 3_600_000;
/** Teams' own codes are shorter. */
const codeLength = 60;

/** The part of an error that counts here. */
type ErrorCodes = Partial<Pick<SendError, 'statusCode' | 'code'>>;

export function createSendFailurePolicy(parts: SendFailurePolicyParts): SendFailurePolicy {
  const { log, clock, random } = parts;
  const close = createClose(parts);
  const wait = createWait(parts);
  let stoppedUntil = clock.monotonic();

  function stop({ statusCode, code }: ErrorCodes): Delivery {
    log.error({ statusCode, code }, 'Teams does not accept the bot: check BOT_ID, BOT_PASSWORD and BOT_TYPE');
    stoppedUntil = inMs(stopMs, clock);
    return failedDelivery;
  }

  return {
    isBotRefused: () => clock.monotonic() < stoppedUntil,

    async recover(error, failed) {
      const { key, place, mode, form, attempt } = failed;
      const answer = error as ErrorCodes;
      const remedy = remedyFor[mode.kind](error, clock.now());
      const { statusCode, code } = answer;
      const fields = { place: key.id, way: mode.kind, form, statusCode, code, remedy: remedy.kind, attempt };
      log.warn({ ...fields, ...networkReasonOf(error) }, 'message not delivered');
      const retry: Retry = { kind: 'retry', place, mode, form, waitMs: 0, mayHaveArrived: false };
      switch (remedy.kind) {
        case 'wait':
          return wait(failed, remedy, retry);
        case 'unclear':
          // A second copy of a message would be one too many; a second copy of an edit is the same edit.
          if (mode.kind !== 'edit') return { kind: 'failed', mayHaveArrived: true };
          return { ...retry, waitMs: backOffMs(attempt, backOff, random()), mayHaveArrived: true };
        case 'otherHost':
          if (place.serviceUrl === gccServiceUrl) return close(failed, answer);
          return { ...retry, place: { ...place, serviceUrl: gccServiceUrl } };
        case 'refused':
          return close(failed, answer);
        case 'notFound':
          // Teams doesn't always say whether the thread is gone or the whole channel: the next post will show.
          if (mode.kind === 'edit') return { kind: 'missing' };
          return mode.kind === 'reply' ? { ...retry, mode: { kind: 'post' } } : close(failed, answer);
        case 'stop':
          return stop(answer);
        case 'simplify':
          // There is nothing simpler than a text.
          if (form === 'card') return { ...retry, form: 'text' };
          log.error({ ...fields, err: error }, 'message refused as malformed');
          return failedDelivery;
        case 'fail':
          return failedDelivery;
      }
    },
  };
}

const remedyFor = { post: remedyOf, reply: remedyOfReply, edit: remedyOfEdit } as const;

const failedDelivery: Delivery = { kind: 'failed', mayHaveArrived: false };

/**
 * Returns a function that lets a conversation rest. A refusal is never a reason to remove anything, since every kind of 404 and 403 can
 * pass.
 */
function createClose({ places, log, clock }: Pick<SendFailurePolicyParts, 'places' | 'log' | 'clock'>) {
  return async ({ key, name }: SendAttempt, { statusCode: status, code }: ErrorCodes): Promise<Delivery> => {
    const now = clock.now();
    const reason = { status, code: code?.slice(0, codeLength) };
    const { since, tries, nextTryAt } = await places.refused(key, reason, now, name);
    const fields = { place: key.id, ...reason, since, tries, nextTryAt };
    if (now - since >= longMs) log.error(fields, 'conversation unreachable for more than an hour, retrying');
    else log.info(fields, 'conversation refused, retrying');
    return { kind: 'closed' };
  };
}

/**
 * Returns a function that decides on the wait before the next attempt. If Teams named a time, all other messages to that conversation wait
 * as long, in every process.
 */
function createWait({ places, pacing, clock, random }: Omit<SendFailurePolicyParts, 'log'>) {
  return async (
    { key, place, attempt }: SendAttempt,
    remedy: Extract<Remedy, { readonly kind: 'wait' }>,
    retry: Retry,
  ): Promise<Retry | Delivery> => {
    if (remedy.isThrottled) pacing.slowDown(place.tenantId ?? '');
    const waitMs = remedy.ms ?? backOffMs(attempt, backOff, random());
    if (remedy.ms !== undefined) {
      const from = clock.now();
      await places.pause(key, { from, until: from + remedy.ms });
    }
    if (waitMs <= longestWaitMs) return { ...retry, waitMs };
    return remedy.ms === undefined ? failedDelivery : { kind: 'closed' };
  };
}

/** Returns a sentence for the log if the proxy or a certificate is to blame. */
function networkReasonOf(error: unknown): { readonly reason?: string } {
  const { code, cause } = error as Partial<SendError>;
  if (cause instanceof ProxyError) return { reason: cause.message };
  return isUntrustedCertificate(code)
    ? { reason: `the TLS certificate of Teams is not trusted. ${trustCertificate}` }
    : {};
}
