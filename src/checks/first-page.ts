import type { Job } from '../domain/job.ts';
import type { Finding } from './finding.ts';
import { inconclusive } from './inconclusive.ts';
import type { PageReply } from './page-reply.ts';

/** Asks a page of the same list by the index as it is sent. */
export type AskIndex = (index: number) => Promise<PageReply>;

export interface FirstPage {
  readonly finding: Finding;
  /** Undefined if it could not be told. */
  readonly index: 0 | 1 | undefined;
  /** The rows of the first two pages, one after the other, as far as they were seen. */
  readonly rows: readonly Job[];
  /** There are rows on both pages, so that a wider window would tell no more. */
  readonly isPlain: boolean;
}

const tried = 'first page';

/** What the API calls its first page, told by pages 0 and 1 of one fixed window. */
export async function checkFirstPage(configured: 0 | 1, ask: AskIndex): Promise<FirstPage> {
  const zero = await ask(0);
  const one = await ask(1);
  const rowsOfZero = rowsOf(zero);
  const rowsOfOne = rowsOf(one);
  const isPlain = rowsOfOne.length > 0;
  const tell = (index: 0 | 1, seen: string, rows: readonly Job[]): FirstPage => ({
    finding: findingOf(index, configured, seen),
    index,
    rows,
    isPlain,
  });
  const doubt = (why: string, fix: string): FirstPage => ({
    finding: inconclusive(tried, why, fix),
    index: undefined,
    rows: [],
    isPlain,
  });

  if (zero.kind !== 'page' && rowsOfOne.length > 0)
    return tell(1, 'page 0 is not answered, page 1 has jobs: the first is 1', rowsOfOne);
  if (rowsOfZero.length === 0)
    return doubt(
      zero.kind === 'page' ? 'there are no jobs to turn pages of' : 'neither page 0 nor page 1 is answered',
      'run it again once backups have run.',
    );
  if (rowsOfOne.length === 0)
    return one.kind === 'page'
      ? tell(0, 'page 0 has all the jobs, page 1 is empty: the first is 0', rowsOfZero)
      : doubt('page 1 is not answered', 'run it again once more backups have run.');

  const shared = rowsOfOne.filter(({ id }) => rowsOfZero.some(other => other.id === id));
  if (shared.length === 0)
    return tell(0, 'pages 0 and 1 have different jobs: the first is 0', [...rowsOfZero, ...rowsOfOne]);
  if (!areSame(rowsOfZero, rowsOfOne))
    return doubt(
      'pages 0 and 1 share some of their jobs: their order is not fixed',
      'run it again; if it stays so, pages cannot be turned safely. Ask AvePoint’s support.',
    );
  // The same page twice: its number is another one, or the number does not count at all.
  const two = rowsOf(await ask(2));
  if (areSame(rowsOfOne, two))
    return {
      finding: {
        mark: 'failure',
        tried,
        seen: 'pages 0, 1 and 2 are the same: PageIndex is not regarded',
        fix: 'no setting changes this: beyond the first page the bot would repeat itself. Ask AvePoint’s support.',
      },
      index: undefined,
      rows: [],
      isPlain,
    };
  return tell(1, 'pages 0 and 1 are the same: the first is 1', [...rowsOfOne, ...two]);
}

function findingOf(index: 0 | 1, configured: 0 | 1, seen: string): Finding {
  const settings = [{ name: 'AVEPOINT_FIRST_PAGE_INDEX', value: String(index) }];
  if (index === configured) return { mark: 'ok', tried, seen, settings };
  const lost = index === 1 ? 'every second page would repeat the first' : 'the first page would be left out';
  return {
    mark: 'failure',
    tried,
    seen,
    fix: `set AVEPOINT_FIRST_PAGE_INDEX=${index}; as it is, ${lost}.`,
    settings,
  };
}

function rowsOf(reply: PageReply): readonly Job[] {
  return reply.kind === 'page' ? reply.page.jobs : [];
}

function areSame(rows: readonly Job[], others: readonly Job[]): boolean {
  return rows.length === others.length && rows.every(({ id }, place) => id === others[place]?.id);
}
