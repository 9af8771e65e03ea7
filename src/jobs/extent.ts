import type { JobPage } from '../domain/job.ts';
import type { Count, PagePointer } from './answers.ts';

/** The position of a page in its list. */
export interface Extent {
  readonly total: Count;
  readonly firstTotal: number;
  /** As asked for, or the source's own page size if that is smaller. */
  readonly pageSize: number;
  readonly hasNext: boolean;
  readonly changed: boolean;
  readonly uneven: boolean;
}

/**
 * Returns the position of a page. Trusts its count only as far as the rows confirm it (`countsAll`: see `CountTrust`).
 * - If the count may be of the page alone, a full page or a link to a next one makes the total a lower limit.
 * - A first page shorter than asked for, though more follow, shows the source's own page size: further pages are
 *   asked for by that size, so that no job is skipped.
 * - Rows beyond a count of all matches, or a short page in the middle, are uneven: nothing is certain then.
 */
export function extentOf(pointer: PagePointer, page: JobPage, countsAll: boolean): Extent {
  const { pageIndex, question } = pointer;
  const { totalCount, hasMore } = page;
  const rows = page.jobs.length;
  const seen = pageIndex * question.pageSize + rows;
  const isFull = rows >= question.pageSize;
  const firstTotal = pointer.firstTotal ?? totalCount;
  const certain = { firstTotal, pageSize: question.pageSize, uneven: false };

  if (!countsAll) {
    const hasNext = rows > 0 && (isFull || hasMore);
    const pageSize = pageIndex === 0 && hasNext ? rows : question.pageSize;
    return { ...certain, pageSize, total: { value: seen, atLeast: hasNext }, hasNext, changed: false };
  }
  const changed = firstTotal !== totalCount;
  if (rows > 0 && (seen > totalCount || (isFull && hasMore && seen === totalCount))) {
    const hasNext = isFull || hasMore;
    return { ...certain, total: { value: seen, atLeast: true }, hasNext, changed, uneven: seen > totalCount };
  }
  const hasNext = rows > 0 && seen < totalCount;
  const isShort = hasNext && !isFull;
  return {
    firstTotal,
    pageSize: isShort && pageIndex === 0 ? rows : question.pageSize,
    total: { value: totalCount, atLeast: false },
    hasNext,
    changed,
    uneven: isShort && pageIndex > 0,
  };
}
