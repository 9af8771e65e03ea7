import { createHash } from 'node:crypto';
import type { RemovalCount } from '../../domain/audit.ts';
import type { DigestOrder, DigestSpec } from '../../domain/digest-order.ts';
import type { Person } from '../../domain/person.ts';
import type { ConversationKey, ConversationRef, ConversationStore } from '../../domain/place.ts';
import type { Clock, EpochMs, MonotonicMs } from '../../domain/time.ts';
import type { Undelivered } from '../../domain/undelivered.ts';
import { nextOccurrence } from '../../schedule/occurrences.ts';
import type { DigestMessage } from './message.ts';
import type { Reports } from './report-cache.ts';
import type { Subscription } from './subscription.ts';
import { type StoredSubscription, type Subscriptions, windowStart } from './subscriptions.ts';
import { digestsChangedBy, hasSameSettings, movedTo } from './touched.ts';

/** What was done with the digests of a place. */
export type Done =
  | 'set'
  | 'moved'
  | 'alreadySet'
  | 'tooMany'
  | 'shown'
  | 'paused'
  | 'resumed'
  | 'off'
  | 'nothingThere';

/** The digests of a place after an order, and those that it ended. */
export interface DigestsAnswer {
  readonly done: Done;
  /** By their next time, paused ones last. */
  readonly digests: readonly Subscription[];
  readonly ended: readonly Subscription[];
  /** Set if Teams refused the last message there. */
  readonly undelivered: Undelivered | undefined;
  readonly answeredAt: EpochMs;
}

/** Limit of digests in one place. */
export const mostDigests = 20;

/** What a button of one digest does. */
type DigestAct = 'pause' | 'resume' | 'off';

/** The digests of a place, as its people set and change them. Rejects with `StoreError`. */
export interface Digests {
  /** `by` is the user who commands it, if that's known. */
  obey(
    order: ChangingOrder,
    place: ConversationRef,
    locale: string | undefined,
    by?: Person | undefined,
  ): Promise<DigestsAnswer>;
  /** Changes one of them; `until` is the end of a pause. Doing it twice has the same effect as once. */
  act(act: DigestAct, id: string, place: ConversationKey, until?: EpochMs): Promise<DigestsAnswer>;
  /**
   * Reports the last 24 hours, for one digest; it needn't be named if there is just one or none. Changes nothing: the
   * next digest covers what it would have covered. Rejects as `Reports` does, too.
   */
  now(
    place: ConversationKey,
    id: string | undefined,
    asker: UserLocale,
    until: MonotonicMs,
  ): Promise<DigestMessage | undefined>;
  /** Reports the last 24 hours as a digest of these services would. Rejects as `Reports` does. */
  example(services: DigestSpec['services'], asker: UserLocale, until: MonotonicMs): Promise<DigestMessage>;
  /**
   * The bot was removed from a team or chat, or from one channel: deletes the digests and places, and adds to `gone`
   * how many digests it has deleted. Can be repeated if it rejects.
   */
  forget(home: string, place?: ConversationKey, gone?: Pick<RemovalCount, 'digests'>): Promise<void>;
}

type ChangingOrder = Exclude<DigestOrder, { readonly what: 'now' }>;

interface UserLocale {
  readonly zone: string;
  readonly locale: string | undefined;
  /** The same as `zone` if it's known to be that of the only person who reads the answer. */
  readonly ownZone?: string | undefined;
}

export interface DigestsParts {
  readonly subscriptions: Subscriptions;
  readonly places: ConversationStore;
  readonly reports: Reports;
  readonly clock: Clock;
}

const dayMs = 24 * 3_600_000;

export function createDigests(parts: DigestsParts): Digests {
  const { subscriptions, places, clock } = parts;

  async function answer(place: ConversationKey, done: Done, ended: readonly Subscription[] = []) {
    const kept = await subscriptions.ofPlace(place);
    const { undelivered } = (await places.get(place)) ?? {};
    const digests = kept
      .map(({ value }) => value)
      .toSorted((a, b) => (a.dueAt ?? Infinity) - (b.dueAt ?? Infinity) || a.createdAt - b.createdAt);
    return { done, digests, ended, undelivered, answeredAt: clock.now() };
  }

  async function set(
    wish: DigestSpec,
    place: ConversationRef,
    locale: string | undefined,
    by: Person | undefined,
  ): Promise<DigestsAnswer> {
    const { home, id } = place;
    const there = await subscriptions.ofPlace(place);
    if (there.some(({ value }) => hasSameSettings(value, wish))) return answer(place, 'alreadySet');
    if (there.length >= mostDigests) return answer(place, 'tooMany');
    await places.keep(place);
    const now = clock.now();
    const saved = await subscriptions.save({
      ...wish,
      place: { home, id },
      id: idOf(wish, place),
      locale,
      createdAt: now,
      createdBy: by,
      paused: undefined,
      dueAt: nextOccurrence(wish.when, now),
      toldUntil: undefined,
      lastSaid: undefined,
      begun: [],
      owed: undefined,
    });
    // Not saved if the same was set in the meantime.
    return answer(place, saved ? 'set' : 'alreadySet');
  }

  async function each(
    kept: readonly StoredSubscription[],
    place: ConversationKey,
    done: Done,
    change: (one: Subscription) => Subscription | undefined,
  ): Promise<DigestsAnswer> {
    if (kept.length === 0) return answer(place, 'nothingThere');
    for (const { value } of kept) await subscriptions.update(place, value.id, change);
    return answer(place, done);
  }

  /** Its id follows its settings. The new one is saved first: a crash leaves one too many and never none. */
  async function move(
    order: Extract<DigestOrder, { readonly what: 'move' }>,
    kept: readonly StoredSubscription[],
    place: ConversationKey,
  ): Promise<DigestsAnswer> {
    const now = clock.now();
    const [one] = digestsChangedBy(
      order,
      kept.map(({ value }) => value),
      now,
    );
    const before = kept.find(({ value }) => value === one);
    if (!one || !before) return answer(place, kept.length === 0 ? 'nothingThere' : 'alreadySet');
    const when = movedTo(one, order.to);
    const from = one.paused?.until;
    const isPaused = one.paused !== undefined && from === undefined;
    await subscriptions.save({
      ...one,
      when,
      id: idOf({ ...one, when }, place),
      toldUntil: tellsOnFrom(one, now),
      dueAt: isPaused ? undefined : nextOccurrence(when, Math.max(from ?? now, now) - (from ? 1 : 0)),
      begun: [],
    });
    await subscriptions.remove(before);
    return answer(place, 'moved');
  }

  async function end(kept: readonly StoredSubscription[], place: ConversationKey): Promise<DigestsAnswer> {
    if (kept.length === 0) return answer(place, 'nothingThere');
    for (const one of kept) await subscriptions.remove(one);
    return answer(
      place,
      'off',
      kept.map(({ value }) => value),
    );
  }

  return {
    async obey(order, place, locale, by) {
      if (order.what === 'set') return set(order.wish, place, locale, by);
      if (order.what === 'show') return answer(place, 'shown');
      const kept = await subscriptions.ofPlace(place);
      if (order.what === 'move') return move(order, kept, place);
      if (order.what === 'pause') return each(kept, place, 'paused', pausing(order.until, clock));
      if (order.what === 'resume') return each(kept, place, 'resumed', resuming(clock));
      return end(kept, place);
    },

    async act(act, id, place, until) {
      const one = await subscriptions.get(place, id);
      const kept = one ? [one] : [];
      if (act === 'pause') return each(kept, place, 'paused', pausing(until, clock));
      if (act === 'resume') return each(kept, place, 'resumed', resuming(clock));
      return end(kept, place);
    },

    now: createDigestNow(parts),
    example: (services, asker, until) => reportNow(parts, undefined, services, asker, until),

    async forget(home, place, gone = { digests: 0 }) {
      for (;;) {
        const some = await (place ? subscriptions.ofPlace(place) : subscriptions.ofHome(home));
        if (some.length === 0) break;
        for (const kept of some) if (await subscriptions.remove(kept)) gone.digests += 1;
      }
      for (const key of place ? [place] : await places.ofHome(home)) await places.forget(key);
    },
  };
}

/** Returns a function that pauses a digest; `until` undefined pauses it until it's resumed. */
function pausing(until: EpochMs | undefined, clock: Clock) {
  return (one: Subscription): Subscription => ({
    ...one,
    toldUntil: tellsOnFrom(one, clock.now()),
    paused: { until },
    dueAt: until === undefined ? undefined : nextOccurrence(one.when, Math.max(until, clock.now()) - 1),
  });
}

/** Returns a function that resumes a digest. */
function resuming(clock: Clock) {
  return (one: Subscription): Subscription => {
    if (!one.paused) return one;
    const now = clock.now();
    return {
      ...one,
      toldUntil: tellsOnFrom(one, now),
      paused: undefined,
      dueAt: nextOccurrence(one.when, now),
    };
  };
}

function createDigestNow(parts: DigestsParts): Digests['now'] {
  return async (place, id, asker, until) => {
    const all = (await parts.subscriptions.ofPlace(place)).map(({ value }) => value);
    const one = id === undefined ? all[0] : all.find(other => other.id === id);
    if ((id === undefined && all.length > 1) || (id !== undefined && !one)) return undefined;
    return reportNow(parts, one, one?.services ?? [], asker, until);
  };
}

/** Reports the last 24 hours. */
async function reportNow(
  { reports, clock }: Pick<DigestsParts, 'reports' | 'clock'>,
  wish: Subscription | undefined,
  services: DigestSpec['services'],
  { zone, locale, ownZone }: UserLocale,
  until: MonotonicMs,
): Promise<DigestMessage> {
  const now = clock.now();
  const to = Math.floor(now / 1000) * 1000;
  const span = { from: to - dayMs, to };
  const report = await reports.readNow({ span, services, told: undefined }, until);
  return {
    wish,
    span,
    report,
    occasion: 'now',
    zone,
    locale,
    ownZone,
    lateMs: 0,
    missed: 0,
    gap: undefined,
    isAgain: false,
    quietSince: undefined,
    composedAt: now,
  };
}

/**
 * Since when a digest tells that gets another due time now. A first one that was due already tells of its day, too; one
 * that was sent while the clock was ahead goes on from now.
 */
function tellsOnFrom({ dueAt, toldUntil, ...one }: Subscription, now: EpochMs): EpochMs | undefined {
  if (toldUntil !== undefined) return Math.min(toldUntil, now);
  return dueAt !== undefined && dueAt <= now ? windowStart({ ...one, dueAt, toldUntil }, dueAt) : undefined;
}

/**
 * Twelve hexadecimal digits, the same for the same wish in the same place, so that two who set it at once set one.
 * Older versions gave random ones, which stay.
 */
function idOf({ when, services, onlyProblems }: DigestSpec, { home, id }: ConversationKey): string {
  const { days, hour, minute, zone } = when;
  const wish = JSON.stringify([home, id, days, hour, minute, zone, services, onlyProblems]);
  return createHash('sha256').update(wish).digest('hex').slice(0, 12);
}
