import assert from 'node:assert/strict';
import type { QueuedRequest } from '../../src/domain/job-source.ts';
import { aQuery } from './support/parts.ts';
import { openSimulatedClient, type SimulatedClient } from './support/simulated-client.ts';

/** A place in a queue that is always free, and counts. */
function counting() {
  const counts = { entered: 0, left: 0 };
  const queued: QueuedRequest = {
    async enter() {
      counts.entered += 1;
      return () => {
        counts.left += 1;
      };
    },
    lateError: () => undefined,
  };
  return { queued, counts };
}

describe('queued requests over HTTP', () => {
  let client: SimulatedClient;
  afterEach(() => client.close());

  it('a queued request enters the queue for each attempt that is sent: for retries, a refused token and each shape that is tried', async () => {
    client = await openSimulatedClient({
      switches: { shapes: 'cloudbackup-jobs' },
      settings: { jobsApi: 'auto' },
    });
    const { source, schedule, soon, simulator, asked } = client;
    const { queued, counts } = counting();
    await source.page(aQuery(), soon(), queued);
    assert.deepEqual([asked().length, counts], [2, { entered: 2, left: 2 }]);
    simulator.setSwitches({ shapes: 'both' });
    for (const status of [401, 503]) simulator.addTrouble({ kind: 'status', status, at: 'jobs', times: 1 });
    await source.page(aQuery(), soon(), queued);
    assert.deepEqual([asked().length, counts], [5, { entered: 5, left: 5 }]);
    await source.canFindJob(soon(), queued);
    await schedule.today(soon(), undefined, queued);
    assert.deepEqual([asked().length, counts], [5, { entered: 5, left: 5 }], 'this shape has neither');
  });

  it('a queued request enters the queue for one job and for the plan, too, and not if nothing is sent', async () => {
    client = await openSimulatedClient({ settings: { jobsApi: 'cloudbackupjobs' } });
    const { source, schedule, soon, simulator, asked } = client;
    const { queued, counts } = counting();
    await source.job('FB1', soon(), undefined, queued);
    await schedule.today(soon(), undefined, queued);
    await source.canFindJob(soon(), queued);
    assert.deepEqual([asked().length, counts], [2, { entered: 2, left: 2 }]);
    simulator.revokeTokens();
    simulator.addTrouble({ kind: 'status', status: 400, at: 'token' });
    await assert.rejects(source.job('FB1', soon(), undefined, queued), { code: 'unauthorised' });
    assert.deepEqual([asked().length, counts], [3, { entered: 3, left: 3 }], 'only the refused one was sent');
  });
});
