import assert from 'node:assert/strict';
import { settingsScope } from '../../simulator/tokens.ts';
import { type Asked, asking, monday } from './ask.ts';
import { currentPath, listPaths } from './list.ts';

const schedulePath = '/backup/m365/settings/backup/frequency';
const jobs = ['NAM', 'EUR', 'APC'].map(location => ({ id: location, location, startedAt: monday - 60_000 }));

const staging = (use: (asked: Asked) => Promise<void>) =>
  asking({ history: false }, async asked => {
    await asked.post('/_jobs', jobs);
    await use(asked);
  });

/** The ids of the jobs that are found by their ids. */
async function found({ get }: Asked, query: Record<string, string> = {}): Promise<string[]> {
  const ids = [];
  for (const { id } of jobs) if ((await get(`${currentPath}/${id}`, query)).status === 200) ids.push(id);
  return ids;
}

describe('without a Location', () => {
  it('a list without a Location has the jobs of all locations, in both shapes', () =>
    staging(async ({ list }) => {
      for (const path of listPaths) assert.equal((await list(path)).ids.length, 3);
    }));

  it('without a Location a job is found in the central location only', () =>
    staging(async asked => assert.deepEqual(await found(asked), ['NAM'])));

  it('without a Location a job is found in every location if centralOnly is off', () =>
    staging(async asked => {
      await asked.post('/_switches', { centralOnly: false });
      assert.deepEqual(await found(asked), ['NAM', 'EUR', 'APC']);
      assert.deepEqual(await found(asked, { Location: 'EUR' }), ['EUR']);
    }));
});

describe('with a Location', () => {
  it('a list and a job with a Location are those of that location', () =>
    staging(async asked => {
      for (const Location of ['EUR', 'APC']) {
        assert.deepEqual((await asked.list(currentPath, { Location })).ids, [Location]);
        assert.deepEqual(await found(asked, { Location }), [Location]);
      }
      assert.deepEqual(await found(asked, { location: 'PrimaryGeoLocation' }), ['NAM']);
      assert.deepEqual(await found(asked, { Location: 'JPN' }), []);
      assert.equal((await asked.get(`${currentPath}/NAM`, { Location: 'Mars' })).status, 400);
    }));

  it('an API that ignores Location finds jobs of the central location only', () =>
    staging(async asked => {
      await asked.post('/_switches', { ignoredFilters: ['Location'] });
      assert.deepEqual(await found(asked, { Location: 'EUR' }), ['NAM']);
    }));
});

describe('the schedule', () => {
  it('the schedule is that of the central location or of the one in the request, 4 minutes later each', () =>
    asking({}, async ({ url, token }) => {
      const { access_token } = (await (await token({ scope: settingsScope })).json()) as {
        access_token: string;
      };
      const get = (query: string) =>
        fetch(`${url}${schedulePath}${query}`, { headers: { authorization: `Bearer ${access_token}` } });
      const starts = async (query: string) => {
        const { data } = (await (await get(query)).json()) as { data: { backupStartTime: string[] }[] };
        return data.flatMap(({ backupStartTime }) => backupStartTime.map(text => Date.parse(text)));
      };
      const central = await starts('');
      assert.ok(central.length > 20);
      assert.deepEqual(await starts('?Location=NAM'), central);
      for (const [location, minutes] of [
        ['EUR', 4],
        ['APC', 8],
      ] as const) {
        assert.deepEqual(
          await starts(`?location=${location}`),
          central.map(moment => moment + minutes * 60_000),
        );
      }
      assert.deepEqual(await starts('?Location=JPN'), []);
      assert.equal((await get('?Location=Mars')).status, 400);
    }));
});
