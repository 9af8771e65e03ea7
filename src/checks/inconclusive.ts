import type { Finding, SuggestedSetting } from './finding.ts';
import { type PageReply, wordsOf } from './page-reply.ts';

/** Returns a warning: the check has no result, which must not pass for a good one. */
export function inconclusive(
  tried: string,
  why: string,
  fix: string,
  settings?: readonly SuggestedSetting[],
): Finding {
  return { mark: 'warning', tried, seen: `could not be told: ${why}`, fix, ...(settings && { settings }) };
}

/** Returns the warning of a check that AvePoint left no time for. */
export function tooSlow(tried: string, answerMs: number): Finding {
  return inconclusive(tried, tooSlowWords(answerMs), 'run it again when AvePoint answers faster.');
}

export function tooSlowWords(answerMs: number): string {
  const seconds = (Math.max(100, answerMs) / 1000).toFixed(1);
  return `AvePoint takes ${seconds} s an answer, and the time for these checks is over`;
}

/** Returns the warning of a check whose request AvePoint answered with something other than a page. */
export function unanswered(tried: string, reply: PageReply): Finding {
  return inconclusive(
    tried,
    `it was answered with ${wordsOf(reply)}`,
    'run it again; if it stays so, ask AvePoint’s support.',
  );
}
