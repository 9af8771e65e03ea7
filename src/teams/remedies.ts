import type { Wording } from '../cards/wording.ts';
import { backOffMs } from '../domain/back-off.ts';
import type { Log } from '../domain/log.ts';
import type { Delivery, Missing } from '../domain/messenger.ts';
import type { Place, PlaceKey, Places } from '../domain/place.ts';
import { ProxyError } from '../domain/proxy-error.ts';
import { type Clock, inMs } from '../domain/time.ts';
import { isUntrustedCertificate, trustCertificate } from '../domain/untrusted-certificate.ts';
import type { NotTaken } from './connector.ts';
import { gccServiceUrl } from './known-services.ts';
import type { Pacing } from './pacing.ts';
import { remedyOf, remedyOfEdit, remedyOfReply } from './refusal.ts';

/** How a message is said: by itself, under an earlier one, or in the place of one. */
export type Way =
  | { readonly kind: 'post' }
  | { readonly kind: 'reply'; readonly id: string }
  | { readonly kind: 'edit'; readonly id: string };

/** One try to say something. */
export interface Try {
  readonly key: PlaceKey;
  /** Of the message, short, unlike those of all others that wait there. */
  readonly name: string;
  readonly place: Place;
  readonly way: Way;
  readonly form: Wording['kind'];
  /** From 1. */
  readonly attempt: number;
}

/** Another try, in so many milliseconds. */
export interface Again extends Pick<Try, 'place' | 'way' | 'form'> {
  readonly kind: 'again';
  readonly waitMs: number;
  /** No answer came to this one. */
  readonly mayHaveArrived: boolean;
}

/** Does with what Teams refuses what its documentation asks for. */
export interface Remedies {
  /** What `error` leads to. Rejects with `StoreError`. */
  after(error: unknown, refused: Try): Promise<Again | Delivery | Missing>;
  /** The bot itself was refused a moment ago, so that nothing else can be said either. */
  haveStopped(): boolean;
}

export interface RemediesParts {
  readonly places: Places;
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
/** From then on the log has an error for each try. */
const longMs = 3_600_000;
/** Teams' own codes are shorter. */
const codeLength = 60;

/** What a connector throws, as far as it is needed here. */
type Refusal = Partial<Pick<NotTaken, 'statusCode' | 'code'>>;

export function createRemedies({ places, pacing, log, clock, random }: RemediesParts): Remedies {
  let stoppedUntil = clock.monotonic();

  /** The conversation rests. A refusal is never a reason to remove anything: 404 and 403 of every kind pass. */
  async function closed({ key, name }: Try, { statusCode: status, code }: Refusal): Promise<Delivery> {
    const now = clock.now();
    const reason = { status, code: code?.slice(0, codeLength) };
    const { since, tries, nextTryAt } = await places.refused(key, reason, now, name);
    const told = { place: key.id, ...reason, since, tries, nextTryAt };
    if (now - since >= longMs) log.error(told, 'conversation unreachable for more than an hour, retrying');
    else log.info(told, 'conversation refused, retrying');
    return { kind: 'closed' };
  }

  /** Whatever else waits for that conversation waits so long, too, in whatever process. */
  async function pause(key: PlaceKey, ms: number): Promise<void> {
    const from = clock.now();
    await places.pause(key, { from, until: from + ms });
  }

  return {
    haveStopped: () => clock.monotonic() < stoppedUntil,

    async after(error, refused) {
      const { key, place, way, form, attempt } = refused;
      const refusal = error as Refusal;
      const remedy = remedyFor[way.kind](error, clock.now());
      const { statusCode, code } = refusal;
      const told = { place: key.id, way: way.kind, form, statusCode, code, remedy: remedy.kind, attempt };
      log.warn({ ...told, ...reasonOf(error) }, 'a message was not taken');
      const again: Again = { kind: 'again', place, way, form, waitMs: 0, mayHaveArrived: false };
      switch (remedy.kind) {
        case 'wait': {
          if (remedy.isThrottled) pacing.slowDown(place.tenantId ?? '');
          const waitMs = remedy.ms ?? backOffMs(attempt, backOff, random());
          if (remedy.ms !== undefined) await pause(key, remedy.ms);
          if (waitMs <= longestWaitMs) return { ...again, waitMs };
          return remedy.ms === undefined ? failed : { kind: 'closed' };
        }
        case 'unclear':
          // Two copies of a message are one too many; two of an edit are the same edit.
          if (way.kind !== 'edit') return { kind: 'failed', mayHaveArrived: true };
          return { ...again, waitMs: backOffMs(attempt, backOff, random()), mayHaveArrived: true };
        case 'otherHost':
          if (place.serviceUrl === gccServiceUrl) return closed(refused, refusal);
          return { ...again, place: { ...place, serviceUrl: gccServiceUrl } };
        case 'refused':
          return closed(refused, refusal);
        case 'notFound':
          // Teams does not always tell whether the thread is gone or all of the channel: the next post will.
          if (way.kind === 'edit') return { kind: 'missing' };
          return way.kind === 'reply' ? { ...again, way: { kind: 'post' } } : closed(refused, refusal);
        case 'stop':
          log.error(
            { statusCode, code },
            'Teams does not accept the bot: check BOT_ID, BOT_PASSWORD and BOT_TYPE',
          );
          stoppedUntil = inMs(stopMs, clock);
          return failed;
        case 'simplify':
          // Of a text nothing simpler can be made.
          if (form === 'card') return { ...again, form: 'text' };
          log.error({ ...told, err: error }, 'a message of ours was refused');
          return failed;
        case 'fail':
          return failed;
      }
    },
  };
}

const remedyFor = { post: remedyOf, reply: remedyOfReply, edit: remedyOfEdit } as const;

const failed: Delivery = { kind: 'failed', mayHaveArrived: false };

/** If the proxy or a certificate is to blame, the log says so in a sentence. */
function reasonOf(error: unknown): { readonly reason?: string } {
  const { code, cause } = error as Partial<NotTaken>;
  if (cause instanceof ProxyError) return { reason: cause.message };
  return isUntrustedCertificate(code)
    ? { reason: `the TLS certificate of Teams is not trusted. ${trustCertificate}` }
    : {};
}
