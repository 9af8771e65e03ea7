import { isDeepStrictEqual } from 'node:util';
import { recurrenceText } from '../../cards/recurrence-text.ts';
import { lowerFirst } from '../../cards/words.ts';
import type { EpochMs } from '../../domain/time.ts';
import { nextOccurrence } from '../../schedule/occurrences.ts';
import type { Reversal, Undoable } from '../undoable.ts';
import { isPausedAt, type Subscription } from './subscription.ts';
import type { Subscriptions } from './subscriptions.ts';

/** "The digest daily at 08:00" */
function nameOf(one: Subscription | undefined): string {
  return one ? `The digest ${lowerFirst(recurrenceText(one.when))}` : 'The digest';
}

type OfDigest = Reversal<Subscription>;

/** How Undo brings digests back: each goes on from what has been reported by now, so no day comes twice or is left out. */
export function createUndoableDigests(
  subscriptions: Pick<Subscriptions, 'ofHome' | 'ofPlace' | 'save' | 'remove'>,
): Undoable<Subscription> {
  return {
    rank: 1,

    async read({ home, id }) {
      const found = await (id === undefined
        ? subscriptions.ofHome(home)
        : subscriptions.ofPlace({ home, id }));
      return found.map(({ value, version }) => ({ place: value.place, id: value.id, value, version }));
    },

    /** A pause that is over counts as none: the product removes it by itself. */
    setting(one, now) {
      const { begun: _, dueAt: __, lastSaid: ___, owed: ____, told: _____, toldUntil: ______, ...set } = one;
      return { ...set, paused: isPausedAt(one, now) ? one.paused : undefined };
    },

    async bringBack({ change: { before }, current }, all, now) {
      if (before === undefined)
        return current === undefined || subscriptions.remove(current, current.version);
      const restored = current
        ? restoredFrom(before, current.value, afterOf(all, current.id), now)
        : restoredAnew(before, all, now);
      return (await subscriptions.save(restored, current)) !== undefined;
    },

    name: ({ before, after }) => lowerFirst(nameOf(before ?? after)),

    texts(changes, at, now) {
      const restored = changes.flatMap(({ before, after }) =>
        before ? [{ before, isThere: after !== undefined }] : [],
      );
      if (restored.length === 0)
        return changes.flatMap(({ after }) => (after ? [`${nameOf(after)} is no longer set`] : []));
      return restored.map(({ before, isThere }) => {
        const { paused } = before;
        if (!isPausedAt(before, now)) return `${nameOf(before)} is ${isThere ? 'on' : 'set'} again`;
        return `${nameOf(before)} is paused again${paused?.until === undefined ? '' : ` until ${at(paused.until)}`}`;
      });
    },
  };
}

const afterOf = (all: readonly OfDigest[], id: string) =>
  all.find(({ change }) => change.id === id)?.change.after;

/** A digest that was removed. If it was moved, it goes on from what came at the other time. */
function restoredAnew(before: Subscription, all: readonly OfDigest[], now: EpochMs): Subscription {
  const moved = all.filter(({ change }) => change.before === undefined);
  const [only, another] = moved;
  const isMoved = only?.current !== undefined && another === undefined && only.change.after !== undefined;
  if (!isMoved || !only.current) return before;
  return restoredFrom(before, { ...only.current.value, ...settingsOf(before) }, only.change.after, now);
}

/**
 * Returns the digest with its earlier settings. If it has reported nothing since the change, it's due when it was due
 * before, and comes late if that has passed; else at its next time.
 */
function restoredFrom(
  before: Subscription,
  current: Subscription,
  after: Subscription | undefined,
  now: EpochMs,
): Subscription {
  const restored = { ...current, ...settingsOf(before) };
  const { dueAt, toldUntil } = before;
  if (after && isDeepStrictEqual(progressOf(current), progressOf(after)))
    return { ...restored, dueAt, toldUntil };
  return { ...restored, dueAt: nextDue(before, now) };
}

function settingsOf({
  id,
  when,
  services,
  onlyProblems,
  locale,
  createdAt,
  createdBy,
  paused,
}: Subscription) {
  return { id, when, services, onlyProblems, locale, createdAt, createdBy, paused };
}

/** What changes if a digest or a follow-up is sent, or left out because all was well. */
function progressOf({ lastSaid, owed, told, toldUntil }: Subscription) {
  return JSON.parse(JSON.stringify({ lastSaid, owed, told, toldUntil }));
}

function nextDue({ paused, when }: Subscription, now: EpochMs): EpochMs | undefined {
  if (!paused) return nextOccurrence(when, now);
  return paused.until === undefined ? undefined : nextOccurrence(when, Math.max(paused.until - 1, now));
}
