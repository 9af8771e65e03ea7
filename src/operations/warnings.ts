import type { Admins, KnownAdmin } from '../domain/admins.ts';
import type { KnownExpiry } from '../domain/expiry.ts';
import type { Log } from '../domain/log.ts';
import type { Messenger } from '../domain/messenger.ts';
import type { ConversationKey, ConversationStore, StoredConversation } from '../domain/place.ts';
import type { Store } from '../domain/store.ts';
import { type Clock, inMs, type MonotonicMs, msSince } from '../domain/time.ts';
import { type AttemptResult, createConversationBackOff } from '../schedule/conversation-back-off.ts';
import type { SignIns } from './sign-ins.ts';
import { recentlyBinned } from './stranded.ts';
import {
  createWarnedRecords,
  due,
  merged,
  noWarningsSent,
  type UnreachedPlace,
  type Warning,
  type WarningSources,
  type WarningsSent,
  withWarning,
} from './warning-schedule.ts';

export interface WarningsParts {
  readonly expiries: readonly KnownExpiry[];
  readonly signIns: SignIns;
  readonly admins: Pick<Admins, 'all'>;
  readonly messenger: Messenger<Warning>;
  readonly places: Pick<ConversationStore, 'get' | 'unreached'>;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}

/** How often `go` checks the situation. */
const checkEveryMs = 2_000;
/** How long the list of conversations that can't be reached is cached. */
const strandedMs = 60_000;
/** How long the list of admins is cached. */
const adminsMs = 60_000;
const dayMs = 24 * 3_600_000;
/** The pauses after failures that aren't the conversation's: a minute, then two, four, … up to an hour. */
const [firstPauseMs, longestPauseMs] = [60_000, 3_600_000];

/**
 * Warns each admin, in their personal chat, of what expires, if AvePoint refuses the client, and if conversations can't
 * be reached: once each, however many instances there are and however often they start. If no admin can be reached,
 * logs it once a day.
 */
export function createWarnings(parts: WarningsParts) {
  const { expiries, signIns, admins, places, store, clock, log } = parts;
  const warn = createWarner(parts);
  const currentAdmins = cachedFor(adminsMs, clock, () => admins.all());
  const stranded = cachedFor(strandedMs, clock, async () => ({
    unreached: (await places.unreached()).map(unreachedOf),
    putAway: await recentlyBinned(store),
  }));
  const backOff = createConversationBackOff({
    places,
    firstMs: firstPauseMs,
    longestMs: longestPauseMs,
    clock,
  });
  /** Admins, by object id, whose last message wasn't delivered. */
  const unreached = new Set<string>();
  let nextCheckAt = clock.monotonic();
  let loggedAt: MonotonicMs | undefined;

  async function attempt(
    admin: KnownAdmin,
    place: ConversationKey,
    situation: WarningSources,
    mayStart: () => boolean,
  ): Promise<AttemptResult> {
    const result = await warn(admin, place, situation, mayStart);
    if (result === 'done') unreached.delete(admin.objectId);
    else if (mayStart()) unreached.add(admin.objectId);
    return result;
  }

  function logUnreached(situation: WarningSources, remedy: string): void {
    const warnings = due(situation, noWarningsSent, clock.now());
    if (warnings.length === 0 || (loggedAt !== undefined && msSince(loggedAt, clock) < dayMs)) return;
    loggedAt = clock.monotonic();
    log.warn({ warnings }, `no admin can be warned: ${remedy}`);
  }

  return {
    async go(mayStart: () => boolean): Promise<void> {
      if (clock.monotonic() < nextCheckAt) return;
      nextCheckAt = inMs(checkEveryMs, clock);
      const situation = { expiries, signIn: await signIns.state(), ...(await stranded()) };
      const isAnything =
        situation.signIn.refusedAt !== undefined || due(situation, noWarningsSent, clock.now()).length > 0;
      if (!isAnything) return;
      const all = (await currentAdmins()).flatMap(admin =>
        admin.place ? [{ admin, place: admin.place }] : [],
      );
      if (all.length === 0) return logUnreached(situation, noKnownChat);
      await Promise.all(
        all
          .filter(({ admin, place }) => !backOff.isWaiting({ name: admin.objectId, place }))
          .map(({ admin, place }) =>
            backOff
              .attempt({ name: admin.objectId, place }, mayStart, may =>
                attempt(admin, place, situation, may),
              )
              .catch((err: unknown) => log.error({ err }, 'admin not warned, trying again')),
          ),
      );
      if (all.every(({ admin }) => unreached.has(admin.objectId))) logUnreached(situation, allRefused);
    },
    settled: () => signIns.settled(),
  };
}

/** Returns a function that sends an admin the warnings that they haven't got yet. */
function createWarner({ messenger, store, clock }: Pick<WarningsParts, 'messenger' | 'store' | 'clock'>) {
  const records = createWarnedRecords(store);
  /** Warnings that were sent or read by this process. Another instance may have sent more. */
  const known = new Map<string, WarningsSent>();

  return async (
    admin: KnownAdmin,
    place: ConversationKey,
    situation: WarningSources,
    mayStart: () => boolean,
  ): Promise<AttemptResult> => {
    const { objectId } = admin;
    const isQuiet = due(situation, known.get(objectId) ?? noWarningsSent, clock.now()).length === 0;
    if (known.has(objectId) && isQuiet) return 'done';
    let warned = merged(await records.read(objectId), known.get(objectId) ?? noWarningsSent);
    known.set(objectId, warned);
    let result: AttemptResult = 'done';
    for (const warning of due(situation, warned, clock.now())) {
      const delivery = await messenger.post(place, warning, mayStart);
      if (delivery.kind === 'closed' && delivery.othersFirst) {
        result = 'closed';
        continue;
      }
      if (delivery.kind !== 'sent') return delivery.kind === 'closed' ? 'closed' : 'retry';
      warned = withWarning(warned, warning, clock.now());
      known.set(objectId, warned);
      await records.write(objectId, warned);
    }
    return result;
  };
}

/** Returns `read` with a cache of its last result, for `ms` from the start of the read. Failures aren't cached. */
function cachedFor<T>(ms: number, clock: Clock, read: () => Promise<T>): () => Promise<T> {
  let last: { readonly at: MonotonicMs; readonly value: T } | undefined;
  return async () => {
    if (!last || msSince(last.at, clock) >= ms) last = { at: clock.monotonic(), value: await read() };
    return last.value;
  };
}

function unreachedOf({
  held,
  key,
  place,
  undelivered,
}: StoredConversation & { readonly key: ConversationKey }): UnreachedPlace {
  const since = held?.since ?? undelivered?.since ?? 0;
  return { id: key.id, kind: place?.kind, since, why: held?.why ?? 'refused' };
}

const noKnownChat = 'name them in ADMIN_USER_IDS, and let each write to the bot once';
const allRefused = 'Teams takes no message in their chats; let one of them write to the bot';
