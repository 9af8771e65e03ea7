import type { JobPage } from '../domain/job.ts';

/** AvePoint's reply to a request for a page. `refused` has another status than 200, `unreadable` isn't as documented. */
export type PageReply =
  | { readonly kind: 'page'; readonly page: JobPage }
  | { readonly kind: 'refused'; readonly status: number }
  | { readonly kind: 'unreadable'; readonly why: string };

/** Returns why there is no page, in a few words. */
export function wordsOf(reply: PageReply | undefined): string {
  if (reply?.kind === 'refused') return `HTTP ${reply.status}`;
  return reply?.kind === 'unreadable' ? 'another shape than documented' : 'no answer';
}
