import assert from 'node:assert/strict';
import type { SwitchesPatch } from '../../../simulator/switches.ts';
import { monotonicMs } from '../../../src/domain/time.ts';
import type { Reply } from '../../../src/features/turn.ts';
import { executesIn, textOf } from '../../support/playground.ts';
import { openWholePath, type WholePath } from '../../support/whole-path.ts';

const reader = { zone: 'Europe/Berlin', locale: 'en-GB' };
const sentence = 'backups last 3 days, 25 per page';

const cardOf = (reply: Reply): object => {
  assert.equal(reply.kind, 'card');
  return (reply as { card: object }).card;
};

/** The ids on all pages, in order, turned with Next as a user would; and the last page's text. */
async function walk({ conversation }: WholePath): Promise<{ ids: unknown[]; text: string; pages: number }> {
  const ids: unknown[] = [];
  let card = cardOf(await conversation.hear({ text: sentence, ...reader }));
  for (let pages = 1; ; pages++) {
    const actions = executesIn(card);
    ids.push(...actions.filter(({ verb }) => verb === 'jobs.job').map(({ data }) => data.j));
    const next = actions.find(({ title }) => title === 'Next');
    if (!next) return { ids, text: textOf(card), pages };
    card = cardOf(await conversation.press({ ...next, ...reader }));
  }
}

/** Every job that the simulator has for that question, asked in one go. */
async function everyJob(path: WholePath): Promise<unknown[]> {
  const before = path.simulator.switches();
  path.simulator.setSwitches({ totalCount: 'all', maxPageSize: 0 });
  const { jobs } = await path.source.page(
    {
      type: 'backup',
      service: undefined,
      state: undefined,
      span: { from: path.clock.now() - 3 * 86_400_000, to: path.clock.now() },
      pageIndex: 0,
      pageSize: 10_000,
    },
    monotonicMs(path.clock.now() + 5_000),
  );
  path.simulator.setSwitches(before);
  return jobs.map(({ id }) => id);
}

const switches: readonly SwitchesPatch[] = [
  {},
  { letterCase: 'pascal' },
  { nextLink: 'none' },
  { nextLink: 'foreign' },
  { totalCount: 'page' },
  { totalCount: 'page', nextLink: 'none' },
  { maxPageSize: 20 },
  { maxPageSize: 7, totalCount: 'page' },
];

for (const jobsApi of ['cloudbackup-jobs', 'cloudbackupjobs'] as const) {
  describe(`turning the pages of ${jobsApi}`, () => {
    let path: WholePath;
    beforeEach(async () => {
      path = await openWholePath({ jobsApi });
    });
    afterEach(() => path.close());

    for (const patch of switches) {
      it(`a user who turns all pages of a list sees every job exactly once and the right total, with ${JSON.stringify(patch)}`, async () => {
        path.simulator.setSwitches(patch);
        const { ids, text, pages } = await walk(path);
        const all = await everyJob(path);
        assert.ok(all.length > 100);
        assert.deepEqual(ids, all);
        if (ids.length % 25 !== 0) assert.match(text, new RegExp(`of ${ids.length} ·`));
        assert.ok(pages >= Math.ceil(all.length / 25));
      });
    }

    it('a job list warns about jobs from another time if AvePoint filters by a time other than the start', async () => {
      path.simulator.setSwitches({ windowBy: 'overlap' });
      const card = cardOf(
        await path.conversation.hear({ text: 'backups last 6 hours, 25 per page', ...reader }),
      );
      assert.match(textOf(card), /started outside this window/);
    });
  });
}
