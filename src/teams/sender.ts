import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { RenderedMessage } from '../cards/wording.ts';
import type { Log } from '../domain/log.ts';
import type { Delivery, MessageGone, Messenger } from '../domain/messenger.ts';
import type { Meter } from '../domain/meter.ts';
import {
  type ConversationKey,
  type ConversationRef,
  type ConversationStore,
  isSilent,
  type NotAllowedReason,
  type StoredConversation,
} from '../domain/place.ts';
import type { EpochMs } from '../domain/time.ts';
import { type Undelivered, wasTriedThisRound } from '../domain/undelivered.ts';
import type { Channel } from './channel.ts';
import type { Pacing } from './pacing.ts';
import type { RetryTiming } from './reply.ts';
import { createSendToAddresses, type PendingMessage, type SendToAddresses } from './send-attempts.ts';
import { createSendFailurePolicy, type SendFailurePolicy, type SendMode } from './send-failure-policy.ts';

export interface SenderParts<Message> extends RetryTiming {
  readonly channel: Channel;
  readonly places: ConversationStore;
  /** Returns why nothing may be sent to a conversation now; undefined if something may. Rejects if that can't be known. */
  readonly whyNot: (place: ConversationRef) => Promise<NotAllowedReason | undefined>;
  readonly pacing: Pacing;
  readonly render: (message: Message, place: ConversationRef) => RenderedMessage;
  /** Returns a name that stays the same however often a message is composed, and that no other message to its conversation has. */
  readonly nameOf: (message: Message) => string;
  readonly meter: Meter;
  readonly log: Log;
}

/** Sends unasked messages, and edits what was sent, at the pace that Teams allows. */
export function createSender<Message>(parts: SenderParts<Message>): Messenger<Message> {
  const { meter } = parts;
  const policy = createSendFailurePolicy(parts);
  const deliver = createDeliver(parts, policy, createSendToAddresses({ ...parts, policy }));

  /** Sends a new message, which can't be missing: only an edited one can. */
  async function deliverNew(
    key: ConversationKey,
    message: Message,
    mayStart: () => boolean,
    mode: SendMode,
  ): Promise<Delivery> {
    const outcome = await deliver({ key, message, mayStart, mode });
    return outcome.kind === 'missing' ? failed : outcome;
  }

  async function counted<Outcome extends Delivery | MessageGone>(
    way: SendMode['kind'],
    sending: Promise<Outcome>,
  ): Promise<Outcome> {
    const outcome = await sending;
    meter.count('sends', 1, { way, outcome: outcome.kind });
    return outcome;
  }

  return {
    post: (key, message, mayStart) => counted('post', deliverNew(key, message, mayStart, { kind: 'post' })),
    reply: ({ place, id }, message, mayStart) =>
      counted(
        'reply',
        deliverNew(place, message, mayStart, id === undefined ? { kind: 'post' } : { kind: 'reply', id }),
      ),
    edit: async ({ place, id }, message, mayStart) =>
      counted<Delivery | MessageGone>(
        'edit',
        id === undefined
          ? Promise.resolve(missing)
          : deliver({ key: place, message, mayStart, mode: { kind: 'edit', id } }),
      ),
  };
}

const failed: Delivery = { kind: 'failed', mayHaveArrived: false };
const closed: Delivery = { kind: 'closed' };
const othersFirst: Delivery = { kind: 'closed', othersFirst: true };
const missing: MessageGone = { kind: 'missing' };

/**
 * Returns a function that sends a message unless its conversation is closed. While a conversation refuses messages, only one of those that
 * wait for it is tried at a time: one that hasn't been tried yet, if there is one. Whether there is shows by the time that a
 * message is sent again.
 */
function createDeliver<Message>(
  parts: SenderParts<Message>,
  policy: SendFailurePolicy,
  sendToAddresses: SendToAddresses<Message>,
) {
  const { places, nameOf, clock, log } = parts;
  const maySend = createMaySend(parts);
  const yieldsTry = createYieldsTry();

  return async (outgoing: Omit<PendingMessage<Message>, 'name'>): Promise<Delivery | MessageGone> => {
    const { key, message, mode } = outgoing;
    if (policy.isBotRefused()) return failed;
    const now = clock.now();
    const kept = await places.get(key);
    const { place, undelivered } = kept ?? {};
    if (kept && isSilent(kept, now)) return closed;
    if (!kept || !place) {
      log.warn({ place: key.id }, 'conversation has no address until a person writes there');
      await places.refused(key, { status: undefined, code: undefined }, now);
      return closed;
    }
    if (!(await maySend(key, place))) return closed;
    const name = shortened([mode.kind, nameOf(message)]);
    const send = () => sendToAddresses({ ...outgoing, name }, addressesOf(place, kept));
    if (!undelivered) return send();
    if (wasTriedThisRound(undelivered, name) && yieldsTry(key, name, undelivered)) return othersFirst;
    if (!(await places.takeTry(key, now))) return closed;
    const outcome = await send();
    if (outcome.kind === 'failed' || outcome.kind === 'missing')
      await giveBackTry(places, log, key, undelivered);
    return outcome;
  };
}

/** Returns a function that asks whether something may be sent to a conversation, and holds its messages from now on if not. */
function createMaySend({
  whyNot,
  places,
  clock,
  log,
}: Pick<SenderParts<never>, 'whyNot' | 'places' | 'clock' | 'log'>) {
  return async (key: ConversationKey, place: ConversationRef): Promise<boolean> => {
    const why = await whyNot(place);
    if (why === undefined) return true;
    log.warn({ place: key.id, why }, 'sending not allowed, messages held');
    await places.hold(key, why, clock.now());
    return false;
  };
}

const mostYielded = 10_000;

/** Returns a function that makes a message leave a try to other messages of its conversation; true once for each try. */
function createYieldsTry() {
  /** By conversation and message: the time of the try that the message has left to others. */
  const yielded = new LRUCache<string, EpochMs>({ max: mostYielded });

  return ({ home, id }: ConversationKey, name: string, { nextTryAt }: Undelivered): boolean => {
    const key = JSON.stringify([home, id, name]);
    if (yielded.get(key) === nextTryAt) return false;
    yielded.set(key, nextTryAt);
    return true;
  };
}

/** Gives back a try whose outcome says nothing about the conversation. If that fails, the next try is only later. */
async function giveBackTry(
  places: Pick<ConversationStore, 'giveBackTry'>,
  log: Log,
  key: ConversationKey,
  before: Undelivered,
): Promise<void> {
  try {
    await places.giveBackTry(key, before);
  } catch (err) {
    log.warn({ err, place: key.id }, 'conversation record not updated');
  }
}

function addressesOf(place: ConversationRef, { movedTo }: StoredConversation): readonly ConversationRef[] {
  return movedTo ? [movedTo, place] : [place];
}

function shortened(name: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(name)).digest('base64url').slice(0, 12);
}
