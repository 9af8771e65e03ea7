import type { EpochMs } from '../domain/time.ts';
import { lastOccurrence, nextOccurrence } from '../schedule/recurrence.ts';
import type { DigestMessage } from './message.ts';
import type { ReportKey, Told } from './reports.ts';
import type { Subscription } from './subscription.ts';
import type { Pointer } from './subscriptions.ts';

const dayMs = 24 * 3_600_000;
/** However long nothing could be said, no digest covers more. */
const longestMs = 31 * dayMs;
/** Where only problems are told, a sign of life comes after so long; an hour less, for the clocks may change. */
const quietMs = 7 * dayMs - 3_600_000;
const minuteMs = 60_000;
/** Starting, reading and waiting for its turn is not worth a word. */
const onTimeMs = 5 * minuteMs;
const mostMissed = 99;

/** What is asked now for a subscription whose time has come: due times that were missed are one with the latest. */
export function keyFor({ at, from, services, when }: Omit<Pointer, 'id' | 'place'>, now: EpochMs): ReportKey {
  const to = Math.max(at, lastOccurrence(when, now));
  return { from: Math.max(from, to - longestMs), to, services };
}

/** True where nothing needs to be said: only problems are wanted, and there are none. */
export function isQuiet(subscription: Subscription, { to }: ReportKey, { report }: Told): boolean {
  const { onlyProblems, lastSaid, createdAt, begun } = subscription;
  if (!onlyProblems || report?.verdict !== 'good' || begun.includes('digest')) return false;
  return to - (lastSaid ?? createdAt) < quietMs;
}

/** The digest of a subscription at its time. */
export function digestOf(
  subscription: Subscription,
  key: ReportKey,
  told: Told,
  now: EpochMs,
): DigestMessage {
  const { onlyProblems, lastSaid, createdAt, dueAt, begun, when } = subscription;
  return {
    ...plain(subscription, key, told, now),
    lateMs: now - key.to > onTimeMs ? Math.floor((now - key.to) / minuteMs) * minuteMs : 0,
    missed: dueAt === undefined ? 0 : countOf(when, dueAt, key.to),
    isAgain: begun.includes('digest'),
    quietSince: onlyProblems && told.report?.verdict === 'good' ? (lastSaid ?? createdAt) : undefined,
  };
}

/** The true figures after a digest that could not tell them. */
export function followUpOf(
  subscription: Subscription,
  key: ReportKey,
  told: Told,
  now: EpochMs,
): DigestMessage {
  return {
    ...plain(subscription, key, told, now),
    occasion: 'followUp',
    isAgain: subscription.begun.includes('followUp'),
  };
}

function plain(
  subscription: Subscription,
  { from, to }: ReportKey,
  { report }: Told,
  composedAt: EpochMs,
): DigestMessage {
  return {
    wish: subscription,
    span: { from, to },
    report,
    occasion: 'due',
    zone: subscription.when.zone,
    locale: subscription.locale,
    lateMs: 0,
    missed: 0,
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
