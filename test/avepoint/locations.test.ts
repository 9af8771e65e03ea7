import assert from 'node:assert/strict';
import type { AvePointSettings } from '../../src/avepoint/index.ts';
import { aQuery } from './support/parts.ts';
import { openSimulatedClient, type SimulatedClient } from './support/simulated-client.ts';

const currentShape = { jobsApi: 'cloudbackupjobs' } as const;

describe('the location of a request', () => {
  let client: SimulatedClient;
  async function open(settings: Partial<AvePointSettings>): Promise<SimulatedClient> {
    client = await openSimulatedClient({ history: false, settings });
    return client;
  }
  afterEach(() => client.close());

  /** Asks for a list, a job and the schedule; returns the locations that were sent. */
  async function sent(location?: string): Promise<readonly (string | undefined)[]> {
    const { source, background, schedule, soon, simulator, asked } = client;
    simulator.clearRequests();
    await source.page(aQuery({ location }), soon());
    await background.page(aQuery({ location }), soon());
    await source.job('FB1', soon(), location);
    await background.job('FB1', soon(), location);
    await schedule.today(soon(), location);
    return asked().map(({ query }) => query.Location);
  }

  it('the location of a request is not sent if there is none', async () => {
    await open(currentShape);
    assert.deepEqual(await sent(), Array(5).fill(undefined));
  });

  it('the location of a request is that of the settings, for a list, a job and the schedule', async () => {
    await open({ ...currentShape, location: 'EUR' });
    assert.deepEqual(await sent(), Array(5).fill('EUR'));
  });

  it('the location of a request is that of the request, if it names one', async () => {
    await open(currentShape);
    assert.deepEqual(await sent('APC'), Array(5).fill('APC'));
    await client.close();
    await open({ ...currentShape, location: 'EUR' });
    assert.deepEqual(await sent('APC'), Array(5).fill('APC'));
  });

  it('the location of a request is not taken from the list of locations', async () => {
    await open({ ...currentShape, locations: ['NAM', 'EUR'] });
    assert.deepEqual(await sent(), Array(5).fill(undefined));
  });

  it('the location of a request is not sent in the older shape, which has none', async () => {
    const { source, soon, asked } = await open({ jobsApi: 'cloudbackup-jobs' });
    await source.page(aQuery({ location: 'EUR' }), soon());
    assert.deepEqual(
      asked().map(({ query }) => query.Location),
      [undefined],
    );
  });
});
