import assert from 'node:assert/strict';
import type { PlantedInput } from '../../simulator/planted.ts';
import { services } from '../../src/domain/job.ts';
import { codes, hour, minute, monday, newsOf, on, type Stage, shapes } from './staged.ts';
import { checkNews, twoDays } from './two-days.ts';

const exchange = services.indexOf('exchange') + 1;
const teams = services.indexOf('teams') + 1;
const groups = services.indexOf('groups') + 1;

/** Jobs that AvePoint lists under two services, every other hour from six hours before Monday on. */
const shared: readonly PlantedInput[] = Array.from({ length: 20 }, (_, run) => {
  const startedAt = monday + (2 * run - 6) * hour + 13 * minute;
  return {
    id: `SHARED${run}`,
    service: teams,
    services: [groups],
    startedAt,
    endedAt: startedAt + 10 * minute,
    state: run === 4 ? codes.failed : codes.finished,
  };
});

const servicesOf = (stage: Stage, id: string) => stage.runs(id).map(({ services: those }) => those);

describe('a job under several services', () => {
  for (const shape of shapes) {
    it(`a job under several services stays under each once the lists prove that ObjectType is honoured, and leaves no answer in doubt (${shape})`, async () => {
      await on({ shape, before: shared.concat(twoDays) }, async stage => {
        await stage.run(10 * minute);
        assert.deepEqual(servicesOf(stage, 'SHARED0'), [['groups', 'teams']]);
        assert.deepEqual(
          services.filter(service => stage.doubt(service, 23)),
          [],
        );
        // New ones are looked for under both at once, so the failure shows under both.
        await stage.run(2.5 * hour);
        assert.deepEqual(servicesOf(stage, 'SHARED4'), [['groups', 'teams']]);
        const ok = await stage.okServices();
        assert.ok(!ok.includes('teams') && !ok.includes('groups'));
        assert.equal(new Set(newsOf(stage)).size, newsOf(stage).length);
      });
    });
  }

  it('a job under several services puts no answer in doubt later, while such jobs go on', async () => {
    await on({ before: shared.concat(twoDays) }, async stage => {
      await stage.run(10 * minute);
      for (let round = 0; round < 14; round += 1) {
        await stage.run(hour, 5 * minute);
        assert.deepEqual(
          services.filter(service => stage.doubt(service, 23)),
          [],
        );
      }
      const warned = stage.log.lines.filter(({ message }) => message.startsWith('jobs in doubt'));
      assert.equal(warned.length, 1);
    });
  });

  it('a job under several services is found by the service’s own filter if it was met under one alone, and takes no more than minutes to prove', async () => {
    const one = {
      id: 'LATER',
      service: exchange,
      services: [teams],
      startedAt: monday + hour,
      endedAt: monday + 1.2 * hour,
    };
    await on({ before: [...twoDays, one] }, async stage => {
      await stage.run(hour);
      await stage.until(() => stage.run1('LATER').services.length === 2, 7 * hour);
      await stage.run(3 * minute);
      assert.deepEqual(
        services.filter(service => stage.doubt(service, 20)),
        [],
      );
    });
  });

  it('a job under several services stays in doubt if both services list the same jobs: then nothing shows that ObjectType is honoured', async () => {
    const alike = twoDays.map(job =>
      job.service === teams || job.service === groups ? { ...job, services: [teams, groups] } : job,
    );
    await on({ before: alike }, async stage => {
      for (let round = 0; round < 8; round += 1) {
        await stage.run(8 * minute);
        assert.equal(stage.doubt('teams')?.kind, 'ignored');
        assert.deepEqual(await stage.okServices(), []);
      }
    });
  });

  it('a job under several services is not trusted any more once ObjectType is ignored', async () => {
    await on({ before: shared.concat(twoDays) }, async stage => {
      await stage.run(20 * minute);
      stage.simulator.setSwitches({ ignoredFilters: ['ObjectType'] });
      await stage.until(() => stage.doubt('teams')?.kind === 'ignored', 2.5 * hour);
      stage.simulator.setSwitches({ ignoredFilters: [] });
      await stage.until(() => !stage.doubt('teams'), 4 * hour);
      await stage.run(10 * minute);
      checkNews(stage);
      assert.deepEqual(servicesOf(stage, 'SHARED0'), [['groups', 'teams']]);
    });
  });
});
