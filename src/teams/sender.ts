import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { textInstead } from '../cards/card-text.ts';
import type { Wording } from '../cards/wording.ts';
import type { Log } from '../domain/log.ts';
import type { Delivery, Messenger, Missing } from '../domain/messenger.ts';
import type { Meter } from '../domain/meter.ts';
import {
  type HeldReason,
  isPausedAt,
  isSilent,
  type KeptPlace,
  type Place,
  type PlaceKey,
  type Places,
} from '../domain/place.ts';
import type { EpochMs } from '../domain/time.ts';
import { hasHadItsTurn, type Undelivered } from '../domain/undelivered.ts';
import type { Channel } from './channel.ts';
import type { Pacing } from './pacing.ts';
import type { RetryTiming } from './reply.ts';
import {
  createSendFailurePolicy,
  type Retry,
  type SendAttempt,
  type SendMode,
} from './send-failure-policy.ts';

const mostAttempts = 5;
const mostYielded = 10_000;
const earlyMs = 1_000;

export interface SenderParts<Message> extends RetryTiming {
  readonly channel: Channel;
  readonly places: Places;
  /** Why nothing may be said in a place now; undefined if something may. Rejects if that can't be known. */
  readonly whyNot?: ((place: Place) => Promise<HeldReason | undefined>) | undefined;
  readonly pacing: Pacing;
  readonly render: (message: Message) => Wording;
  /** What a message is, however often it is composed anew: of two that wait for a conversation, each has its own. */
  readonly nameOf: (message: Message) => string;
  readonly meter: Meter;
  readonly log: Log;
}

/** Says things unasked, and edits what was said, at the pace that Teams allows. */
export function createSender<Message>(parts: SenderParts<Message>): Messenger<Message> {
  const { whyNot = async () => undefined } = parts;
  const { channel, places, pacing, render, nameOf, meter, log, clock, sleep } = parts;
  const policy = createSendFailurePolicy(parts);
  /** By message and place: the time of the try that it has left to others. */
  const yielded = new LRUCache<string, EpochMs>({ max: mostYielded });

  /**
   * Of all that waits for a conversation that refuses, one message is the next try: one that has not been it yet, if there
   * is one. Whether there is shows by the time that a message is sent again.
   */
  async function say(
    key: PlaceKey,
    message: Message,
    mayStart: () => boolean,
    mode: SendMode,
  ): Promise<Delivery | Missing> {
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
    if (!(await mayBeSaid(key, place))) return closed;
    const name = shortened([mode.kind, nameOf(message)]);
    const send = () => sendTo(addressesOf(place, kept), key, name, message, mayStart, mode);
    if (!undelivered) return send();
    if (hasHadItsTurn(undelivered, name) && yields(key, name, undelivered)) return othersFirst;
    if (!(await places.takeTry(key, now))) return closed;
    const outcome = await send();
    if (outcome.kind === 'failed' || outcome.kind === 'missing') await giveBackTry(key, undelivered);
    return outcome;
  }

  /** What may not be said is held from now on, and what can't be known is tried again. */
  async function mayBeSaid(key: PlaceKey, place: Place): Promise<boolean> {
    const why = await whyNot(place);
    if (why === undefined) return true;
    log.warn({ place: key.id, why }, 'nothing may be said in a conversation, holding its messages');
    await places.hold(key, why, clock.now());
    return false;
  }

  /** True once for each try. */
  function yields({ home, id }: PlaceKey, name: string, { nextTryAt }: Undelivered): boolean {
    const key = JSON.stringify([home, id, name]);
    if (yielded.get(key) === nextTryAt) return false;
    yielded.set(key, nextTryAt);
    return true;
  }

  /** At the address that a person wrote from last; if Teams doesn't take it there, at the one that is known to work. */
  async function sendTo(
    addresses: readonly Place[],
    ...[key, name, message, mayStart, mode]: [PlaceKey, string, Message, () => boolean, SendMode]
  ): Promise<Delivery | Missing> {
    let outcome: Delivery | Missing = failed;
    for (const place of addresses) {
      outcome = await sendAt(key, name, message, mayStart, { place, mode, known: addresses.at(-1) });
      const isElsewhere = outcome.kind === 'closed' || (outcome.kind === 'failed' && !outcome.mayHaveArrived);
      if (!isElsewhere || place === addresses.at(-1)) return outcome;
      if (policy.isBotRefused() || (await isPaused(key))) return outcome;
    }
    return outcome;
  }

  /** True if Teams has asked to send nothing there, perhaps as the answer to another message. */
  async function isPaused(key: PlaceKey): Promise<boolean> {
    const { pause } = (await places.get(key)) ?? {};
    // A timer may be a little early.
    return isPausedAt(pause, clock.now() + earlyMs);
  }

  async function sendAt(
    key: PlaceKey,
    name: string,
    message: Message,
    mayStart: () => boolean,
    first: { readonly place: Place; readonly mode: SendMode; readonly known: Place | undefined },
  ): Promise<Delivery | Missing> {
    let { place, mode } = first;
    let form: Wording['kind'] = 'card';
    let waitMs = 0;
    let mayHaveArrived = false;
    for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
      if (waitMs > 0) {
        await sleep(waitMs);
        if (await isPaused(key)) break;
      }
      await pacing.turn(place.tenantId ?? '', place.id);
      if (!mayStart()) break;
      // Only now: hundreds wait for their turn, and their cards would outlive the young heap.
      const wording = worded(message, key, form);
      // Drawing takes time, and a process may be stopped in the middle of it for longer than its lease lasts.
      if (!wording || !mayStart()) break;
      const next = await tryOnce({ key, name, place, mode, form: wording.kind, attempt }, wording);
      if (next.kind === 'sent') await noteDelivered(key, place === first.known ? undefined : place);
      if (next.kind !== 'retry' && next.kind !== 'failed') return next;
      mayHaveArrived ||= next.mayHaveArrived;
      if (next.kind === 'failed') break;
      ({ place, mode, form, waitMs } = next);
    }
    return { kind: 'failed', mayHaveArrived };
  }

  async function tryOnce(one: SendAttempt, wording: Wording): Promise<Retry | Delivery | Missing> {
    const { key, place, mode } = one;
    let id: string | undefined;
    try {
      id = await send(place, mode, wording);
    } catch (error) {
      return policy.recover(error, one);
    }
    return { kind: 'sent', said: { place: key, id } };
  }

  async function send(place: Place, mode: SendMode, wording: Wording): Promise<string | undefined> {
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

  function worded(message: Message, { id }: PlaceKey, form: Wording['kind']): Wording | undefined {
    try {
      const wording = render(message);
      return form === 'text' && wording.kind === 'card' ? textInstead(wording.card) : wording;
    } catch (err) {
      log.error({ err, place: id }, 'a message could not be worded');
      return undefined;
    }
  }

  /**
   * Also if nothing was refused when the message began: another one may have been since. The message was said; that its
   * place could not be brought up to date takes nothing from that.
   */
  async function noteDelivered(key: PlaceKey, movedTo: Place | undefined): Promise<void> {
    try {
      await places.delivered(key, movedTo);
    } catch (err) {
      log.warn({ err, place: key.id }, 'a place could not be brought up to date');
    }
  }

  /** The next try is later then, but what became of the message stays known. */
  async function giveBackTry(key: PlaceKey, before: Undelivered): Promise<void> {
    try {
      await places.giveBackTry(key, before);
    } catch (err) {
      log.warn({ err, place: key.id }, 'a place could not be brought up to date');
    }
  }

  /** Only what is edited can be missing. */
  async function sayNew(
    key: PlaceKey,
    message: Message,
    mayStart: () => boolean,
    mode: SendMode,
  ): Promise<Delivery> {
    const outcome = await say(key, message, mayStart, mode);
    return outcome.kind === 'missing' ? failed : outcome;
  }

  async function counted<Outcome extends Delivery | Missing>(
    mode: SendMode['kind'],
    saying: Promise<Outcome>,
  ): Promise<Outcome> {
    const outcome = await saying;
    meter.count('sends', 1, { way: mode, outcome: outcome.kind });
    return outcome;
  }

  return {
    post: (key, message, mayStart) => counted('post', sayNew(key, message, mayStart, { kind: 'post' })),
    reply: ({ place, id }, message, mayStart) =>
      counted(
        'reply',
        sayNew(place, message, mayStart, id === undefined ? { kind: 'post' } : { kind: 'reply', id }),
      ),
    edit: async ({ place, id }, message, mayStart) =>
      counted<Delivery | Missing>(
        'edit',
        id === undefined ? Promise.resolve(missing) : say(place, message, mayStart, { kind: 'edit', id }),
      ),
  };
}

const failed: Delivery = { kind: 'failed', mayHaveArrived: false };
const closed: Delivery = { kind: 'closed' };
const othersFirst: Delivery = { kind: 'closed', othersFirst: true };
const missing: Missing = { kind: 'missing' };

function addressesOf(place: Place, { movedTo }: KeptPlace): readonly Place[] {
  return movedTo ? [movedTo, place] : [place];
}

function shortened(name: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(name)).digest('base64url').slice(0, 12);
}
