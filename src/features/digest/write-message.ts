import type { EpochMs } from '../../domain/time.ts';
import { lastOccurrence, nextOccurrence } from '../../schedule/recurrence.ts';
import type { DigestMessage } from './message.ts';
import type { Told } from './report-cache.ts';
import type { Subscription } from './subscription.ts';
import { type Pointer, tellsFrom } from './subscriptions.ts';

const dayMs = 24 * 3_600_000;
/** However long nothing could be said, no digest covers more. */
const longestMs = 31 * dayMs;
/** Where only problems are told, a sign of life comes after so long; an hour less, for the clocks may change. */
const quietMs = 7 * dayMs - 3_600_000;
const minuteMs = 60_000;
/** Starting, reading and waiting for its turn is not worth a word. */
const onTimeMs = 5 * minuteMs;
const mostMissed = 99;

/** A digest's stretch of time. */
export type Span = DigestMessage['span'];

/** What a subscription whose time has come tells of now: due times that were missed are one with the latest. */
export function spanFor({ at, from, when }: Pick<Pointer, 'at' | 'from' | 'when'>, now: EpochMs): Span {
  const to = Math.max(at, lastOccurrence(when, now));
  return { from: Math.max(from, to - longestMs), to };
}

/** True if nothing needs to be said: only problems are wanted, there are none, and all is known. */
export function isQuiet(subscription: Subscription, span: Span, { report, isWhole }: Told): boolean {
  const { onlyProblems, lastSaid, createdAt, begun } = subscription;
  if (!onlyProblems || report?.verdict !== 'good' || !isWhole || begun.includes('digest')) return false;
  if (gapOf(subscription, span) || report.isByTime || report.pauses.length > 0) return false;
  return span.to - (lastSaid ?? createdAt) < quietMs;
}

/** The time that no digest covers, since one goes back so far at most; undefined if there is none. */
function gapOf(subscription: Subscription, { from, to }: Span): Span | undefined {
  const since = tellsFrom(subscription, subscription.dueAt ?? to);
  return since < from ? { from: since, to: from } : undefined;
}

/** The digest of a subscription at its time. */
export function digestOf(subscription: Subscription, span: Span, told: Told, now: EpochMs): DigestMessage {
  const { onlyProblems, lastSaid, createdAt, dueAt, begun, when } = subscription;
  const gap = gapOf(subscription, span);
  const { report } = told;
  const isAllGood = report?.verdict === 'good' && !gap && !report.isByTime && report.pauses.length === 0;
  return {
    ...plain(subscription, span, told, now),
    lateMs: now - span.to > onTimeMs ? Math.floor((now - span.to) / minuteMs) * minuteMs : 0,
    missed: dueAt === undefined ? 0 : countOf(when, dueAt, span.to),
    gap,
    isAgain: begun.includes('digest'),
    quietSince: onlyProblems && isAllGood ? (lastSaid ?? createdAt) : undefined,
  };
}

/** The true figures after a digest that could not tell them. */
export function followUpOf(subscription: Subscription, span: Span, told: Told, now: EpochMs): DigestMessage {
  return {
    ...plain(subscription, span, told, now),
    occasion: 'followUp',
    isAgain: subscription.begun.includes('followUp'),
  };
}

function plain(subscription: Subscription, span: Span, { report }: Told, composedAt: EpochMs): DigestMessage {
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

/** The due times from one to before another. */
function countOf(when: Subscription['when'], dueAt: EpochMs, to: EpochMs): number {
  let count = 0;
  for (let at = dueAt; at < to && count < mostMissed; at = nextOccurrence(when, at)) count += 1;
  return count;
}
