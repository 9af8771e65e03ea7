import { type EpochMs, isWaiting } from './time.ts';

/**
 * How Teams refused a message: its HTTP status, undefined if the bot has no address of the conversation, and its error
 * code.
 */
export interface TeamsRefusal {
  readonly status: number | undefined;
  readonly code: string | undefined;
}

/** The state of a conversation in which Teams refuses messages. Settings there don't change by it. */
export interface Undelivered {
  /** When the first message was refused; none was accepted since. */
  readonly since: EpochMs;
  /** Start of the retry schedule: `since`, or the first refusal after a user wrote there. */
  readonly countedFrom: EpochMs;
  /** Of the last refusal. */
  readonly reason: TeamsRefusal;
  /** Attempts since `countedFrom`, including the one in flight. */
  readonly tries: number;
  readonly nextTryAt: EpochMs;
  /**
   * Names of the messages that were refused in the current round: others go before them. Absent in records of earlier
   * versions.
   */
  readonly refused?: readonly string[];
  /** A user wrote there after the last refusal, so everything is attempted at once. */
  readonly isReleased?: true;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** Limit of names in a record. */
const mostRefused = 100;
/** When to try again after the first refusal; then every hour. */
const tryAfterMs = [1, 2, 5, 15, 60].map(minutes => minutes * minuteMs);

/** Returns true while no message may be attempted. */
export function isBackingOff(undelivered: Undelivered | undefined, now: EpochMs): boolean {
  return (
    undelivered !== undefined && !undelivered.isReleased && isWaiting(undelivered.nextTryAt, hourMs, now)
  );
}

/**
 * Returns the state after the message `name` was refused at `at`. A refusal before the next attempt belongs to the one
 * before: several messages may be in flight at once.
 */
export function afterRefusal(
  before: Undelivered | undefined,
  { reason, name }: { readonly reason: TeamsRefusal; readonly name: string | undefined },
  at: EpochMs,
): Undelivered {
  const refused = withRefused(before?.refused ?? [], name);
  if (before && !before.isReleased) {
    return { ...(isBackingOff(before, at) ? before : afterTry(before, at)), reason, refused };
  }
  return countedAnew({ since: before?.since ?? at, reason, refused }, at);
}

/** Adds a refused name. A name that is already there had to let all others go first, so a new round starts with it. */
function withRefused(refused: readonly string[], name: string | undefined): readonly string[] {
  if (name === undefined) return refused;
  return refused.includes(name) ? [name] : [...refused, name].slice(-mostRefused);
}

/** Returns true if the message was attempted in the current round, so all others that wait there go first. */
export function wasTriedThisRound({ refused, isReleased }: Undelivered, name: string): boolean {
  return !isReleased && refused?.includes(name) === true;
}

/**
 * Returns the state when an attempt starts at `at`. It's counted before its outcome is known, so that only one is made.
 */
export function afterTry(before: Undelivered, at: EpochMs): Undelivered {
  if (at < before.countedFrom) return countedAnew(before, at);
  return { ...before, tries: before.tries + 1, nextTryAt: nextTryAfter(before.countedFrom, at) };
}

/** Returns the state after a user wrote there. */
export function released(before: Undelivered | undefined): Undelivered | undefined {
  return before && { ...before, isReleased: true };
}

/** Starts a new retry schedule. `since` is later than `at` if the clock was set back. */
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
