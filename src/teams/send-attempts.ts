import { textInstead } from '../cards/card-text.ts';
import type { RenderedMessage } from '../cards/wording.ts';
import type { Log } from '../domain/log.ts';
import type { Delivery, MessageGone } from '../domain/messenger.ts';
import {
  type ConversationKey,
  type ConversationRef,
  type ConversationStore,
  isPausedAt,
} from '../domain/place.ts';
import type { Clock } from '../domain/time.ts';
import type { Channel } from './channel.ts';
import type { Pacing } from './pacing.ts';
import type { Retry, SendAttempt, SendFailurePolicy, SendMode } from './send-failure-policy.ts';

/** A message on its way to a conversation. */
export interface PendingMessage<Message> {
  readonly key: ConversationKey;
  /** A short name of the message, which no other message that waits for the conversation has. */
  readonly name: string;
  readonly message: Message;
  readonly mode: SendMode;
  /** Asked directly before each attempt; once it returns false, the message fails. */
  readonly mayStart: () => boolean;
}

export interface SendAttemptsParts<Message> {
  readonly channel: Channel;
  readonly places: ConversationStore;
  readonly pacing: Pacing;
  readonly policy: SendFailurePolicy;
  readonly render: (message: Message, place: ConversationRef) => RenderedMessage;
  readonly clock: Clock;
  readonly sleep: (ms: number) => Promise<void>;
  readonly log: Log;
}

export type SendToAddresses<Message> = (
  outgoing: PendingMessage<Message>,
  addresses: readonly ConversationRef[],
) => Promise<Delivery | MessageGone>;

type SendAt<Message> = (
  outgoing: PendingMessage<Message>,
  address: ConversationRef,
  known: ConversationRef | undefined,
) => Promise<Delivery | MessageGone>;

const mostAttempts = 5;
/** A timer may be a little early. */
const earlyMs = 1_000;

/**
 * Returns a function that sends a message to the first of some addresses of its conversation that Teams takes it at: first the one that a
 * person wrote from last, then the one that is known to work.
 */
export function createSendToAddresses<Message>(parts: SendAttemptsParts<Message>): SendToAddresses<Message> {
  const { places, policy, clock } = parts;
  const isPaused = createIsPaused(places, clock);
  const sendAt = createSendAt(parts, isPaused);

  return async (outgoing, addresses) => {
    const known = addresses.at(-1);
    let outcome: Delivery | MessageGone = failed;
    for (const address of addresses) {
      outcome = await sendAt(outgoing, address, known);
      const isRefused = outcome.kind === 'closed' || (outcome.kind === 'failed' && !outcome.mayHaveArrived);
      if (!isRefused || address === known) return outcome;
      if (policy.isBotRefused() || (await isPaused(outgoing.key))) return outcome;
    }
    return outcome;
  };
}

/** Returns a function that sends a message to one address, with as many attempts as the failures call for. */
function createSendAt<Message>(
  parts: SendAttemptsParts<Message>,
  isPaused: (key: ConversationKey) => Promise<boolean>,
): SendAt<Message> {
  const { places, pacing, sleep, log } = parts;
  const wordingOf = createWordingOf(parts);
  const tryOnce = createTryOnce(parts);

  return async ({ key, name, message, mode: firstMode, mayStart }, address, known) => {
    let [place, mode, form, waitMs] = [address, firstMode, 'card' as RenderedMessage['kind'], 0];
    let mayHaveArrived = false;
    for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
      if (waitMs > 0) {
        await sleep(waitMs);
        if (await isPaused(key)) break;
      }
      await pacing.turn(place.tenantId ?? '', place.id);
      if (!mayStart()) break;
      // Rendered only now: hundreds of messages wait for their turn, and their cards would outlive the young heap.
      const wording = wordingOf(message, place, form);
      // Rendering takes time, and the process may be suspended in the middle of it for longer than its lease lasts.
      if (!wording || !mayStart()) break;
      const next = await tryOnce({ key, name, place, mode, form: wording.kind, attempt }, wording);
      if (next.kind === 'sent') await noteDelivered(places, log, key, place === known ? undefined : place);
      if (next.kind !== 'retry' && next.kind !== 'failed') return next;
      mayHaveArrived ||= next.mayHaveArrived;
      if (next.kind === 'failed') break;
      ({ place, mode, form, waitMs } = next);
    }
    return { kind: 'failed', mayHaveArrived };
  };
}

const failed: Delivery = { kind: 'failed', mayHaveArrived: false };

/** Returns a function that asks whether Teams wants nothing sent to a conversation now, perhaps as the answer to another message. */
function createIsPaused(
  places: Pick<ConversationStore, 'get'>,
  clock: Clock,
): (key: ConversationKey) => Promise<boolean> {
  return async key => {
    const { pause } = (await places.get(key)) ?? {};
    return isPausedAt(pause, clock.now() + earlyMs);
  };
}

function createTryOnce({ channel, policy }: Pick<SendAttemptsParts<never>, 'channel' | 'policy'>) {
  async function send(
    place: ConversationRef,
    mode: SendMode,
    wording: RenderedMessage,
  ): Promise<string | undefined> {
    switch (mode.kind) {
      case 'post':
        return channel.post(place, wording);
      case 'reply':
        return channel.reply(place, mode.id, wording);
      case 'edit':
        await channel.edit(place, mode.id, wording);
        return mode.id;
    }
  }

  return async (attempt: SendAttempt, wording: RenderedMessage): Promise<Retry | Delivery | MessageGone> => {
    const { key, place, mode } = attempt;
    let id: string | undefined;
    try {
      id = await send(place, mode, wording);
    } catch (error) {
      return policy.recover(error, attempt);
    }
    return { kind: 'sent', said: { place: key, id } };
  };
}

/** Returns a function that renders a message in a form; undefined if that fails. */
function createWordingOf<Message>({ render, log }: Pick<SendAttemptsParts<Message>, 'render' | 'log'>) {
  return (
    message: Message,
    place: ConversationRef,
    form: RenderedMessage['kind'],
  ): RenderedMessage | undefined => {
    try {
      const wording = render(message, place);
      return form === 'text' && wording.kind === 'card' ? textInstead(wording.card) : wording;
    } catch (err) {
      log.error({ err, place: place.id }, 'message not rendered');
      return undefined;
    }
  };
}

/**
 * Ends a conversation's refusals, even if there was none when the message began: another message may have been refused since. A
 * failure to record this doesn't undo that the message was sent.
 */
async function noteDelivered(
  places: Pick<ConversationStore, 'delivered'>,
  log: Log,
  key: ConversationKey,
  movedTo: ConversationRef | undefined,
): Promise<void> {
  try {
    await places.delivered(key, movedTo);
  } catch (err) {
    log.warn({ err, place: key.id }, 'conversation record not updated');
  }
}
