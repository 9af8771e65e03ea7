import assert from 'node:assert/strict';
import { clockFinding } from '../../src/checks/clock.ts';
import { orderFinding } from '../../src/checks/order.ts';
import type { PageReply } from '../../src/checks/page-reply.ts';
import { oauthWord } from '../../src/checks/token.ts';
import { totalCountFinding } from '../../src/checks/total-count.ts';
import { checkBounds } from '../../src/checks/window-bounds.ts';
import { aJob, jobsNumbered, monday } from '../support/fakes.ts';

const page = (count: number, totalCount: number): PageReply => ({
  kind: 'page',
  page: { jobs: jobsNumbered(count), totalCount, hasMore: false },
});

describe('TotalCount', () => {
  it('the check trusts TotalCount only if both pages have the same, and more than one', () => {
    assert.equal(totalCountFinding(page(1, 40), page(10, 40)).mark, 'ok');
    assert.match(totalCountFinding(page(1, 1), page(10, 10)).seen, /page alone/);
    const doubtful: readonly (readonly [PageReply, PageReply])[] = [
      [page(1, 41), page(10, 40)],
      [page(1, 1), page(1, 1)],
      [page(0, 0), page(0, 0)],
      [{ kind: 'refused', status: 400 }, page(10, 40)],
      [page(1, 40), { kind: 'unreadable', why: '' }],
    ];
    for (const pages of doubtful) assert.equal(totalCountFinding(...pages).mark, 'warning');
  });
});

describe('bounds of a window', () => {
  const run = { id: 'a', startedAt: monday, finishedAt: monday + 60_000 };
  /** A service that counts the first second, the last one, both or neither. */
  const told = (first: boolean, last: boolean) =>
    checkBounds(run, async ({ from, to }) => {
      const isIn =
        from < monday && monday < to ? true : from === monday ? first : to === monday ? last : false;
      return { kind: 'page', page: { jobs: isIn ? [aJob({ id: 'a' })] : [], totalCount: 1, hasMore: false } };
    });

  it('the check accepts half-open bounds, and else warns what becomes of a job between two periods', async () => {
    assert.equal((await told(true, false)).mark, 'ok');
    for (const [first, last, words] of [
      [true, true, /in both/],
      [false, true, /in the earlier one/],
      [false, false, /in neither/],
    ] as const) {
      const finding = await told(first, last);
      assert.ok(finding.mark === 'warning');
      assert.match(finding.fix, words);
    }
  });
});

describe('order of jobs', () => {
  it('the check warns if pages of another size have another order, and reports nothing with too few jobs', () => {
    const jobs = jobsNumbered(10);
    assert.equal(orderFinding(jobs, jobs)[0]?.mark, 'ok');
    assert.equal(orderFinding([...jobs].reverse(), jobs)[0]?.mark, 'warning');
    assert.deepEqual(orderFinding(jobs.slice(0, 1), jobs), []);
  });
});

describe('clock', () => {
  it('the check judges the clock by the service that is furthest off, and is never ok if none sends the time', () => {
    assert.equal(clockFinding([0, -59_000]).mark, 'ok');
    assert.equal(clockFinding([0, -61_000]).mark, 'warning');
    assert.equal(clockFinding([301_000, undefined]).mark, 'failure');
    const untold = clockFinding([undefined, undefined]);
    assert.equal(untold.mark, 'warning');
    assert.match(untold.seen, /could not be compared/);
  });
});

describe('refused token', () => {
  it('the check reports a refused token by the words of OAuth only, which cannot repeat what was sent', () => {
    const wordOf = (error: unknown) =>
      oauthWord({ kind: 'response', status: 400, retryAfter: undefined, date: undefined, body: { error } });
    assert.equal(wordOf('invalid_client'), 'invalid_client');
    for (const error of ['Secret planted-0123 is wrong', 'planted-0123', 7, { a: 1 }, undefined])
      assert.equal(wordOf(error), undefined);
  });
});
