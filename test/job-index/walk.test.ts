import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Job, JobPage } from '../../src/domain/job.ts';
import { createWalker, type PageReader } from '../../src/job-index/reader/walk.ts';
import { aJob } from '../support/fakes.ts';

const question = {
  type: undefined,
  service: undefined,
  state: undefined,
  location: undefined,
  span: { from: undefined, to: undefined },
};

/** What happens to a list just before a page of it is read. */
type Change =
  | { readonly kind: 'add'; readonly at: number }
  | { readonly kind: 'remove'; readonly at: number }
  | { readonly kind: 'rotate' };

const change: fc.Arbitrary<Change | undefined> = fc.oneof(
  { weight: 6, arbitrary: fc.constant(undefined) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('add' as const), at: fc.nat(60) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const), at: fc.nat(60) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'rotate' as const }) },
);

interface FakeList {
  readonly readPage: PageReader;
  /** Ids that were listed all the time. */
  lasting(): readonly string[];
  requests(): number;
}

function fakeList(
  size: number,
  clamp: number,
  hasLinks: boolean,
  countOf: (rows: number, all: number) => number,
  changes: readonly (Change | undefined)[],
): FakeList {
  let ids = Array.from({ length: size }, (_, index) => `J${index}`);
  const removed = new Set<string>();
  let added = 0;
  let requests = 0;

  function apply(one: Change | undefined): void {
    if (one?.kind === 'add') {
      const at = one.at % (ids.length + 1);
      ids = [...ids.slice(0, at), `N${added++}`, ...ids.slice(at)];
    } else if (one?.kind === 'remove' && ids.length > 0) {
      const [id] = ids.splice(one.at % ids.length, 1);
      if (id !== undefined) removed.add(id);
    } else if (one?.kind === 'rotate') ids = [...ids.slice(1), ...ids.slice(0, 1)];
  }

  return {
    async readPage({ pageIndex, pageSize }): Promise<JobPage> {
      apply(changes[requests++]);
      const rows = Math.min(pageSize, clamp);
      const jobs = ids.slice(pageIndex * rows, (pageIndex + 1) * rows).map(id => aJob({ id }));
      const hasMore = hasLinks && (pageIndex + 1) * rows < ids.length && jobs.length > 0;
      return { jobs, hasMore, totalCount: countOf(jobs.length, ids.length) };
    },
    lasting: () => Array.from({ length: size }, (_, index) => `J${index}`).filter(id => !removed.has(id)),
    requests: () => requests,
  };
}

const counts = {
  all: (_: number, all: number) => all,
  page: (rows: number) => rows,
  wrong: (_: number, all: number) => (all === 0 ? 0 : all + 7),
  capped: (_: number, all: number) => Math.min(all, 5),
} as const;

async function walked(
  list: FakeList,
): Promise<{ readonly isWhole: boolean; readonly ids: ReadonlySet<string> }> {
  const ids = new Set<string>();
  const take = (jobs: readonly Job[]) => {
    for (const { id } of jobs) ids.add(id ?? '');
  };
  return { isWhole: await createWalker().walk(question, list.readPage, take), ids };
}

describe('walk through a list', () => {
  it('the walk through a list never claims to be whole if a row is missing that was listed all the time', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(40),
        fc.integer({ min: 1, max: 50 }),
        fc.boolean(),
        fc.constantFrom(...Object.values(counts)),
        fc.array(change, { maxLength: 40 }),
        async (size, clamp, hasLinks, countOf, changes) => {
          const list = fakeList(size, clamp, hasLinks, countOf, changes);
          const { isWhole, ids } = await walked(list);
          if (isWhole) for (const id of list.lasting()) assert.ok(ids.has(id), `${id} is missing`);
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it('the walk through a list is whole if the list does not change, however many rows the API gives and whatever it counts', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(60),
        fc.integer({ min: 1, max: 120 }),
        fc.boolean(),
        fc.constantFrom(...Object.values(counts)),
        async (size, clamp, hasLinks, countOf) => {
          const { isWhole, ids } = await walked(fakeList(size, clamp, hasLinks, countOf, []));
          assert.ok(isWhole);
          assert.equal(ids.size, size);
        },
      ),
    );
  });

  it('the walk through a list ends after two pages, and is not whole, if the API gives the same page for ever', async () => {
    let requests = 0;
    const readPage: PageReader = async () => {
      requests += 1;
      return { jobs: [aJob({ id: 'A' }), aJob({ id: 'B' })], totalCount: 900, hasMore: true };
    };
    assert.equal(await createWalker().walk(question, readPage, () => {}), false);
    assert.equal(requests, 2);
  });

  it('the walk through a list passes on the rows of the pages before the one that fails', async () => {
    const ids: string[] = [];
    const readPage: PageReader = async ({ pageIndex }) => {
      if (pageIndex === 1) throw new RangeError('no second page');
      return { jobs: [aJob({ id: 'A' })], totalCount: 2, hasMore: true };
    };
    const walk = createWalker().walk(question, readPage, jobs => ids.push(...jobs.map(({ id }) => id ?? '')));
    await assert.rejects(walk, RangeError);
    assert.deepEqual(ids, ['A']);
  });

  it('the walk through a list takes one request for a list that has fewer rows than the API has given at a time', async () => {
    const walker = createWalker();
    const long = fakeList(30, 100, false, counts.page, []);
    await walker.walk(question, long.readPage, () => {});
    const short = fakeList(29, 100, false, counts.page, []);
    assert.ok(await walker.walk(question, short.readPage, () => {}));
    assert.equal(short.requests(), 1);
  });
});
