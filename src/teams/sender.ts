import type { AdaptiveCard } from '../cards/adaptive-card.ts';
import type { Log } from '../domain/log.ts';
import type { Delivery, Messenger, SaidMessage } from '../domain/messenger.ts';
import type { KeptPlace, PlaceKey, Places } from '../domain/place.ts';
import type { EpochMs } from '../domain/time.ts';
import type { Channel } from './channel.ts';
import { gccServiceUrl } from './known-services.ts';
import type { Pacing } from './pacing.ts';
import { remedyOf } from './refusal.ts';
import type { SendingParts } from './send-reply.ts';

const mostAttempts = 5;
const [firstBackOffMs, longestBackOffMs] = [2_000, 20_000];
/** Longer waits are left to a later round. */
const longestWaitMs = 60_000;
/** Where the bot itself is refused, nothing else can be said either. */
const stopMs = 60_000;

export interface SenderParts<Message> extends SendingParts {
  readonly channel: Channel;
  readonly places: Places;
  readonly pacing: Pacing;
  readonly render: (message: Message) => AdaptiveCard;
  readonly log: Log;
}

/** Says things unasked, at the pace that Teams allows, and does with each refusal what Teams' documentation asks for. */
export function createSender<Message>(parts: SenderParts<Message>): Messenger<Message> {
  const { channel, places, pacing, render, log, clock, sleep, random } = parts;

  let stoppedUntil: EpochMs = 0;

  async function say(
    key: PlaceKey,
    message: Message,
    mayStart: () => boolean,
    under: string | undefined,
  ): Promise<Delivery> {
    if (clock.now() < stoppedUntil) return failed;
    let to = under;
    const kept = await places.get(key);
    if (!kept) return { kind: 'closed', isGone: true };
    if (kept.trouble === 'disabled') return { kind: 'closed', isGone: false };
    let { place } = kept;
    let notBefore: EpochMs = 0;
    for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
      if (notBefore > clock.now()) await sleep(notBefore - clock.now());
      await pacing.turn(place.tenantId ?? '', place.id);
      if (!mayStart()) break;
      try {
        // Only now: hundreds wait for their turn, and their cards would outlive the young heap.
        const card = render(message);
        const id = await (to === undefined ? channel.post(place, card) : channel.reply(place, to, card));
        if (kept.trouble || place !== kept.place) await places.keep(place);
        return { kind: 'sent', said: { place: key, id } };
      } catch (error) {
        const remedy = remedyOf(error);
        const { statusCode, code } = error as { statusCode?: number; code?: string };
        log.warn(
          { place: key.id, statusCode, code, remedy: remedy.kind, attempt },
          'a message was not taken',
        );
        switch (remedy.kind) {
          case 'delivered':
            return { kind: 'sent', said: { place: key, id: undefined } };
          case 'wait': {
            if (remedy.isThrottled) pacing.slowDown(place.tenantId ?? '');
            const waitMs = remedy.ms ?? backOffMs(attempt);
            if (waitMs > longestWaitMs) return failed;
            notBefore = clock.now() + waitMs;
            continue;
          }
          case 'otherHost':
            if (place.serviceUrl === gccServiceUrl) return closed(key);
            place = { ...place, serviceUrl: gccServiceUrl };
            continue;
          case 'disable':
            return closed(key);
          case 'forget':
            await places.forget(key);
            return { kind: 'closed', isGone: true };
          case 'noThread':
            if (to === undefined) return missing(key, kept);
            to = undefined;
            continue;
          case 'stop':
            log.error(
              { statusCode, code },
              'Teams does not accept the bot: check BOT_ID, BOT_PASSWORD and BOT_TYPE',
            );
            stoppedUntil = clock.now() + stopMs;
            return failed;
          case 'notFound':
            return missing(key, kept);
          case 'drop':
            log.error({ place: key.id, statusCode, code, err: error }, 'a message of ours was refused');
            return failed;
          case 'fail':
            return failed;
          case 'unclear':
            return { kind: 'failed', mayHaveArrived: true };
        }
      }
    }
    return failed;
  }

  function backOffMs(attempt: number): number {
    const ms = Math.min(longestBackOffMs, firstBackOffMs * 2 ** (attempt - 1));
    return ms * (0.8 + 0.4 * random());
  }

  async function closed(key: PlaceKey): Promise<Delivery> {
    await places.mark(key, 'disabled');
    return { kind: 'closed', isGone: false };
  }

  /** Right after an installation a conversation may not be found yet; what is not found twice is gone. */
  async function missing(key: PlaceKey, { trouble }: KeptPlace): Promise<Delivery> {
    if (trouble !== 'notFoundOnce') {
      await places.mark(key, 'notFoundOnce');
      return failed;
    }
    await places.forget(key);
    return { kind: 'closed', isGone: true };
  }

  return {
    post: (key, message, mayStart) => say(key, message, mayStart, undefined),
    reply: (to: SaidMessage, message, mayStart) => say(to.place, message, mayStart, to.id),
  };
}

const failed: Delivery = { kind: 'failed', mayHaveArrived: false };
