import type { Finding } from './finding.ts';
import type { AskIndex } from './first-page.ts';
import type { Reply } from './probe.ts';
import { unanswered, untold } from './untold.ts';

/** The most that the bot asks for at a time. */
export const largestPage = 100;
/** The longest page of a list. */
const longestList = 25;

const tried = 'page size';

/**
 * How many jobs come at a time, told by a page of 100.
 *
 * @param ask the next page of 100, after the one that came; asked only where nothing else tells whether there is one
 */
export async function pageSizeFinding(first: Reply, ask: () => ReturnType<AskIndex>): Promise<Finding> {
  if (first.kind !== 'page') return unanswered(tried, first);
  const { jobs, totalCount, hasMore } = first.page;
  const given = jobs.length;
  if (given >= largestPage) return { mark: 'ok', tried, seen: `${largestPage} jobs a page are given` };
  if (totalCount > given || hasMore)
    return {
      mark: 'ok',
      tried,
      seen: `at most ${given} jobs a page are given, and that there are more is told`,
    };
  const next = given === 0 ? first : await ask();
  if (next.kind === 'page' && next.page.jobs.length > 0)
    return {
      mark: 'failure',
      tried,
      seen: `at most ${given} jobs a page are given, and nothing tells that there are more`,
      fix: 'no setting changes this: overviews would miss what is beyond the first page. Ask AvePoint’s support.',
    };
  if (given < longestList)
    return untold(tried, `there are only ${given} jobs`, 'run it again once more backups have run.');
  return { mark: 'ok', tried, seen: `all the ${given} jobs there are come on one page` };
}
