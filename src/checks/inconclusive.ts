import type { Finding, SuggestedSetting } from './finding.ts';
import { type PageReply, wordsOf } from './page-reply.ts';

/** Not known: never a reason to be content. */
export function inconclusive(
  tried: string,
  why: string,
  fix: string,
  settings?: readonly SuggestedSetting[],
): Finding {
  return { mark: 'warning', tried, seen: `could not be told: ${why}`, fix, ...(settings && { settings }) };
}

/** Not known, since AvePoint answers too slowly for the time that all checks have. */
export function tooSlow(tried: string, answerMs: number): Finding {
  return inconclusive(tried, tooSlowWords(answerMs), 'run it again when AvePoint answers faster.');
}

export function tooSlowWords(answerMs: number): string {
  const seconds = (Math.max(100, answerMs) / 1000).toFixed(1);
  return `AvePoint takes ${seconds} s an answer, and the time for these checks is over`;
}

/** A question that the service did not answer as it answers others. */
export function unanswered(tried: string, reply: PageReply): Finding {
  return inconclusive(
    tried,
    `it was answered with ${wordsOf(reply)}`,
    'run it again; if it stays so, ask AvePoint’s support.',
  );
}
