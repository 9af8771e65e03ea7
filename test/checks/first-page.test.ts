import assert from 'node:assert/strict';
import { checkFirstPage } from '../../src/checks/first-page.ts';
import type { PageReply } from '../../src/checks/page-reply.ts';
import { aJob } from '../support/fakes.ts';

const page = (...ids: readonly string[]): PageReply => ({
  kind: 'page',
  page: { jobs: ids.map(id => aJob({ id })), totalCount: 99, hasMore: false },
});
const refused = (status: number): PageReply => ({ kind: 'refused', status });

/** Returns the finding if the pages 0, 1 and 2 are these. */
const told = (configured: 0 | 1, ...replies: readonly PageReply[]) =>
  checkFirstPage(configured, async index => replies[index] ?? page());

describe('first page', () => {
  it('the first page is 1 if page 0 is an error and page 1 has jobs', async () => {
    for (const zero of [refused(400), refused(404), refused(500), { kind: 'unreadable', why: '' } as const]) {
      const { index, finding } = await told(0, zero, page('a'));
      assert.equal(index, 1);
      assert.equal(finding.mark, 'failure');
      assert.equal((await told(1, zero, page('a'))).finding.mark, 'ok');
    }
  });

  it('the first page is 0 if page 0 has all the jobs, however few', async () => {
    assert.equal((await told(0, page('a'), page())).index, 0);
    assert.equal((await told(1, page('a'), page())).finding.mark, 'failure');
  });

  it('the first page is unknown if all pages are the same because their number is ignored', async () => {
    const same = page('a', 'b');
    const { index, finding } = await told(0, same, same, same);
    assert.equal(index, undefined);
    assert.equal(finding.mark, 'failure');
    assert.match(finding.seen, /PageIndex is not regarded/);
  });

  it('the first page is unknown if pages share some jobs, are empty or refused', async () => {
    for (const replies of [
      [page('a', 'b'), page('b', 'c')],
      [page(), page()],
      [refused(400), refused(400)],
      [refused(400), page()],
      [page('a'), refused(400)],
    ]) {
      const { index, finding } = await told(0, ...replies);
      assert.equal(index, undefined);
      assert.equal(finding.mark, 'warning');
      assert.match(finding.seen, /could not be told/);
    }
  });
});
