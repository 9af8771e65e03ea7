import assert from 'node:assert/strict';
import type { PlantedInput } from '../../simulator/planted.ts';
import { services } from '../../src/domain/job.ts';
import {
  codes,
  goodBackups,
  hour,
  minute,
  monday,
  newsOf,
  on,
  type Stage,
  shapes,
  warnings,
} from './staged.ts';
import { certainServices, checkNews, twoDays } from './two-days.ts';

const others = services.filter(service => service !== 'teams');
const teams = 7;

describe('an API that refuses or fails', () => {
  for (const shape of shapes) {
    it(`an API that refuses or fails is read by service, and the log says so, if lists without a service are refused (${shape})`, async () => {
      await on({ shape, switches: { unfiltered: 'refuse' }, before: twoDays }, async stage => {
        await stage.run(70 * minute);
        assert.equal((await certainServices(stage)).length, 12);
        checkNews(stage);
        const warned = warnings(stage).filter(message => message.includes('reading by service from now on'));
        assert.equal(warned.length, 1);
        assert.ok(stage.requestsIn(hour) <= 30 * 60, `${stage.requestsIn(hour) / 60} requests a minute`);
      });
    });

    it(`an API that refuses or fails is read by service, and the log says so, if lists without a service leave out rows (${shape})`, async () => {
      await on({ shape, switches: { unfilteredOmits: [1, teams] }, before: twoDays }, async stage => {
        await stage.run(70 * minute);
        assert.equal((await certainServices(stage)).length, 12);
        checkNews(stage);
        assert.ok(
          warnings(stage).includes('lists without a service leave out jobs; reading by service from now on'),
        );
      });
    });

    for (const status of [400, 403]) {
      it(`an API that refuses or fails leaves one service unknown and reads the others if that one is refused with ${status} for ever (${shape})`, async () => {
        await on({ shape, isFilled: false }, async stage => {
          stage.simulator.addTrouble({ kind: 'status', status, match: { ObjectType: teams } });
          stage.simulator.plant(...twoDays);
          await stage.run(70 * minute);
          assert.deepEqual(await certainServices(stage), others);
          assert.equal(stage.doubt('teams')?.kind, 'refused');
          stage.simulator.clearRequests();
          await stage.run(8 * hour, 2 * minute);
          assert.ok(!(await stage.okServices()).includes('teams'));
          const asked = stage.simulator.requests().filter(({ query }) => query.ObjectType === String(teams));
          // Once an hour for each of the types, and once more.
          assert.ok(asked.length <= 5 * 9, `asked ${asked.length} times`);
        });
      });
    }
  }

  it('the runs of a refused service are found when it is answered again', async () => {
    await on({ isFilled: false }, async stage => {
      stage.simulator.addTrouble({
        kind: 'status',
        status: 403,
        match: { ObjectType: teams },
        until: monday + 3 * hour,
      });
      stage.simulator.plant(...twoDays);
      await stage.run(2.9 * hour);
      assert.deepEqual(await certainServices(stage), others);
      await stage.run(3.2 * hour);
      assert.equal((await certainServices(stage)).length, 12);
      assert.equal([...stage.index.mirror.unattributed()].length, 0);
    });
  });

  for (const status of [400, 403]) {
    it(`an API is read by service without the refused one if lists without a service are refused too, with ${status}`, async () => {
      await on({ isFilled: false, switches: { unfiltered: 'refuse' } }, async stage => {
        stage.simulator.addTrouble({ kind: 'status', status, match: { ObjectType: teams } });
        stage.simulator.plant(...twoDays);
        await stage.run(70 * minute);
        assert.deepEqual(await certainServices(stage), others);
      });
    });
  }

  it('an API is soon read by service if lists leave out rows once they could not be read as a whole', async () => {
    await on({ before: twoDays }, async stage => {
      await stage.run(5.4 * hour, 2 * minute);
      // Now the check is due again, and a row of the list of all has no id.
      stage.simulator.setSwitches({ unfilteredOmits: [1, teams] });
      const ofAll = { JobType: 1, ObjectType: 0, JobState: 0 };
      stage.simulator.addTrouble({ kind: 'malformed', body: 'oddRows', at: 'jobs', match: ofAll });
      await stage.run(15 * minute);
      assert.equal(stage.index.state()?.locations['']?.isByService, false);
      stage.simulator.clearTroubles();
      await stage.until(() => stage.index.state()?.locations['']?.isByService === true, 16 * minute);
    });
  });

  it('an API is read without a service again when its lists are complete again', async () => {
    await on({ switches: { unfiltered: 'refuse' }, before: twoDays }, async stage => {
      await stage.run(20 * minute);
      assert.equal(stage.index.state()?.locations['']?.isByService, true);
      stage.simulator.setSwitches({ unfiltered: 'answer' });
      await stage.run(6.2 * hour, 5 * minute);
      assert.equal(stage.index.state()?.locations['']?.isByService, false);
    });
  });

  it('the index is certain of nothing, and sends few requests, if every list is refused', async () => {
    await on({ isFilled: false }, async stage => {
      stage.simulator.addTrouble({ kind: 'status', status: 403, at: 'jobs' });
      stage.simulator.plant(...goodBackups());
      await stage.run(2 * hour);
      assert.deepEqual(await stage.okServices(), []);
      assert.ok(stage.requestsIn(hour) <= 100, `${stage.requestsIn(hour)} requests an hour`);
      stage.simulator.clearTroubles();
      await stage.run(70 * minute);
      assert.equal((await stage.okServices()).length, 12);
    });
  });

  it('the index reads the history of all services but the one whose lists always fail', async () => {
    await on({ isFilled: false }, async stage => {
      stage.simulator.addTrouble({ kind: 'status', status: 503, match: { ObjectType: 2 } });
      stage.simulator.plant(...twoDays);
      await stage.run(70 * minute);
      const certain = await certainServices(stage);
      assert.deepEqual(
        certain,
        services.filter(service => service !== 'sharepoint'),
      );
      assert.ok(stage.index.state()?.locations['']?.readAt.walk48);
    });
  });

  it('the index does not believe that a service without readable lists has no bad run while a run has no known service', async () => {
    await on({ before: goodBackups() }, async stage => {
      await stage.run(2 * minute);
      assert.equal((await stage.okServices()).length, 12);
      stage.simulator.addTrouble({ kind: 'status', status: 503, match: { ObjectType: 2 } });
      const startedAt = monday + 4 * minute;
      const state = codes.failed;
      stage.simulator.plant({ id: 'F', service: 2, startedAt, endedAt: startedAt + minute, state });
      await stage.run(20 * minute);
      const others = services.filter(service => service !== 'sharepoint');
      assert.deepEqual(stage.run1('F').services, []);
      assert.deepEqual(await stage.okServices(), others);
      stage.simulator.clearTroubles();
      await stage.run(10 * minute);
      assert.deepEqual(stage.run1('F').services, ['sharepoint']);
      assert.equal(stage.doubt('sharepoint'), undefined);
    });
  });

  it('the index stores what was read of a list whose second page fails, and reads the rest later', async () => {
    await on({ isFilled: false, switches: { maxPageSize: 10 } }, async stage => {
      stage.simulator.addTrouble({
        kind: 'status',
        status: 500,
        match: { PageIndex: 1 },
        until: monday + 20 * minute,
      });
      stage.simulator.plant(...twoDays);
      await stage.run(15 * minute);
      assert.ok(stage.index.mirror.size >= 10);
      assert.deepEqual(await stage.okServices(), []);
      await stage.run(60 * minute);
      assert.equal((await certainServices(stage)).length, 12);
      checkNews(stage);
    });
  });

  it('an API that refuses or fails is sent no request for five minutes after a 429 with Retry-After 300, and then goes on', async () => {
    await on({ before: twoDays }, async stage => {
      await stage.run(10 * minute);
      stage.simulator.clearRequests();
      stage.simulator.addTrouble({ kind: 'status', status: 429, retryAfter: 300, times: 1, at: 'jobs' });
      await stage.run(minute);
      assert.equal(stage.simulator.requests().length, 1);
      assert.equal(stage.index.state()?.locations['']?.trouble?.code, 'rate-limited');
      await stage.run(4 * minute);
      assert.equal(stage.simulator.requests().length, 1);
      assert.deepEqual(await stage.okServices(), []);
      await stage.run(2 * minute);
      assert.ok(stage.simulator.requests().length > 2);
      assert.equal(stage.index.state()?.locations['']?.trouble, undefined);
      await stage.run(50 * minute);
      assert.equal((await certainServices(stage)).length, 12);
      checkNews(stage);
    });
  });

  for (const shape of shapes) {
    it(`the index has nothing OK while the API is silent for an hour, and each end meanwhile is news afterwards, once (${shape})`, async () => {
      await on({ shape, before: twoDays }, async stage => {
        await stage.run(2 * minute);
        stage.simulator.addTrouble({ kind: 'drop', until: stage.clock.now() + 61 * minute });
        for (let round = 0; round < 15; round += 1) {
          await stage.run(4 * minute);
          assert.deepEqual(await stage.okServices(), []);
        }
        await stage.run(12 * minute);
        assert.equal((await certainServices(stage)).length, 12);
        checkNews(stage);
        assert.ok(warnings(stage).filter(message => message.includes('not read for a while')).length === 1);
      });
    });
  }

  it('the index has nothing OK with rows that lack an id, and loses no known start to rows that lack theirs', async () => {
    await on({ before: twoDays }, async stage => {
      await stage.run(2 * minute);
      const known = stage.run1('J3-23').job.startedAt;
      stage.simulator.addTrouble({ kind: 'malformed', body: 'oddRows', at: 'jobs', until: monday + hour });
      await stage.run(55 * minute);
      await certainServices(stage);
      assert.equal(stage.run1('J3-23').job.startedAt, known);
      await stage.run(40 * minute);
      assert.equal((await certainServices(stage)).length, 12);
    });
  });

  it('an API is asked once by id for the errors of each bad end if rows have none, the latest two days first', async () => {
    const errors = [{ value: 'Access denied' }];
    const old = monday - 5 * 24 * hour;
    const planted = [
      { id: 'OLD', service: 1, startedAt: old, endedAt: old + minute, state: codes.failed, errors },
      {
        id: 'NEW',
        service: 2,
        startedAt: monday + minute,
        endedAt: monday + 3 * minute,
        state: codes.partial,
        errors,
      },
      {
        id: 'NONE',
        service: 3,
        startedAt: monday + minute,
        endedAt: monday + 3 * minute,
        state: codes.failed,
      },
    ];
    await on(
      { shape: 'cloudbackupjobs', switches: { jobErrors: 'singleOnly' }, before: planted },
      async stage => {
        await stage.run(30 * minute);
        assert.equal(stage.run1('NEW').job.errors[0]?.message, 'Access denied');
        await stage.run(2 * hour);
        const byId = stage.simulator.requests().filter(({ path }) => /(OLD|NEW|NONE)$/.test(path));
        assert.ok(byId.length <= 5, `${byId.length} requests by id`);
        for (const id of ['OLD', 'NEW'])
          assert.equal(stage.run1(id).job.errors[0]?.message, 'Access denied', id);
        assert.deepEqual(newsOf(stage), [1, 2]);
      },
    );
  });

  describe('errors of a bad end that only an answer by id has', () => {
    const errors = [{ value: 'Access denied' }];
    const bad = (id: string, service: number, minutesAgo: number): PlantedInput => {
      const startedAt = monday - minutesAgo * minute;
      return { id, service, startedAt, endedAt: startedAt + minute, state: codes.failed, errors };
    };
    const parts = { shape: 'cloudbackupjobs', switches: { jobErrors: 'singleOnly' } } as const;
    const refuse = ({ simulator }: Stage, status: number, times: number | 'all') =>
      simulator.addTrouble({ kind: 'status', status, at: 'job', times });
    /** When jobs were asked for by id, in minutes. */
    const askedById = ({ simulator }: Stage, id = '') =>
      simulator
        .requests()
        .filter(({ path }) => path.endsWith(`/${id}`) || (id === '' && /\/F\d$/.test(path)))
        .map(({ at }) => (at - monday) / minute);

    it('the errors of a bad end are asked for again if the request is rejected', async () => {
      await on({ ...parts, isFilled: false, before: [bad('F1', 1, 50), bad('F2', 2, 40)] }, async stage => {
        refuse(stage, 400, 3);
        await stage.run(3 * hour);
        for (const id of ['F1', 'F2']) assert.equal(stage.run1(id).job.errors[0]?.message, 'Access denied');
        assert.equal(askedById(stage).length, 5);
      });
    });

    it('the errors of a bad end are given up after four rejections, with growing pauses between them', async () => {
      await on({ ...parts, isFilled: false, before: [bad('F1', 1, 50)] }, async stage => {
        refuse(stage, 400, 'all');
        await stage.run(30 * hour);
        const at = askedById(stage);
        const pauses = at.slice(1).map((moment, index) => moment - (at[index] ?? 0));
        assert.equal(at.length, 4, String(at));
        for (const [index, least] of [10, 60, 360].entries())
          assert.ok((pauses[index] ?? 0) >= least && (pauses[index] ?? 0) <= least + 15, String(pauses));
      });
    });

    it('the errors of a bad end are asked for at most hourly while the permission is missing, each job in turn, and read once it’s there', async () => {
      const jobs = [bad('F1', 1, 50), bad('F2', 2, 40), bad('F3', 3, 30)];
      await on({ ...parts, isFilled: false, before: jobs }, async stage => {
        refuse(stage, 403, 'all');
        await stage.run(12 * hour);
        const asked = askedById(stage);
        assert.ok(asked.length >= 8 && asked.length <= 13, String(asked));
        for (const { id = '' } of jobs) assert.ok(askedById(stage, id).length >= 2, id);
        stage.simulator.clearTroubles();
        await stage.run(2.5 * hour);
        for (const { id = '' } of jobs)
          assert.equal(stage.run1(id).job.errors[0]?.message, 'Access denied', id);
      });
    });
  });
});
