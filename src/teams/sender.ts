import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Wording } from '../cards/wording.ts';
import type { Log } from '../domain/log.ts';
import type { Delivery, Messenger, Missing } from '../domain/messenger.ts';
import type { Meter } from '../domain/meter.ts';
import type { Place, PlaceKey, Places } from '../domain/place.ts';
import type { EpochMs } from '../domain/time.ts';
import { hasHadItsTurn, isResting, type Undelivered } from '../domain/undelivered.ts';
import type { Channel } from './channel.ts';
import type { Pacing } from './pacing.ts';
import { type Again, createRemedies, type Try, type Way } from './remedies.ts';
import type { SendingParts } from './send-reply.ts';

const mostAttempts = 5;
const mostYielded = 10_000;

export interface SenderParts<Message> extends SendingParts {
  readonly channel: Channel;
  readonly places: Places;
  readonly pacing: Pacing;
  readonly render: (message: Message) => Wording;
  /** What a message is, however often it is composed anew: of two that wait for a conversation, each has its own. */
  readonly nameOf: (message: Message) => string;
  readonly meter: Meter;
  readonly log: Log;
}

/** Says things unasked, and edits what was said, at the pace that Teams allows. */
export function createSender<Message>(parts: SenderParts<Message>): Messenger<Message> {
  const { channel, places, pacing, render, nameOf, meter, log, clock, sleep } = parts;
  const remedies = createRemedies(parts);
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
    way: Way,
  ): Promise<Delivery | Missing> {
    if (remedies.haveStopped()) return failed;
    const now = clock.now();
    const { place, undelivered } = (await places.get(key)) ?? {};
    if (isResting(undelivered, now)) return closed;
    if (!place) {
      log.warn({ place: key.id }, 'conversation has no address until a person writes there');
      await places.refused(key, { status: undefined, code: undefined }, now);
      return closed;
    }
    const name = shortened([way.kind, nameOf(message)]);
    if (!undelivered) return sendAt(key, name, message, mayStart, { place, way });
    if (hasHadItsTurn(undelivered, name) && yields(key, name, undelivered)) return othersFirst;
    if (!(await places.takeTry(key, now))) return closed;
    const outcome = await sendAt(key, name, message, mayStart, { place, way });
    if (outcome.kind === 'failed' || outcome.kind === 'missing') await places.giveBackTry(key, undelivered);
    return outcome;
  }

  /** True once for each try. */
  function yields({ home, id }: PlaceKey, name: string, { nextTryAt }: Undelivered): boolean {
    const key = JSON.stringify([home, id, name]);
    if (yielded.get(key) === nextTryAt) return false;
    yielded.set(key, nextTryAt);
    return true;
  }

  async function sendAt(
    key: PlaceKey,
    name: string,
    message: Message,
    mayStart: () => boolean,
    first: { readonly place: Place; readonly way: Way },
  ): Promise<Delivery | Missing> {
    let { place, way } = first;
    let waitMs = 0;
    let mayHaveArrived = false;
    for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
      if (waitMs > 0) await sleep(waitMs);
      await pacing.turn(place.tenantId ?? '', place.id);
      if (!mayStart()) break;
      // Only now: hundreds wait for their turn, and their cards would outlive the young heap.
      const wording = worded(message, key);
      if (!wording) break;
      const next = await tryOnce({ key, name, place, way, attempt }, wording);
      if (next.kind === 'sent') await noteDelivered(key, place === first.place ? undefined : place);
      if (next.kind !== 'again' && next.kind !== 'failed') return next;
      mayHaveArrived ||= next.mayHaveArrived;
      if (next.kind === 'failed') break;
      ({ place, way, waitMs } = next);
    }
    return { kind: 'failed', mayHaveArrived };
  }

  async function tryOnce(one: Try, wording: Wording): Promise<Again | Delivery | Missing> {
    const { key, place, way } = one;
    let id: string | undefined;
    try {
      id = await send(place, way, wording);
    } catch (error) {
      return remedies.after(error, one);
    }
    return { kind: 'sent', said: { place: key, id } };
  }

  async function send(place: Place, way: Way, wording: Wording): Promise<string | undefined> {
    switch (way.kind) {
      case 'post':
        return channel.post(place, wording);
      case 'reply':
        return channel.reply(place, way.id, wording);
      case 'edit':
        await channel.edit(place, way.id, wording);
        return way.id;
    }
  }

  function worded(message: Message, { id }: PlaceKey): Wording | undefined {
    try {
      return render(message);
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

  /** Only what is edited can be missing. */
  async function sayNew(
    key: PlaceKey,
    message: Message,
    mayStart: () => boolean,
    way: Way,
  ): Promise<Delivery> {
    const outcome = await say(key, message, mayStart, way);
    return outcome.kind === 'missing' ? failed : outcome;
  }

  async function counted<Outcome extends Delivery | Missing>(
    way: Way['kind'],
    saying: Promise<Outcome>,
  ): Promise<Outcome> {
    const outcome = await saying;
    meter.count('sends', 1, { way, outcome: outcome.kind });
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

function shortened(name: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(name)).digest('base64url').slice(0, 12);
}
