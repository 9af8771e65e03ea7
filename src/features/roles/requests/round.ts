import type { Access } from '../../../access/access.ts';
import type { GivenRoles } from '../../../domain/given-roles.ts';
import type { Log } from '../../../domain/log.ts';
import type { Delivery, MessageGone, Messenger } from '../../../domain/messenger.ts';
import type { ConversationKey, ConversationStore } from '../../../domain/place.ts';
import { type Clock, inMs } from '../../../domain/time.ts';
import { type AttemptResult, createConversationBackOff } from '../../../schedule/conversation-back-off.ts';
import { apply } from './decide.ts';
import { type AccessMessage, nameOfAccessMessage } from './message.ts';
import { type AccessRequest, type AskedAdmin, isExpired, isForgotten } from './request.ts';
import type { AccessRequests, StoredRequest } from './requests.ts';

export interface AccessRoundParts {
  readonly access: Pick<Access, 'rules'>;
  readonly accessRequests: AccessRequests;
  readonly givenRoles: GivenRoles;
  readonly messenger: Messenger<AccessMessage>;
  readonly places: Pick<ConversationStore, 'get'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** How often the requests are read: somebody may wait for a decision. */
const everyMs = 5_000;
const [firstPauseMs, longestPauseMs] = [60_000, 3_600_000];

/**
 * Sends the requests for access to the admins, and their decisions to those who asked. Each step is recorded after it's
 * made: if this process dies in between, a message comes twice, and no decision is lost. One instance at a time makes
 * passes.
 */
export function createAccessRound(parts: AccessRoundParts) {
  const { accessRequests, clock, log, places } = parts;
  const backOff = createConversationBackOff({
    places,
    firstMs: firstPauseMs,
    longestMs: longestPauseMs,
    clock,
  });
  let nextAt = clock.monotonic();

  /** Makes one attempt, unless it waits after a failure. */
  async function attempt(
    place: ConversationKey,
    message: AccessMessage,
    mayStart: () => boolean,
    work: (may: () => boolean) => Promise<AttemptResult>,
  ): Promise<void> {
    const key = { name: JSON.stringify([place.home, place.id, nameOfAccessMessage(message)]), place };
    if (!backOff.isWaiting(key) && mayStart()) await backOff.attempt(key, mayStart, work);
  }

  const steps = createSteps(parts, attempt);

  async function visit(stored: StoredRequest, mayStart: () => boolean): Promise<void> {
    const request = stored.value;
    if (isForgotten(request, clock.now())) return accessRequests.remove(stored);
    if (!request.decision) {
      if (!isExpired(request, clock.now())) await steps.ask(request, mayStart);
      return;
    }
    const applied = await apply(request, parts);
    await steps.answer(applied, mayStart);
    await steps.update(applied, mayStart);
  }

  return {
    async go(mayStart: () => boolean): Promise<void> {
      if (clock.monotonic() < nextAt) return;
      nextAt = inMs(everyMs, clock);
      for (const stored of await accessRequests.all()) {
        try {
          await visit(stored, mayStart);
        } catch (err) {
          log.error({ err, objectId: stored.value.objectId }, 'request for access failed, trying again');
        }
      }
    },
    settled: async (): Promise<void> => undefined,
  };
}

type Attempt = (
  place: ConversationKey,
  message: AccessMessage,
  mayStart: () => boolean,
  work: (may: () => boolean) => Promise<AttemptResult>,
) => Promise<void>;

/** What a pass does for a request. */
function createSteps(parts: AccessRoundParts, attempt: Attempt) {
  const { access, accessRequests, clock, messenger, places } = parts;

  const isAdmin = ({ objectId }: AskedAdmin) => access.rules.lists.admin.includes(objectId);

  async function note(request: AccessRequest, admin: AskedAdmin, done: Partial<AskedAdmin>): Promise<void> {
    await accessRequests.change(request, one => ({
      ...one,
      admins: one.admins.map(other => (other.objectId === admin.objectId ? { ...other, ...done } : other)),
    }));
  }

  return {
    /** Sends the question to those admins who haven't got it, and still are admins. */
    async ask(request: AccessRequest, mayStart: () => boolean): Promise<void> {
      const message: AccessMessage = { what: 'question', request, composedAt: clock.now() };
      for (const admin of request.admins) {
        if (admin.sentAt !== undefined || !isAdmin(admin)) continue;
        await attempt(admin.place, message, mayStart, async may => {
          const delivery = await messenger.post(admin.place, message, may);
          if (delivery.kind !== 'sent') return resultOf(delivery);
          const { id } = delivery.said;
          await note(request, admin, { sentAt: clock.now(), ...(id !== undefined && { messageId: id }) });
          return 'done';
        });
      }
    },

    /** Tells the person who asked, unless the bot isn't in their conversation any more. */
    async answer(request: AccessRequest, mayStart: () => boolean): Promise<void> {
      const { place, thread, toldAt } = request;
      if (toldAt !== undefined || isExpired({ askedAt: request.decision?.at ?? 0 }, clock.now())) return;
      const message: AccessMessage = { what: 'answer', request, composedAt: clock.now() };
      const noteTold = () =>
        accessRequests.change(request, one => ({ ...one, toldAt: one.toldAt ?? clock.now() }));
      if (!(await places.get(place))?.place) {
        await noteTold();
        return;
      }
      await attempt(place, message, mayStart, async may => {
        const delivery = await messenger.reply({ place, id: thread }, message, may);
        if (delivery.kind === 'sent') await noteTold();
        return resultOf(delivery);
      });
    },

    /** Shows the decision on the messages to all admins. */
    async update(request: AccessRequest, mayStart: () => boolean): Promise<void> {
      const message: AccessMessage = { what: 'decided', request, composedAt: clock.now() };
      for (const admin of request.admins) {
        const { isUpdated, messageId: id, place } = admin;
        if (id === undefined || isUpdated) continue;
        await attempt(place, message, mayStart, async may => {
          const delivery = await messenger.edit({ place, id }, message, may);
          const isOver = delivery.kind === 'sent' || delivery.kind === 'missing';
          if (isOver) await note(request, admin, { isUpdated: true });
          return isOver ? 'done' : resultOf(delivery);
        });
      }
    },
  };
}

function resultOf(delivery: Delivery | MessageGone): AttemptResult {
  if (delivery.kind === 'sent' || delivery.kind === 'missing') return 'done';
  return delivery.kind === 'closed' ? 'closed' : 'retry';
}
