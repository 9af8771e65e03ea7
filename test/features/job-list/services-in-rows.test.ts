import assert from 'node:assert/strict';
import type { CardAction } from '../../../src/cards/button-link.ts';
import { chat } from '../../access/people.ts';
import { executesIn, textOf } from '../../support/playground.ts';
import { openWholePath, type WholePath } from '../../support/whole-path.ts';

const reader = { zone: 'Europe/Berlin', locale: 'en-GB' };
const hour = 3_600_000;

for (const jobsApi of ['cloudbackup-jobs', 'cloudbackupjobs'] as const) {
  describe(`the service of a listed job, over ${jobsApi}`, () => {
    let path: WholePath;
    beforeEach(async () => {
      path = await openWholePath({ jobsApi, history: false });
    });
    afterEach(() => path.close());

    const cardOf = async (reply: ReturnType<WholePath['conversation']['hear']>) => {
      const answer = await reply;
      assert.ok(answer.kind === 'card');
      return answer.card;
    };
    const hear = (text: string) => cardOf(path.conversation.hear({ text, place: chat, ...reader }));
    const open = async (card: object, id: string) => {
      const action = executesIn(card).find(({ data }) => data.j === id);
      return cardOf(path.conversation.press({ ...(action as CardAction), ...reader }));
    };
    const plant = (service: number, hoursAgo: number) => {
      const startedAt = path.clock.now() - hoursAgo * hour;
      const errors = [{ value: 'Disk full', number: 1, url: '' }];
      const [job] = path.simulator.plant({
        service,
        state: 3,
        startedAt,
        endedAt: startedAt + 60_000,
        errors,
      });
      return job?.id ?? '';
    };

    it('a job’s row and card show its service first once the index knows the run, without an extra request', async () => {
      const exchange = plant(1, 3);
      plant(7, 2);
      await hear('status');
      path.simulator.clearRequests();
      const list = await hear('failed backups today');
      assert.equal(path.jobRequests().length, 1);
      assert.match(textOf(list), /✕ Failed\n · Teams\n/);
      assert.match(textOf(list), /✕ Failed\n · Exchange\n/);
      assert.match(JSON.stringify(await open(list, exchange)), / · Exchange Online backup/);
    });

    it('the rows of the jobs behind a failure reason show their service', async () => {
      const id = plant(7, 2);
      const causes = await hear('why did backups fail today?');
      const action = executesIn(causes).find(({ verb }) => verb === 'causes.jobs');
      const list = await cardOf(path.conversation.press({ ...(action as CardAction), ...reader }));
      assert.match(textOf(list), new RegExp(`✕ Failed\\n · Teams\\n[\\s\\S]*${id}`));
    });

    it('a job’s row and card don’t repeat a service that the question names', async () => {
      const id = plant(7, 2);
      await hear('status');
      const list = await hear('failed teams backups today');
      assert.doesNotMatch(textOf(list), /Teams ·/);
      assert.doesNotMatch(textOf(await open(list, id)), /Service\n/);
    });

    it('a job’s row and card show no service if the index doesn’t know the run', async () => {
      const id = plant(7, 2);
      const list = await hear('failed backups today');
      assert.doesNotMatch(textOf(list), /Teams/);
      assert.doesNotMatch(textOf(await open(list, id)), /Teams/);
    });

    it('a job’s row shows no service if AvePoint ignores the filter by service', async () => {
      path.simulator.setSwitches({ ignoredFilters: ['ObjectType'] });
      plant(7, 2);
      await hear('status');
      assert.doesNotMatch(textOf(await hear('failed backups today')), / · \n✕/);
    });
  });
}
