import assert from 'node:assert/strict';
import type { SwitchesPatch } from '../../simulator/switches.ts';
import type { AvePointSettings } from '../../src/avepoint/index.ts';
import { aQuery } from './support/parts.ts';
import { openSimulatedClient, type SimulatedClient } from './support/simulated-client.ts';

const currentPath = '/backup/m365/cloudbackupjobs';
const seedPath = '/cloudbackup/jobs';
const schedulePath = '/backup/m365/settings/backup/frequency';

describe('AVEPOINT_JOBS_API=auto', () => {
  let client: SimulatedClient;
  async function open(
    switches: SwitchesPatch = {},
    settings: Partial<AvePointSettings> = {},
  ): Promise<SimulatedClient> {
    client = await openSimulatedClient({ switches, settings: { jobsApi: 'auto', ...settings } });
    return client;
  }
  afterEach(() => client.close());

  const shapesLogged = () =>
    client.lines.filter(({ message }) => message === 'jobs API shape found').map(({ fields }) => fields);

  it('auto stays with the current shape if both answer', async () => {
    const { source, soon, paths, shape } = await open();
    assert.equal(shape(), undefined);
    assert.equal((await source.page(aQuery(), soon())).jobs.length, 10);
    assert.equal(shape(), 'cloudbackupjobs');
    await source.page(aQuery(), soon());
    assert.deepEqual(paths(), [currentPath, currentPath]);
  });

  it('auto stays with the current shape if only it answers', async () => {
    const { source, soon, paths } = await open({ shapes: 'cloudbackupjobs' });
    await source.page(aQuery(), soon());
    await source.page(aQuery(), soon());
    assert.deepEqual(paths(), [currentPath, currentPath]);
  });

  it('auto stays with the older shape if only it answers, once the current one was asked', async () => {
    const { source, background, soon, paths, shape } = await open({ shapes: 'cloudbackup-jobs' });
    assert.equal((await source.page(aQuery(), soon())).jobs.length, 10);
    assert.equal((await background.page(aQuery(), soon())).jobs.length, 10);
    assert.equal(shape(), 'cloudbackup-jobs');
    assert.deepEqual(paths(), [currentPath, seedPath, seedPath]);
  });

  it('auto treats 410 like 404', async () => {
    const { source, soon, simulator, shape } = await open();
    simulator.addTrouble({ kind: 'status', status: 410, at: 'jobs', times: 1 });
    await source.page(aQuery(), soon());
    assert.equal(shape(), 'cloudbackup-jobs');
  });

  it('auto logs once which shape it found', async () => {
    const { source, background, soon } = await open();
    for (const one of [source, background, source]) await one.page(aQuery(), soon());
    assert.deepEqual(shapesLogged(), [{ shape: 'cloudbackupjobs' }]);
    assert.equal(client.lines.find(({ message }) => /shape found/.test(message))?.level, 'info');
  });

  it('auto reports not found if no shape answers: the error names the address, and the next request asks both again', async () => {
    const { source, soon, simulator, paths, shape } = await open();
    simulator.addTrouble({ kind: 'status', status: 404, at: 'jobs', times: 2 });
    await assert.rejects(source.page(aQuery(), soon()), {
      code: 'not-found',
      message: /^Neither published address .*AVEPOINT_GRAPH_URL/,
    });
    assert.equal(shape(), undefined);
    await source.page(aQuery(), soon());
    assert.deepEqual(paths(), [currentPath, seedPath, currentPath]);
  });

  it('auto retries temporary failures before it takes a finding', async () => {
    const { source, soon, simulator, paths, shape } = await open({ shapes: 'cloudbackup-jobs' });
    simulator.addTrouble({ kind: 'status', status: 503, at: 'jobs', times: 1 });
    await source.page(aQuery(), soon());
    assert.equal(shape(), 'cloudbackup-jobs');
    assert.deepEqual(paths(), [currentPath, currentPath, seedPath]);
  });

  for (const [what, trouble, code] of [
    ['503', { kind: 'status', status: 503 }, 'unavailable'],
    ['403', { kind: 'status', status: 403 }, 'forbidden'],
    ['400', { kind: 'status', status: 400 }, 'rejected'],
    ['another shape than documented', { kind: 'malformed', body: 'otherShape' }, 'malformed'],
  ] as const) {
    it(`auto takes ${what} for no finding, and asks the current shape again`, async () => {
      const { background, source, soon, simulator, paths, shape } = await open();
      simulator.addTrouble({ ...trouble, at: 'jobs', times: 1 });
      await assert.rejects(background.page(aQuery(), soon()), { code });
      assert.equal(shape(), undefined);
      await source.page(aQuery(), soon());
      assert.equal(shape(), 'cloudbackupjobs');
      assert.deepEqual(paths(), [currentPath, currentPath]);
    });
  }

  it('auto takes a failure of the older shape for no finding', async () => {
    const { background, soon, simulator, shape } = await open();
    simulator.addTrouble({ kind: 'status', status: 404, at: 'jobs', times: 1 });
    simulator.addTrouble({ kind: 'status', status: 503, at: 'jobs', times: 1 });
    await assert.rejects(background.page(aQuery(), soon()), { code: 'unavailable' });
    assert.equal(shape(), undefined);
  });

  it('auto detects anew if a list is not there any more', async () => {
    const { source, soon, simulator, paths, shape } = await open({ shapes: 'cloudbackup-jobs' });
    await source.page(aQuery(), soon());
    simulator.setSwitches({ shapes: 'cloudbackupjobs' });
    simulator.clearRequests();
    assert.equal((await source.page(aQuery(), soon())).jobs.length, 10);
    assert.deepEqual(paths(), [seedPath, currentPath]);
    simulator.setSwitches({ shapes: 'cloudbackup-jobs' });
    assert.equal((await source.page(aQuery(), soon())).jobs.length, 10);
    assert.equal(shape(), 'cloudbackup-jobs');
    assert.deepEqual(
      shapesLogged().map(fields => Object.values(fields)[0]),
      ['cloudbackup-jobs', 'cloudbackupjobs', 'cloudbackup-jobs'],
    );
  });

  it('auto detects which shape answers before one job or the schedule is asked for', async () => {
    const { source, schedule, soon, paths, simulator } = await open({ shapes: 'cloudbackupjobs' });
    assert.equal(await source.job('FB00000000000000000000', soon()), undefined);
    assert.deepEqual(paths(), [currentPath, `${currentPath}/FB00000000000000000000`]);
    assert.equal(simulator.requests().find(({ path }) => path === currentPath)?.query.PageSize, '1');
    assert.ok(await schedule.today(soon()));
    assert.equal(paths().at(-1), schedulePath);
  });

  it('auto finds no single job and no schedule with the older shape', async () => {
    const { source, background, schedule, soon, paths } = await open({ shapes: 'cloudbackup-jobs' });
    assert.equal(await schedule.today(soon()), undefined);
    assert.deepEqual([await source.canFindJob(soon()), await background.canFindJob(soon())], [false, false]);
    await assert.rejects(source.job('FB1', soon()), { code: 'not-found' });
    assert.deepEqual(paths(), [currentPath, seedPath]);
  });

  it('auto does not know whether a job can be found if no list is answered', async () => {
    const { background, schedule, soon, simulator } = await open();
    simulator.addTrouble({ kind: 'status', status: 503, at: 'jobs' });
    await assert.rejects(background.canFindJob(soon()), { code: 'unavailable' });
    await assert.rejects(schedule.today(soon(100)), { code: 'unavailable' });
  });

  for (const settings of [{ location: 'EUR' }, { locations: ['NAM', 'EUR'] }]) {
    it(`auto never takes the older shape with ${Object.keys(settings)} set, since it has none`, async () => {
      const { source, soon, paths } = await open({ shapes: 'cloudbackup-jobs' }, settings);
      await assert.rejects(source.page(aQuery(), soon()), { code: 'not-found' });
      assert.deepEqual(paths(), [currentPath]);
    });
  }
});
