import { type EpochMs, isWaiting } from './time.ts';

/**
 * How Teams refused a message: the HTTP status, undefined if the bot has no address for the conversation, and Teams' own
 * code.
 */
export interface RefusalReason {
  readonly status: number | undefined;
  readonly code: string | undefined;
}

/** A conversation in which Teams refuses what is sent. Nothing that people set there changes by it. */
export interface Undelivered {
  /** When the first message was refused; none has been taken since. */
  readonly since: EpochMs;
  /** From when the times of the tries count: `since`, or the first refusal after a person wrote there. */
  readonly countedFrom: EpochMs;
  /** Of the last refusal. */
  readonly reason: RefusalReason;
  /** Tries that were made or begun since `countedFrom`. */
  readonly tries: number;
  readonly nextTryAt: EpochMs;
  /**
   * Names of the messages that were refused since all that waits had its turn: others go before them. Absent in records of
   * earlier versions.
   */
  readonly refused?: readonly string[];
  /** A person wrote there after the last refusal, so everything is tried at once. */
  readonly isReleased?: true;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** Names in a record. */
const mostRefused = 100;
/** After the first refusal; then each hour. */
const tryAfterMs = [1, 2, 5, 15, 60].map(minutes => minutes * minuteMs);

/** True while no message may be tried. */
export function isResting(undelivered: Undelivered | undefined, now: EpochMs): boolean {
  return (
    undelivered !== undefined && !undelivered.isReleased && isWaiting(undelivered.nextTryAt, hourMs, now)
  );
}

/**
 * The state after the message `name` was refused at `at`. A refusal before the next try belongs to the try before it:
 * several messages may be under way at once.
 */
export function afterRefusal(
  before: Undelivered | undefined,
  { reason, name }: { readonly reason: RefusalReason; readonly name: string | undefined },
  at: EpochMs,
): Undelivered {
  const refused = withRefused(before?.refused ?? [], name);
  if (before && !before.isReleased) {
    return { ...(isResting(before, at) ? before : afterTry(before, at)), reason, refused };
  }
  return countedAnew({ since: before?.since ?? at, reason, refused }, at);
}

/** One that is refused again had to let all others go first: everything has had its turn. */
function withRefused(refused: readonly string[], name: string | undefined): readonly string[] {
  if (name === undefined) return refused;
  return refused.includes(name) ? [name] : [...refused, name].slice(-mostRefused);
}

/** True if the message has had its turn, so that whatever else waits there goes first. */
export function hasHadItsTurn({ refused, isReleased }: Undelivered, name: string): boolean {
  return !isReleased && refused?.includes(name) === true;
}

/** The state when a try begins at `at`: counted before its outcome is known, so that only one is made. */
export function afterTry(before: Undelivered, at: EpochMs): Undelivered {
  if (at < before.countedFrom) return countedAnew(before, at);
  return { ...before, tries: before.tries + 1, nextTryAt: nextTryAfter(before.countedFrom, at) };
}

/** The state after a person wrote there. */
export function released(before: Undelivered | undefined): Undelivered | undefined {
  return before && { ...before, isReleased: true };
}

/** `since` lies ahead of `at` if the clock was set back. */
function countedAnew(
  { since, reason, refused }: Pick<Undelivered, 'since' | 'reason' | 'refused'>,
  at: EpochMs,
): Undelivered {
  return {
    ...{ since: Math.min(since, at), countedFrom: at, reason, tries: 1, nextTryAt: nextTryAfter(at, at) },
    ...(refused && { refused }),
  };
}

function nextTryAfter(countedFrom: EpochMs, at: EpochMs): EpochMs {
  const next = tryAfterMs.map(ms => countedFrom + ms).find(moment => moment > at);
  return next ?? countedFrom + (Math.floor((at - countedFrom) / hourMs) + 1) * hourMs;
}
