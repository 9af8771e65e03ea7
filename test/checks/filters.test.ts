import assert from 'node:assert/strict';
import type { Listed } from '../../src/checks/lists.ts';
import { orderFinding } from '../../src/checks/order.ts';
import type { PageReply } from '../../src/checks/page-reply.ts';
import { checkPageSize } from '../../src/checks/page-size.ts';
import { judgeServices, type ServiceList } from '../../src/checks/service-filter.ts';
import { serviceWords } from '../../src/checks/service-names.ts';
import { services } from '../../src/domain/job.ts';
import { aJob, jobsNumbered, monday } from '../support/fakes.ts';

/** The lists of all services: what is left out is empty. */
const lists = (ofService: Readonly<Record<string, readonly string[]>>): readonly ServiceList[] =>
  services.map(service => {
    const ids = ofService[service] ?? [];
    const list: Listed = {
      kind: 'listed',
      jobs: ids.map(id => aJob({ id })),
      ids: new Set(ids),
      isComplete: true,
      count: ids.length,
    };
    return { service, list };
  });

const judged = (ofService: Readonly<Record<string, readonly string[]>>) => {
  const { findings, isIgnored } = judgeServices(lists(ofService));
  return { mark: findings.at(-1)?.mark, seen: findings.at(-1)?.seen ?? '', isIgnored };
};

describe('filter by service', () => {
  it('the filter by service is honoured if no job comes twice, be there one service or several', () => {
    for (const ofService of [{ exchange: ['a', 'b'] }, { exchange: ['a'], teams: ['b'] }])
      assert.equal(judged(ofService).mark, 'ok');
  });

  it('the filter by service is ignored if all services, or any two, list the same jobs', () => {
    const all = Object.fromEntries(services.map(service => [service, ['a', 'b']]));
    for (const ofService of [
      all,
      { exchange: ['a'], teams: ['a'] },
      { exchange: ['a'], teams: ['a'], groups: ['b'] },
    ]) {
      const { mark, seen, isIgnored } = judged(ofService);
      assert.equal(mark, 'failure');
      assert.match(seen, /^ignored: Exchange Online.* list the same jobs/);
      assert.ok(isIgnored);
    }
  });

  it('the filter by service is ignored if one service lists the jobs of all others', () => {
    assert.equal(judged({ exchange: ['a', 'b', 'c'], teams: ['b'], groups: ['c'] }).mark, 'failure');
  });

  it('the filter by service is honoured if a job has two services and others have one, and the services are named', () => {
    const { mark, seen, isIgnored } = judged({ exchange: ['a', 'b'], teams: ['b', 'c'], groups: ['d'] });
    assert.equal(mark, 'ok');
    assert.match(seen, /^honoured: .*; 1 job under several \(Exchange Online and Teams\)/);
    assert.ok(!isIgnored);
  });

  it('the filter by service cannot be judged without backups', () => {
    assert.match(judged({}).seen, /could not be told: there are no backups/);
  });

  it('the check names services that are refused, and judges by the others', () => {
    const all = lists({ exchange: ['a'], teams: ['b'] }).map(one =>
      one.service === 'project' ? { ...one, list: { kind: 'refused', status: 403 } as const } : one,
    );
    const [refused, honoured] = judgeServices(all).findings;
    assert.match(refused?.seen ?? '', /^Project Online: HTTP 403$/);
    assert.equal(honoured?.mark, 'ok');
  });

  it('the check names three services at most, and how many more', () => {
    assert.equal(serviceWords(services), 'Exchange Online, SharePoint Online, OneDrive and 9 more');
    assert.equal(serviceWords(['teams']), 'Teams');
  });
});

describe('order of jobs, in words', () => {
  const at = (startedAt: number, finishedAt: number, id: string) => aJob({ id, startedAt, finishedAt });
  const five = [5, 4, 3, 2, 1].map(n =>
    at(monday + n * 1000, monday + ((n * 7) % 11) * 10_000, `${(n * 3) % 7}`),
  );
  const words = (jobs: typeof five) => orderFinding(jobs, jobs)[0]?.seen;

  it('the check names the order of jobs, or says that there is none', () => {
    assert.match(words(five) ?? '', /newest start first/);
    assert.match(words(five.toReversed()) ?? '', /oldest start first/);
    assert.match(words(five.toSorted((a, b) => ((a.id ?? '') < (b.id ?? '') ? -1 : 1))) ?? '', /by id/);
    assert.match(
      words([2, 0, 4, 1, 3].flatMap(index => five[index] ?? [])) ?? '',
      /no order that can be recognised/,
    );
    assert.match(words(five.slice(0, 4)) ?? '', /so few do not show/);
  });
});

describe('size of a page', () => {
  const page = (rows: number, totalCount = rows, hasMore = false): PageReply => ({
    kind: 'page',
    page: { jobs: jobsNumbered(rows), totalCount, hasMore },
  });

  it('the size of a page is what comes if there is another page, and else what was asked for', async () => {
    for (const [first, next, rowsAtOnce, mark] of [
      [page(100, 300), page(100, 300), 100, 'ok'],
      [page(30, 300), page(30, 300), 30, 'ok'],
      [page(30), page(30), 30, 'failure'],
      [page(30), page(0), 100, 'ok'],
      [page(30, 37), page(0, 37), 100, 'ok'],
      [page(3), page(0), 100, 'warning'],
      [{ kind: 'refused', status: 400 } as const, page(0), 100, 'warning'],
    ] as const) {
      const found = await checkPageSize(first, async () => next);
      assert.deepEqual([found.rowsAtOnce, found.finding.mark], [rowsAtOnce, mark]);
    }
  });
});
