import type { SentMessage } from '../../domain/messenger.ts';
import type { NewsMark } from '../../job-index/view.ts';
import { nextOccurrence } from '../../schedule/occurrences.ts';
import type { CachedReport } from './report-cache.ts';
import type { MessageKind, Owed, Subscription } from './subscription.ts';
import type { Pointer, Queue } from './subscriptions.ts';
import type { DigestSpan } from './write-message.ts';

/** A pointer of a queue, to a message that may be due. */
export interface QueuedMessage {
  readonly queue: Queue;
  readonly pointer: Pointer;
}

/** A message that is due, with its window and report. */
export interface PreparedMessage extends QueuedMessage {
  readonly span: DigestSpan;
  readonly cached: CachedReport;
}

/** Returns the state after a digest was sent. If it was incomplete, a follow-up is due. */
export function afterDigest(now: Subscription, prepared: PreparedMessage, said: SentMessage): Subscription {
  const { span, cached } = prepared;
  const owed = isUnknown(cached) ? { ...span, said, told: now.told } : undefined;
  return { ...advanced(now, prepared, owed), lastSaid: span.to };
}

/** Returns the state after a follow-up was sent. */
export function afterFollowUp(now: Subscription, prepared: PreparedMessage): Subscription {
  return withoutFollowUp(withoutMark(now, 'followUp'), prepared);
}

/** The kind of message that each queue has. */
export const messageKindOf: Readonly<Record<Queue, MessageKind>> = { due: 'digest', owed: 'followUp' };

/** Removes the mark of a message whose result is known. */
export function withoutMark(now: Subscription, kind: MessageKind): Subscription {
  return { ...now, begun: now.begun.filter(begun => begun !== kind) };
}

/**
 * Returns true if the report is incomplete in a way that a user could mistake for good news: then a follow-up is due.
 */
function isUnknown({ report, isWhole }: CachedReport): boolean {
  return !isWhole && (report === undefined || report.verdict === 'unknown');
}

/** Moves the subscription on to its next time. A follow-up that is still due is merged with `owed`. */
export function advanced(
  now: Subscription,
  { pointer, span, cached }: PreparedMessage,
  owed: Owed | undefined,
): Subscription {
  const both =
    owed && now.owed ? { ...owed, from: Math.min(owed.from, now.owed.from), told: now.owed.told } : owed;
  return {
    ...withoutMark(now, 'digest'),
    // A user may have set another time meanwhile.
    dueAt: now.dueAt === pointer.at ? nextOccurrence(now.when, span.to) : now.dueAt,
    toldUntil: span.to,
    told: laterMark(now.told, cached),
    owed: both ?? now.owed,
  };
}

/** Removes the follow-up that was sent. If a digest was sent since, the next one reports the ends after it. */
function withoutFollowUp(now: Subscription, { span, cached }: PreparedMessage): Subscription {
  const hasDigestSince = now.toldUntil !== undefined && now.toldUntil > span.to;
  return {
    ...now,
    owed: now.owed?.to === span.to ? undefined : now.owed,
    told: hasDigestSince ? now.told : laterMark(now.told, cached),
  };
}

/** Returns the mark after a report; the one before it if nothing could be read. */
function laterMark(before: NewsMark | undefined, { report }: CachedReport): NewsMark | undefined {
  const news = report?.news;
  if (!news || !report) return before;
  const asked = report.question.told;
  // The index here was behind the one that another process reported from: ends in between may be in no digest yet.
  const isBehind = asked?.index === news.index && asked.until > news.until;
  if (before?.index === news.index && before.until > news.until && !isBehind) return before;
  return news;
}
