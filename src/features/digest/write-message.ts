import type { EpochMs } from '../../domain/time.ts';
import { lastOccurrence, nextOccurrence } from '../../schedule/occurrences.ts';
import type { DigestMessage } from './message.ts';
import type { CachedReport } from './report-cache.ts';
import type { Subscription } from './subscription.ts';
import { type Pointer, windowStart } from './subscriptions.ts';

const dayMs = 24 * 3_600_000;
/** The longest time that one digest covers, however long none could be sent. */
const longestMs = 31 * dayMs;
/**
 * Digests of problems only send an all-clear after this long; an hour less than a week, since the clocks may change.
 */
const allClearAfterMs = 7 * dayMs - 3_600_000;
const minuteMs = 60_000;
/** Delays up to this long (starting, reading, waiting for a turn) aren't mentioned. */
const onTimeMs = 5 * minuteMs;
const mostMissed = 99;

/** The time that a digest covers. */
export type DigestSpan = DigestMessage['span'];

/** Returns the time that a due digest covers. Due times that were missed are merged into the latest one. */
export function dueWindow(
  { at, from, when }: Pick<Pointer, 'at' | 'from' | 'when'>,
  now: EpochMs,
): DigestSpan {
  const to = Math.max(at, lastOccurrence(when, now));
  return { from: Math.max(from, to - longestMs), to };
}

/** Returns true if no message is needed: only problems are wanted, there are none, and everything is known. */
export function isQuiet(
  subscription: Subscription,
  span: DigestSpan,
  { report, isWhole }: CachedReport,
): boolean {
  const { onlyProblems, lastSaid, createdAt, begun } = subscription;
  if (!onlyProblems || report?.verdict !== 'good' || !isWhole || begun.includes('digest')) return false;
  if (gapOf(subscription, span) || report.isByTime || report.pauses.length > 0) return false;
  return span.to - (lastSaid ?? createdAt) < allClearAfterMs;
}

/** Returns the time that no digest covers, because of `longestMs`; undefined if there is none. */
function gapOf(subscription: Subscription, { from, to }: DigestSpan): DigestSpan | undefined {
  const since = windowStart(subscription, subscription.dueAt ?? to);
  return since < from ? { from: since, to: from } : undefined;
}

/** Composes the digest of a subscription that is due. */
export function digestOf(
  subscription: Subscription,
  span: DigestSpan,
  cached: CachedReport,
  now: EpochMs,
): DigestMessage {
  const { onlyProblems, lastSaid, createdAt, dueAt, begun, when } = subscription;
  const gap = gapOf(subscription, span);
  const { report } = cached;
  const isAllGood = report?.verdict === 'good' && !gap && !report.isByTime && report.pauses.length === 0;
  return {
    ...baseMessage(subscription, span, cached, now),
    lateMs: now - span.to > onTimeMs ? Math.floor((now - span.to) / minuteMs) * minuteMs : 0,
    missed: dueAt === undefined ? 0 : countOf(when, dueAt, span.to),
    gap,
    isAgain: begun.includes('digest'),
    quietSince: onlyProblems && isAllGood ? (lastSaid ?? createdAt) : undefined,
  };
}

/** Composes the reply with the true figures, after a digest that didn't have them. */
export function followUpOf(
  subscription: Subscription,
  span: DigestSpan,
  cached: CachedReport,
  now: EpochMs,
): DigestMessage {
  return {
    ...baseMessage(subscription, span, cached, now),
    occasion: 'followUp',
    isAgain: subscription.begun.includes('followUp'),
  };
}

function baseMessage(
  subscription: Subscription,
  span: DigestSpan,
  { report }: CachedReport,
  composedAt: EpochMs,
): DigestMessage {
  return {
    wish: subscription,
    span,
    report,
    occasion: 'due',
    zone: subscription.when.zone,
    locale: subscription.locale,
    lateMs: 0,
    missed: 0,
    gap: undefined,
    isAgain: false,
    quietSince: undefined,
    composedAt,
  };
}

/** Counts the due times from `dueAt` (inclusive) to `to` (exclusive). */
function countOf(when: Subscription['when'], dueAt: EpochMs, to: EpochMs): number {
  let count = 0;
  for (let at = dueAt; at < to && count < mostMissed; at = nextOccurrence(when, at)) count += 1;
  return count;
}
