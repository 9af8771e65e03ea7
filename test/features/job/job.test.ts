import assert from 'node:assert/strict';
import type { CardAction } from '../../../src/cards/button-link.ts';
import { monotonicMs } from '../../../src/domain/time.ts';
import { executesIn, textOf } from '../../support/playground.ts';
import { openWholePath, type WholePath } from '../../support/whole-path.ts';

const reader = { zone: 'Europe/Berlin', locale: 'en-GB' };

for (const jobsApi of ['cloudbackup-jobs', 'cloudbackupjobs'] as const) {
  describe(`one job, over ${jobsApi}`, () => {
    let path: WholePath;
    before(async () => {
      path = await openWholePath({ jobsApi });
    });
    after(() => path.close());

    const hear = async (text: string) => {
      const reply = await path.conversation.hear({ text, ...reader });
      assert.ok(reply.kind === 'card');
      return reply.card;
    };
    const press = async (card: object, title: string) => {
      const action = executesIn(card).find(one => one.title === title);
      return path.conversation.press({ ...(action as CardAction), ...reader });
    };
    const foundAs = (id: string) => new RegExp(`^✕ Failed\\n[\\s\\S]*^Job ${id}$`, 'm');
    /** The id of a job on the last page of a list, so that it is not found with the first request. */
    const anId = async () => {
      const { jobs } = await path.source.page(
        {
          type: undefined,
          service: undefined,
          state: 'failed',
          span: { from: path.clock.now() - 6 * 86_400_000, to: path.clock.now() },
          pageIndex: 0,
          pageSize: 100,
        },
        monotonicMs(path.clock.now() + 5_000),
      );
      return jobs.at(-1)?.id ?? '';
    };

    it('a job is found by its id and can be posted as text', async () => {
      const id = await anId();
      const card = await hear(`job ${id}`);
      assert.match(textOf(card), foundAs(id));
      const reply = await press(card, 'Post as text');
      assert.ok(reply.kind === 'card' && reply.message !== undefined);
      assert.match(reply.message, new RegExp(`^.*[Jj]ob ${id}: Failed\\n\\n`));
      assert.equal(textOf(reply.card), textOf(card));
    });

    it('the bot says in which time it looked for a job that doesn’t exist, and offers to search earlier', async () => {
      path.simulator.clearRequests();
      const card = await hear('job FB20241015105312327583');
      assert.match(textOf(card), /Job not found/);
      const requests = path.jobRequests().length;
      assert.match(
        textOf(card),
        /Last 7 days, to Mon 14:05[\s\S]*It isn’t among the \d+ jobs that started in this time/,
      );
      assert.ok(requests <= (jobsApi === 'cloudbackupjobs' ? 11 : 10), String(requests));
      const earlier = await press(card, 'Search earlier');
      assert.ok(earlier.kind === 'card');
      assert.match(textOf(earlier.card), /Mon 9 Nov, 14:05 – Mon 16 Nov, 14:05/);
    });

    it('a job that the index knows is found with one list of the second of its start, in any location', async () => {
      const startedAt = path.clock.now() - 20 * 86_400_000;
      const planted = { service: 7, state: 3, location: 'EUR', startedAt, endedAt: startedAt + 60_000 };
      const id = path.simulator.plant(planted)[0]?.id ?? '';
      await hear('status last 30 days');
      path.simulator.clearRequests();
      const card = await hear(`job ${id}`);
      assert.match(textOf(card), foundAs(id));
      assert.match(JSON.stringify(card), /· Teams job/);
      const lists = path.jobRequests().filter(({ path: address }) => !address.includes(id));
      assert.deepEqual(
        lists.map(({ query }) => query.ObjectType),
        ['7'],
      );
      assert.equal(path.jobRequests().length, jobsApi === 'cloudbackupjobs' ? 2 : 1);
    });

    it('a job that the index doesn’t know is found among the jobs of the window, in any location', async () => {
      const startedAt = path.clock.now() - 3_600_000;
      const planted = { service: 7, state: 3, location: 'EUR', startedAt, endedAt: startedAt + 60_000 };
      const id = path.simulator.plant(planted)[0]?.id ?? '';
      assert.match(textOf(await hear(`job ${id}`)), foundAs(id));
    });

    it('the bot looks for a job among at most 1,000 jobs, and says so', async () => {
      path.simulator.clearRequests();
      const card = await hear('job FB20241015105312327583 last 50 days');
      assert.match(textOf(card), /I looked through 1,000\u00a0of\u00a0\d,\d{3} jobs that/);
      assert.equal(path.jobRequests().length, jobsApi === 'cloudbackupjobs' ? 11 : 10);
    });
  });
}
