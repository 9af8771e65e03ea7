import type { Finding } from './finding.ts';
import type { AskIndex } from './first-page.ts';
import { inconclusive, unanswered } from './inconclusive.ts';
import type { PageReply } from './page-reply.ts';

/** The most that the bot asks for at a time. */
export const largestPage = 100;
/** The longest page of a list. */
const longestList = 25;

const tried = 'page size';

export interface PageSize {
  readonly finding: Finding;
  /** Rows of a page if 100 are asked for; 100 if nothing shows that there are fewer. */
  readonly rowsAtOnce: number;
}

/**
 * Finds out how many jobs come if 100 are asked for.
 *
 * @param ask the next page of 100, after the one that came
 */
export async function checkPageSize(first: PageReply, ask: () => ReturnType<AskIndex>): Promise<PageSize> {
  if (first.kind !== 'page') return { finding: unanswered(tried, first), rowsAtOnce: largestPage };
  const { jobs, totalCount, hasMore } = first.page;
  const given = jobs.length;
  if (given >= largestPage)
    return {
      finding: { mark: 'ok', tried, seen: `${largestPage} jobs a page are given` },
      rowsAtOnce: given,
    };
  const next = given === 0 ? first : await ask();
  if (next.kind === 'page' && next.page.jobs.length > 0)
    return { finding: shorterPage(given, totalCount > given || hasMore), rowsAtOnce: given };
  const why = `there are only ${given} jobs`;
  const finding: Finding =
    given < longestList
      ? inconclusive(tried, why, 'run it again once more backups have run.')
      : { mark: 'ok', tried, seen: `all the ${given} jobs there are come on one page` };
  return { finding, rowsAtOnce: largestPage };
}

function shorterPage(given: number, isMoreSaid: boolean): Finding {
  const seen = `${largestPage} jobs a page are asked for, at most ${given} are given`;
  if (!isMoreSaid)
    return {
      mark: 'failure',
      tried,
      seen: `${seen}, and nothing says that there are more`,
      fix: 'no setting changes this: a list may end after its first page. Overviews are read to the end. Ask AvePoint’s support.',
    };
  return {
    mark: 'ok',
    tried,
    seen: `${seen}; the bot turns more pages, see “requests of the reader”`,
  };
}
