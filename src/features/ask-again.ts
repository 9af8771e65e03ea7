import { staleQuestionText } from '../cards/button-replies.ts';
import { narrowingLimits } from '../domain/narrowing.ts';
import { isValidSpan } from '../domain/question.ts';
import type { EpochMs, Span } from '../domain/time.ts';
import { defaultSpan } from '../language/bounds.ts';
import { readSpan } from '../language/read-span.ts';
import { type Reply, text } from './turn.ts';

/** What every kind of question has: a span, and the words for it. */
interface AskedSpan {
  readonly span: Span;
  readonly spanWords: string | undefined;
  readonly zone: string;
}

/**
 * Returns the same question with the span that its words give now, and the words of their other readings. Returns
 * undefined if they give none any more.
 */
export function askAgain<Q extends AskedSpan>(
  question: Q,
  now: EpochMs,
): { readonly question: Q; readonly others: readonly string[] } | undefined {
  const { span: before, spanWords, zone } = question;
  // Only running jobs have no bounds, whenever they are asked for.
  if (before.from === undefined) return { question, others: [] };
  // The words mean the same in every locale; the user's own could read "2.11." as another day.
  const read = spanWords === undefined ? undefined : readSpan(spanWords, { now, zone, locale: undefined });
  const span = spanWords === undefined ? upToNow(before, now) : read?.span;
  if (!span || !isValidSpan(span, now)) return undefined;
  return { question: { ...question, span }, others: read?.others ?? [] };
}

/**
 * Returns the span of a question without a period, up to now: it's as long as the usual one, or as far as the latest
 * jobs are looked for. A window of a card's own, such as "the week before", stays.
 */
function upToNow(before: Span, now: EpochMs): Span {
  const usual = defaultSpan(now);
  const length = (before.to ?? 0) - (before.from ?? 0);
  if (length === narrowingLimits.reachMs) return { from: usual.to - length, to: usual.to };
  return length === usual.to - usual.from ? usual : before;
}

/** The reply if the words of a question give no period any more. */
export const staleQuestion: Reply = text(staleQuestionText());
