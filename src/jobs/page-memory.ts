import { LRUCache } from 'lru-cache';
import type { Job, JobFilter } from '../domain/job.ts';
import type { Span } from '../domain/time.ts';

/** Limit of lists that users are paging through. */
const mostLists = 300;
/** Limit of pages of one list. */
const mostPages = 40;

/** A page of a list that a user pages through. */
interface WalkedPage {
  readonly filter: JobFilter;
  readonly span: Span;
  readonly pageSize: number;
  /** The first page's count. A list with another count is another walk. */
  readonly firstTotal: number;
  readonly pageIndex: number;
  readonly jobs: readonly Job[];
  /** The list is requested anew, so earlier pages don't count. */
  readonly isBeginning: boolean;
}

/** The comparison of a page with the other pages of its walk. */
interface Walked {
  /** Jobs that an earlier page has, too, or that the page itself has twice. */
  readonly twice: number;
  /** A job is on another page than before, or this page has other jobs than before. */
  readonly hasMoved: boolean;
}

/**
 * Notices jobs that occur twice while a user pages through a list, and lists that change though their count doesn't.
 * It's in memory only, so it may miss either.
 */
export interface PageMemory {
  /** Compares a page with the others of its walk, and remembers it. */
  see(page: WalkedPage): Walked;
}

export function createPageMemory(): PageMemory {
  const lists = new LRUCache<string, LRUCache<number, ReadonlySet<string>>>({ max: mostLists });

  function pagesOf({ filter, span, pageSize, firstTotal, isBeginning }: WalkedPage) {
    const { type, service, state } = filter;
    const key = JSON.stringify([type, service, state, span.from, span.to, pageSize, firstTotal]);
    const known = isBeginning ? undefined : lists.get(key);
    const pages = known ?? new LRUCache<number, ReadonlySet<string>>({ max: mostPages });
    lists.set(key, pages);
    return pages;
  }

  return {
    see(page) {
      const pages = pagesOf(page);
      const { pageIndex, jobs } = page;
      const rows = jobs.flatMap(rowOf);
      const here = new Set(rows);
      const before = pages.get(pageIndex);
      const isOn = (row: string, isMeant: (index: number) => boolean) =>
        [...pages].some(([index, seen]) => isMeant(index) && seen.has(row));
      const isOtherThanBefore =
        before !== undefined && (before.size !== here.size || [...here].some(row => !before.has(row)));
      const walked = {
        twice:
          rows.length - here.size + [...here].filter(row => isOn(row, index => index < pageIndex)).length,
        hasMoved: isOtherThanBefore || [...here].some(row => isOn(row, index => index !== pageIndex)),
      };
      pages.set(pageIndex, here);
      return walked;
    },
  };
}

/** Returns the identity of a row. A job that AvePoint repeats under its id is another row. */
function rowOf({ id, startedAt }: Job): readonly string[] {
  return id === undefined ? [] : [`${id} ${startedAt}`];
}
