import type { Finding } from './finding.ts';
import { inconclusive, unanswered } from './inconclusive.ts';
import type { PageReply } from './page-reply.ts';

const tried = 'TotalCount';

/** What TotalCount counts, told by pages of 1 and of 10 jobs of one fixed window. */
export function totalCountFinding(ofOne: PageReply, ofTen: PageReply): Finding {
  if (ofOne.kind !== 'page') return unanswered(tried, ofOne);
  if (ofTen.kind !== 'page') return unanswered(tried, ofTen);
  const [one, ten] = [ofOne.page.totalCount, ofTen.page.totalCount];
  if (one === ten && one > 1) return { mark: 'ok', tried, seen: `counts all jobs of a question (${one})` };
  if (ten <= 1)
    return inconclusive(tried, 'there are too few jobs', 'run it again once more backups have run.');
  const isByPage = one === ofOne.page.jobs.length && ten === ofTen.page.jobs.length;
  return {
    mark: 'warning',
    tried,
    seen: isByPage
      ? `counts the jobs of the page alone: ${one} with pages of 1, ${ten} with pages of 10`
      : `is ${one} with pages of 1 and ${ten} with pages of 10`,
    fix: 'no setting is needed: the bot says “at least”, and counts by walking the pages, which is slower.',
  };
}
