import { LRUCache } from 'lru-cache';
import type { Job, JobFilter } from '../domain/job.ts';
import type { Span } from '../domain/time.ts';

/** Lists that users are paging through just now. */
const mostLists = 300;
/** Pages of one list. */
const mostPages = 40;

/** A page of a list that a user pages through. */
interface WalkedPage {
  readonly filter: JobFilter;
  readonly span: Span;
  readonly pageSize: number;
  /** What the first page counted: a list that counted otherwise is another walk. */
  readonly firstTotal: number;
  readonly pageIndex: number;
  readonly jobs: readonly Job[];
  /** The list is asked for anew, so what was seen of it before doesn't count. */
  readonly isBeginning: boolean;
}

/** What a page shows beside the other pages of the same walk. */
interface Walked {
  /** Jobs that an earlier page had too, or that the page itself has twice. */
  readonly twice: number;
  /** A job is on another page than before, or this page has other jobs than before. */
  readonly hasMoved: boolean;
}

/**
 * Notices jobs that come twice while a user pages through a list, and lists that change though their count doesn't. It's in memory
 * only, so what it doesn't notice may have happened all the same.
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

/** A job that AvePoint runs again under its id is another row. */
function rowOf({ id, startedAt }: Job): readonly string[] {
  return id === undefined ? [] : [`${id} ${startedAt}`];
}
